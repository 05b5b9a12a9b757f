"""Real crawls of loopback sites: what reaches the server, and what is in the database afterwards."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from crawler.recorder import MAX_NEW_URLS
from crawler.run import Event
from db.store.archive import load_body
from db.store.connection import Home
from db.store.topics import save_topic
from loopback import TOPIC, Answer, Site, article, crawl, make_home, outcomes, rows

LEAD = "Asylum claims at Roxham Road doubled in a year, the department said on Monday after weeks of questions."


@dataclass
class TwoRuns:
    site: Site
    home: Home
    first: list[Event]
    second: list[Event]
    hits_of_second: dict[str, list[int]]


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoRuns]:
    """A site crawled, edited, and crawled again."""
    with Site() as site:
        canonical = f"<link rel='canonical' href='{site.address}/2024/05/amp-story-of-the-day'>"
        site.pages = {
            "/2024/05/same-story-every-day": article("Same story at Roxham Road"),
            "/2024/05/story-with-a-number": article("15,000 cross at Roxham Road"),
            "/2024/05/story-with-spaces": article("Spaces at Roxham Road"),
            "/2024/05/hockey-final-tonight": article(
                "Hockey final", "The home side won by two goals.", "Fans cheered."
            ),
            "/2024/05/paid-story-about-claims": article(
                "Claims double",
                LEAD,
                "Behind the wall: the list of all shelters, with the number of beds that each of them has left today.",
                "Behind the wall, too: what the mayor wrote to the minister in the letter that was never published.",
                head='<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
                '"headline": "Claims double", "isAccessibleForFree": false}</script>',
            ),
            "/2024/05/gone-story-for-ever": Answer(status=410),
            "/2024/05/not-modified-unasked-for": Answer(status=304),
            "/old/2024/moved-story-of-may": Answer(status=301, headers={"Location": "/2024/05/moved-story-of-may"}),
            "/2024/05/moved-story-of-may": article("Moved story at Roxham Road"),
            "/2024/05/amp-story-of-the-day": article("AMP story at Roxham Road", head=canonical),
            "/amp-pages/2024/05/amp-story-of-the-day": article("AMP story at Roxham Road", head=canonical),
            "/2024/05/picture-of-the-day-is": Answer(
                b"\x89PNG\r\n\x1a\n" + bytes(50), headers={"Content-Type": "image/png"}
            ),
            "/2024/05/no-validators-story-here": replace(article("Plain story at Roxham Road"), validators=False),
        }
        site.pages["/feed"] = site.feed(
            *(path for path in site.pages if not path.startswith("/2024/05/moved")),
            "/2024/05/same-story-every-day?utm_source=rss&utm_medium=feed",
            "/2024/05/same-story-every-day#comments",
            "/2024/05/same-story-every-day?print=true",
            "/2024/05/same-story-every-day/amp",
        )
        home = make_home(tmp_path_factory.mktemp("crawl") / "home", site.source())
        first = crawl(home)
        site.hits.clear()
        site.pages["/2024/05/story-with-a-number"] = article("16,000 cross at Roxham Road")
        spaced = str(site.pages["/2024/05/story-with-spaces"].body).replace("</p><p>", "</p>\n\n   <p>")
        site.pages["/2024/05/story-with-spaces"] = Answer(spaced)
        site.pages["/2024/05/hockey-final-tonight"].status = 404
        site.pages["/2024/05/gone-story-for-ever"] = article("Back again at Roxham Road")
        second = crawl(home, ignore_due=True)
        hits: dict[str, list[int]] = {}
        for hit in site.hits:
            hits.setdefault(hit.path, []).append(hit.status)
        yield TwoRuns(site, home, first, second, hits)


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [
        ("/feed", "listing", "unchanged"),
        ("/2024/05/same-story-every-day", "new", "unchanged"),
        ("/2024/05/story-with-a-number", "new", "changed"),
        ("/2024/05/story-with-spaces", "new", "unchanged"),
        ("/2024/05/hockey-final-tonight", "rejected", "gone"),
        ("/2024/05/gone-story-for-ever", "gone", "new"),
        ("/2024/05/paid-story-about-claims", "new", "unchanged"),
        ("/2024/05/not-modified-unasked-for", "failed", "failed"),
        ("/2024/05/picture-of-the-day-is", "refused", "refused"),
        ("/2024/05/no-validators-story-here", "new", "unchanged"),
    ],
)
def test_each_url_has_the_outcome_its_answer_means(two_runs: TwoRuns, path: str, first: str, second: str) -> None:
    assert outcomes(two_runs.first)[path][0] == first
    assert outcomes(two_runs.second)[path][0] == second
    fetches = rows(two_runs.home, "select outcome from fetches where url = ? order by id", two_runs.site.address + path)
    assert [fetch["outcome"] for fetch in fetches] == [first, second]


def test_every_way_to_an_article_leads_to_one_row(two_runs: TwoRuns) -> None:
    urls = [str(row["url"]) for row in rows(two_runs.home, "select url from articles order by url")]
    assert len(urls) == len(set(urls))
    assert sum("same-story" in url for url in urls) == 1
    assert [url for url in urls if "moved" in url] == [f"{two_runs.site.address}/2024/05/moved-story-of-may"]
    assert [url for url in urls if "amp-story" in url] == [f"{two_runs.site.address}/2024/05/amp-story-of-the-day"]


def test_another_address_of_an_article_is_not_asked_for_again(two_runs: TwoRuns) -> None:
    assert sum("amp-story" in path for path in two_runs.hits_of_second) == 1


def test_what_has_not_changed_is_neither_sent_nor_read_again(two_runs: TwoRuns) -> None:
    assert two_runs.hits_of_second["/feed"] == [304]
    assert two_runs.hits_of_second["/2024/05/same-story-every-day"] == [304]
    # Read again: the number, the spaces, the page that came back and the picture, which has no validators stored.
    assert two_runs.second[-1]["read"] == 4


def test_a_changed_page_becomes_a_version_that_says_what_changed(two_runs: TwoRuns) -> None:
    versions = rows(
        two_runs.home,
        """select v.number, v.headline, v.changes from versions v join articles a on a.id = v.article_id
        where a.url like '%story-with-a-number' order by v.number""",
    )
    assert [(v["number"], v["headline"]) for v in versions] == [
        (1, "15,000 cross at Roxham Road"),
        (2, "16,000 cross at Roxham Road"),
    ]
    assert "16,000" in str(versions[1]["changes"])


def test_white_space_makes_no_version(two_runs: TwoRuns) -> None:
    assert rows(two_runs.home, "select versions from articles where url like '%story-with-spaces'") == [{"versions": 1}]


def test_a_paid_article_keeps_headline_and_lead(two_runs: TwoRuns) -> None:
    (row,) = rows(
        two_runs.home,
        """select a.headline, a.free, v.text from articles a join versions v on v.id = a.version_id
        where a.url like '%paid%'""",
    )
    assert row["headline"] == "Claims double"
    assert row["free"] == 0
    assert LEAD in str(row["text"])
    assert "mayor" not in str(row["text"])


def test_rejected_pages_keep_their_reasons_and_their_bytes(two_runs: TwoRuns) -> None:
    (decision,) = rows(two_runs.home, "select kept, score, headline from decisions where url like '%hockey%'")
    assert decision == {"kept": 0, "score": 0.0, "headline": "Hockey final"}
    (fetch,) = rows(two_runs.home, "select snapshot from fetches where url like '%hockey%' and outcome = 'rejected'")
    archive = two_runs.home.open_archive()
    assert b"two goals" in load_body(archive, str(fetch["snapshot"]))
    archive.close()


def test_runs_count_their_outcomes(two_runs: TwoRuns) -> None:
    first, _ = rows(two_runs.home, "select new, changed, unchanged, rejected, failed from runs order by id")
    found = [outcome for outcome, _ in outcomes(two_runs.first).values()]
    assert first == {
        "new": found.count("new"),
        "changed": 0,
        "unchanged": found.count("unchanged"),
        "rejected": 1,
        "failed": 1,
    }


def test_a_host_is_asked_for_one_thing_at_a_time(two_runs: TwoRuns) -> None:
    assert two_runs.site.most_at_once == 1


def test_the_crawl_says_who_it_is(two_runs: TwoRuns) -> None:
    assert {hit.headers["user-agent"] for hit in two_runs.site.hits} == {"Roxham/0.1 (+editor@example.org)"}


def test_one_bad_host_or_page_does_not_stop_the_others(tmp_path: Path) -> None:
    """A host that asks for patience, one that hangs, a feed that is broken, and a good one."""
    with Site() as busy, Site() as slow, Site() as broken, Site() as good:
        busy.pages = {f"/2024/05/busy-story-number-{n}": article(f"Busy {n} at Roxham Road") for n in range(3)}
        busy.pages["/feed"] = busy.feed(*busy.pages)
        for path in list(busy.pages)[:3]:
            busy.pages[path] = Answer(status=429, headers={"Retry-After": "7200"})
        slow.pages = {"/2024/05/slow-story-number-1": replace(article("Slow at Roxham Road"), wait=8)}
        slow.pages["/2024/05/quick-story-number-2"] = article("Quick at Roxham Road")
        slow.pages["/feed"] = slow.feed(*slow.pages)
        broken.pages = {"/2024/05/broken-feed-good-story": article("Good story at Roxham Road")}
        feed = str(broken.feed("/2024/05/broken-feed-good-story").body)
        broken.pages["/feed"] = Answer(feed.replace("<item>", "<title>A & B</title><item>").replace("</rss>", ""))
        good.pages = {"/2024/05/good-story-number-1": article("Good at Roxham Road")}
        good.pages["/feed"] = replace(good.feed("/2024/05/good-story-number-1"), status=200)
        good.pages["/feed"].body = gzip.compress(str(good.pages["/feed"].body).encode())
        good.pages["/feed"].headers = {"Content-Encoding": "gzip"}
        home = make_home(tmp_path / "home", busy.source(), slow.source(), broken.source(), good.source())
        found = outcomes(crawl(home, DOWNLOAD_TIMEOUT=3))
        assert found["/2024/05/good-story-number-1"][0] == "new"
        assert found["/2024/05/quick-story-number-2"][0] == "new"
        assert found["/2024/05/broken-feed-good-story"][0] == "new"
        (listing,) = rows(home, "select outcome, reason from fetches where url = ?", f"{broken.address}/feed")
        assert listing["outcome"] == "listing"
        assert "malformed" in str(listing["reason"])
        hung, reason = found["/2024/05/slow-story-number-1"]
        assert hung == "failed"
        assert "longer than 3" in str(reason)
        # The first 429 pauses the host; what it has not been asked for waits as long as it said.
        statuses = [found[f"/2024/05/busy-story-number-{n}"] for n in range(3)]
        assert sorted(str(outcome) for outcome, _ in statuses) == ["failed", "refused", "refused"]
        assert sum(hit.status == 429 for hit in busy.hits) == 1
        waits = rows(
            home,
            "select unixepoch(next_due) - unixepoch('now') as wait from frontier where url like '%busy-story%'",
        )
        assert all(7100 < float(str(row["wait"])) <= 7200 for row in waits)


def test_documents_are_kept_whatever_their_score_and_unknown_kinds_are_named(tmp_path: Path) -> None:
    with Site() as site:
        site.pages = {"/agreement": article("Agreement", "A text that says nothing of the topic.", "It is a document.")}
        document = site.source("/agreement", kind="document")
        api = replace(site.source("/api", kind="hansard_api"), id="api")
        home = make_home(tmp_path / "home", document, api)
        found = outcomes(crawl(home))
        assert found["/agreement"][0] == "new"
        assert found["/api"] == ("refused", "there are no sources of kind hansard_api")
        assert site.asked() == {"/agreement": 1}
        assert rows(home, "select kind, relevance from articles") == [{"kind": "document", "relevance": 0.0}]


def test_what_publishers_reserve_is_recorded(tmp_path: Path) -> None:
    with Site() as site:
        site.pages = {
            "/2024/05/reserved-by-its-header": article("Header at Roxham Road"),
            "/2024/05/reserved-by-its-page": article(
                "Page at Roxham Road", head="<meta name='tdm-reservation' content='1'>"
            ),
            "/2024/05/says-nothing-of-it": article("Nothing at Roxham Road"),
        }
        site.pages["/2024/05/reserved-by-its-header"].headers["TDM-Reservation"] = "1"
        site.pages["/2024/06/reserved-by-the-site"] = article("Site at Roxham Road")
        site.pages["/feed"] = site.feed(*site.pages)
        site.pages["/.well-known/tdmrep.json"] = Answer('[{"location": "/2024/06/", "tdm-reservation": 1}]')
        home = make_home(tmp_path / "home", site.source())
        crawl(home)
        found = rows(home, "select tdm_reserved from fetches where outcome = 'new' order by url")
        assert [row["tdm_reserved"] for row in found] == [1, 1, None, 1]
        assert site.asked(manners=True)["/.well-known/tdmrep.json"] == 1


def test_a_run_takes_so_many_new_urls_and_the_next_takes_the_rest(tmp_path: Path) -> None:
    with Site() as site:
        site.pages["/feed"] = site.feed(*(f"/2024/05/missing-story-number-{n}" for n in range(MAX_NEW_URLS + 5)))
        home = make_home(tmp_path / "home", site.source())
        _, reason = outcomes(crawl(home))["/feed"]
        assert reason == f"5 of {MAX_NEW_URLS + 5} addresses wait for the next run"
        assert len(site.asked()) == MAX_NEW_URLS + 1
        crawl(home, ignore_due=True)
        assert len(site.asked()) == MAX_NEW_URLS + 5 + 1


def test_a_source_with_a_new_address_is_no_longer_asked_for_at_the_old_one(tmp_path: Path) -> None:
    with Site() as site:
        site.pages = {"/2024/05/story-of-the-day": article("Story at Roxham Road")}
        site.pages["/old-feed"] = site.pages["/new-feed"] = site.feed("/2024/05/story-of-the-day")
        home = make_home(tmp_path / "home", site.source("/old-feed"))
        crawl(home)
        database = home.open()
        save_topic(database, replace(TOPIC, sources=(site.source("/new-feed"),)))
        database.close()
        site.hits.clear()
        found = outcomes(crawl(home, ignore_due=True))
        assert found["/new-feed"][0] == "listing"
        assert found["/2024/05/story-of-the-day"][0] == "unchanged"
        assert "/old-feed" not in site.asked()
