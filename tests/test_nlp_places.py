"""Where the places are that texts name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlite_utils import Database

from db.records import Annotation, Mention
from db.store import annotations, articles
from examples import ARTICLE, KEPT
from nlp.places import Places, _places, locate_places


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


@pytest.mark.parametrize(
    ("name", "evidence", "near"),
    [
        ("London", {}, (51.5, -0.1)),
        ("London", {"followed_by": ["Ontario"]}, (43.0, -81.2)),
        ("Windsor", {"named_with": ["Ontario", "Canada"]}, (42.3, -83.0)),
        ("Geneva", {}, (46.2, 6.1)),
        ("Geneva", {"followed_by": ["New York (state)"]}, (42.9, -77.0)),
        ("Quebec City", {}, (46.8, -71.2)),
        ("Washington, D.C.", {}, (38.9, -77.0)),
        # a country or a division is where its people live
        ("Haiti", {}, (18.7, -72.3)),
        ("Georgia", {"named_with": ["United States"]}, (33.5, -84.1)),
        ("Vermont", {}, (44.5, -73.1)),
    ],
)
def test_a_place_is_where_the_text_says(places: Places, name: str, evidence: dict, near: tuple[float, float]) -> None:
    assert places.locate(name, **evidence) == pytest.approx(near, abs=0.6)


@pytest.mark.parametrize(
    ("name", "evidence"),
    [
        ("Springfield", {}),
        ("London", {"named_with": ["Ontario", "Canada"]}),
        ("Georgia", {}),
        ("Nowhere-on-Sea", {}),
        ("", {}),
    ],
)
def test_a_place_that_may_be_several_or_none_is_nowhere(places: Places, name: str, evidence: dict) -> None:
    assert places.locate(name, **evidence) is None


def load_count(database: Database) -> int:
    """How often a pass without new texts loads GeoNames."""
    before = _places.cache_info().hits + _places.cache_info().misses
    assert locate_places(database, again=False) == 0
    return _places.cache_info().hits + _places.cache_info().misses - before


def test_a_pass_places_what_texts_name(database: Database) -> None:
    text = "Buses left London, Ontario, for Springfield."
    articles.save_article(
        database,
        replace(ARTICLE, url="http://127.0.0.1:9/buses", text=text),
        KEPT,
        source_id="border-post",
        snapshot="0" * 64,
        captured_at="2023-04-01T00:00:00+00:00",
    )
    mentions = tuple(
        Mention(text.index(name), text.index(name) + len(name), name, name, "place", name.lower(), "GPE")
        for name in ("London", "Ontario", "Springfield")
    )
    for unread in annotations.unread(database, "1"):
        annotations.save_annotation(database, unread, "1", Annotation(entities=mentions))
    assert locate_places(database) == 2
    found = {row["id"]: row["latitude"] for row in database.query("select * from entities where kind = 'place'")}
    assert found["london"] == pytest.approx(43.0, abs=0.1)
    assert found["springfield"] is None
    assert locate_places(database) == 0
    # Without new texts what was not found is not sought again; what has lost its coordinates is.
    assert load_count(database) == 0
    with database.conn:
        database.execute("update entities set latitude = null, longitude = null where id = 'london'")
    assert locate_places(database, again=False) == 1
    assert load_count(database) == 0
