"""Real crawls of sources that are no feeds: laws, sittings, the Gazette, searches, and APIs that want a key."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from loopback import Answer, Site, article, crawl, make_home, outcomes, rows
from test_crawler_kinds import CONTENTS, REGULATION, SITTING

XML = {"Content-Type": "application/xml"}


def law(days: int) -> Answer:
    return Answer(REGULATION.format(language="en", number="SOR/2019-5", days=days), headers=XML)


def test_an_amended_law_is_a_new_version_of_the_section_that_changed(tmp_path: Path) -> None:
    with Site({"/law.xml": law(10)}) as site:
        home = make_home(tmp_path / "home", site.source("/law.xml", "justice_laws", sections=["7"]))
        crawl(home)
        site.pages["/law.xml"] = law(14)
        crawl(home, ignore_due=True)
    (section,) = rows(home, "select url, kind, section, versions from articles")
    assert (section["section"], section["kind"], section["versions"]) == ("7.2", "document", 2)
    (version,) = rows(home, "select snapshot, changes from versions where number = 2")
    assert "14" in str(version["changes"])
    assert [row["outcome"] for row in rows(home, "select outcome from fetches where url like '%section-7.2.html'")] == [
        "new",
        "changed",
    ]


def test_without_sections_those_on_the_topic_are_kept(tmp_path: Path) -> None:
    text = str(law(10).body).replace("A landing must be lit.", "Asylum claims at Roxham Road are heard here.")
    with Site({"/law.xml": Answer(text, headers=XML)}) as site:
        home = make_home(tmp_path / "home", site.source("/law.xml", "justice_laws"))
        crawl(home)
    assert [row["section"] for row in rows(home, "select section from articles")] == ["72"]
    assert rows(home, "select count(*) as n from decisions where not kept") == [{"n": 2}]


def test_sittings_are_followed_until_there_is_none(tmp_path: Path) -> None:
    first, second, third = (f"/Debates/{n:03}/HAN{n:03}-E.XML" for n in (9, 10, 11))
    spoken = SITTING.replace("the ferry is late again", "asylum seekers wait at Roxham Road")
    with Site({first: Answer(spoken, headers=XML), second: Answer(SITTING, headers=XML)}) as site:
        home = make_home(tmp_path / "home", site.source(first, "hansard"))
        found = outcomes(crawl(home))
        assert found[first] == ("listing", None)
        assert found[second] == ("listing", None)
        assert found[third] == ("unchanged", "nothing there yet")
        assert rows(home, "select url, headline from articles") == [
            {"url": f"{site.address}{first}#11", "headline": "House of Commons Debates, Ferries"}
        ]
        site.pages[third] = Answer(spoken, headers=XML)
        crawl(home, ignore_due=True)
    assert rows(home, "select count(*) as n from articles") == [{"n": 2}]


def test_a_gazette_leads_by_its_issue_to_regulations(tmp_path: Path) -> None:
    issue = "/rp-pr/p2/2024/2024-05-08/html/"
    with Site({f"{issue}index-eng.html": Answer(CONTENTS)}) as site:
        site.pages[f"{issue}sor-dors91-eng.html"] = article("Regulations on asylum claims at Roxham Road")
        site.pages[f"{issue}si-tr22-eng.html"] = article("Order on ferries", "Ferries may land.", "Landings are lit.")
        site.pages["/feed"] = site.feed(f"{issue}index-eng.html")
        home = make_home(tmp_path / "home", site.source("/feed", "gazette"))
        crawl(home)
    assert rows(home, "select kind, headline from articles") == [
        {"kind": "document", "headline": "Regulations on asylum claims at Roxham Road"}
    ]


def test_a_search_gives_leads_that_are_not_fetched_until_an_outlet_of_ours_has_them(tmp_path: Path) -> None:
    with Site() as site:
        site.pages["/2024/05/claims-double-in-may"] = article("Claims double at Roxham Road")
        site.pages["/feed"] = site.feed("/2024/05/claims-double-in-may")
        answer = {
            "articles": [
                {"url": "http://198.51.100.7/a", "title": "Claims double at ROXHAM Road", "domain": "a.example"},
                {"url": "http://198.51.100.7/b", "title": "A bus to the border", "domain": "b.example"},
            ]
        }
        site.pages["/search"] = Answer(json.dumps(answer))
        search = replace(site.source("/search", "gdelt"), id="search", publisher_kind="discovery")
        home = make_home(tmp_path / "home", site.source(), search)
        crawl(home)
        answer["articles"].append({"url": "http://198.51.100.7/c", "title": "A boat", "domain": "c.example"})
        site.pages["/search"] = Answer(json.dumps(answer))
        crawl(home, ignore_due=True)
        assert set(site.asked()) == {"/feed", "/search", "/2024/05/claims-double-in-may"}
    found = rows(home, "select publisher, article_id from leads order by publisher")
    assert found == [
        {"publisher": "a.example", "article_id": 1},
        {"publisher": "b.example", "article_id": None},
        {"publisher": "c.example", "article_id": None},
    ]


@pytest.mark.parametrize(("kind", "sent"), [("canlii", "api_key=s3cret"), ("media_cloud", "Token s3cret")])
def test_a_key_is_sent_and_stored_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, sent: str
) -> None:
    answer = json.dumps({"cases": [], "stories": [], "broken": True})
    with Site({"/api": Answer(answer)}) as site:
        home = make_home(tmp_path / "home", site.source("/api?offset=0", kind, key_variable="LOOPBACK_KEY"))
        refused = outcomes(crawl(home))["/api"]
        assert refused == ("refused", "its API wants a key, and $LOOPBACK_KEY is not set")
        assert not site.asked()
        monkeypatch.setenv("LOOPBACK_KEY", "s3cret")
        crawl(home, ignore_due=True)
        (hit,) = [hit for hit in site.hits if hit.path.startswith("/api")]
        assert sent in f"{hit.path} {hit.headers.get('authorization')}"
        site.pages["/api"] = Answer(answer, wait=3)
        _, reason = outcomes(crawl(home, ignore_due=True, DOWNLOAD_TIMEOUT=1))["/api"]
        assert "took longer than" in str(reason)
    for file in (home.database, home.archive):
        assert b"s3cret" not in file.read_bytes()


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("json_feed", {}, ("failed", "nothing in it, where there should be something")),
        ("json_feed", {"should_have_results": False}, ("listing", None)),
        ("federal_register", {}, ("listing", None)),
        (
            "federal_register",
            {"should_have_results": True},
            ("failed", "nothing in it, where there should be something"),
        ),
    ],
)
def test_a_source_that_should_have_results_and_has_none_has_failed(
    tmp_path: Path, kind: str, options: dict[str, object], expected: tuple[str, str | None]
) -> None:
    with Site({"/list": Answer('{"items": [], "results": []}')}) as site:
        home = make_home(tmp_path / "home", site.source("/list", kind, **options))
        assert outcomes(crawl(home))["/list"] == expected
    assert rows(home, "select outcome from fetches") == [{"outcome": expected[0]}]
