"""Roxham as people install it: the wheel, in an empty environment, away from the source tree."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, stdin: str | None = None) -> str:
    """Run a command from `/`, where no source tree is in reach, and return what it printed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    result = subprocess.run(command, cwd="/", input=stdin, capture_output=True, text=True, check=False, env=environment)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that holds the wheel and the pinned versions of what it needs, nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    pins = re.findall(r"^[\w.-]+==\S+(?: ; [^\\\n]+)?", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins))
    environment = folder / "environment"
    run(sys.executable, "-m", "venv", environment)
    pip = environment / "bin" / "pip"
    source = folder / "source"
    # A copy: building in the tree would let a stale build folder into the wheel.
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "tests", "roxham-d*"))
    run(pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, source)
    [wheel] = folder.glob("roxham-*.whl")
    run(pip, "install", "--quiet", "--no-compile", "--constraint", constraints, wheel)
    return environment / "bin"


@pytest.mark.timeout(600)
def test_the_wheel_works_away_from_the_source(installed: Path, tmp_path: Path) -> None:
    roxham, home = installed / "roxham", tmp_path / "home"
    assert "analyze" in run(roxham, "--help")

    crawled = json.loads(run(roxham, "demo", "--no-serve", "--json", "--home", home, "--newsroom-port", "8310"))
    assert [crawl["run"]["state"] for crawl in crawled["crawls"]] == ["finished", "finished"]
    assert crawled["annotate"]["failed"] == {}
    assert crawled["annotate"]["done"] > 40

    line = {"id": 1, "text": "About 39,000 people crossed last year.", "date": "2023-03-24", "language": "en"}
    [figure] = json.loads(run(roxham, "analyze", stdin=json.dumps(line)))["figures"]
    assert (figure["value"], figure["period_start"]) == (39000.0, "2022-01-01")

    page = run(installed / "python", "-c", SHOW_HOME_PAGE, home)
    assert "Safe Third Country" in page


SHOW_HOME_PAGE = """
import asyncio, pathlib, sys
from db.store.connection import Home
from db.web.serve import datasette_for

async def show():
    print((await datasette_for(Home(pathlib.Path(sys.argv[1]))).client.get("/")).text)

asyncio.run(show())
"""
