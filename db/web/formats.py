"""How values are written for readers: numbers, amounts, periods, days. One way for pages, tables and charts."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

QUALIFIERS = {
    "exact": "",
    "about": "about",
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
    "between": "between",
}
VERDICTS = {
    "agrees": "agrees",
    "rounds_to": "rounds",
    "conflicts": "conflicts",
    "superseded": "superseded",
    "alone": "only source",
}
PUBLISHERS = {
    "news": "news",
    "broadcaster": "broadcaster",
    "wire": "wire agency",
    "government": "government",
    "court": "court",
    "parliament": "parliament",
    "ngo": "NGO",
    "data": "official data",
    "discovery": "discovery",
}
_CURRENCIES = {"CAD": "CA$", "USD": "US$", "EUR": "€", "GBP": "£", "AUD": "A$"}
_IRREGULAR = {"person": "people", "man": "men", "woman": "women", "child": "children", "percent": "percent"}
_MONTHS = tuple(calendar.month_name)


def number(value: float | int | str | None) -> str:
    """`39000.0` as `39,000`, `2.50` as `2.5`. What is no number is given back as it is."""
    if value is None:
        return ""
    if isinstance(value, str) or not math.isfinite(value):
        return str(value)
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def plural(unit: str, value: float, language: str | None = None) -> str:
    """The noun of a unit as its number wants it: `20 people per day`, « 40 000 demandeurs d'asile »."""
    if abs(value) == 1 or unit.startswith(("per ", "par ")):
        return unit
    noun, per = _split_rate(unit)
    words = noun.split(" ")
    # English counts with the last word of a noun phrase, French with the first.
    place = 0 if language == "fr" else len(words) - 1
    words[place] = _plural(words[place], language)
    return " ".join(words) + per


def _split_rate(unit: str) -> tuple[str, str]:
    """`person per day` -> `person`, ` per day`; « personne par jour » likewise."""
    found = re.search(r" (?:per|par) ", unit)
    return (unit[: found.start()], unit[found.start() :]) if found else (unit, "")


def _plural(word: str, language: str | None) -> str:
    if language == "fr":
        return word if word.endswith(("s", "x", "z")) else word + "s"
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("s", "x", "ch", "sh")):
        return word if word.endswith("s") else word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def amount(value: float, value_high: float | None, unit: str | None) -> str:
    """The number or range alone, with its currency or per cent sign: `US$2.5`, `15,000–20,000`, `12%`."""
    text = number(value) if value_high is None else f"{number(value)}–{number(value_high)}"
    of, per = _split_rate(unit or "")
    if len(of) == 3 and of.isupper():
        return _CURRENCIES.get(of, f"{of} ") + text + per
    return f"{text}%{per}" if of == "percent" else text


def noun(value: float, value_high: float | None, unit: str | None, language: str | None = None) -> str:
    """The words that follow `amount`: `people per day`; empty where the amount says it all."""
    of = _split_rate(unit)[0] if unit else ""
    if not unit or of == "percent" or (len(of) == 3 and of.isupper()):
        return ""
    return plural(unit, value_high or value, language)


def day(iso: str | None) -> str:
    """`24 March 2023`. A text that is no date is given back as it is."""
    if not iso:
        return ""
    try:
        parsed = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{parsed.day} {_MONTHS[parsed.month]} {parsed.year}"


def moment(iso: str | None) -> str:
    """`24 March 2023, 20:10 UTC`; the day alone where no time is known."""
    if not iso or len(iso) <= 10:
        return day(iso)
    try:
        parsed = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if parsed.tzinfo is None:
        return f"{day(iso)}, {parsed:%H:%M}"
    parsed = parsed.astimezone(UTC)
    return f"{day(parsed.date().isoformat())}, {parsed:%H:%M} UTC"


def period(start: str | None, end: str | None) -> str:
    """`2022`, `January 2023`, `24 March 2023`, or `1 October 2022 – 30 September 2023`; empty for none."""
    if not start and not end:
        return ""
    if not start:
        return f"until {day(end)}"
    if not end:
        return f"since {day(start)}"
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return f"{start} – {end}"
    if first == last:
        return day(start)
    ends_month = last.day == calendar.monthrange(last.year, last.month)[1]
    if first.day == 1 and ends_month:
        if (first.month, last.month) == (1, 12):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if first.year == last.year and first.month == last.month:
            return f"{_MONTHS[first.month]} {first.year}"
        if first.year == last.year:
            return f"{_MONTHS[first.month]}–{_MONTHS[last.month]} {last.year}"
        return f"{_MONTHS[first.month]} {first.year} – {_MONTHS[last.month]} {last.year}"
    return f"{day(start)} – {day(end)}"


def count(value: int, word: str, words: str | None = None) -> str:
    """`1 claim`, `12 claims`."""
    return f"{value:,} {word if value == 1 else words or word + 's'}"


def stated(figure: Mapping[str, Any], language: str | None = None) -> str:
    """A figure's qualifier, amount and noun: `about 39,000 people`. Takes a row of `figures` or `claims`."""
    words = QUALIFIERS.get(figure["qualifier"], figure["qualifier"])
    value, high, unit = figure["value"], figure["value_high"], figure["unit"]
    assumed = "(currency assumed)" if figure.get("unit_assumed") else ""
    return " ".join(filter(None, (words, amount(value, high, unit), noun(value, high, unit, language), assumed)))
