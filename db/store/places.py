"""Places without coordinates, and what the texts that name them say of where they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from db.store.connection import transaction

TEXTS = 50
"""Of a place that many texts name, so many are asked where it is."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    entity_id: str
    name: str
    followed_by: frozenset[str]
    """Names of the places that stand right behind it: 'London, Ontario'."""
    named_with: frozenset[str]
    """Names of the other places in the same texts."""
    countries: frozenset[str]
    """Countries (ISO 3166-1 alpha-2) of the outlets that name it."""


def unplaced_ids(database: Database) -> list[str]:
    """The ids of `unplaced`, which cost little."""
    return [
        row[0]
        for row in database.execute(
            """select id from entities e where kind = 'place' and latitude is null
            and exists (select 1 from mentions m where m.entity_id = e.id) order by id"""
        )
    ]


def places_sought(database: Database) -> str | None:
    """What `save_coordinates` was last told of what it did not find."""
    return next((row[0] for row in database.execute("select places_sought from topic")), None)


def unplaced(database: Database) -> list[Unplaced]:
    """Every place that texts name and that has no coordinates."""
    rows = database.execute(
        "select id, name from entities where id in (select value from json_each(?)) order by id",
        [json.dumps(unplaced_ids(database))],
    ).fetchall()
    return [Unplaced(id_, name, *_evidence(database, id_)) for id_, name in rows]


def _evidence(database: Database, entity_id: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    versions = [
        row[0]
        for row in database.execute(
            "select distinct version_id from mentions where entity_id = ? order by version_id desc limit ?",
            [entity_id, TEXTS],
        )
    ]
    asked = {"versions": json.dumps(versions), "id": entity_id}
    followed_by = database.execute(
        """select distinct e.name from mentions m join mentions n on n.version_id = m.version_id
          and n.start - m."end" between 1 and 3 join entities e on e.id = n.entity_id and e.kind = 'place'
        where m.entity_id = :id and m.version_id in (select value from json_each(:versions))""",
        asked,
    )
    named_with = database.execute(
        """select distinct e.name from mentions n join entities e on e.id = n.entity_id and e.kind = 'place'
        where n.version_id in (select value from json_each(:versions)) and n.entity_id <> :id""",
        asked,
    )
    countries = database.execute(
        """select distinct s.country from versions v join articles a on a.id = v.article_id
          join sources s on s.id = a.source_id
        where v.id in (select value from json_each(:versions)) and s.country is not null""",
        asked,
    )
    return _first(followed_by), _first(named_with), _first(countries)


def _first(rows: Iterable[tuple[str]]) -> frozenset[str]:
    return frozenset(row[0] for row in rows)


def save_coordinates(database: Database, found: Mapping[str, tuple[float, float]], *, sought: str) -> None:
    """Give places, by id, their latitude and longitude in degrees. Those that have some keep them.

    `sought` is kept for `places_sought`.
    """
    with transaction(database):
        for entity_id, (latitude, longitude) in found.items():
            database.execute(
                "update entities set latitude = ?, longitude = ? where id = ? and latitude is null",
                [latitude, longitude, entity_id],
            )
        database.execute("update topic set places_sought = ?", [sought])
