"""Which of the topic's measures a figure answers, from the words of the topic file alone, and why.

A measure takes a figure whose unit it allows, near which one of its `include` words stands and none of its
`exclude` words. Nothing here knows a particular measure or looks at a parse, so a changed topic file re-assigns
stored figures from what is stored of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from db.records import Figure, Measure
from nlp.figure_scope import is_age
from nlp.units import singular

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MONEY = re.compile(r"[A-Z]{3}\Z")
_ANAPHOR = re.compile(r"(?:that|this|those|ce|cela)\b|c['’]", re.IGNORECASE)


def assign_all(text: str, figures: Sequence[Figure], measures: Sequence[Measure]) -> list[Figure]:
    """The figures of one text, in its order, with `measure` and `measure_reason` set anew.

    A number without a noun of its own (`Nine came late`) answers what the figure before it in the paragraph does.
    Uses of a figure only what is stored: its span, unit, counted phrase and sentence.
    """
    assigned: list[Figure] = []
    for figure in figures:
        measure, reason = assign(text, figure, measures)
        if measure is None and assigned and _carries_on(text, assigned[-1], figure):
            measure, reason = assigned[-1].measure, f"as the {assigned[-1].text} before it"
        assigned.append(replace(figure, measure=measure, measure_reason=reason))
    return assigned


def assign(text: str, figure: Figure, measures: Sequence[Measure]) -> tuple[str | None, str]:
    """The id of the measure that `figure` of `text` answers by its own words, or None, and the reason in words."""
    if figure.unit is None and is_age(text, figure.start, figure.end):
        return None, "an age"
    phrase = " ".join(filter(None, (figure.counted, _noun(figure.unit))))
    best: tuple[float, str, str] | None = None
    excluded = "no measure has its words"
    for measure in measures:
        if not _unit_fits(figure, measure):
            continue
        near = _found(measure.include, phrase)
        word, score = (near, 2.0) if near else (_found(measure.include, figure.sentence), 1.0)
        if word is None and measure.include:
            if not _is_money(figure.unit):
                continue
            # a sum of money answers a question of money without a further word
            score = 0.5
        if _sums(measure) and not near and not _is_money(figure.unit):
            continue
        unfit = _found(measure.exclude, phrase) or (_found(measure.exclude, figure.sentence) if near is None else None)
        if unfit:
            excluded = f"'{unfit}' excludes it from {measure.id}"
            continue
        if not measure.include and not measure.units:
            continue
        if measure.units:
            score += 0.5
        score += len(word or "") / 100
        reason = f"{'counted' if near else 'sentence'} has '{word}'" if word else f"unit is {figure.unit}"
        if best is None or score > best[0]:
            best = (score, measure.id, reason)
    return (best[1], best[2]) if best else (None, excluded)


def _carries_on(text: str, previous: Figure, figure: Figure) -> bool:
    if previous.measure is None or _is_money(previous.unit) or "\n" in text[previous.end : figure.start]:
        return False
    bare = figure.unit is None or figure.unit.startswith(("per ", "par "))
    return (bare or _ANAPHOR.match(figure.sentence) is not None) and not is_age(text, figure.start, figure.end)


def _noun(unit: str | None) -> str | None:
    return None if _is_money(unit) else unit


def _unit_fits(figure: Figure, measure: Measure) -> bool:
    if not measure.units:
        return True
    unit = figure.unit or ""
    first = unit.split(" per ")[0].split(" par ")[0]
    if not unit or unit.startswith(("per ", "par ")) or unit == "percent" or "percentage" in unit:
        # a share or a bare number says nothing of its unit: the words decide
        return not _durations(measure.units)
    return unit in measure.units or first in measure.units or first.split()[-1] in measure.units


def _is_money(unit: str | None) -> bool:
    return unit is not None and _MONEY.match(unit) is not None


def _sums(measure: Measure) -> bool:
    return bool(measure.units) and all(_is_money(unit) for unit in measure.units)


def _durations(units: tuple[str, ...]) -> bool:
    return all(unit in ("day", "jour", "hour", "heure", "month", "mois", "year", "an") for unit in units)


def _found(terms: tuple[str, ...], text: str) -> str | None:
    """The first of `terms` whose words, in any number, stand together in `text`."""
    haystack = _normal(text)
    return next((term for term in terms if f" {_normal(term).strip()} " in haystack), None)


@lru_cache(maxsize=4096)
def _normal(text: str) -> str:
    words = [singular(word.replace("’", "'"), "en") for word in _WORD.findall(text.lower().replace("d’", "d'"))]
    return " " + " ".join(words) + " "
