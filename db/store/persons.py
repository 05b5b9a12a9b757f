"""Persons whom texts spell in several ways: who is stored, and whose mentions become whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from db.store.annotations import save_changes
from db.store.replay import REFERENCES, as_read


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    listed: bool
    """By the topic, or by a correction: this one stays."""


def persons(database: Database) -> list[Person]:
    """All but those that corrections in force speak of: somebody has told who these are."""
    rows = database.execute(
        """select id, name, origin <> 'text' from entities e where kind = 'person' and not exists (
          select 1 from corrections c where c.undone_by is null
          and e.id in (c.target, json_extract(c.change, '$.into'), json_extract(c.change, '$.speaker')))"""
    )
    return [Person(id_, name, bool(listed)) for id_, name, listed in rows.fetchall()]


def join_persons(database: Database, into: Mapping[str, str]) -> None:
    """What refers to a person refers to the one it is mapped to from now on, by whose name it is known as well."""
    for gone, stays in into.items():
        parameters = {"gone": gone, "stays": stays}
        referring = " union ".join(
            f"select article_id, version_id from {table} where {column} = :gone" for table, column in REFERENCES
        )
        found = database.execute(referring, parameters).fetchall()
        with as_read(database, {version for _, version in found}, names=False):
            for table, column in REFERENCES:
                said_by = ", speaker = (select name from entities where id = :stays)" if table == "quotes" else ""
                database.execute(f"update {table} set {column} = :stays{said_by} where {column} = :gone", parameters)
            database.execute(
                """insert or ignore into aliases (entity_id, alias, language, origin)
                select :stays, alias, language, origin from aliases where entity_id = :gone
                union select :stays, name, 'und', 'text' from entities where id = :gone""",
                parameters,
            )
            for article in {article for article, _ in found}:
                save_changes(database, article)
