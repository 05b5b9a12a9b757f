"""Files given by a person: what is stored, under which address, and what is said of the rest."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.importer import Imported, file_address, find_files, import_paths
from db.store.archive import load_body
from db.store.connection import Home
from loopback import article, make_home, rows
from test_crawler_kinds import REGULATION

PAGE = str(article("Arrivals at Roxham Road").body)
CANONICAL = "https://news.example.org/2024/05/arrivals-at-roxham-road"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home")


def imported(home: Home, *paths: Path) -> dict[str, Imported]:
    return {result.path.name: result for result in import_paths(home, paths, workers=1)}


def test_files_of_every_kind_are_stored_or_reported_with_a_reason(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "clippings"
    (folder / "deep").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "page.html").write_text(PAGE)
    (folder / ".DS_Store").write_bytes(b"\0\1")
    saved = PAGE.replace("<head>", f"<head><link rel='canonical' href='{CANONICAL}?utm_source=mail'>")
    (folder / "page.html").write_text(saved)
    (folder / "packed.html.gz").write_bytes(gzip.compress(PAGE.replace("Arrivals", "Departures").encode()))
    (folder / "note.txt").write_text("A recipe\n\nFlour, water and salt, and nothing that any topic would name.")
    (folder / "deep" / "note.md").write_text(
        "# A plan\n\nThe shelter opens at the end of the month, its director said."
    )
    (folder / "table.csv").write_text("year,claims\n2022,91710\n")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing that a reader would understand")
    (folder / "empty.html").write_bytes(b"")
    results = imported(home, folder, tmp_path / "missing.html")
    assert {name: result.outcome for name, result in results.items()} == {
        "broken.pdf": "failed",
        "note.md": "new",
        "empty.html": "failed",
        "note.txt": "new",
        "packed.html.gz": "new",
        "page.html": "new",
        "picture.png": "refused",
        "table.csv": "refused",
        "missing.html": "failed",
    }
    assert all(result.reason for result in results.values() if result.outcome in ("failed", "refused"))
    assert results["empty.html"].reason == "an empty file"
    assert results["missing.html"].reason == "No such file or directory"
    assert results["page.html"].url == CANONICAL
    assert results["note.txt"].url == file_address(folder / "note.txt")
    # Scored, never rejected.
    (decision,) = rows(home, "select kept, score from decisions where url = ?", results["note.txt"].url)
    assert decision == {"kept": 1, "score": 0.0}
    assert rows(home, "select count(*) as n from fetches where source_id = 'import'") == [{"n": 9}]
    assert rows(home, "select publisher_kind from sources where id = 'import'") == [{"publisher_kind": "import"}]


def test_no_path_of_this_machine_is_published(home: Home, tmp_path: Path) -> None:
    (tmp_path / "secret folder").mkdir()
    for name, content in (("a.txt", "A text about nothing, but long enough to be one."), ("b.bin", "\0\1\2\3" * 20)):
        (tmp_path / "secret folder" / name).write_text(content)
    imported(home, tmp_path / "secret folder", tmp_path / "secret folder" / "gone.txt")
    dump = "\n".join(map(str, rows(home, "select * from fetches")))
    dump += "\n".join(map(str, rows(home, "select * from articles")))
    assert "a.txt" in dump
    assert "secret" not in dump


def test_the_same_file_is_unchanged_and_a_new_content_is_a_version(home: Home, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    assert imported(home, page)["page.html"].outcome == "new"
    assert imported(home, page)["page.html"].outcome == "unchanged"
    page.write_text(PAGE.replace("</p><p>", "</p>\n<p>"))
    assert imported(home, page)["page.html"].outcome == "unchanged"
    page.write_text(PAGE.replace("Arrivals", "15,000 arrivals"))
    assert imported(home, page)["page.html"].outcome == "changed"
    page.write_text(PAGE)
    assert imported(home, page)["page.html"].outcome == "changed"
    versions = rows(home, "select number, snapshot from versions order by number")
    assert [version["number"] for version in versions] == [1, 2, 3]
    archive = home.open_archive()
    assert load_body(archive, str(versions[2]["snapshot"])).decode() == PAGE
    archive.close()


def test_files_of_one_name_in_two_folders_are_two_articles(home: Home, tmp_path: Path) -> None:
    for folder, headline in (("monday", "Arrivals"), ("tuesday", "Departures")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text(PAGE.replace("Arrivals", headline))
    results = list(import_paths(home, [tmp_path / "monday", tmp_path / "tuesday"], workers=1))
    assert [result.outcome for result in results] == ["new", "new"]
    assert rows(home, "select count(*) as n from articles") == [{"n": 2}]


def test_find_files_keeps_the_order_given_and_sorts_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "z/y.txt", "z/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    found = find_files([tmp_path / "z" / "y.txt", tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["z/y.txt", "a.txt", "b.txt", "z/x.txt"]


def test_a_killed_import_is_finished_by_the_next(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "clippings"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.html").write_text(PAGE.replace("Arrivals", f"Arrivals {number}"))
    code = (
        "import sys; from pathlib import Path; from crawler.importer import import_paths; "
        "from db.store.connection import Home; "
        "[print(1, flush=True) for _ in import_paths(Home(Path(sys.argv[1])), [Path(sys.argv[2])], workers=1)]"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(home.path), str(folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    time.sleep(0.1)
    outcomes = [result.outcome for result in import_paths(home, [folder], workers=1)]
    assert outcomes.count("unchanged") >= 5
    assert set(outcomes) == {"new", "unchanged"}
    assert rows(home, "select count(*) as n, max(versions) as versions from articles") == [{"n": 40, "versions": 1}]


def test_an_amended_law_becomes_versions_of_its_sections(home: Home, tmp_path: Path) -> None:
    before, after = tmp_path / "regulation.2022.xml", tmp_path / "regulation.2023.xml"
    before.write_text(REGULATION.format(language="en", number="SOR/2019-5", days=10))
    after.write_text(REGULATION.format(language="en", number="SOR/2019-5", days=14))
    results = imported(home, before, after)
    assert results[before.name].reason == "3 documents: 3 new"
    assert (results[after.name].outcome, results[after.name].reason) == (
        "changed",
        "3 documents: 1 changed, 2 unchanged",
    )
    (version,) = rows(home, "select changes from versions where number = 2")
    assert "14" in str(version["changes"])
    assert imported(home, after)[after.name].outcome == "unchanged"
