"""What the English and French date grammars share: readings, their context, and the scanner that finds them.

A grammar recognises expressions in text (`Phrase`, `Prefix`, `Pair`); each match becomes a `Reading`, which gives its
days once the `Context` (article date, earlier dates of the text, tense) is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, compress
from typing import Literal, TypeVar

from nlp.intervals import Interval, day

Tense = Literal["past", "future"]

# A space inside an expression: never a paragraph break, and never so many that trying all splits costs.
_SPACE = "(?:[ \\t\u00a0\u2009\u202f]{1,2}|\\r?\\n(?!\\n))"


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern in which a plain space stands for one or two spaces of any kind, or a line break."""
    return re.compile(pattern.replace(" ", _SPACE), re.IGNORECASE)


def lowercase(text: str) -> str:
    """`text` in lower case, every character in its place: 'İ' alone would become two."""
    return text.replace("İ", "I").lower()


def lowered(pattern: str) -> str:
    """What matches in a lower-case text where `pattern` does, whatever its case, several times as fast; captures
    nothing. The pattern may have no back-reference and no part that heeds case."""
    plain = re.sub(r"(?<!\\)\((?:\?P<\w+>|(?!\?))", "(?:", pattern)
    return re.sub(r"\\.|[^\W\d_]", lambda match: match[0] if match[0][0] == "\\" else match[0].lower(), plain)


def _each_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """A pattern with a group for each of `patterns`, which has text where that one matches a lower-case text."""
    return re.compile("".join(f"(?=({lowered(one.pattern)})|)" for one in patterns))


def alternatives(words: Iterable[str]) -> str:
    """Longest first, so that 'march' is tried before 'mar'."""
    return (
        "(?:" + "|".join(sorted((re.escape(word).replace("\\ ", " ") for word in words), key=len, reverse=True)) + ")"
    )


@dataclass(frozen=True, slots=True)
class Context:
    """Where a date expression stands. `published` None: only absolute dates get days."""

    published: date | None
    anchor: Interval | None = None
    """The dates mentioned last: what 'a week earlier' counts from."""
    tell_tense: Callable[[], Tense | None] = lambda: None
    """Called only where the tense decides, for reading it off the words around costs more than all the rest."""
    latest: date | None = None
    """A month, day or weekday without its year or week starts on this day or before, whatever the tense."""
    country: str = "US"
    """Whose fiscal year is meant."""

    @property
    def today(self) -> date:
        if self.published is None:
            raise Unresolvable
        return self.published

    @property
    def tense(self) -> Tense | None:
        return self.tell_tense()

    @property
    def here(self) -> Interval:
        return self.anchor or day(self.today)


class Unresolvable(Exception):
    """Raised by a reading whose context lacks what it counts from; the mention then has no days."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A recognised expression. Two readings of the same `sort` may be joined to one ('2020 and 2021')."""

    sort: str
    resolve: Callable[[Context], Interval]


@dataclass(frozen=True, slots=True)
class Phrase:
    """An expression in itself. `read` returns None where the match is no date after all."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Reading | None]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words before another expression that change what it means: 'the first week of' March, 'since' 2017."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Reading], Reading | None]
    apart: bool = False
    """A day behind it is a date of its own: 'the year ended' 'March 31'."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two expressions that make one interval: 'from' X 'to' Y. `same_sort`: only where both are of one sort."""

    opening: re.Pattern[str] | None
    joint: re.Pattern[str]
    read: Callable[[Reading, Reading], Reading | None]
    same_sort: bool = False


Rule = TypeVar("Rule", Phrase, Prefix)


