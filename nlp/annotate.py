"""Unread versions -> annotations in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import tee

from sqlite_utils import Database

from db.store.annotations import (
    Unread,
    count_unread,
    remove_unused_entities,
    save_annotation,
    save_failure,
    save_not_read,
    unread,
)
from db.store.topics import load_entities, load_measures
from nlp.pipeline import Reader, Text, UnknownLanguageError


@dataclass(slots=True)
class Annotated:
    """What a pass did: `failed` holds version ids with their errors."""

    done: int = 0
    not_read: int = 0
    failed: dict[int, str] = field(default_factory=dict)


def annotate(database: Database, *, started: Callable[[int], None], advanced: Callable[[], None]) -> Annotated:
    """Annotate every version that the present pipeline has not read. Stopped half-way, it goes on where it was.

    `started` is told how many there are, `advanced` is called after each.
    """
    reader = Reader(load_entities(database), load_measures(database))
    pipeline = reader.version
    result = Annotated()
    started(count_unread(database, pipeline))
    versions, again = tee(unread(database, pipeline))
    for version, annotation in zip(again, reader.read(_text(v) for v in versions), strict=True):
        if isinstance(annotation, UnknownLanguageError):
            save_not_read(database, version, pipeline)
            result.not_read += 1
        elif isinstance(annotation, Exception):
            error = f"{type(annotation).__name__}: {annotation}"
            save_failure(database, version, pipeline, error)
            result.failed[version.version_id] = error
        else:
            save_annotation(database, version, pipeline, annotation)
            result.done += 1
        advanced()
    remove_unused_entities(database)
    return result


def _text(version: Unread) -> Text:
    return Text(version.text, version.language, version.published, version.country)
