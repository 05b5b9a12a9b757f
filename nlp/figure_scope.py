"""The scope of a figure: when it holds and where.

The period is the date of the figure's own sentence that stands nearest to it, unless that date is only a base of
comparison (`than in 2021`) or belongs to another figure; a duration, a distance or an age has none of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from db.records import DateMention, Mention

_COMPARED = {
    "en": frozenset("than from versus vs compared against like since".split()) - {"since"},
    "fr": frozenset("que qu contre comparé comparativement rapport qu'".split()),
}
_TIMELESS_UNITS = frozenset(
    "day week month year hour minute second kilometre metre mile foot centimetre degree celsius fahrenheit page "
    "jour semaine mois an année heure minute seconde kilomètre mètre degré page "
    "kilometre per hour mile per hour kilomètre par heure".split()
)
_PLACE_PREPOSITIONS = frozenset("in at to near into across from outside à au aux en dans vers chez près".split())


def period(
    doc: Doc, sentence: Span, start: int, end: int, others: Sequence[tuple[int, int]], unit: str | None, language: str
) -> tuple[str, str] | None:
    """First and last day (ISO 8601) of the figure at `start` to `end`; `others`: the other figures of the sentence."""
    if unit in _TIMELESS_UNITS:
        return None
    dates = [
        d
        for d in doc._.dates
        if sentence.start_char <= d.start < sentence.end_char and d.date_start and d.date_end
    ]
    dates = [d for d in dates if not _is_base(doc.text, d, start, language)]
    following = next((o for o in others if o[0] >= end), None)
    previous = next((o for o in reversed(others) if o[1] <= start), None)
    after = next((d for d in dates if d.start >= end), None)
    if after is not None and (following is None or after.start < following[0]):
        return _days(after)
    before = next((d for d in reversed(dates) if d.end <= start), None)
    if before is not None:
        return _days(before)
    _ = previous
    return _days(after) if after is not None else None


def _days(date: DateMention) -> tuple[str, str]:
    assert date.date_start is not None
    assert date.date_end is not None
    return date.date_start, date.date_end


def _is_base(text: str, date: DateMention, start: int, language: str) -> bool:
    words = text[max(0, date.start - 24) : date.start].lower().replace("'", " ").replace("’", " ").split()
    return date.start > start and bool(_COMPARED[language] & set(words[-2:]))


def place(doc: Doc, sentence: Span, start: int, end: int) -> Mention | None:
    """The place of the sentence nearest to the figure that a preposition introduces."""
    best: tuple[int, Mention] | None = None
    for mention in doc._.mentions:
        if mention.kind != "place" or not sentence.start_char <= mention.start < sentence.end_char:
            continue
        words = doc.text[max(0, mention.start - 14) : mention.start].lower().replace("'", " ").split()
        if not words or words[-1] not in _PLACE_PREPOSITIONS:
            if not (len(words) > 1 and words[-1] in ("the", "le", "la", "l") and words[-2] in _PLACE_PREPOSITIONS):
                continue
        distance = mention.start - end if mention.start >= end else (start - mention.end) * 2
        if best is None or distance < best[0]:
            best = (distance, mention)
    return best[1] if best else None
