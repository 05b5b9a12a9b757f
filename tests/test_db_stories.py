"""Stories in the database: who reports the same, how many in their own words, and what stays when more arrives."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from sqlite_utils import Database

from db.records import Annotation, Mention, Source
from db.store.annotations import save_annotation, unread
from db.store.articles import save_article
from db.store.topics import add_source
from examples import ARTICLE, KEPT, figure
from nlp.stories import group_stories

COURT = (Mention(4, 9, "court", "Supreme Court of Canada", "organisation", "supreme-court", "TOPIC"),)
POLICE = (Mention(4, 9, "RCMP", "Royal Canadian Mounted Police", "organisation", "rcmp", "TOPIC"),)
RULING = (
    "The court said on Friday that the agreement stands, and sent one question back to the judge who had heard it "
    "first. Whether women are treated as the Charter asks has to be decided there, on the evidence. Lawyers for the "
    "claimants called that half a victory; the minister called it a whole one and thanked the officers at the border."
)
OTHER_WORDS = "Canada keeps its pact on asylum: so the court ruled on Friday, in a case that began six years ago."
RELEASE = "Officers stopped 85 people in a month, the RCMP reported, where there had been thousands in the spring."


def save(database: Database, name: str, headline: str, text: str, published: str, **annotation: Any) -> None:
    add_source(database, Source(name, name, "rss", f"http://127.0.0.1:9/{name}", "news"))
    article = replace(ARTICLE, url=f"http://127.0.0.1:9/{name}/1", headline=headline, text=text, published=published)
    save_article(database, article, KEPT, source_id=name, snapshot="0" * 64, captured_at="2023-06-30T00:00:00+00:00")
    for version in unread(database, "1"):
        save_annotation(database, version, "1", Annotation(**annotation))


ARRIVALS: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("agency", "Court upholds asylum pact", RULING, "2023-06-16T10:00:00-04:00", {"entities": COURT}),
    ("daily", "Asylum pact upheld by court", RULING, "2023-06-16T12:00:00-04:00", {"entities": COURT}),
    ("weekly", "Court upholds pact on asylum", OTHER_WORDS, "2023-06-17", {"entities": COURT}),
    (
        "radio",
        "Few cross in a month",
        RELEASE,
        "2023-06-16T11:00:00-04:00",
        {"entities": POLICE, "figures": (figure(17, 85.0),)},
    ),
]


def stories(database: Database) -> list[tuple[set[str], str, int, int]]:
    found = []
    for story in database.query("select * from stories order by first_published_at, id"):
        members = database.execute("select source_id from articles where story_id = ?", [story["id"]]).fetchall()
        found.append(({row[0] for row in members}, story["title"], story["articles"], story["independent_sources"]))
    return found


EXPECTED = [
    ({"agency", "daily", "weekly"}, "Court upholds asylum pact", 3, 2),
    ({"radio"}, "Few cross in a month", 1, 1),
]


@pytest.mark.parametrize("order", list(permutations(range(4))))
@pytest.mark.parametrize("at_once", [True, False])
def test_stories_count_an_agency_text_once_in_whatever_order_they_arrive(
    database: Database, order: tuple[int, ...], at_once: bool
) -> None:
    for index in order:
        name, headline, text, published, annotation = ARRIVALS[index]
        save(database, name, headline, text, published, **annotation)
        if not at_once:
            group_stories(database)
    group_stories(database)
    assert stories(database) == EXPECTED


def test_a_story_keeps_its_id_when_an_earlier_report_turns_up(database: Database) -> None:
    late, early = ARRIVALS[2], ARRIVALS[0]
    for name, headline, text, published, annotation in (late, early):
        save(database, name, headline, text, published, **annotation)
        group_stories(database)
    assert list(database.query("select id, title, articles from stories")) == [
        {"id": 1, "title": "Court upholds asylum pact", "articles": 2}
    ]


def test_nothing_is_grouped_again_where_nothing_came(database: Database) -> None:
    for name, headline, text, published, annotation in ARRIVALS:
        save(database, name, headline, text, published, **annotation)
    group_stories(database)
    before = database.conn.total_changes
    group_stories(database)
    assert database.conn.total_changes == before
    assert stories(database) == EXPECTED


def test_what_was_not_read_waits(database: Database) -> None:
    name, headline, text, published, _ = ARRIVALS[0]
    article = replace(ARTICLE, url="http://127.0.0.1:9/a", headline=headline, text=text, published=published)
    save_article(
        database, article, KEPT, source_id="border-post", snapshot="0" * 64, captured_at="2023-06-30T00:00:00+00:00"
    )
    group_stories(database)
    assert stories(database) == []
    save(database, name, headline, f"{text} More followed.", published, entities=COURT)
    group_stories(database)
    assert [story[2:] for story in stories(database)] == [(2, 1)]


def test_documents_are_what_stories_are_about_and_in_none(database: Database) -> None:
    article = replace(ARTICLE, kind="document", text=RULING)
    save_article(
        database, article, KEPT, source_id="border-post", snapshot="0" * 64, captured_at="2023-06-30T00:00:00+00:00"
    )
    save(database, "daily", "A release reprinted", RULING, "2023-07-01", entities=COURT)
    group_stories(database)
    assert stories(database) == []
