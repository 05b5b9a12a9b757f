"""Which of the topic's measures a figure answers, from the words of the topic file alone.

A measure takes a figure whose unit it allows, near which one of its `include` words stands and none of its
`exclude` words. Nothing here knows a particular measure, so a changed topic file re-assigns stored figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from db.records import Figure, Measure
from nlp.units import singular

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MONEY = re.compile(r"[A-Z]{3}\Z")


def assign(figure: Figure, measures: Iterable[Measure], context: str | None = None) -> tuple[str | None, str]:
    """The id of the measure `figure` answers, or None, and the reason in words.

    `context` is the text whose words count beside the counted phrase: the figure's sentence where it is None.
    """
    sentence = figure.sentence if context is None else context
    phrase = " ".join(filter(None, (figure.counted, _noun(figure.unit))))
    best: tuple[float, str, str] | None = None
    for measure in measures:
        if not _unit_fits(figure, measure):
            continue
        near = _found(measure.include, phrase)
        word, score = (near, 2.0) if near else (_found(measure.include, sentence), 1.0)
        if word is None and measure.include:
            if not _is_money(figure.unit):
                continue
            # a sum of money answers a question of money without a further word
            score = 0.5
        if _sums(measure) and not near and not _is_money(figure.unit):
            continue
        if _found(measure.exclude, phrase) or (near is None and _found(measure.exclude, sentence)):
            continue
        if not measure.include and not measure.units:
            continue
        if measure.units:
            score += 0.5
        score += len(word or "") / 100
        reason = f"{'counted' if near else 'sentence'} has '{word}'" if word else f"unit is {figure.unit}"
        if best is None or score > best[0]:
            best = (score, measure.id, reason)
    return (best[1], best[2]) if best else (None, "no measure has its words")


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
