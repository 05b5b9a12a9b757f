"""Fiscal years of the country that the words around speak of: Canada's from April, the United States' from October."""

from __future__ import annotations

import re

from nlp.date_grammar import Reading
from nlp.date_readings import neighbour, span
from nlp.intervals import fiscal_year

_AMERICAN = re.compile(
    r"\b(?:U\.S\.|United States|American|Border Patrol|CBP|Washington|southbound|États-Unis|américaine?s?)",
    re.IGNORECASE,
)


def fiscal(match: re.Match[str], number: int) -> Reading:
    """'fiscal 2023': a Canadian year only in a Canadian text, away from words that speak of the United States."""
    american = _AMERICAN.search(match.string, max(0, match.start() - 200), match.end() + 200)
    return Reading("fiscal", lambda context: fiscal_year(number, "US" if american else context.country))


# What counts by the fiscal years of the United States; 'U.S.' alone may be half of the name of the Canadian border.
_AMERICAN_BODIES = re.compile(
    r"\b(?:Mexic(?:o|an)|Border Patrol|CBP|Customs and Border|Congress|southbound|Mexique|mexicaine?"
    r"|U\.S\. (?:border )?(?:agents|officials|authorities|officers)|(?:agents|autorités) américain\w{1,3})\b",
    re.IGNORECASE,
)
_BODIES_REACH = 120
_SENTENCE_END = re.compile(r"(?<=[^\W_A-Z])[.!?] |\n")  # not that of 'U.S. agents'


def fiscal_country(match: re.Match[str]) -> str | None:
    """Whose fiscal year the words around say is meant: 'stopped at the U.S.-Mexico border in the last fiscal year'."""
    low, high = max(0, match.start() - _BODIES_REACH), match.end() + _BODIES_REACH
    before = _SENTENCE_END.split(match.string[low : match.start()])[-1]
    after = _SENTENCE_END.split(match.string[match.end() - 1 : high])[0]
    return "US" if _AMERICAN_BODIES.search(f"{before} {after}") else None


def fiscal_years(match: re.Match[str], count: int) -> Reading:
    """'the last two fiscal years' (negative) are whole ones, not the 24 months up to today."""
    country, nearest = fiscal_country(match), -1 if count < 0 else 1
    first, last = sorted((count, nearest))
    return span(neighbour("fiscal", first, country), neighbour("fiscal", last, country))
