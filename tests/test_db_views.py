"""The views that people query: what each claim is worth beside the others."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.records import Annotation, DateMention, Figure, Source
from db.store import annotations, articles, runs, topics
from db.store.connection import Home
from db.web.measure import near
from examples import ARTICLE, KEPT, figure


def claim(database: Database, source: str, value: float, **more) -> int:
    """Store an article of `source` whose one figure is `value`; return the article's id."""
    if source not in {s.id for s in topics.load_sources(database)}:
        topic = topics.load_topic(database)
        outlet = Source(source, source, "rss", f"http://127.0.0.1:9/{source}", "news")
        topics.save_topic(database, replace(topic, sources=(*topic.sources, outlet)))
    url = more.pop("url", f"http://127.0.0.1:9/{source}/{value:g}")
    read(database, source, url, f"{source} says {value:g}.", figure(0, value, **more))
    return database.execute("select id from articles where url = ?", [url]).fetchone()[0]


def read(database: Database, source: str, url: str, text: str, *figures: Figure) -> None:
    article = replace(ARTICLE, url=url, text=text)
    articles.save_article(
        database, article, KEPT, source_id=source, snapshot="0" * 64, captured_at="2023-04-01T00:00:00+00:00"
    )
    for unread in annotations.unread(database, "1"):
        annotations.save_annotation(database, unread, "1", Annotation(figures=figures))


def verdicts(database: Database) -> dict[str, str]:
    return {row["source_id"]: row["verdict"] for row in database.query("select * from claims order by figure_id")}


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ({"value": 39540.0}, {"value": 39540.0}, "agrees"),
        ({"value": 39540.0}, {"value": 39000.0, "qualifier": "about"}, "rounds_to"),
        ({"value": 39540.0}, {"value": 40000.0, "qualifier": "about"}, "rounds_to"),
        ({"value": 39540.0}, {"value": 49540.0}, "conflicts"),
        ({"value": 39540.0}, {"value": 39171.0}, "conflicts"),
        ({"value": 20.0}, {"value": 25.0}, "conflicts"),
        ({"value": 15.0, "value_high": 20.0, "qualifier": "between"}, {"value": 17.0}, "rounds_to"),
        # another period, place or scale is another question
        ({"value": 39540.0}, {"value": 4994.0, "period_start": "2023-01-01", "period_end": "2023-01-31"}, "alone"),
        ({"value": 39540.0}, {"value": 39171.0, "place_id": "quebec"}, "alone"),
        ({"value": 130.0}, {"value": 20.0, "unit": "person per day"}, "alone"),
        ({"value": 39540.0}, {"value": 80.0, "unit": "percent"}, "alone"),
        ({"value": 39540.0}, {"value": 39000.0, "unit": "personne par mois"}, "alone"),
        ({"value": 20.0, "unit": "person per day"}, {"value": 20.0, "unit": "CAD per day"}, "alone"),
        ({"value": 39540.0}, {"value": 11.0}, "alone"),
        ({"value": 39540.0}, {"value": 49540.0, "period_start": None, "period_end": None}, "alone"),
        # the measure's own place is meant where a text names none
        ({"value": 39540.0}, {"value": 39540.0, "place_id": "canada"}, "agrees"),
    ],
)
def test_two_claims_side_by_side(database: Database, a: dict, b: dict, verdict: str) -> None:
    claim(database, "border-post", **a)
    claim(database, "la-feuille", **b)
    assert verdicts(database) == {"border-post": verdict, "la-feuille": verdict}


def test_pages_round_as_the_view_does(database: Database) -> None:
    values = [
        0.5,
        1.0,
        7.0,
        10.0,
        85.0,
        95.0,
        100.0,
        4137.0,
        4173.0,
        4200.0,
        39000.0,
        39171.0,
        39500.0,
        39540.0,
        40000.0,
    ]
    pairs = [(a, b) for a in values for b in values if a != b and a <= 2 * b and b <= 2 * a]

    def figures(side: int) -> list[Figure]:
        """Each pair is of a year of its own."""
        return [
            figure(number * 10, pair[side], period_start=f"{1000 + number}-01-01", period_end=f"{1000 + number}-12-31")
            for number, pair in enumerate(pairs)
        ]

    claim(database, "border-post", 1.0)
    claim(database, "la-feuille", 1.0)
    text = " " * 10 * len(pairs) + "."
    read(database, "border-post", "http://127.0.0.1:9/a", text, *figures(0))
    read(database, "la-feuille", "http://127.0.0.1:9/b", f"{text} {text}", *figures(1))
    found = database.query("select * from claims where source_id = 'border-post' and period_start < '2000' order by 8")
    assert [row["verdict"] for row in found] == ["rounds_to" if near(a, None, b) else "conflicts" for a, b in pairs]


def test_a_target_needs_no_period_to_be_compared(database: Database) -> None:
    window = {"measure": "claim-window-days", "unit": "day", "period_start": None, "period_end": None}
    claim(database, "border-post", 14.0, **window)
    claim(database, "la-feuille", 15.0, **window)
    assert set(verdicts(database).values()) == {"conflicts"}


