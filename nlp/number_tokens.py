"""One number of a text, and the tokens that the number grammar walks over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from nlp.number_words import CODE_SIGNS, CODED_SCALES, WORDS

Kind = Literal["cardinal", "fraction", "ratio", "multiple", "vague"]

# The scale of `48.5 MGBP` or `20 kEUR` is apart from its code.
_TOKEN = re.compile(rf"\d+|[{''.join(CODED_SCALES)}](?=(?:{'|'.join(sorted(CODE_SIGNS))})(?![^\W_]))|[^\W\d_]+|\S")


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text, at Python character offsets (`end` exclusive) that include its sign and scale."""

    start: int
    end: int
    value: float
    high: float | None = None
    """The upper end of a range."""
    kind: Kind = "cardinal"
    about: bool = False
    """The word itself says about: `une trentaine`, `dozens`."""
    sign: str | None = None
    """Currency sign as written, without spaces: `$`, `US$`, `M$` gives `$`."""
    percent: bool = False
    word: str | None = None
    """The single word it is written in, lower-case: `one`, `un`, `doubled`."""
    link: str | None = None
    """What joins the ends of a range: `between`, `from`, `to`, `or` or `-`, whatever the language."""
    parts: tuple[Number, Number] | None = None
    """The ends of a range as numbers of their own."""
    scaled: bool = False
    """A scale word was written."""


class _Token(NamedTuple):
    text: str
    start: int
    end: int


class Tokens:
    """A text cut into digits, words and single characters, lower-case."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.words = WORDS[language]
        self.tokens = [_Token(m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]

    def at(self, i: int) -> str:
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def written(self, i: int) -> str:
        """Token i with its capitals."""
        return self.text[self.tokens[i].start : self.tokens[i].end] if 0 <= i < len(self.tokens) else ""

    def adjacent(self, i: int) -> bool:
        """No space between tokens i-1 and i."""
        return 0 < i < len(self.tokens) and self.tokens[i - 1].end == self.tokens[i].start

    def make(self, i: int, end: int, value: float, **more: object) -> Number:
        word = self.at(i) if end == i + 1 and not self.at(i)[0].isdecimal() else None
        fields: dict[str, Any] = {"word": word, **more}
        return Number(self.tokens[i].start, self.tokens[end - 1].end, float(value), **fields)
