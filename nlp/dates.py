"""Date expressions of a text, each as the days it means. The spaCy component is in `nlp.date_component`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from nlp import dates_en, dates_fr
from nlp.date_grammar import CLOSE, Context, Grammar, Unresolvable
from nlp.tense import opens_past_clause, tense_at

GRAMMARS: dict[str, Grammar] = {"en": dates_en.GRAMMAR, "fr": dates_fr.GRAMMAR}

# Letters that a pattern without regard to case takes for others, and no table of words has. One for one: offsets hold.
_LOOKALIKES = str.maketrans("İıſK", "IisK")
_LOOKALIKE = re.compile("[İıſK]")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """`text[start:end]` means the days from `date_start` to `date_end` (ISO 8601), None where that cannot be told."""

    start: int
    end: int
    date_start: str | None
    date_end: str | None


def find_dates(text: str, published: date | None, language: str, country: str | None = None) -> list[DateSpan]:
    """The date expressions of a text in order, a day or coarser.

    Without `published`, only absolute dates get days. A language without a grammar has no dates. `country` (ISO 3166)
    says whose fiscal years are meant.
    """
    grammar = GRAMMARS.get(language)
    if grammar is None:
        return []
    if _LOOKALIKE.search(text):
        text = text.translate(_LOOKALIKES)
    found, anchor = [], None
    for start, end, reading in grammar.scan(text):
        tell_tense = cache(partial(tense_at, text, start, end, language))
        latest = published if opens_past_clause(text, start, end, language) else None
        context = Context(published, anchor, tell_tense, latest, "CA" if country == "CA" else "US")
        try:
            interval = reading.resolve(context)
        except (Unresolvable, ValueError, OverflowError):  # the calendar ends at the years 1 and 9999
            found.append(DateSpan(start, end, None, None))
            continue
        # 'a year earlier' again, in the next sentence, counts from the same date; and it counts from 'the year ended',
        # not from 'May 31' behind it.
        if reading.sort not in ("shift", CLOSE):
            anchor = interval
        found.append(DateSpan(start, end, interval.start.isoformat(), interval.end.isoformat()))
    return found
