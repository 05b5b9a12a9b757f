"""`roxham backfill` against an archive on loopback that answers as the Wayback Machine does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from click.testing import CliRunner

from crawler.wayback import capture_of, query
from db.records import Source
from loopback import Answer, Site, article, crawl, make_home, rows
from roxham.cli import main

COURIER = Source("courier", "The Courier", "rss", "https://feeds.example.org/courier", "news", "en", "CA")
STORY = "https://www.example.org/2023/03/roxham-road-closes"
NUMBERS = {"20230324120000": "15,000", "20230326090000": "16,000", "20230328180000": "16,000"}


def archive() -> Site:
    """Captures of one story of a courier that exists nowhere."""
    rows = [["urlkey", "timestamp", "original"], *(["org,example)/x", stamp, STORY] for stamp in NUMBERS)]
    site = Site({"/cdx/search/cdx": Answer(json.dumps(rows))})
    for stamp, number in NUMBERS.items():
        site.pages[f"/web/{stamp}id_/{STORY}"] = article(f"{number} crossed at Roxham Road")
    return site


def test_what_is_asked_for() -> None:
    url = query(
        "https://web.archive.org", "example.org", date(2023, 3, 13), date(2023, 4, 7), ["tiers pays sûr", "Roxham"]
    )
    asked = parse_qs(urlsplit(url).query)
    assert (asked["url"], asked["matchType"], asked["from"], asked["to"]) == (
        ["example.org"], ["domain"], ["20230313"], ["20230407"]
    )  # fmt: skip
    assert asked["filter"][-1] == "urlkey:.*(roxham|tiers.?pays.?sur).*"


def test_what_a_capture_is_of() -> None:
    found = capture_of(f"https://web.archive.org/web/20230324120000id_/{STORY}?page=1")
    assert found == (f"{STORY}?page=1", datetime(2023, 3, 24, 12, tzinfo=UTC))
    assert capture_of("https://web.archive.org/web/20239924120000id_/http://e.org/") is None
    assert capture_of(STORY) is None


def test_captures_become_the_outlets_articles_of_that_day_with_their_versions(tmp_path: Path) -> None:
    with archive() as site:
        home = make_home(tmp_path / "home", replace(COURIER, url="http://127.0.0.1:9/feed", id="gone"), COURIER)
        command = ["backfill", "--from", "2023-03-13", "--to", "2023-04-07", "--source", "courier"]
        command += ["--archive", site.address, "--home", str(home.path)]
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        assert "The Courier, archived 2023-03-13 to 2023-04-07:" in done.output
        assert rows(home, "select url, source_id, versions, captured_at from articles") == [
            {"url": STORY, "source_id": "courier", "versions": 2, "captured_at": "2023-03-24T12:00:00+00:00"}
        ]
        found = rows(home, "select number, captured_at, headline from versions order by number")
        assert [(row["number"], row["captured_at"], str(row["headline"])[:6]) for row in found] == [
            (1, "2023-03-24T12:00:00+00:00", "15,000"),
            (2, "2023-03-26T09:00:00+00:00", "16,000"),
        ]
        asked = len(site.asked())
        assert CliRunner().invoke(main, command).exit_code == 0
        assert len(site.asked()) == asked
        assert rows(home, "select count(*) as n from versions") == [{"n": 2}]


def test_no_outlet_of_that_name(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", COURIER)
    command = ["backfill", "--from", "2023-03-13", "--to", "2023-04-07", "--home", str(home.path)]
    unknown = CliRunner().invoke(main, [*command, "--source", "currier"])
    assert (unknown.exit_code, unknown.stderr) == (
        1,
        "roxham: no source 'currier' in the topic 'crossings': see 'roxham sources'\n",
    )
    backwards = CliRunner().invoke(
        main, ["backfill", "--from", "2023-04-07", "--to", "2023-03-13", "--home", str(home.path)]
    )
    assert backwards.exit_code == 2


def test_a_later_crawl_does_not_read_captures_again(tmp_path: Path) -> None:
    with archive() as site:
        wayback = replace(site.source("/cdx/search/cdx?output=json", "wayback"), id="wayback")
        home = make_home(tmp_path / "home", wayback, COURIER)
        crawl(home, source_id="wayback")
        asked = site.asked()
        crawl(home, source_id="wayback")
        assert site.asked() == asked
    assert rows(home, "select source_id from articles") == [{"source_id": "courier"}]