def test_a_target_is_the_same_by_whatever_date(database: Database) -> None:
    aim = {"measure": "claim-window-days", "unit": "day"}
    claim(database, "border-post", 14.0, **aim, period_start="2023-03-25", period_end="2024-03-24")
    claim(database, "la-feuille", 14.0, **aim, period_start=None, period_end=None)
    claim(database, "third", 10.0, **aim, period_start="2024-01-01", period_end="2024-12-31")
    assert verdicts(database) == {"border-post": "agrees", "la-feuille": "agrees", "third": "alone"}


def test_sources_that_support_a_number_are_counted_once(database: Database) -> None:
    claim(database, "border-post", 39540.0)
    claim(database, "border-post", 39540.0, url="http://127.0.0.1:9/again")
    claim(database, "la-feuille", 39540.0)
    claim(database, "third", 49540.0)
    counts = {r["source_id"]: r["independent_sources"] for r in database.query("select * from claims")}
    assert counts == {"border-post": 2, "la-feuille": 2, "third": 1}
    assert verdicts(database)["third"] == "conflicts"


def test_a_copy_of_a_text_does_not_support_it(database: Database) -> None:
    for source in ("border-post", "la-feuille"):
        read(database, source, f"http://127.0.0.1:9/{source}", "The same agency text.", figure(0, 39540.0))
    assert verdicts(database) == {"border-post": "alone", "la-feuille": "alone"}


def test_a_corrected_number_is_superseded(database: Database) -> None:
    url = "http://127.0.0.1:9/corrected"
    read(database, "border-post", url, "It was 49,540. And 14 days.", figure(7, 49540.0), figure(19, 14.0))
    read(database, "border-post", url, "It was 39,540. And 14 days.", figure(7, 39540.0), figure(19, 14.0))
    claims = [(r["value"], r["verdict"]) for r in database.query("select * from claims order by value")]
    assert claims == [(14.0, "alone"), (39540.0, "alone"), (49540.0, "superseded")]


def test_coverage_and_health_say_why_a_source_is_silent(database: Database) -> None:
    run = runs.start_run(database, "manual")
    day = "2023-04-01T00:00:00+00:00"
    fetches = (
        runs.Fetch("border-post", "http://127.0.0.1:1/feed", "listing", day, run),
        runs.Fetch("border-post", "http://127.0.0.1:1/a", "new", day, run),
        runs.Fetch("border-post", "http://127.0.0.1:1/b", "refused", day, run, reason="robots.txt"),
        runs.Fetch("border-post", "http://127.0.0.1:1/c", "failed", day, run, reason="HTTP 503"),
    )
    for fetch in fetches:
        runs.save_fetch(database, fetch)
    [coverage] = database.query("select * from coverage")
    assert (coverage["day"], coverage["expected"], coverage["got"], coverage["listings"]) == ("2023-04-01", 3, 1, 1)
    assert set(coverage["why_not"].split(",")) == {"refused: robots.txt", "failed: HTTP 503"}
    health = {r["source_id"]: (r["state"], r["last_reason"]) for r in database.query("select * from source_health")}
    assert health == {"border-post": ("failing", "HTTP 503"), "la-feuille": ("never", None)}


def dated(database: Database, source: str, text: str, *dates: tuple[str, str], language: str = "en") -> None:
    """Store an article whose one sentence names these spans of days."""
    article = replace(ARTICLE, url=f"http://127.0.0.1:9/{source}/{text[:9]}", text=text, language=language)
    articles.save_article(
        database, article, KEPT, source_id=source, snapshot="0" * 64, captured_at="2023-04-01T00:00:00+00:00"
    )
    mentions = tuple(DateMention(n, n + 1, text[n], first, last, text) for n, (first, last) in enumerate(dates))
    for unread in annotations.unread(database, "1"):
        annotations.save_annotation(database, unread, "1", Annotation(dates=mentions))


def test_the_timeline_tells_what_happened_when_in_both_languages(database: Database) -> None:
    march = ("2023-03-01", "2023-03-31")
    dated(database, "border-post", "The deal was signed on 24 March.", ("2023-03-24", "2023-03-24"))
    dated(database, "la-feuille", "En mars, les passages ont cessé.", march, language="fr")
    dated(database, "la-feuille", "It was so all year.", ("2022-01-01", "2022-12-31"))
    rows = [(r["day"], r["until"], r["kind"], r["language"]) for r in database.query("select * from timeline")]
    assert rows == [
        ("2023-03-01", "2023-03-31", "announced", "fr"),
        ("2023-03-24", "2023-03-24", "announced", "en"),
        ("2023-03-25", "2023-03-25", "key event", None),
    ]


def test_the_timeline_has_a_sentence_once_and_counts_a_copy_as_its_origin(database: Database) -> None:
    day = ("2023-01-10", "2023-01-10")
    for source in ("border-post", "la-feuille"):
        dated(database, source, "Buses came on 10 January.", day, day)
    [row] = [r for r in database.query("select * from timeline") if r["kind"] == "reported"]
    assert (row["title"], row["articles"], row["sources"]) == ("Buses came on 10 January.", 2, 1)


def test_a_view_of_an_earlier_release_is_replaced_when_a_home_is_opened(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    with closing(home.open()) as database:
        database.create_view("timeline", "select 1 as one", replace=True)
    with closing(home.open()) as database:
        assert [row["kind"] for row in database.query("select * from timeline")] == []
        assert not database.conn.in_transaction
