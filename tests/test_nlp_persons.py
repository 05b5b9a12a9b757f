"""The same person in several outlets is one entity, two people with one surname are not."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from db.records import Article
from db.store import articles
from db.store.corrections import add_correction
from db.store.persons import Person
from examples import KEPT
from nlp.annotate import annotate
from nlp.persons import same_persons


def store(database: Database, source: str, language: str, text: str) -> None:
    articles.save_article(
        database,
        Article(f"http://127.0.0.1:1/{language}/{len(text)}", text, "News", published="2023-01-20", language=language),
        KEPT,
        source_id=source,
        snapshot="0" * 64,
        captured_at="2023-01-20T15:00:00+00:00",
    )


def read(database: Database) -> dict[str, set[str]]:
    """The spellings of each person."""
    annotate(database, workers=1, started=lambda _: None, advanced=lambda: None)
    rows = database.execute(
        "select e.name, m.text from mentions m join entities e on e.id = m.entity_id and e.kind = 'person'"
    )
    found: dict[str, set[str]] = {}
    for name, text in rows.fetchall():
        found.setdefault(name, set()).add(text)
    return found


def test_a_person_in_two_outlets_is_one_and_two_of_one_surname_are_two(database: Database) -> None:
    for text in (
        "Finance Minister Éric Girard spoke on Monday. Girard smiled.",
        "Minister J.-F. Roberge spoke on Monday, and Roberge smiled.",
        "Sgt. Marc Roy told reporters on Monday that roads are open.",
        "Mayor Ana B. Tellier told reporters on Monday that roads are open, they heard.",
        "Mayor Julie Tremblay told reporters on Monday that all roads are open again.",
    ):
        store(database, "border-post", "en", text)
    for text in (
        "Le ministre Eric Girard a parlé lundi.",
        "Le ministre Jean-François Roberge a parlé lundi, a dit M. Roberge.",
        "Le sergent Marc Roy a parlé lundi.",
        "La mairesse Ana Tellier a parlé lundi.",
        "Le maire Jacques Tremblay a parlé lundi, a dit M. Tremblay à Québec.",
    ):
        store(database, "la-feuille", "fr", text)
    assert read(database) == {
        "Éric Girard": {"Éric Girard", "Girard", "Eric Girard"},
        "Jean-François Roberge": {"J.-F. Roberge", "Roberge", "Jean-François Roberge"},
        "Marc Roy": {"Marc Roy"},
        "Ana B. Tellier": {"Ana B. Tellier", "Ana Tellier"},
        "Julie Tremblay": {"Julie Tremblay"},
        "Jacques Tremblay": {"Jacques Tremblay", "Tremblay"},
    }


def test_what_somebody_has_told_of_a_person_stays(database: Database) -> None:
    store(database, "border-post", "en", "Minister J.-F. Roberge told reporters on Monday that roads are open.")
    read(database)
    add_correction(database, "rename", "j-f-roberge", {"name": "Jo Roberge"}, author="Ana", reason="asked")
    store(database, "border-post", "fr", "Le ministre Jean-François Roberge a parlé lundi, a dit M. Roberge.")
    assert set(read(database)) == {"Jo Roberge", "Jean-François Roberge"}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["J. F. Roberge", "Jean-François Roberge"], {"J. F. Roberge": "Jean-François Roberge"}),
        (["J.-F. Roberge", "Jean-François Roberge", "Jean-Félix Roberge"], {}),
        (["J. Roy", "Julie Roy"], {}),
        (["Jean Roy", "Jean-François Roy"], {}),
        (["George Bush", "George W. Bush", "George H. W. Bush"], {}),
        (["M.-A. Roy", "Marie-A. Roy", "Marie-Anne Roy"], {"Marie-A. Roy": "Marie-Anne Roy"}),
        (["Marc Roy", "Marc A. Tellier"], {}),
    ],
)
def test_who_is_who_by_name(names: list[str], expected: dict[str, str]) -> None:
    assert same_persons(Person(name, name, listed=False) for name in names) == expected


def test_whom_the_topic_lists_is_not_given_up() -> None:
    listed = Person("j-f-roberge", "J.-F. Roberge", listed=True)
    assert same_persons([listed, Person("jean-francois-roberge", "Jean-François Roberge", listed=False)]) == {}
