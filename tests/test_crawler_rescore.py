"""Deciding again from the archive: sites that are crawled, closed, and judged by other terms."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.importer import import_paths
from crawler.rescore import Rescored, rescore
from db.records import Source, Term
from db.store.connection import Home
from db.store.topics import load_topic, save_topic
from loopback import Answer, Site, article, crawl, make_home, rows
from roxham.cli import main
from test_crawler_kinds import REGULATION, SITTING

HOCKEY = article(
    "Hockey final goes to overtime",
    "The home side won the hockey final by two goals on Saturday night, before a crowd that filled the arena.",
    "Fans who had queued since noon cheered until long after the lights went out, and the trains ran late for them.",
)
CLAIMS = article("Claims double at Roxham Road")
PAID = article(
    "Arena to be rebuilt",
    "The city will rebuild the arena at a cost of forty million, the mayor said at a council meeting on Friday.",
    "Behind the wall: the hockey club has asked to be told before the summer, when its lease ends and the ice is sold.",
    head='<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
    '"headline": "Arena to be rebuilt", "isAccessibleForFree": false}</script>',
)
ON_HOCKEY = (Term("hockey", "en", 2.0),)
DATA = (
    "select url, source_id, kind, headline, byline, language, published_at, captured_at, excerpt, word_count, "
    "relevance, versions, free from articles order by url",
    "select a.url, v.number, v.captured_at, v.headline, v.text, v.sha256, v.snapshot, v.changes "
    "from versions v join articles a on a.id = v.article_id order by a.url, v.number",
    "select url, source_id, headline, score, reasons, kept, decided_at from decisions order by url",
)
"""What a crawl and a rescore have to agree on."""
INSTANTS = ("captured_at", "decided_at")


def follow(home: Home, *terms: Term) -> None:
    """Change the topic's terms, as a topic file edited and loaded again does."""
    database = home.open()
    save_topic(database, replace(load_topic(database), terms=terms))
    database.close()


def data(home: Home, without: Collection[str] = ()) -> list[list[dict[str, object]]]:
    return [[{k: v for k, v in row.items() if k not in without} for row in rows(home, sql)] for sql in DATA]


