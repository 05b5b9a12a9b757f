"""Validators: sent, honoured, and never kept without the text they stand for."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from loopback import MANNERS, Answer, Site, article, crawl, make_home, outcomes, rows

MARCH = "Fri, 24 Mar 2023 12:00:00 GMT"


def test_each_validator_is_sent_back_and_no_other(tmp_path: Path) -> None:
    with Site() as site:
        site.pages = {
            "/2024/05/tagged-story-of-today": article("Tagged at Roxham Road"),
            "/2024/05/dated-story-of-today": replace(article("Dated at Roxham Road"), validators=False),
            "/2024/05/plain-story-of-today": replace(article("Plain at Roxham Road"), validators=False),
            "/old/moved-story-of-today": Answer(status=302, headers={"Location": "/2024/05/moved-story-of-today"}),
            "/2024/05/moved-story-of-today": article("Moved at Roxham Road"),
        }
        site.pages["/2024/05/dated-story-of-today"].headers["Last-Modified"] = MARCH
        site.pages["/feed"] = site.feed(*(path for path in site.pages if not path.startswith("/2024/05/moved")))
        home = make_home(tmp_path / "home", site.source())
        crawl(home)
        assert not any({"if-none-match", "if-modified-since"} & hit.headers.keys() for hit in site.hits)
        site.hits.clear()
        events = crawl(home, ignore_due=True)
        asked = {hit.path: hit for hit in site.hits}
        assert asked["/2024/05/tagged-story-of-today"].status == 304
        assert asked["/2024/05/moved-story-of-today"].status == 304
        assert asked["/2024/05/dated-story-of-today"].headers["if-modified-since"] == MARCH
        assert not {"if-none-match", "if-modified-since"} & asked["/2024/05/plain-story-of-today"].headers.keys()
        # Bytes that are known are not read, whether the server can tell or not.
        assert {outcome for outcome, _ in outcomes(events).values()} == {"unchanged"}
        assert events[-1]["read"] == 0


def test_an_unchanged_site_sends_no_body_and_nothing_is_read(tmp_path: Path) -> None:
    with Site({"/robots.txt": Answer(status=404)}) as site:
        stories = {f"/2024/05/story-of-the-day-{n}": article(f"Story {n} at Roxham Road") for n in range(5)}
        site.pages |= stories | {"/feed": site.feed(*stories)}
        home = make_home(tmp_path / "home", site.source())
        assert crawl(home)[-1]["read"] == 6
        site.hits.clear()
        events = crawl(home, ignore_due=True)
        assert {hit.status for hit in site.hits if hit.path not in MANNERS} == {304}
        assert set(outcomes(events).values()) == {("unchanged", None)}
        assert events[-1] == {"event": "closed", "reason": "finished", "requests": 7, "bytes": 0, "read": 0}
        assert rows(home, "select unchanged from runs order by id desc limit 1") == [{"unchanged": 6}]


def test_a_crawl_loads_no_reader_before_it_has_something_to_read() -> None:
    modules = "crawler.run, crawler.spiders.frontier, crawler.pipelines, crawler.extensions, crawler.middlewares.robots"
    readers = "{'trafilatura', 'htmldate', 'feedparser', 'pypdf', 'py3langid', 'spacy'}"
    code = f"import sys, {modules}; print(sorted({readers} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == "[]\n"


def test_what_could_not_be_read_leaves_no_validators(tmp_path: Path) -> None:
    """Otherwise the server would say 'not modified' for ever, and the text would be lost.

    A time limit that no page can keep stands for a page that hangs its reader.
    """
    with Site({"/page": article("One at Roxham Road")}) as site:
        home = make_home(tmp_path / "home", site.source("/page", kind="document"))
        assert outcomes(crawl(home, EXTRACTION_TIME_LIMIT=0.001))["/page"] == (
            "failed",
            "took longer than 0.001 seconds",
        )
        assert rows(home, "select failures, etag, body_hash from frontier") == [
            {"failures": 1, "etag": None, "body_hash": None}
        ]
        # The evidence is kept all the same.
        assert rows(home, "select length(snapshot) as digits from fetches") == [{"digits": 64}]
        assert outcomes(crawl(home, ignore_due=True))["/page"][0] == "new"
