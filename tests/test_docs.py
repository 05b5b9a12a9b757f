"""The docs say what the code does: each is held against the thing it documents."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from roxham.cli import main

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("name", ["commands", "settings"])
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    command = [sys.executable, ROOT / "docs" / f"{name}.py"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert (ROOT / "docs" / f"{name}.md").read_text() == printed, "run 'make docs'"


def test_every_setting_has_its_reason() -> None:
    for line in (ROOT / "docs" / "settings.md").read_text().splitlines():
        if line.startswith("| `") and not line.startswith(("| `BOT_NAME", "| `SPIDER_MODULES")):
            assert line.split(" | ")[-1].strip(" |"), line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_commands_and_flags_that_exist(page: Path) -> None:
    for command, rest in re.findall(r"(?:^|`|\s)roxham ([a-z]+)((?: --?[a-z-]+(?: \w+)?)*)", page.read_text()):
        if command in ("is", "itself"):
            continue
        assert command in main.commands, f"roxham {command}"
        flags = {flag for parameter in main.commands[command].params for flag in parameter.opts}
        for flag in re.findall(r"--[a-z-]+", rest):
            assert flag in flags | {"--help"}, f"roxham {command} {flag}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text()):
        path, _, anchor = target.partition("#")
        linked = page.parent / path if path else page
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", linked.read_text(), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}, target


def test_every_dependency_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start = lines.index("dependencies = [")
    for line in lines[start + 1 : lines.index("]", start)]:
        if line.strip().startswith('"'):
            name = line.split('"')[1]
            assert "#" in line or name.startswith(("click", "spacy")), f"{name}: no reason beside it"


def test_make_targets_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        assert set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(), re.MULTILINE)) <= targets, page.name