@dataclass(frozen=True, slots=True)
class Found:
    end: int
    reading: Reading
    last: tuple[int, Reading] | None = None
    """Where a date of its own begins inside, up to the same end, and its reading."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Cost is linear in the text: at each word one bounded set of patterns is tried, nested at most `_DEPTH` deep."""

    first_words: frozenset[str]
    """Lower-case words with which an expression may begin, beside those with digits."""
    starts: re.Pattern[str]
    """What has to stand where an expression begins. As narrow as it can be: trying all the rest costs far more."""
    phrases: tuple[Phrase, ...]
    prefixes: tuple[Prefix, ...]
    pairs: tuple[Pair, ...]
    _starts: re.Pattern[str] = field(init=False)
    _phrases: re.Pattern[str] = field(init=False)
    _prefixes: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", re.compile(lowered(self.starts.pattern)))
        for name, patterns in (("_phrases", self.phrases), ("_prefixes", self.prefixes)):
            object.__setattr__(self, name, _each_of([one.pattern for one in patterns]))

    def scan(self, text: str) -> Iterable[tuple[int, int, Reading]]:
        """Start, end and reading of each expression, in order, the longest at each place, never overlapping."""
        position, lower = 0, lowercase(text)
        for word in _WORD.finditer(lower):
            start, first = word.start(), word.group()
            number = first[0].isdigit() or first[-1].isdigit()  # '2023', '25th', 'Q3'
            if start < position or not (number or first in self.first_words):
                continue
            if self._starts.match(lower, start) and (found := self._at(text, lower, start, _DEPTH)):
                if found.last:
                    inner, reading = found.last
                    yield start, start + len(text[start:inner].rstrip()), found.reading
                    yield inner, found.end, replace(reading, sort=CLOSE)
                else:
                    yield start, found.end, found.reading
                position = found.end

    def _at(self, text: str, lower: str, position: int, depth: int) -> Found | None:
        single = self._single(text, lower, position, depth)
        best = single
        for pair in self.pairs:
            found = self._pair(pair, text, lower, position, single, depth)
            if found and (best is None or found.end > best.end):
                best = found
        return best

    def _single(self, text: str, lower: str, position: int, depth: int) -> Found | None:
        best = None
        for phrase in _matching(self.phrases, self._phrases, lower, position):
            match = phrase.pattern.match(text, position)
            if match and (best is None or match.end() > best.end) and (reading := phrase.read(match)):
                best = Found(match.end(), reading)
        if depth:
            for prefix in _matching(self.prefixes, self._prefixes, lower, position):
                match = prefix.pattern.match(text, position)
                if match and (inner := self._at(text, lower, match.end(), depth - 1)):
                    reading = prefix.read(match, inner.reading)
                    if reading and (best is None or inner.end > best.end):
                        own = prefix.apart and inner.reading.sort == "day"
                        best = Found(inner.end, reading, (match.end(), inner.reading) if own else None)
        return best

    def _pair(self, pair: Pair, text: str, lower: str, position: int, single: Found | None, depth: int) -> Found | None:
        first = single
        if pair.opening:
            opening = pair.opening.match(text, position)
            first = self._single(text, lower, opening.end(), depth - 1) if opening and depth else None
        if first is None:
            return None
        joint = pair.joint.match(text, first.end)
        second = self._single(text, lower, joint.end(), min(depth, 1)) if joint else None
        if second is None or (pair.same_sort and first.reading.sort != second.reading.sort):
            return None
        reading = pair.read(first.reading, second.reading)
        return Found(second.end, reading) if reading else None


def _matching(rules: Sequence[Rule], each: re.Pattern[str], lower: str, position: int) -> Iterable[Rule]:
    """Those of `rules` that match at the position, told by one match of `each` of them."""
    match = each.match(lower, position)
    return compress(rules, match.groups()) if match else ()


CLOSE = "close"
"""Sort of the day that ends a period told just before it."""
_DEPTH = 2
_WORD = re.compile(r"(?<![\w$€£#/.,:-])\w+")  # '$2019', '1,984' and 'C-31' hold no date


def first_words(*names: Iterable[str]) -> frozenset[str]:
    return frozenset(found[0].casefold() for name in chain(*names) if (found := re.match(r"\w+", name)))


def preceding_word(match: re.Match[str]) -> str:
    """The word before the match, lower-case, or the mark where there is one; '' at the start of a paragraph."""
    found = re.search(
        r"([\w'’]{1,25}|[^\w\s])[ \t\u00a0\u202f]{0,2}\Z", match.string[max(0, match.start() - 27) : match.start()]
    )
    return found[1].casefold() if found else ""


def following_word(match: re.Match[str]) -> str:
    """The word or mark after the match as written; '' at the end of a paragraph."""
    found = re.match(r"[ \t\u00a0\u202f]{0,2}([\w'’-]{1,30}|[^\w\s]?)", match.string[match.end() : match.end() + 32])
    return found[1] if found else ""
