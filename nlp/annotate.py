"""Unread versions -> annotations in the database. Other processes read, this one writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlite_utils import Database

from db.records import Annotation, Figure, Measure
from db.store.annotations import (
    Unread,
    count_unread,
    remove_unused_entities,
    save_annotation,
    save_failure,
    save_not_read,
    unread,
)
from db.store.assignments import reassign
from db.store.connection import transaction
from db.store.topics import load_entities, load_events, load_measures
from nlp.editions import measures_name, pipeline_name
from nlp.models import configured_models
from nlp.persons import join_spellings
from nlp.places import locate_places
from nlp.stories import group_stories
from nlp.texts import Reading, Text, UnknownLanguageError, UnreadableError
from nlp.workers import Workers


@dataclass(slots=True)
class Annotated:
    """What a pass did: `failed` holds version ids with their errors."""

    done: int = 0
    not_read: int = 0
    reassigned: int = 0
    """Figures with another measure, or another reason for theirs, their texts not read again."""
    failed: dict[int, str] = field(default_factory=dict)


def annotate(
    database: Database, *, workers: int, started: Callable[[int], None], advanced: Callable[[], None]
) -> Annotated:
    """Annotate every version that the present pipeline has not read, and assign the figures of the others by the
    topic's present measures. Stopped half-way, it goes on where it was.

    `workers` is how many processes read at most. `started` is told how many texts there are, `advanced` is called
    when one is stored. Raises ModelError where a model is missing.
    """
    entities, measures, models = load_entities(database), load_measures(database), configured_models()
    events = load_events(database)
    pipeline, edition = pipeline_name(entities, events, models), measures_name(measures)
    result = Annotated(reassigned=reassign(database, pipeline, edition, partial(_assign, measures)))
    started(count_unread(database, pipeline))
    with Workers[Unread](workers, entities, measures, events, models) as reading:
        for batch in reading.read(_texts(database, pipeline)):
            with transaction(database):
                for version, found in batch:
                    _save(database, version, (pipeline, edition), found, result)
            for _ in batch:
                advanced()
    join_spellings(database)
    remove_unused_entities(database)
    locate_places(database, again=result.done > 0)
    group_stories(database)
    return result


def _texts(database: Database, pipeline: str) -> Iterator[tuple[Unread, Text]]:
    for version in unread(database, pipeline):
        yield version, Text(version.text, version.language, version.published, version.country)


def _assign(measures: Sequence[Measure], text: str, figures: Sequence[Figure]) -> Sequence[Figure]:
    # Only now: the rules know spaCy's types.
    from nlp.measures import assign_all

    return assign_all(text, figures, measures)


def _save(database: Database, version: Unread, editions: tuple[str, str], found: Reading, result: Annotated) -> None:
    pipeline, measures = editions
    if isinstance(found, Annotation):
        try:
            save_annotation(database, version, pipeline, found, measures)
        except sqlite3.IntegrityError as error:
            # Two things found at one place, say: no other text is the worse for it.
            found = UnreadableError(f"its annotation can't be stored: {error}")
        else:
            result.done += 1
            return
    if isinstance(found, UnknownLanguageError):
        save_not_read(database, version, pipeline)
        result.not_read += 1
    else:
        save_failure(database, version, pipeline, str(found))
        result.failed[version.version_id] = str(found)
