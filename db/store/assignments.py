"""Which measures the stored figures answer, assigned anew after the topic's measures changed. No text is read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from sqlite_utils import Database

from db.records import Figure
from db.store.annotations import save_changes
from db.store.connection import transaction
from db.store.replay import as_read

BATCH = 100
"""Versions a transaction."""

Assign = Callable[[str, Sequence[Figure]], Sequence[Figure]]
"""The figures of a text, in its order, with `measure` and `measure_reason` set anew. Their names (place, speaker) are
not given: they say nothing of the measure."""

_COLUMNS = [field.name for field in fields(Figure) if field.name not in ("place", "speaker", "measure")]


def reassign(database: Database, pipeline: str, measures: str, assign: Assign) -> int:
    """Assign what `pipeline` read and other measures than the edition `measures` were assigned to; how many figures
    have another measure, or another reason for theirs. What a correction says of a figure's measure holds.

    Stopped half-way, the rest is assigned the next time.
    """
    stale = """select version_id from annotations
      where pipeline = ? and state = 'done' and measures is not ? order by version_id"""
    ids = [row[0] for row in database.execute(stale, [pipeline, measures]).fetchall()]
    changed = 0
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        articles: set[int] = set()
        with transaction(database):
            with as_read(database, batch):
                for version_id in batch:
                    changed += _reassign(database, version_id, assign, articles)
                    database.table("annotations").update((version_id, pipeline), {"measures": measures})
            for article_id in articles:
                save_changes(database, article_id)
    return changed


def _reassign(database: Database, version_id: int, assign: Assign, articles: set[int]) -> int:
    """How many figures of the version changed; where any did, its article joins `articles`."""
    row = next(iter(database.query("select article_id, text from versions where id = ?", [version_id])))
    rows = list(database.query('select * from figures where version_id = ? order by "start"', [version_id]))
    changed = 0
    for old, new in zip(rows, assign(row["text"], [_figure(old) for old in rows]), strict=True):
        if (new.measure, new.measure_reason) != (old["measure_id"], old["measure_reason"]):
            update = {"measure_id": new.measure, "measure_reason": new.measure_reason}
            database.table("figures").update(old["id"], update)
            changed += 1
            articles.add(row["article_id"])
    return changed


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(**{name: row[name] for name in _COLUMNS}, place=None, speaker=None, measure=row["measure_id"])
