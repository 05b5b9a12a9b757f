"""`roxham sources`: the list, and what each would give."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from loopback import Answer, Site, article, crawl, make_home, rows
from roxham.cli import main
from test_crawler_kinds import REGULATION


def test_the_list_says_what_each_gave_and_when_it_is_due(tmp_path: Path) -> None:
    with Site({"/2024/05/story-of-the-day": article("Story at Roxham Road")}) as site:
        site.pages["/feed"] = site.feed("/2024/05/story-of-the-day")
        home = make_home(tmp_path / "home", site.source(), replace(site.source("/off"), id="off", enabled=False))
        crawl(home)
    listed = CliRunner().invoke(main, ["sources", "--home", str(home.path), "--json"])
    off, on = sorted(json.loads(listed.stdout), key=lambda row: row["enabled"])
    assert (on["state"], on["articles"]) == ("ok", 1)
    assert on["last_success_at"] < on["next_due"]
    assert (off["state"], off["articles"], off["next_due"]) == ("disabled", 0, None)
    plain = CliRunner().invoke(main, ["sources", "--home", str(home.path)]).stdout
    assert plain.splitlines()[0].split("\t")[:3] == ["id", "enabled", "kind"]


def test_a_check_says_what_each_source_would_give_and_stores_nothing(tmp_path: Path) -> None:
    with Site({"/2024/05/story-of-the-day": article("Story at Roxham Road")}) as site:
        site.pages["/feed"] = site.feed("/2024/05/story-of-the-day", "/2024/05/another-story-here")
        site.pages["/sitemaps"] = Answer(
            f"<sitemapindex><sitemap><loc>{site.address}/feed</loc></sitemap></sitemapindex>"
        )
        site.pages["/law.xml"] = Answer(REGULATION.format(language="en", number="SOR/2019-5", days=14))
        site.pages["/search"] = Answer('{"articles": [{"url": "http://198.51.100.7/a", "title": "Elsewhere"}]}')
        site.pages["/robots.txt"] = Answer("User-agent: *\nDisallow: /private/")
        sources = {
            "feed": site.source("/feed"),
            "index": site.source("/sitemaps", "news_sitemap"),
            "law": site.source("/law.xml", "justice_laws"),
            "search": site.source("/search", "gdelt"),
            "page": site.source("/2024/05/story-of-the-day", "document"),
            "gone": site.source("/gone"),
            "private": site.source("/private/feed"),
            "off": replace(site.source("/gone"), enabled=False),
        }
        home = make_home(tmp_path / "home", *(replace(source, id=name) for name, source in sources.items()))
        checked = CliRunner().invoke(main, ["sources", "check", "--home", str(home.path), "--json"])
        found = {row["source"]: row for row in json.loads(checked.stdout)}
    assert checked.exit_code == 1
    assert found.keys() == sources.keys() - {"off"}
    assert (found["feed"]["found"], found["feed"]["headline"], found["feed"]["kept"]) == (
        2,
        "Story at Roxham Road",
        True,
    )
    assert (found["index"]["found"], found["index"]["problem"]) == (2, None)
    assert (found["law"]["found"], found["law"]["words"]) == (3, 11)
    assert (found["search"]["url"], found["search"]["words"]) == ("http://198.51.100.7/a", None)
    assert found["page"]["headline"] == "Story at Roxham Road"
    assert found["gone"]["problem"] == "HTTP 404"
    assert found["private"]["problem"] == "forbidden by robots.txt"
    assert rows(home, "select * from fetches") == rows(home, "select * from articles") == []


def test_named_sources_are_checked_whether_enabled_or_not(tmp_path: Path) -> None:
    with Site() as site:
        home = make_home(tmp_path / "home", replace(site.source("/gone"), id="off", enabled=False))
        checked = CliRunner().invoke(main, ["sources", "check", "off", "--home", str(home.path)])
        assert checked.stdout.splitlines()[1].split("\t")[-1] == "HTTP 404"
        unknown = CliRunner().invoke(main, ["sources", "check", "of", "--home", str(home.path)])
    assert (unknown.exit_code, unknown.stderr) == (
        1,
        "roxham: no source 'of' in the topic 'crossings': see 'roxham sources'\n",
    )
