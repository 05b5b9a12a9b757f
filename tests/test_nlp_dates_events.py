"""Dates told by the topic's events."""

from dataclasses import asdict
from datetime import date

import pytest
import spacy

import nlp.date_component  # noqa: F401  (registers the factory)
from db.records import Event
from nlp.dates import find_dates
from nlp.dates_events import EventDates

EVENTS = (
    Event(
        id="bridge-opened",
        date="2021-09-01",
        title="The Elm Bridge opens",
        source="https://example.org/bridge",
        aliases={"en": ("bridge opened/opening",), "fr": ("ouverture/ouvert pont",)},
    ),
    Event(
        id="bridge-closed",
        date="2023-03-25",
        title="The Elm Bridge is closed to trucks",
        source="https://example.org/closed",
        aliases={
            "en": ("bridge was closed/closing/closure", "new rules"),
            "fr": ("fermeture/fermé/ferme pont", "nouvelles règles"),
        },
    ),
)


def told(text: str, language: str, published: str = "2023-06-30") -> list[tuple[str, str | None, str | None]]:
    day = date.fromisoformat(published)
    found = EventDates(EVENTS, language).find(text, day, find_dates(text, day, language))
    return [(text[d.start : d.end], d.date_start, d.date_end) for d in found]


@pytest.mark.parametrize(
    ("text", "language", "phrase", "first", "last"),
    [
        ("Since the bridge was closed, 40 came.", "en", "Since the bridge was closed", "2023-03-25", "2023-06-30"),
        ("in the month before the bridge closed", "en", "the month before the bridge closed",
         "2023-02-25", "2023-03-24"),
        ("in the first week of the new rules", "en", "the first week of the new rules", "2023-03-25", "2023-03-31"),
        ("the two weeks after the bridge’s closure", "en", "the two weeks after the bridge’s closure",
         "2023-03-25", "2023-04-07"),
        ("10 days after the closing of the bridge", "en", "10 days after the closing of the bridge",
         "2023-04-04", "2023-04-04"),
        ("40 came on the day the bridge was closed", "en", "the day the bridge was closed", "2023-03-25", "2023-03-25"),
        ("the three months since the bridge closed", "en", "since the bridge closed", "2023-03-25", "2023-06-30"),
        ("Depuis la fermeture du pont, 40", "fr", "Depuis la fermeture du pont", "2023-03-25", "2023-06-30"),
        ("depuis que le pont est fermé", "fr", "depuis que le pont est fermé", "2023-03-25", "2023-06-30"),
        ("dans le mois précédant la fermeture du pont", "fr", "le mois précédant la fermeture du pont",
         "2023-02-25", "2023-03-24"),
        ("au cours des deux semaines suivant la fermeture du pont", "fr",
         "des deux semaines suivant la fermeture du pont", "2023-03-25", "2023-04-07"),
        ("la première semaine des nouvelles règles", "fr", "la première semaine des nouvelles règles",
         "2023-03-25", "2023-03-31"),
        ("le jour de l’ouverture du pont", "fr", "le jour de l’ouverture du pont", "2021-09-01", "2021-09-01"),
    ],
)  # fmt: skip
def test_a_period_told_by_an_event(text: str, language: str, phrase: str, first: str, last: str) -> None:
    assert told(text, language) == [(phrase, first, last)]


def test_a_clause_that_names_no_event_tells_no_date() -> None:
    assert told("Since the road was closed, 40 came.", "en") == []
    assert told("Since Monday, when 40 came, the bridge was closed.", "en") == []


def test_what_had_not_happened_yet_tells_no_date() -> None:
    assert told("Since the bridge was closed, 40 came.", "en", published="2023-03-01") == []


def test_a_clause_with_a_date_tells_that_day() -> None:
    assert told("Since the bridge was closed on March 20, 40 came.", "en") == []
    assert told("Depuis la fermeture du pont, le 20 mars, 40 personnes", "fr") == []


def test_the_component_sets_the_dates_that_events_tell() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("roxham_dates", config={"events": [asdict(event) for event in EVENTS]})
    doc = nlp.make_doc("On Monday 12 came. The month before the bridge closed, 40 came.")
    doc._.published = date(2023, 6, 30)
    assert [(each.text, each.date_start, each.date_end) for each in nlp(doc)._.dates] == [
        ("Monday", "2023-06-26", "2023-06-26"),
        ("The month before the bridge closed", "2023-02-25", "2023-03-24"),
    ]
