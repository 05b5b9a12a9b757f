"""Official figures: counts of a series itself, stored with the version of the table they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlite_utils import Database

from db.records import Annotation, Figure
from db.store.annotations import OFFICIAL, Unread, save_annotation
from db.store.connection import transaction


def save_official(database: Database, article_id: int, source_name: str, figures: Sequence[Figure]) -> None:
    """Store what the article's present version counts, in place of any reading of its text.

    A place that a row names is the one the topic or a reading knows under that name.
    """
    version_id, text = database.execute(
        "select v.id, v.text from articles a join versions v on v.id = a.version_id where a.id = ?", [article_id]
    ).fetchone()
    places: dict[str, str | None] = {}
    with transaction(database):
        for name in {figure.place for figure in figures if figure.place}:
            row = database.execute(
                """select id from entities e where kind = 'place' and (name = :name collate nocase or exists (
                  select 1 from aliases a where a.entity_id = e.id and a.alias = :name collate nocase))
                order by origin = 'text' limit 1""",
                {"name": name},
            ).fetchone()
            places[name] = row and row[0]
        placed = [
            replace(figure, place_id=figure.place_id or places.get(figure.place or ""), attribution=source_name)
            for figure in figures
        ]
        version = Unread(version_id, article_id, text, None, None, None)
        save_annotation(database, version, OFFICIAL, Annotation(figures=tuple(placed)))
