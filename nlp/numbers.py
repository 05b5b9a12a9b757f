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

from nlp.number_cardinals import Cardinals
from nlp.number_ranges import Ranges
from nlp.number_tokens import Number
from nlp.number_words import (
    FRACTION_FOLLOWERS,
    FRACTION_OPENERS,
    HYPHENS,
    MINUS_SIGNS,
    MULTIPLE_NOUNS,
    NOT_AFTER_HALF,
    NOT_AFTER_TIERS,
    NOT_BEFORE_FRACTION,
    ORDINALS,
    VULGAR,
    tens,
)

__all__ = ["Number", "read_numbers"]


def read_numbers(text: str, language: str = "en") -> list[Number]:
    """All numbers of `text` in order, without overlap. `language` is `en` or `fr`; others are read as English."""
    reader = _Reader(text, "fr" if language == "fr" else "en")
    return reader.ranges(reader.singles())


class _Reader(Cardinals, Ranges):
    def singles(self) -> list[tuple[Number, int, int]]:
        """Numbers with the indices of their first token and the token after them."""
        found: list[tuple[Number, int, int]] = []
        i = 0
        while i < len(self.tokens):
            read = self.vague(i) or self.multiple(i) or self.fraction_word(i) or self.number(i)
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
                end, number = self.sign_after(end, number)
                found.append((number, first, end))
            i = end
        return found

    def make(self, i: int, end: int, value: float, **more: object) -> Number:
        word = self.at(i) if end == i + 1 and not self.at(i)[0].isdecimal() else None
        number = Number(self.tokens[i].start, self.tokens[end - 1].end, float(value), word=word)
        return replace(number, **more) if more else number  # pyright: ignore[reportArgumentType]

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
            if w == "couple":
                return self.make(first, k + 1, 2 * scale, about=True, word=None), k + 1
            low, high = words.vague.get(self.at(k), tens(scale)) if scale != 12 else (12, 120)
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
        if w in MULTIPLE_NOUNS and self.at(i - 1) in ("the", "le", "than", "nearly", "almost", "about"):
            follower = self.at(i + 1)
            if self.language == "fr" or follower in ("the", "that", "its", "what", "last", ".", ",", ";"):
                return self.make(i, i + 1, MULTIPLE_NOUNS[w], kind="multiple"), i + 1
        return None

    def fraction_word(self, i: int) -> tuple[Number, int] | None:
        """`half`, `a third`, `la moitié`, `le quart`; with a scale `half a million`. Not `two-thirds`: see `number`."""
        w, words, first = self.at(i), self.words, i
        if w in FRACTION_OPENERS[self.language] and self.at(i + 1) in words.denominators:
            if self.at(i + 1) == "moitié" and w != "la":
                return None
            i, w = i + 1, self.at(i + 1)
        elif w in ("one", "un", "une") and self.at(i + 1) in HYPHENS and self.at(i + 2) in words.denominators:
            i, w = i + 2, self.at(i + 2)
        elif w not in ("half", "moitié", "demi", "quarter") or w not in words.denominators:
            return None
        if self.at(first - 1) in NOT_BEFORE_FRACTION:
            return None
        scaled = self.fraction_of_scale(first, i, 1 / words.denominators[w])
        if scaled:
            return scaled
        if not self.is_share(first, i):
            return None
        return self.make(first, i + 1, 1 / words.denominators[w], kind="fraction"), i + 1

    def fraction_of_scale(self, first: int, i: int, share: float) -> tuple[Number, int] | None:
        """`half a million`, `three quarters billion`, `deux tiers de million`; `i` is the denominator."""
        k = i + 1
        if self.at(k) in self.words.of:
            k += 1
        if self.at(k) in ("a", "an"):
            k += 1
        scale = self.words.scales.get(self.at(k))
        if scale is None or (k == i + 1 and self.at(k) in self.words.vague):
            return None
        return self.make(first, k + 1, share * scale, scaled=True), k + 1

    def is_share(self, first: int, i: int) -> bool:
        w, after, openers = self.at(i), self.at(i + 1), FRACTION_OPENERS[self.language]
        bare = first == i
        if w == "half":
            return after not in NOT_AFTER_HALF and not (after in HYPHENS and self.adjacent(i + 1))
        if w in ("demi", "demie", "demis", "demies", "moitié"):
            return not bare or w == "moitié"
        if w == "tiers":
            return after not in NOT_AFTER_TIERS and self.at(first) in openers - {"les", "une"}
        if bare:
            return False
        if self.at(first) in ("one", "a") and w == "quarter" and after in NOT_BEFORE_FRACTION:
            return False
        if self.language == "fr" and w != "quart":
            if self.at(first) not in ("un", "le"):
                return False
            return after in FRACTION_FOLLOWERS["fr"] or not after.isalpha()
        if self.at(first) == "one" and w != "quarter":
            return True
        return after in FRACTION_FOLLOWERS[self.language] or not after.isalpha()

    def number(self, i: int) -> tuple[Number | None, int] | None:
        """A cardinal with what may follow it: a decimal in words, a denominator, `and a half`."""
        first, minus = i, 1
        if (
            self.at(i) in self.words.minus and self.is_numeral(i + 1) and (self.at(i) != "moins" or self.is_cold(i))
        ) or (self.at(i) and self.at(i) in MINUS_SIGNS and self.is_minus(i)):
            minus, i = -1, i + 1
        if self.at(i) in VULGAR:
            return self.make(first, i + 1, minus * VULGAR[self.at(i)], word=None), i + 1
        round_word = self.round(i)
        if round_word:
            return round_word
        if self.at(i) in self.words.article:
            if self.at(i + 1) not in self.words.hundred and self.at(i + 1) not in self.words.scales:
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
        value, end = self.and_fraction(end, value, scaled)
        if self.at(end) in HYPHENS and self.at(end + 1) == "fold":
            return self.make(first, end + 2, value, kind="multiple", word=None), end + 2
        if self.at(end) == "fold" and self.adjacent(end):
            return self.make(first, end + 1, value, kind="multiple", word=None), end + 1
        return self.make(first, end, minus * value, scaled=scaled), end

    def round(self, i: int) -> tuple[Number, int] | None:
        """`une trentaine`. A quarantaine is a quarantine and a quinzaine a fortnight unless `de` follows."""
        if self.at(i) not in ("un", "une") or self.at(i + 1) not in self.words.round:
            return None
        if self.at(i + 1) in ("quarantaine", "quinzaine") and self.at(i + 2) not in self.words.of:
            return None
        value = self.words.round[self.at(i + 1)]
        if self.at(i + 2) in self.words.of and self.at(i + 3) in self.words.scales:
            scale = self.words.scales[self.at(i + 3)]
            return self.make(i, i + 4, value * scale, about=True, scaled=True), i + 4
        return self.make(i, i + 2, value, about=True), i + 2

    def denominator(self, i: int, end: int, value: float, words_only: bool) -> tuple[Number | None, int] | None:
        """`two-thirds`, `3/4`, `five eighths`; None as number for an ordinal (`twenty-fifth`)."""
        denominators = self.words.denominators
        if not words_only:
            if (
                self.at(end) == "/"
                and self.at(end + 1).isdecimal()
                and self.at(end + 2) != "/"
                and self.at(i - 1) != "/"
                and int(self.at(end + 1)) in (2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100)
                and value < int(self.at(end + 1))
            ):
                return self.make(i, end + 2, value / int(self.at(end + 1)), kind="fraction", word=None), end + 2
            if self.at(end) in VULGAR:
                return self.make(i, end + 1, value + VULGAR[self.at(end)], word=None), end + 1
            if self.at(end).isdecimal() and self.at(end + 1) == "/" and self.at(end + 2) in ("2", "3", "4", "8"):
                share = int(self.at(end)) / int(self.at(end + 2))
                return (self.make(i, end + 3, value + share, word=None), end + 3) if share < 1 else None
        k = end + 1 if self.at(end) in HYPHENS and self.at(end) else end
        w = self.at(k)
        if words_only and k > end and w in ORDINALS:
            return None, k + 1
        if w not in denominators:
            return None
        bottom = denominators[w]
        plural = w.endswith(("s", "ves"))
        if words_only and 3 <= bottom < 100 and w not in ("quarter", "quarters", "quart", "quarts", "tiers"):
            follows = self.add(value % 1000, bottom if bottom < 20 else 0, fresh=False) is not None
            if follows and self.language == "en":
                return None, k + 1
        if value == 1 and plural and w != "tiers":
            return None
        if value != 1 and not plural:
            return None if w in ("half", "demi", "demie", "quart") else (None, k + 1)
        if w in ("quarters",) and (value == 2 or self.at(i - 1) in NOT_BEFORE_FRACTION):
            return None
        scaled = self.fraction_of_scale(i, k, value / bottom)
        if scaled:
            return scaled
        return self.make(i, k + 1, value / bottom, kind="fraction", word=None), k + 1

    def mixed(self, k: int, value: float) -> tuple[float, int] | None:
        """The rest of `two and three quarters`, from the token after `and`."""
        if value != int(value) or self.at(k) not in self.words.simple:
            return None
        top = self.cardinal(k)
        share = self.denominator(k, top[1], top[0], True) if top is not None else None
        if share is None or share[0] is None or not 0 < share[0].value < 1:
            return None
        return value + share[0].value, share[1]

    def and_fraction(self, end: int, value: float, scaled: bool) -> tuple[float, int]:
        """`two and a half`, `3 millions et demi`, `one million and a half`."""
        if self.at(end + 1) == "et" and self.at(end + 2) in ("demi", "demie") and self.at(end).isalpha():
            # `deux fois et demie`: the noun stands between
            return value + 0.5, end
        if self.at(end) not in self.words.joins:
            return value, end
        k = end + 1
        mixed = self.mixed(k, value)
        if mixed is not None:
            return mixed
        openers = FRACTION_OPENERS[self.language]
        if self.at(k) in openers and self.at(k + 1) in self.words.denominators:
            k += 1
        elif self.at(k) not in ("demi", "demie"):
            return value, end
        share = 1 / self.words.denominators[self.at(k)]
        if scaled and share == 0.5:
            share *= self.last_scale(end)
        return value + share, k + 1
