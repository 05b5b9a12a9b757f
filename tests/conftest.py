"""Fixtures: a new home, a small topic to put into it, and the pipelines that read sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from db.records import Event, Measure, Source, Term, Topic, TopicEntity
from db.store.connection import Home
from db.store.topics import save_topic

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture
def topic() -> Topic:
    """A topic with two invented outlets, small enough to be read at a glance."""
    return Topic(
        id="crossings",
        name="Crossings",
        title="Crossings at Roxham Road",
        summary="People crossed. An agreement was made. It was changed.",
        languages=("en", "fr"),
        contact="tests@example.org",
        threshold=5.0,
        zones={"headline": 3.0, "lead": 2.0, "body": 1.0, "url": 2.0},
        interval=3600,
        terms=(Term("Roxham Road", "en", 5.0), Term("asylum", "en", 1.0, needs=("Canada",))),
        entities=(
            TopicEntity(
                "roxham-road", "Roxham Road", "place", {"fr": ("chemin Roxham",)}, latitude=45.0, longitude=-73.5
            ),
            TopicEntity("rcmp", "Royal Canadian Mounted Police", "organisation", {"en": ("RCMP",), "fr": ("GRC",)}),
            TopicEntity("canada", "Canada", "place"),
            TopicEntity("quebec", "Quebec", "place", {"fr": ("Québec",)}),
        ),
        measures=(
            Measure(
                "irregular-crossings",
                "How many people crossed irregularly?",
                "person",
                "flow",
                "People who entered between ports of entry.",
                include=("cross", "intercept"),
                place="canada",
            ),
            Measure("claim-window-days", "How long is the claim window?", "day", "cap", "The 14 days.", units=("day",)),
        ),
        events=(
            Event("in-force", "2023-03-25", "The Additional Protocol takes effect", "https://example.org/protocol"),
        ),
        sources=(
            Source("border-post", "The Border Post (invented)", "rss", "http://127.0.0.1:1/feed", "news", "en", "CA"),
            Source("la-feuille", "La Feuille (inventée)", "rss", "http://127.0.0.1:2/fil", "news", "fr", "CA"),
        ),
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.create()
    return home


@pytest.fixture
def database(home: Home, topic: Topic) -> Iterator[Database]:
    """The home's database with the topic loaded."""
    database = home.open()
    save_topic(database, topic)
    yield database
    database.close()


@pytest.fixture(scope="session")
def english() -> Language:
    return _pipeline("en")


@pytest.fixture(scope="session")
def french() -> Language:
    return _pipeline("fr")


def _pipeline(language: str) -> Language:
    # Imported here: most tests need no spaCy, which takes seconds to load.
    from pipelines import pipeline

    return pipeline(language)