def paths(home: Home, sql: str) -> list[str]:
    return [str(row["url"]).rpartition("/")[2] for row in rows(home, sql)]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A site crawled twice, between which the final was reported anew, by a topic that hockey is no part of. It is
    closed: whoever asks it for anything fails."""
    with Site({"/2024/05/hockey-final": HOCKEY, "/2024/05/claims": CLAIMS, "/2024/05/arena-paid": PAID}) as site:
        site.pages["/feed"] = site.feed(*site.pages)
        home = make_home(tmp_path_factory.mktemp("collected") / "home", site.source())
        crawl(home)
        time.sleep(1.1)  # instants are stored to the second
        site.pages["/2024/05/hockey-final"] = Answer(str(HOCKEY.body).replace("two goals", "three goals"))
        crawl(home, ignore_due=True)
    return home


@pytest.fixture
def crawled(collected: Home, tmp_path: Path) -> Home:
    return Home(shutil.copytree(collected.path, tmp_path / "home"))


def test_what_is_on_the_topic_now_is_stored_as_if_it_always_had_been(crawled: Home) -> None:
    fetched = rows(crawled, "select fetched_at, snapshot from fetches where url like '%hockey-final' order by id")
    assert paths(crawled, "select url from articles") == ["claims"]
    follow(crawled, *ON_HOCKEY)
    rescored = rescore(crawled, workers=1)
    assert rescored == Rescored(kept=2, rejected=1, new=2, changed=1, turned=1)
    stored = rows(
        crawled,
        "select v.captured_at as fetched_at, v.snapshot from versions v join articles a on a.id = v.article_id "
        "where a.url like '%hockey-final' order by v.number",
    )
    assert stored == fetched
    (final,) = rows(crawled, "select * from articles where url like '%hockey-final'")
    assert (final["captured_at"], final["versions"]) == (fetched[0]["fetched_at"], 2)
    assert "three goals" in str(final["excerpt"])
    (changes,) = rows(crawled, "select changes from versions where number = 2")
    assert "three" in str(changes["changes"])


def test_a_crawl_by_these_terms_would_have_stored_the_same(tmp_path: Path) -> None:
    pages = {"/2024/05/hockey-final": HOCKEY, "/2024/05/arena-paid": PAID}
    with Site(pages) as site:
        site.pages["/feed"] = site.feed(*site.pages)
        before = make_home(tmp_path / "before", site.source())
        crawl(before)
        follow(before, *ON_HOCKEY)
        rescore(before, workers=1)
        now = make_home(tmp_path / "now", site.source())
        follow(now, *ON_HOCKEY)
        crawl(now)
    assert data(before, without=INSTANTS) == data(now, without=INSTANTS)
    assert len(data(now)[0]) == 2


def test_stored_articles_stay_and_say_that_they_are_off_the_topic(crawled: Home) -> None:
    follow(crawled, *ON_HOCKEY)
    rescore(crawled, workers=1)
    (claims,) = rows(
        crawled,
        "select a.relevance, d.kept, d.score, d.reasons, v.text from articles a join decisions d on d.url = a.url "
        "join versions v on v.id = a.version_id where a.url like '%claims'",
    )
    assert (claims["relevance"], claims["score"], claims["kept"], claims["reasons"]) == (0.0, 0.0, 0, "[]")
    assert "Roxham Road" in str(claims["text"])


def test_a_text_that_is_not_free_is_judged_whole_and_stored_as_its_lead(crawled: Home) -> None:
    follow(crawled, Term("lease", "en", 2.0))  # stands behind the wall only
    rescore(crawled, workers=1)
    (arena,) = rows(
        crawled, "select v.text, a.free from versions v join articles a on a.version_id = v.id where not free"
    )
    assert "mayor" in str(arena["text"])
    assert "lease" not in str(arena["text"])
    follow(crawled, Term("lease", "en", 3.0))
    rescore(crawled, workers=1)
    assert rows(crawled, "select relevance from articles where not free") == [{"relevance": 6.0}]


def test_again_and_by_other_terms_and_back_changes_nothing_more(crawled: Home) -> None:
    follow(crawled, *ON_HOCKEY)
    rescore(crawled, workers=1)
    once = data(crawled)
    again = rescore(crawled, workers=1)
    assert (again.new, again.changed, again.turned) == (0, 0, 0)
    assert data(crawled) == once
    follow(crawled, Term("Roxham Road", "en", 2.0))
    rescore(crawled, workers=1)
    follow(crawled, *ON_HOCKEY)
    rescore(crawled, workers=1)
    assert data(crawled) == once
    assert rows(crawled, "select rescoring from topic") == [{"rescoring": None}]


def test_a_page_that_became_an_article_is_revisited_as_one(crawled: Home) -> None:
    follow(crawled, *ON_HOCKEY)
    rescore(crawled, workers=1)
    (page,) = rows(
        crawled,
        "select f.article_id = a.id as same, f.next_due < strftime('%Y-%m-%dT%H:%M:%S', 'now', '+2 hours') as soon "
        "from frontier f join articles a on a.url = f.url where f.url like '%hockey-final'",
    )
    assert page == {"same": 1, "soon": 1}


def test_documents_of_one_answer_are_decided_on_one_by_one(tmp_path: Path) -> None:
    xml = {"Content-Type": "application/xml"}
    law = REGULATION.format(language="en", number="SOR/2019-5", days=10)
    with Site(
        {"/law.xml": Answer(law, headers=xml), "/Debates/009/HAN009-E.XML": Answer(SITTING, headers=xml)}
    ) as site:
        sitting = replace(site.source("/Debates/009/HAN009-E.XML", "hansard"), id="sitting")
        home = make_home(tmp_path / "home", site.source("/law.xml", "justice_laws"), sitting)
        crawl(home)
        time.sleep(1.1)
        site.pages["/law.xml"] = Answer(law.replace("within 10 days", "within 14 days"), headers=xml)
        crawl(home, ignore_due=True)
    assert rows(home, "select count(*) as n from articles") == [{"n": 0}]
    follow(home, Term("ferry must land", "en", 2.0), Term("ferry is late", "en", 2.0))
    rescored = rescore(home, workers=1)
    assert (rescored.new, rescored.changed) == (2, 1)
    assert rows(home, "select kind, section, versions, source_id from articles order by section is null") == [
        {
            "kind": "document",
            "section": "7.2",
            "versions": 2,
            "source_id": str(sitting.id).replace("sitting", site.source().id),
        },
        {"kind": "document", "section": None, "versions": 1, "source_id": "sitting"},
    ]
    assert rows(home, "select count(*) as n from decisions where not kept") != [{"n": 0}]
    once = data(home)
    rescore(home, workers=1)
    assert data(home) == once


def test_imported_files_are_scored_anew_and_kept(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    (tmp_path / "page.html").write_text(str(HOCKEY.body))
    list(import_paths(home, [tmp_path / "page.html"], workers=1))
    assert rows(home, "select score, kept from decisions") == [{"score": 0.0, "kept": 1}]
    follow(home, *ON_HOCKEY)
    rescore(home, workers=1)
    (decision,) = rows(
        home, "select d.score, d.kept, a.relevance = d.score as same from decisions d join articles a using (url)"
    )
    assert decision["score"] != 0.0
    assert (decision["kept"], decision["same"]) == (1, 1)


def test_evidence_that_is_lost_is_reported_and_its_decision_stands(crawled: Home) -> None:
    (hockey,) = rows(crawled, "select * from decisions where url like '%hockey-final'")
    archive = crawled.open_archive()
    archive.execute("pragma foreign_keys = off")
    archive.execute("delete from bodies where sha256 in (select sha256 from snapshots where url like '%hockey-final')")
    archive.close()
    follow(crawled, *ON_HOCKEY)
    rescored = rescore(crawled, workers=1)
    ((url, reason),) = rescored.failed.items()
    assert url == hockey["url"]
    assert "The archive has no body" in reason
    assert rows(crawled, "select * from decisions where url like '%hockey-final'") == [hockey]
    assert "arena-paid" in paths(crawled, "select url from articles")


def test_killed_at_any_moment_it_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    with Site({f"/2024/05/hockey-final-{n}": _final(n) for n in range(12)}) as site:
        site.pages["/feed"] = site.feed(*site.pages)
        whole = make_home(tmp_path / "whole", site.source())
        crawl(whole)
    killed = Home(shutil.copytree(whole.path, tmp_path / "killed"))
    for home in (whole, killed):
        follow(home, *ON_HOCKEY)
    code = (
        "import sys; from pathlib import Path; from db.store.connection import Home\n"
        "from crawler.rescore import rescore\n"
        "rescore(Home(Path(sys.argv[1])), workers=1, advanced=lambda url: print(url, flush=True))"
    )
    command = [sys.executable, "-c", code, str(killed.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        for _ in range(4):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
    (left,) = rows(killed, "select rescoring from topic")
    assert left["rescoring"] is not None
    rest = rescore(killed, workers=1)
    assert 0 < rest.new < 12
    assert rescore(whole, workers=1).new == 12
    assert data(killed) == data(whole)


def _final(number: int) -> Answer:
    return Answer(
        str(HOCKEY.body).replace("two goals", f"{number} goals in round {number}, played in town {number * 7}")
    )


def test_captures_are_stored_for_their_outlet_on_the_day_of_the_capture(tmp_path: Path) -> None:
    page = "http://courier.example/2023/03/hockey-final"
    with Site({f"/web/20230324120000id_/{page}": HOCKEY}) as site:
        listed = [["urlkey", "timestamp", "original"], ["example,courier)/", "20230324120000", page]]
        site.pages["/cdx/search/cdx"] = Answer(json.dumps(listed), headers={"Content-Type": "application/json"})
        wayback = replace(site.source("/cdx/search/cdx?output=json", "wayback"), id="wayback")
        courier = Source("courier", "Courier (invented)", "rss", "http://courier.example/feed", "news", enabled=False)
        home = make_home(tmp_path / "home", wayback, courier)
        crawl(home, source_id="wayback")
    assert rows(home, "select kept, decided_at from decisions") == [
        {"kept": 0, "decided_at": "2023-03-24T12:00:00+00:00"}
    ]
    follow(home, *ON_HOCKEY)
    rescore(home, workers=1)
    assert rows(home, "select url, source_id, captured_at from articles") == [
        {"url": page, "source_id": "courier", "captured_at": "2023-03-24T12:00:00+00:00"}
    ]


def test_the_command_takes_a_changed_topic_and_needs_no_contact(crawled: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROXHAM_CONTACT", raising=False)
    follow(crawled, *ON_HOCKEY)
    command = ["--home", str(crawled.path), "--json", "crawl", "--rescore"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told == {"kept": 2, "rejected": 1, "new": 2, "changed": 1, "turned": 1, "failed": {}}
    said = CliRunner().invoke(main, ["--home", str(crawled.path), "crawl", "--rescore"]).stdout
    assert said.startswith("decided again: 2 kept, 1 rejected; 0 articles")
    assert CliRunner().invoke(main, [*command, "--all"]).exit_code == 2
    with crawled.crawl_lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_SH)  # as a crawl does
        refused = CliRunner().invoke(main, command)
    assert refused.exit_code == 75
    assert "a crawl is at work" in refused.stderr


def test_sections_that_a_source_names_are_kept_whatever_the_terms(tmp_path: Path) -> None:
    xml = {"Content-Type": "application/xml"}
    law = REGULATION.format(language="en", number="SOR/2019-5", days=10)
    with Site({"/law.xml": Answer(law, headers=xml)}) as site:
        home = make_home(tmp_path / "home", site.source("/law.xml", "justice_laws", sections=["7", "72"]))
        crawl(home)
        time.sleep(1.1)
        site.pages["/law.xml"] = Answer(law.replace("must be lit", "must be lit at night"), headers=xml)
        crawl(home, ignore_due=True)
    articles, versions, _ = data(home)
    follow(home, Term("landing", "en", 3.0))
    rescored = rescore(home, workers=1)
    assert (rescored.kept, rescored.new, rescored.changed, rescored.turned) == (2, 0, 0, 0)
    assert data(home)[1] == versions
    assert [row["relevance"] for row in data(home)[0]] != [row["relevance"] for row in articles]
