"""A number beside a person's name: an age, or the number on a shirt or of a rating, which is no figure."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Doc

from nlp.extensions import text_of
from nlp.figure_filters import Words
from nlp.number_words import word_set
from nlp.numbers import Number

_POSITIONS = word_set(
    "quarterback linebacker receiver cornerback tackle guard forward center centre goaltender goalkeeper goalie winger "
    "defenseman defenceman defender midfielder striker pitcher catcher shortstop baseman outfielder fielder safety"
)
_YOUNGEST, _OLDEST = 16, 99
_BEST_RATING = 10


def beside_name(doc: Doc, number: Number, words: Words, names: set[int]) -> Literal["age", "label"] | None:
    """`label` for `Dana Miller (4) throws` and `Max Weber: 6`, `age` for `Anna Keller 44 has won`; `names` are the
    ends of the persons' names in the text."""
    text = text_of(doc)
    if not text[number.start : number.end].isdecimal() or number.value > _OLDEST:
        return None
    if number.start - 2 in names:
        gap = text[number.start - 2 : number.start]
        if gap == " (" and words.ahead(1) == ")":
            return "label" if number.value < _YOUNGEST or _POSITIONS & set(words.before) else None
        return "label" if gap == ": " and number.value <= _BEST_RATING and not words.raw_ahead(1).islower() else None
    if number.start - 1 in names and number.value >= _YOUNGEST:
        following = doc.char_span(number.end + 1, number.end + 1 + len(words.ahead(1)))
        return "age" if following is not None and following[0].tag_ in ("VBZ", "VBD", "MD") else None
    return None
