"""The command as a person types it: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from examples import QUIET_TOPIC
from roxham.cli import main

TEXT = """\
Crossings at Roxham Road rise

March 24, 2023

About 39,000 people crossed into Canada at Roxham Road last year, the RCMP said. The Safe Third Country Agreement did
not apply to them.
"""


def roxham(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return path


def test_init_makes_a_home_and_says_what_is_in_it(tmp_path: Path) -> None:
    result = roxham("init", "--home", tmp_path / "home")
    assert result.exit_code == 0
    assert "Safe Third Country Agreement" in result.stdout
    again = roxham("--home", tmp_path / "home", "--json", "init")
    assert json.loads(again.stdout)["topic"] == "safe-third-country"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("init", "--topic", "nosuch"), "nosuch"),
        (("init", "--topic", "missing.toml"), "missing.toml"),
        (("crawl", "--source", "nosuch"), "no source 'nosuch'"),
        (("crawl",), "no contact for the User-Agent"),
    ],
)
def test_an_error_is_one_line_that_names_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.delenv("ROXHAM_CONTACT", raising=False)
    if "--source" in arguments:
        monkeypatch.setenv("ROXHAM_CONTACT", "tests@example.org")
    result = roxham("--home", tmp_path / "home", *arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("roxham: ")
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_a_file_is_imported_read_and_shown(tmp_path: Path, text_file: Path) -> None:
    home = tmp_path / "home"
    imported = roxham("import", text_file, "--home", home)
    assert imported.exit_code == 0, imported.output
    assert "1 new" in imported.stdout
    annotated = roxham("annotate", "--home", home, "--json")
    assert json.loads(annotated.stdout) == {"done": 1, "not_read": 0, "reassigned": 0, "failed": {}}
    again = roxham("import", text_file, "--home", home)
    assert "1 unchanged" in again.stdout
    assert json.loads(roxham("annotate", "--home", home, "--json").stdout)["done"] == 0


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_stored(tmp_path: Path, text_file: Path) -> None:
    sheet = tmp_path / "numbers.xlsx"
    sheet.write_bytes(b"PK\x03\x04 no real spreadsheet")
    damaged = tmp_path / "report.pdf"
    damaged.write_bytes(b"%PDF-1.7 and nothing more")
    result = roxham("import", sheet, damaged, text_file, "--home", tmp_path / "home")
    assert result.exit_code == 1
    assert "1 new, 0 changed, 0 unchanged, 1 refused, 1 failed" in result.stdout
    assert "refused: " in result.stderr
    assert "numbers.xlsx" in result.stderr
    assert "report.pdf" in result.stderr


def test_status_before_any_run(tmp_path: Path) -> None:
    roxham("init", "--home", tmp_path / "home")
    result = roxham("status", "--home", tmp_path / "home")
    assert "no run yet" in result.stdout
    assert json.loads(roxham("status", "--home", tmp_path / "home", "--json").stdout)["run"] is None


def test_sources_are_listed(tmp_path: Path) -> None:
    lines = roxham("sources", "--home", tmp_path / "home").stdout.splitlines()
    assert lines[0].split("\t")[:5] == ["id", "enabled", "kind", "language", "country"]
    assert len(lines) > 40


def test_a_second_run_at_once_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    roxham("init", "--home", home)
    with FileLock(home / "run.lock"):
        result = roxham("run", "--home", home)
    assert result.exit_code == 75
    assert "another run is at work" in result.stderr


def test_the_lock_of_a_killed_run_holds_nobody_up(tmp_path: Path) -> None:
    home = tmp_path / "home"
    roxham("init", "--home", home)
    hold = """if True:
        import sys, time
        from filelock import FileLock
        lock = FileLock(sys.argv[1])
        lock.acquire()
        print("held", flush=True)
        time.sleep(60)"""
    with subprocess.Popen([sys.executable, "-c", hold, home / "run.lock"], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert roxham("run", "--home", home).exit_code == 75
        holder.kill()
    assert roxham("run", "--home", home).exit_code != 75


def test_schedule_runs_at_once_and_stops_when_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    topic = tmp_path / "quiet.toml"
    topic.write_text(QUIET_TOPIC)
    assert roxham("init", "--home", home, "--topic", topic).exit_code == 0
    command = [sys.executable, "-m", "roxham", "schedule", "--every", "1h", "--home", home]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        output = ""
        for line in process.stdout:
            output += line
            if "run ended with code" in line:
                process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert "a run every 3600 s" in output
    assert "run ended with code 0" in output
    run = json.loads(roxham("status", "--home", home, "--json").stdout)["run"]
    assert (run["trigger"], run["state"]) == ("schedule", "finished")


def test_a_bad_interval_is_refused(tmp_path: Path) -> None:
    result = roxham("schedule", "--every", "often", "--home", tmp_path / "home")
    assert result.exit_code == 2
    assert "--every" in result.stderr


def test_help_is_quick_to_load() -> None:
    """None of the three libraries is imported to say what the command can do."""
    show = "import sys, roxham.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True).stdout.split()
    assert not {"scrapy", "spacy", "datasette", "sqlite_utils", "rich"} & set(loaded)


def test_scrapy_is_handed_over_to_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "roxham", "scrapy", "settings", "--get", "CONCURRENT_ITEMS"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "4"


def test_a_crawl_that_gets_nothing_it_asked_for_has_failed(tmp_path: Path) -> None:
    topic = tmp_path / "gone.toml"
    topic.write_text(QUIET_TOPIC + GONE_SOURCE)
    result = roxham("crawl", "--home", tmp_path / "home", "--topic", topic)
    assert result.exit_code == 1
    assert "robots.txt can't be had" in result.stdout
    assert "run 1 finished" in result.stdout


GONE_SOURCE = """\
[[sources]]
id = "gone"
name = "Nobody listens here"
kind = "rss"
url = "http://127.0.0.1:9/feed"
publisher_kind = "news"
rights = "excerpt"
enabled = true
options = { delay = 0, address = "127.0.0.1" }
"""
