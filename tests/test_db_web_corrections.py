"""Corrections on the pages: what was read, who corrected it and why, beside what holds now."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import NARROW, SCREENSHOTS, WIDE, chromium, visit
from db.store.connection import Home
from db.store.corrections import add_correction, undo_correction
from published import HOSTILE, Site, opened, publish, served

FIGURE = "1-286-299"
"""39,540 people, in the agency's article."""
DAYS = "1-243-250"
"""14 days, in the same."""
AT = "2023-04-02T09:00:00+00:00"
CORRECTIONS: list[tuple[str, str, dict[str, Any], str]] = [
    ("value", FIGURE, {"value": 39450}, "The table says 39,450."),
    ("speaker", FIGURE, {"speaker": "justin-trudeau"}, "He said it."),
    ("reject", DAYS, {}, "A rule, no count."),
    ("merge", "ottawa", {"into": "canada"}, "The government is meant."),
    ("rename", "rcmp", {"name": "Mounties"}, "House style."),
    ("alias", "rcmp", {"alias": "the red coats"}, HOSTILE),
    ("kind", "stca", {"kind": "event"}, "For the test."),
    ("split", "canada", {"article": 3, "into": "canada-street", "name": "Canada Street"}, "The street is meant."),
    ("reject", "script-owned-", {}, "No person."),
    ("measure", FIGURE, {"measure": None}, "Of another year."),
]
PAGES = {
    "article": "/roxham/articles/1",
    "entity": "/roxham/entities/rcmp",
    "place": "/roxham/entities/canada",
    "figures": "/roxham/figures",
    "figure": f"/roxham/figures/{FIGURE}",
    "corrections": "/roxham/corrections",
    "correction": "/roxham/corrections/1",
    "before": "/roxham/uncorrected",
    "rejected": f"/roxham/figures/{DAYS}",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = publish(tmp_path_factory.mktemp("home"))
    database = home.open()
    for kind, target, change, reason in CORRECTIONS:
        add_correction(database, kind, target, change, author="Ada Holm", reason=reason, created_at=AT)
    undo_correction(database, 10, author="Bo", reason="It is of that year.", created_at=AT)
    database.close()
    return home


@pytest.fixture(scope="module")
def site(home: Home) -> Iterator[Site]:
    with opened(home) as site:
        yield site


def words(site: Site, path: str, status: int = 200) -> str:
    """The page as it is read: without tags, spaces in one."""
    response = site.get(path)
    assert response.status_code == status
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", response.text)).split())


@pytest.mark.parametrize("path", ["/roxham/articles/1", "/roxham/figures", f"/roxham/figures/{FIGURE}"])
def test_a_corrected_figure_says_what_it_was(site: Site, path: str) -> None:
    page = words(site, path)
    assert "39,450 people" in page
    assert (
        "Corrected: was 39,540 people, according to Mounties. By Ada Holm, 2 April 2023: He said it." in page
    )  # the latest correction signs


def test_a_question_tells_which_claims_were_corrected(site: Site) -> None:
    assert "Corrected: was 39,540 people" in words(site, "/roxham/measures/irregular-crossings")
    claims = site.get("/roxham/claims.json", {"_shape": "array", "figure_id": FIGURE}).json()
    assert [(claim["value"], claim["verdict"]) for claim in claims] == [(39450, "rounds_to")]


def test_a_rejected_figure_is_told_of_and_has_gone(site: Site) -> None:
    assert "14 days is no figure. Corrected by Ada Holm, 2 April 2023: A rule, no count." in words(
        site, "/roxham/articles/1"
    )
    page = words(site, f"/roxham/figures/{DAYS}", 410)
    assert "14 days is no figure" in page
    assert "A rule, no count." in page
    answer = site.get(f"/roxham/figures/{DAYS}.json")
    assert (answer.status_code, answer.json()["correction"]["reason"]) == (410, "A rule, no count.")


@pytest.mark.parametrize("format", ["", ".json"])
def test_a_merged_entity_leads_to_the_other(site: Site, format: str) -> None:
    answer = site.get(f"/roxham/entities/ottawa{format}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/roxham/entities/canada{format}")


def test_a_rejected_entity_has_gone_and_what_never_was_is_not_found(site: Site) -> None:
    assert "names nobody and nothing" in words(site, "/roxham/entities/script-owned-", 410)
    assert site.get("/roxham/entities/never-was").status_code == 404
    assert site.get("/roxham/figures/9-9-9").status_code == 404


def test_an_entity_tells_what_was_corrected_of_it(site: Site) -> None:
    page = words(site, "/roxham/entities/rcmp")
    assert "rename Royal Canadian Mounted Police is called Mounties No. 5 by Ada Holm" in page
    assert "alias Mounties is also called the red coats" in page
    place = words(site, "/roxham/entities/canada")
    assert "merge Ottawa is Canada" in place
    assert "split Canada is Canada Street in article 3" in place
    assert "Also known as Ottawa" in place


def test_the_record_tells_all_and_what_was_undone(site: Site) -> None:
    page = words(site, "/roxham/corrections")
    for line in (
        "value 39,540 people says 39,450 No. 1 by Ada Holm, 2 April 2023: The table says 39,450.",
        "speaker 39,540 people is said by Justin Trudeau",
        "reject 14 days is no figure",
        "kind Safe Third Country Agreement is of the kind event, not law",
        "measure 39,540 people answers no question No. 10 by Ada Holm, 2 April 2023: Of another year. · undone",
        "undo correction 10 no longer holds No. 11 by Bo, 2 April 2023: It is of that year.",
    ):
        assert line in page
    assert site.get("/roxham/corrections.json", {"_shape": "array", "kind": "merge"}).json()[0]["author"] == "Ada Holm"


def test_a_site_under_a_path_leads_there(home: Home) -> None:
    with opened(home, base_url="/news/") as site:
        answer = site.get("/roxham/entities/ottawa")
        assert (answer.status_code, answer.headers["location"]) == (302, "/news/roxham/entities/canada")


def test_no_correction_no_word_of_it(tmp_path: Path) -> None:
    with opened(publish(tmp_path)) as site:
        assert "Corrected" not in words(site, "/roxham/articles/1")
        assert "Nobody has corrected anything." in words(site, "/roxham/corrections")


def test_pages_with_corrections_in_a_browser(home: Home) -> None:
    """Nothing planted runs; no fault that axe knows; nothing wider than the window."""
    SCREENSHOTS.mkdir(exist_ok=True)
    faults: dict[str, object] = {}
    pages = {**PAGES, "measure": "/roxham/measures/irregular-crossings"}
    with served(home) as address, chromium() as browser:
        for name, path in pages.items():
            with visit(browser, address, path) as page:
                for width, viewport in (("wide", WIDE), ("narrow", NARROW)):
                    page.page.set_viewport_size(viewport)
                    found = [f for f in page.faults if "410" not in f] + page.violations()
                    if page.overflow() > 0:
                        found.append(f"{page.overflow()} px wider than the window")
                    if found:
                        faults[f"{name}, {width}"] = found
                    page.page.screenshot(path=SCREENSHOTS / f"corrected-{name}-{width}.png", full_page=True)
    assert faults == {}
