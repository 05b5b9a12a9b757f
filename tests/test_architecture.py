"""The house stands as docs/architecture.md says: the arrows, the names of imports, the size of rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("roxham", "crawler", "nlp", "db")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

LONG_MODULES: dict[str, str] = {}
"""Modules over 500 lines, with the reason why each is one room and not two."""


def test_imports_go_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_packages_are_imported_by_their_modules(path: Path) -> None:
    """`db`, `nlp` and `crawler` are what sqlite-utils, spaCy and Scrapy call their variables: the names stay free."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & set(PACKAGES), f"line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_one_room(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    lines = len(path.read_text().splitlines())
    assert lines <= 500 or name in LONG_MODULES, (
        f"{name} has {lines} lines: split it, or write its reason in LONG_MODULES"
    )


def test_only_the_store_writes() -> None:
    """SQL that writes stands in db.store and in the migrations."""
    writers = ("insert ", "update ", "delete ", "drop ", "alter ", "create table", ".upsert", ".insert(", ".insert_all")
    for path in MODULES:
        inside = path.relative_to(ROOT).as_posix()
        if inside.startswith("db/store/") or inside in ("db/migrations.py", "db/views.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                start = node.value.strip().lower()
                assert not start.startswith(writers), f"{inside}:{node.lineno} writes"


def test_a_text_is_not_joined_anew_for_every_figure() -> None:
    """`Doc.text` joins all tokens each time it is asked for: in a loop over a statute that is quadratic."""
    for path in sorted((ROOT / "nlp").glob("figure*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "text":
                assert not ast.unparse(node.value).endswith("doc"), f"{path.name}:{node.lineno}: use text_of(doc)"
