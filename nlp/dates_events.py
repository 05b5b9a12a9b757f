"""Dates that a text tells by the topic's key events: `since the deal took effect`, `the month before Roxham closed`.

The topic file says how texts name an event (`aliases`). A text names it where every word of an alias stands, in any
order and inflected as it may be, in the clause behind `since`, `before` or `after`. A word of an alias may have
alternatives: `deal/pact took/takes effect`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from db.records import Event
from nlp import dates_en_words as english
from nlp import dates_fr_words as french
from nlp.date_grammar import compiled, lowercase, lowered
from nlp.dates import DateSpan
from nlp.dates_fr_words import plain
from nlp.intervals import Unit, step
from nlp.names import folded
from nlp.number_words import word_set

Opening = Callable[[re.Match[str], date, date], tuple[date, date]]
"""First and last day, from the words before an event, its day, and the day of publication."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_STOP = re.compile(r"[,.;:()«»“”\"!?—–\n]|\b\d")
_SMALL = word_set(
    "the a an of to in into at on for was were been had has is le la les l d du de des en au aux ont est ete"
)
_LONGEST = 12
"""Words of a clause among which an event is named."""
_REACH = 200
"""Characters of such a clause."""
_COMMA_DATE = 7
"""Characters of `, on ` and `, le `, before the date of what the clause says."""
_STEM = 5


def _since(_: re.Match[str], event: date, published: date) -> tuple[date, date]:
    return event, published


def _day(_match: re.Match[str], event: date, _published: date) -> tuple[date, date]:
    return event, event


def _before(match: re.Match[str], event: date, _: date) -> tuple[date, date]:
    return step(event, -_count(match), _unit(match)), step(event, -1, "day")


def _first_after(match: re.Match[str], event: date, _: date) -> tuple[date, date]:
    return event, step(step(event, _count(match), _unit(match)), -1, "day")


def _later(match: re.Match[str], event: date, _: date) -> tuple[date, date]:
    day = step(event, _count(match), _unit(match))
    return day, day


def _count(match: re.Match[str]) -> int:
    number = match["count"]
    return int(_NUMBERS.get(plain(number)) or number) if number else 1


def _unit(match: re.Match[str]) -> Unit:
    return _UNITS[plain(match["unit"])]


# The languages have no word in common here that means another thing in each.
_NUMBERS = {**english.NUMBERS, **french.NUMBERS}
_UNITS: dict[str, Unit] = {**english.UNITS, **french.UNITS}
_COUNTED_EN = rf"(?:(?P<count>{english.NUMBER}) )?(?P<unit>{english.UNIT})s?"
_COUNTED_FR = rf"(?:(?P<count>{french.NUMBER}) )?(?P<unit>{french.UNIT})"
_OPENINGS: dict[str, tuple[tuple[re.Pattern[str], Opening], ...]] = {
    language: tuple((compiled(rf"(?<!\w){pattern} ?(?=\w)"), read) for pattern, read in patterns)
    for language, patterns in {
        "en": (
            (r"(?:ever )?since(?= )", _since),
            (r"the (?:very |same )?day(?= )", _day),
            (
                rf"the (?:last |final )?{_COUNTED_EN} (?:just |right )?(?:before|preceding|prior to|leading up to)",
                _before,
            ),
            (rf"the (?:first )?{_COUNTED_EN} (?:right )?(?:after|following)", _first_after),
            (rf"the first {_COUNTED_EN} (?:of|under)", _first_after),
            (rf"(?P<count>{english.NUMBER}) (?P<unit>{english.UNIT})s? after", _later),
        ),
        "fr": (
            (r"depuis(?: que?| qu['’])?(?= )", _since),
            (r"le jour(?: même)?(?= )", _day),
            (
                rf"(?:les|des|la|le|l['’]) ?(?:derni(?:er|ère)s? )?{_COUNTED_FR} "
                r"(?:(?:juste )?avant|précédant|qui (?:ont |a )?précéd(?:é|aient|ait))",
                _before,
            ),
            (
                rf"(?:les|des|la|le|l['’]) ?(?:premi(?:er|ère)s? )?{_COUNTED_FR} "
                r"(?:après|suivant|qui (?:ont |a )?suiv(?:i|aient|ait))",
                _first_after,
            ),
            (rf"(?:la|le|l['’]|les) ?premi(?:er|ère) {_COUNTED_FR} (?:de|du|des|sous|d['’])", _first_after),
            (
                rf"les (?P<count>{french.NUMBER}) premi(?:er|ère)s (?P<unit>{french.UNIT}) (?:de|du|des|sous|d['’])",
                _first_after,
            ),
            (rf"(?P<count>{french.NUMBER}) (?P<unit>{french.UNIT}) après", _later),
        ),
    }.items()
}
# All of them at once, since few places of a text begin with one. Looks ahead only, for one may begin inside another.
_ANY_OPENING = {
    language: re.compile(rf"(?<!\w)(?={'|'.join(lowered(pattern.pattern) for pattern, _ in openings)})")
    for language, openings in _OPENINGS.items()
}


@dataclass(frozen=True, slots=True)
class _Name:
    day: date
    words: tuple[frozenset[str], ...]
    """The stems that each word of the alias may have."""


class EventDates:
    """The dates that texts of one language tell by events."""

    def __init__(self, events: Iterable[Event], language: str) -> None:
        self._language = language
        self._names = [
            _Name(date.fromisoformat(event.date), tuple(map(_alternatives, words)))
            for event in events
            for alias in (event.aliases.get(language, ()) if language in _OPENINGS else ())
            if (words := [word for word in alias.split() if folded(word) not in _SMALL])
        ]

    def find(self, text: str, published: date | None, dates: Sequence[DateSpan]) -> list[DateSpan]:
        """In order. A clause with one of `dates`, the text's others, tells its own day, and so does what had not
        happened when the text appeared."""
        if not self._names or published is None:
            return []
        spans: list[DateSpan] = []
        for place in _ANY_OPENING[self._language].finditer(lowercase(text)):
            start = place.start()
            if spans and start < spans[-1].end:
                continue
            for pattern, read in _OPENINGS[self._language]:
                opening = pattern.match(text, start)
                named = self._named(text, opening.end(), published, dates) if opening else None
                if opening and named:
                    first, last = read(opening, named[0], published)
                    spans.append(DateSpan(start, named[1], first.isoformat(), last.isoformat()))
                    break
        return spans

    def _named(self, text: str, start: int, published: date, dates: Sequence[DateSpan]) -> tuple[date, int] | None:
        """The event that the clause at `start` names with most words, else the latest, and where its name ends."""
        stop = _STOP.search(text, start, start + _REACH)
        limit = stop.start() if stop else start + _REACH
        following = bisect_left(dates, start, key=lambda other: other.start)
        if following < len(dates) and dates[following].start <= limit + _COMMA_DATE:
            return None
        clause = [(_stem(word.group()), word.end()) for word in islice(_WORD.finditer(text, start, limit), _LONGEST)]
        best: tuple[int, date, int] | None = None
        for name in self._names:
            ends = [end for word in name.words if (end := next((end for stem, end in clause if stem in word), None))]
            if len(ends) < len(name.words) or name.day > published:
                continue
            candidate = len(ends), name.day, max(ends)
            if best is None or candidate[:2] > best[:2]:
                best = candidate
        return (best[1], best[2]) if best else None


def _alternatives(word: str) -> frozenset[str]:
    return frozenset(map(_stem, word.split("/")))


def _stem(word: str) -> str:
    return folded(word)[:_STEM]
