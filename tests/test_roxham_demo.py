"""`make demo`'s promise: a newsroom crawled twice and read, its wrong number found, and nothing added by a second."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.records import Topic
from db.store.connection import Home
from loopback import MANNERS
from roxham import passes
from roxham.demo.content import load_articles
from roxham.demo.newsroom import Newsroom
from roxham.terminal import Terminal
from roxham.topic import load_topic

TABLES = ("articles", "versions", "entities", "aliases", "mentions", "figures", "quotes", "dates", "annotations")


def free_port() -> int:
    """The first of a row of ports that nothing listens on, for as many outlets as there are."""
    for first in range(18100, 20000, 20):
        try:
            for port in range(first, first + 12):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise OSError("no row of free ports")


def demo(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "roxham", "demo", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("demo") / "home")
    result = demo("--no-serve", "--home", home.path, "--newsroom-port", str(free_port()))
    assert result.returncode == 0, result.stderr
    return home


@pytest.fixture
def database(home: Home) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(home.database)) as connection:
        yield connection


def values(database: sqlite3.Connection, sql: str) -> list[Any]:
    return [row[0] for row in database.execute(sql)]


def test_the_newsroom_is_collected_and_read(database: sqlite3.Connection) -> None:
    assert values(database, "select count(*) from articles where kind = 'article'")[0] >= 40
    assert values(database, "select count(distinct source_id) from articles")[0] >= 8
    assert set(values(database, "select distinct language from articles")) == {"en", "fr"}
    assert values(database, "select distinct state from annotations") == ["done"]
    assert values(database, "select sample from topic") == [1]
    assert values(database, "select count(*) from articles where kind = 'document'")[0] == 4


def test_what_is_off_topic_is_rejected_with_its_score(database: sqlite3.Connection) -> None:
    rejected = values(database, "select headline from decisions where not kept")
    assert len(rejected) >= 8
    assert not set(rejected) & set(values(database, "select headline from articles"))


def test_what_robots_txt_forbids_never_arrives(database: sqlite3.Connection) -> None:
    refused = values(database, "select distinct url from fetches where outcome = 'refused'")
    assert len(refused) == 2
    assert all("/prive/" in url or "/members/" in url for url in refused)
    assert not set(refused) & set(values(database, "select url from articles"))


def test_the_wrong_number_was_corrected_and_the_correction_is_told(database: sqlite3.Connection) -> None:
    verdicts = dict(database.execute("select verdict, source_id from claims where value = 49540"))
    assert verdicts == {"superseded": "lakeshore"}
    changes = [
        (figure["old"]["value"], figure["new"]["value"])
        for row in values(database, "select changes from versions where number > 1")
        for figure in json.loads(row).get("figures", [])
        if figure["old"] and figure["new"]
    ]
    assert (49540.0, 39540.0) in changes
    assert (4137.0, 4173.0) in changes  # in the official table
    assert (39000.0, 39540.0) in changes


def test_the_agencys_texts_count_once_however_outlets_print_them(database: sqlite3.Connection) -> None:
    printed = {article.headline for article in load_articles(edition=2) if article.copy_of}
    assert set(values(database, "select headline from articles where copy_of is not null")) == printed
    sources = "select distinct o.source_id from articles a join articles o on o.id = a.copy_of"
    assert all(source.startswith("northline") for source in values(database, sources))
    [(articles, independent)] = database.execute(
        "select articles, independent_sources from stories where title like 'Border interceptions fall%'"
    ).fetchall()
    assert (articles, independent) == (3, 1)


def test_the_official_table_is_what_others_are_held_against(database: sqlite3.Connection) -> None:
    claims = """select value, verdict from claims where kind = 'official' and measure_id = 'irregular-crossings'
      order by period_start, value"""
    assert database.execute(claims).fetchall() == [
        (39540.0, "agrees"),
        (4994.0, "agrees"),
        (4517.0, "agrees"),
        (4137.0, "superseded"),
        (4173.0, "agrees"),
        (85.0, "agrees"),
    ]
    others = "select verdict from claims where kind <> 'official' and measure_id = 'asylum-claims' and value = ?"
    assert [database.execute(others, [value]).fetchone() for value in (172000, 173931)] == [("agrees",), ("conflicts",)]


def test_one_lead_is_an_article_of_ours_and_one_is_nobodys(database: sqlite3.Connection) -> None:
    leads = "select l.headline, a.headline from leads l left join articles a on a.id = l.article_id order by l.found_at"
    ours = "Canada, U.S. extend asylum pact to entire land border"
    assert dict(database.execute(leads).fetchall()) == {ours: ours, "The last taxi to Roxham Road": None}


def test_spacing_is_no_change(database: sqlite3.Connection) -> None:
    assert sorted(values(database, "select versions from articles where versions > 1")) == [2, 2, 2, 2, 2, 2]


def test_a_second_demo_adds_nothing(home: Home, database: sqlite3.Connection) -> None:
    def contents() -> dict[str, list[Any]]:
        return {table: list(database.execute(f"select * from {table} order by 1, 2")) for table in TABLES}

    before, urls = contents(), values(database, "select url from frontier order by url")
    result = demo("--no-serve", "--home", home.path)
    assert result.returncode == 0, result.stderr
    assert "0 new, 0 changed" in result.stdout
    assert contents() == before
    assert values(database, "select url from frontier order by url") == urls


def test_the_demo_keeps_to_its_own_home(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("Three years of work.")
    result = demo("--no-serve", "--home", tmp_path)
    assert result.returncode == 1
    assert "holds something else" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_busy_port_is_named(home: Home) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = demo("--home", home.path, "--port", str(port))
    assert result.returncode == 1
    assert str(port) in result.stderr
    assert "Traceback" not in result.stderr


def test_before_its_correction_the_wrong_number_is_a_conflict(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    terminal = Terminal(quiet=True)
    topic: Topic = load_topic("safe-third-country")
    home.path.mkdir()
    with Newsroom(home.path, 0) as newsroom:
        passes.init(home, newsroom.topic(topic))
        passes.crawl(home, terminal, ignore_due=True, source="lakeshore")
        passes.crawl(home, terminal, ignore_due=True, source="northline")
    passes.annotate(home, terminal)
    with closing(sqlite3.connect(home.database)) as database:
        assert values(database, "select verdict from claims where value = 49540") == ["conflicts"]


def test_two_crawls_at_once_share_the_work(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.path.mkdir()
    with Newsroom(home.path, 0) as newsroom:
        passes.init(home, newsroom.topic(load_topic("safe-third-country")))
        command = [sys.executable, "-m", "roxham", "crawl", "--home", home.path, "--quiet"]
        for process in [subprocess.Popen(command) for _ in range(2)]:
            assert process.wait(timeout=120) == 0
        fetched = [(hit.outlet, hit.path) for hit in newsroom.hits if hit.path not in MANNERS]
    assert len(fetched) > 40
    assert len(fetched) == len(set(fetched))
    with closing(sqlite3.connect(home.database)) as database:
        assert values(database, "select state from runs") == ["finished", "finished"]
