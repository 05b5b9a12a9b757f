"""robots.txt on loopback: what it forbids never reaches the server, whatever is under way at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from db.store.connection import Home
from loopback import MANNERS, Answer, Site, article, crawl, make_home, outcomes, rows

STORY = "/2024/05/story-of-the-day"


@dataclass
class Crawled:
    sites: dict[str, Site]
    home: Home
    outcomes: dict[str, dict[str, tuple[object, object]]]


def site_with(robots: Answer | None, *paths: str) -> Site:
    site = Site({path: article(f"{path[-1]} at Roxham Road") for path in paths or [STORY]})
    site.pages["/feed"] = site.feed(*site.pages)
    if robots is not None:
        site.pages["/robots.txt"] = replace(robots, validators=False)
    return site


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """Hosts with every kind of robots.txt, crawled in one run."""
    elsewhere = site_with(Answer("User-agent: *\nDisallow: /"))
    secret = [f"/private/2024/story-number-{n}" for n in range(10)]
    sites = {
        "missing": site_with(None),
        "forbidden": site_with(Answer("no", status=403)),
        "broken": site_with(Answer("oops", status=500)),
        "unavailable": site_with(Answer("wait", status=503, headers={"Retry-After": "60"})),
        "busy": site_with(Answer("wait", status=429)),
        "hanging": site_with(replace(Answer("User-agent: *\nAllow: /"), wait=6)),
        "named": site_with(
            Answer(
                "User-agent: *\nDisallow: /\n\n"
                "User-agent: roxham\nDisallow: /private/\nAllow: /private/2024/story-number-3"
            ),
            *secret,
            STORY,
        ),
        "slow": site_with(Answer("User-agent: *\nCrawl-delay: 1"), "/2024/05/first-story-here-today"),
        "delayed": site_with(None),
        "moved": site_with(Answer(status=301, headers={"Location": f"{elsewhere.address}/robots.txt"})),
    }
    with elsewhere:
        for site in sites.values():
            site.__enter__()
        ten = [
            replace(sites["named"].source(f"/private/2024/story-number-{n}", kind="document"), id=f"document-{n}")
            for n in range(10)
        ]
        feeds = [site.source(delay=1 if name == "delayed" else 0) for name, site in sites.items()]
        home = make_home(tmp_path_factory.mktemp("robots") / "home", *feeds, *ten)
        events = crawl(home, DOWNLOAD_TIMEOUT=3)
        yield Crawled(
            sites,
            home,
            {
                name: outcomes([event for event in events if str(event.get("url", "")).startswith(site.address + "/")])
                for name, site in sites.items()
            },
        )
        for site in sites.values():
            site.__exit__(None, None, None)


@pytest.mark.parametrize("name", ["missing", "forbidden"])
def test_4xx_allows_everything(crawled: Crawled, name: str) -> None:
    assert crawled.outcomes[name][STORY][0] == "new"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("broken", "HTTP 500"),
        ("unavailable", "HTTP 503"),
        ("busy", "HTTP 429"),
        ("hanging", "longer than 3"),
        ("moved", "forbidden by robots.txt"),
    ],
)
def test_no_rules_or_forbidding_ones_mean_no_fetch(crawled: Crawled, name: str, problem: str) -> None:
    outcome, reason = crawled.outcomes[name]["/feed"]
    assert outcome == "refused"
    assert problem in str(reason)
    assert not crawled.sites[name].asked()


def test_a_forbidden_url_never_arrives_though_ten_start_at_once(crawled: Crawled) -> None:
    named = crawled.sites["named"]
    assert named.asked(manners=True)["/robots.txt"] == 1
    assert named.asked() == {
        "/feed": 1,
        STORY: 1,
        "/private/2024/story-number-3": 1,
    }
    assert named.hits[0].path == "/robots.txt"
    refused = rows(
        crawled.home,
        "select reason from fetches where url like ? and outcome = 'refused'",
        f"{named.address}/private/%",
    )
    assert len(refused) == 9
    assert {row["reason"] for row in refused} == {"forbidden by robots.txt"}


def test_crawl_delay_is_kept(crawled: Crawled) -> None:
    times = [hit.at for hit in crawled.sites["slow"].hits if hit.path != "/robots.txt"]
    assert len(times) == 3
    assert all(later - earlier >= 0.95 for earlier, later in pairwise(times))


def test_a_refused_url_is_due_a_day_later(crawled: Crawled) -> None:
    (row,) = rows(
        crawled.home,
        "select unixepoch(next_due) - unixepoch('now') as wait, failures from frontier where url = ?",
        f"{crawled.sites['broken'].address}/feed",
    )
    assert 86_000 < float(str(row["wait"])) <= 86_400
    assert row["failures"] == 0


def test_a_source_with_a_delay_is_given_it(crawled: Crawled) -> None:
    times = [hit.at for hit in crawled.sites["delayed"].hits]
    assert len(times) == 4
    assert all(later - earlier >= 0.95 for earlier, later in pairwise(times))


def test_a_host_that_answers_slowly_gets_longer_rests(tmp_path: Path) -> None:
    stories = {f"/2024/05/story-of-the-day-{n}": article(f"Story {n} at Roxham Road") for n in range(3)}
    with Site(dict(stories)) as site:
        site.pages["/feed"] = replace(site.feed(*stories), wait=2)
        crawl(make_home(tmp_path / "home", site.source(delay=0.05)))
        feed, first = [hit.at for hit in site.hits if hit.path not in MANNERS][:2]
        assert first - feed >= 0.5
