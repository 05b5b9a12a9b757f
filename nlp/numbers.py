"""Numbers as newspapers write them, in English and French, read from plain text in one pass.

`read_numbers` knows digits with any separator, number words, mixtures of both (`2.5 million`, `2,5 M$`, `$21-billion`),
fractions and ratios (`two-thirds`, `one in three`, `un demandeur sur trois`), multiples (`tripled`), vague plurals
(`dozens`), round words (`une trentaine`) and ranges. Whether a number is a figure at all (or a year, a street, a
score) is for `nlp.figure_filters` to say.

The text is cut into digits, words and single characters; the grammar then walks over these tokens. No pattern
repeats inside a repetition, so the time is proportional to the length of the text.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from nlp.number_fractions import Fractions
from nlp.number_ranges import Ranges
from nlp.number_tokens import Number
from nlp.number_words import (
    FRACTION_OPENERS,
    GROWING,
    HYPHENS,
    MINUS_SIGNS,
    MULTIPLE_NOUNS,
    ROUND_ADJECTIVES,
    SIZES,
    TWICE,
    VULGAR,
    WORDS,
    tens,
)

__all__ = ["Number", "read_numbers"]


def read_numbers(text: str, language: str = "en") -> list[Number]:
    """All numbers of `text` in order, without overlap. `language` is `en` or `fr`; others are read as English."""
    reader = _Reader(text, "fr" if language == "fr" else "en")
    return reader.ranges(reader.singles())


@cache
def _starts(language: str) -> frozenset[str]:
    """Every word and sign that a number may begin with, digits apart: most words of a text are none."""
    words = WORDS[language]
    fractions = {
        "a",
        "an",
        "one",
        "un",
        "une",
        "half",
        "moitié",
        "demi",
        "quarter",
        "quart",
        *FRACTION_OPENERS[language],
    }
    return frozenset(
        {
            *words.few,
            *words.vague,
            *words.multiples,
            *MULTIPLE_NOUNS,
            *TWICE,
            *fractions,
            *words.minus,
            *MINUS_SIGNS,
            *VULGAR,
        }
        | {*words.article, *words.simple, *words.hundred, "mille", "point", words.decimal}
    )


class _Reader(Fractions, Ranges):
    def singles(self) -> list[tuple[Number, int, int]]:
        """Numbers with the indices of their first token and the token after them."""
        found: list[tuple[Number, int, int]] = []
        starts = _starts(self.language)
        i = 0
        while i < len(self.tokens):
            text = self.tokens[i].text
            if text not in starts and not text[0].isdecimal():
                i += 1
                continue
            if self.at(i) == "cent" and self.at(i - 1) == "pour" and found and found[-1][2] == i - 1:
                # `dix pour cent`
                i += 1
                continue
            read = self.vague(i) or self.multiple(i) or self.fraction_word(i) or self.bare_decimal(i) or self.number(i)
            if read is None:
                i += 1
                continue
            number, end = read
            if number is not None:
                first, signed = self.sign_before(i, number)
                if found and first < found[-1][2]:
                    # the sign belongs to the number before
                    first = i
                else:
                    number = signed
                end, number = self.sign_after(*self.of_one_percent(end, number))
                found.append((number, first, end))
            i = end
        return found

    def vague(self, i: int) -> tuple[Number, int] | None:
        """`thousands`, `tens of thousands`, `several hundred`, `quelques milliers`."""
        w, words = self.at(i), self.words
        if w in words.few:
            k = i + 1
            if w == "couple" and self.at(k) == "of":
                k += 1
            scale = (
                100 if self.at(k) in words.hundred else words.scales.get(self.at(k)) or words.round.get(self.at(k)[:-1])
            )
            if scale is None:
                return None
            first = i - 1 if w in ("few", "couple") and self.at(i - 1) == "a" else i
            if scale < 12000 and (larger := words.scales.get(self.at(k + 1), 0)) > scale:
                # `several hundred thousand`
                scale, k = scale * larger, k + 1
            if w == "couple":
                return self.make(first, k + 1, 2 * scale, about=True, word=None), k + 1
            low, high = tens(scale) if scale != 12 else (12, 120)
            if self.at(k + 1) in words.of and self.at(k + 2) in words.vague:
                # `quelques centaines de milliers`
                factor, k = words.vague[self.at(k + 2)][0], k + 2
                low, high = low * factor, high * factor
            return self.make(first, k + 1, low, high=float(high), kind="vague", about=True, word=None), k + 1
        if w not in words.vague or (self.at(i - 1) in words.denominators and self.language == "fr"):
            return None
        (low, high), end = words.vague[w], i + 1
        if self.at(end) in words.of and self.at(end + 1) in words.vague:
            factor = words.vague[self.at(end + 1)][0]
            low, high, end = low * factor, high * factor, end + 2
        elif w == "tens":
            return None
        return self.make(i, end, low, high=float(high), kind="vague", about=True), end

    def multiple(self, i: int) -> tuple[Number, int] | None:
        w = self.at(i)
        if w in self.words.multiples:
            return self.make(i, i + 1, self.words.multiples[w], kind="multiple"), i + 1
        before, follower = self.at(i - 1), self.at(i + 1)
        factor = MULTIPLE_NOUNS.get(w)
        if factor and before in ("the", "le", "du", "than", "nearly", "almost", "about"):
            if self.language == "en" and follower not in ("the", "that", "its", "what", "last", ".", ",", ";"):
                factor = None
        elif factor and self.language == "fr":
            factor = factor if before in GROWING else None
        elif factor or w in TWICE:
            factor = (factor or TWICE[w]) if self.is_compared(i + 1) else None
        return (self.make(i, i + 1, factor, kind="multiple"), i + 1) if factor else None

    def is_compared(self, i: int) -> bool:
        """`as many`, `the number`, `its usual` behind `twice` or `double`."""
        word, following = self.at(i), self.at(i + 1)
        if word == "as":
            return following in ("many", "much")
        return word in ("its", "their", "what") or (word == "the" and following in SIZES)

    def of_one_percent(self, end: int, number: Number) -> tuple[int, Number]:
        """`three quarters of one per cent`, `un dixième de 1 %`: the share is in percent."""
        k = self.past_of(end)
        if number.kind != "fraction" or k == end or self.at(k) not in ("one", "a", "1", "un"):
            return end, number
        if not self.percent_at(k + 1):
            return end, number
        return k + 1, replace(number, end=self.tokens[k].end)

    def bare_decimal(self, i: int) -> tuple[Number, int] | None:
        """`point five per cent`, `point zero eight`; elsewhere a point is a matter: `point two of the plan`."""
        if self.language != "en" or self.at(i) != "point" or self.at(i + 1) not in self.words.simple:
            return None
        value, end = self.decimals(i + 1)
        if self.words.simple[self.at(i + 1)] and not self.percent_at(end):
            return None
        return self.make(i, end, value), end

    def number(self, i: int) -> tuple[Number | None, int] | None:
        """A cardinal with what may follow it: a decimal in words, a denominator, `and a half`."""
        first, minus = i, 1
        if (
            self.at(i) in self.words.minus and self.is_numeral(i + 1) and (self.at(i) != "moins" or self.is_cold(i))
        ) or (self.at(i) and self.at(i) in MINUS_SIGNS and self.is_minus(i)):
            minus, i = -1, i + 1
        elif self.at(i) in self.words.minus and self.at(i + 1) in HYPHENS and self.is_numeral(i + 2):
            # `a minus-4 degree day`
            minus, i = -1, i + 2
        if self.at(i) in VULGAR:
            share, scaled = VULGAR[self.at(i)], self.fraction_of_scale(first, i, VULGAR[self.at(i)])
            return scaled or (self.make(first, i + 1, minus * share, word=None), i + 1)
        round_word = self.round(i)
        if round_word:
            return round_word
        if self.at(i) in self.words.article:
            if self.at(i + 1) not in self.words.hundred | self.words.scales.keys() and self.group(i + 1) is None:
                return None
            if self.at(i + 1) in self.words.vague and self.at(i + 1) != "dozen":
                return None
        elif not self.is_numeral(i):
            return None
        cardinal = self.cardinal(i)
        if cardinal is None:
            return None
        value, end, scaled, words_only = cardinal
        after = self.denominator(i, end, value, words_only)
        if after is not None:
            number, end = after
            return (
                replace(number, start=self.tokens[first].start, value=minus * number.value) if number else None
            ), end
        value, end = self.and_fraction(end, value)
        scaled = scaled or self.at(end - 1) in self.words.scales
        if self.at(end) in HYPHENS and self.at(end + 1) == "fold":
            return self.make(first, end + 2, value, kind="multiple", word=None), end + 2
        if self.at(end) == "fold" and self.adjacent(end):
            return self.make(first, end + 1, value, kind="multiple", word=None), end + 1
        return self.make(first, end, minus * value, scaled=scaled), end

    def round(self, i: int) -> tuple[Number, int] | None:
        """`une trentaine`. A quarantaine is a quarantine and a quinzaine a fortnight unless `de` follows."""
        k = i + 2 if self.at(i + 1) in ROUND_ADJECTIVES else i + 1
        if self.at(i) not in ("un", "une") or self.at(k) not in self.words.round:
            return None
        if self.at(k) in ("quarantaine", "quinzaine") and self.at(k + 1) not in self.words.of:
            return None
        value = self.words.round[self.at(k)]
        if self.at(k + 1) in self.words.of and self.at(k + 2) in self.words.scales:
            scale = self.words.scales[self.at(k + 2)]
            return self.make(i, k + 3, value * scale, about=True, scaled=True), k + 3
        return self.make(i, k + 1, value, about=True), k + 1
