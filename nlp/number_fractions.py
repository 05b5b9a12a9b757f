"""Fractions in words and digits, alone, after a whole number (`two and a half`) or of a scale (`half a million`)."""

from __future__ import annotations

from nlp.number_cardinals import Cardinals
from nlp.number_tokens import Number
from nlp.number_words import (
    FRACTION_FOLLOWERS,
    FRACTION_OPENERS,
    HYPHENS,
    NOT_AFTER_HALF,
    NOT_AFTER_TIERS,
    NOT_BEFORE_FRACTION,
    ORDINALS,
    VULGAR,
)


class Fractions(Cardinals):
    def fraction_word(self, i: int) -> tuple[Number, int] | None:
        """`half`, `a third`, `la moitié`, `le quart`; with a scale `half a million`. Not `two-thirds`: see `number`."""
        w, words, first = self.at(i), self.words, i
        if w in ("a", "an", "un") and (compound := self.compound(i + 1)) is not None:
            bottom, end, plural = compound
            shared = not plural and (self.at(end) in words.of or not self.at(end).isalpha())
            return (self.make(i, end, 1 / bottom, kind="fraction"), end) if shared else None
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
        found = self.scale_behind(i)
        return (self.make(first, found[1], share * found[0], scaled=True), found[1]) if found else None

    def scale_behind(self, i: int) -> tuple[int, int] | None:
        """The scale of which token i is a share, and the index after it: `half-million`, `quart de million`."""
        k = i + 1
        if self.at(k) in self.words.of or (self.at(k) in HYPHENS and self.adjacent(k) and self.adjacent(k + 1)):
            k += 1
        if self.at(k) in ("a", "an"):
            k += 1
        scale = self.words.scales.get(self.at(k))
        if scale is None or (k == i + 1 and self.at(k) in self.words.vague):
            return None
        return scale, k + 1

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

    def denominator(self, i: int, end: int, value: float, words_only: bool) -> tuple[Number | None, int] | None:
        """`two-thirds`, `3/4`, `five eighths`; None as number for an ordinal (`twenty-fifth`)."""
        denominators = self.words.denominators
        if words_only and (compound := self.compound(end)) is not None:
            bottom, stop, plural = compound
            return (self.make(i, stop, value / bottom, kind="fraction"), stop) if plural == (value != 1) else None
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
            if follows and self.language == "en" and not (plural and k == end):
                # a hyphen binds the tens: `one hundred thirty-fifths`, where `one hundred and thirty fifths` is 130/5
                tens = self.words.simple.get(self.at(end - 1), 0)
                if not plural or not 0 < tens < value:
                    return None, k + 1
                return self.make(i, k + 1, (value - tens) / (tens + bottom), kind="fraction"), k + 1
        if value == 1 and plural and w != "tiers":
            return None
        if value != 1 and not plural:
            return None if w in ("half", "demi", "demie", "quart") else (None, k + 1)
        if w in ("quarters",) and (value == 2 or self.at(i - 1) in NOT_BEFORE_FRACTION):
            return None
        joined = self.words.simple.get(self.at(end - 1), 0) if self.at(end - 2) in self.words.joins else 0
        if 0 < joined < bottom and joined < value:
            # `five billion and three quarters`
            total, stop = self.with_share(value - joined, end - 2, joined / bottom, k)
            return self.make(i, stop, total, scaled=True), stop
        scaled = self.fraction_of_scale(i, k, value / bottom)
        if scaled:
            return scaled
        return self.make(i, k + 1, value / bottom, kind="fraction", word=None), k + 1

    def compound(self, k: int) -> tuple[float, int, bool] | None:
        """A denominator of several words, from the token after the numerator: `twenty-fifths`, `two-hundredth`.

        Its value, the index after it, and whether it is a plural.
        """
        if self.at(k) in HYPHENS:
            k += 1
        if self.at(k) not in self.words.simple and self.at(k) not in self.words.hundred:
            return None
        first = self.cardinal(k)
        if first is None or not first[3]:
            return None
        value, end, _, _ = first
        end += self.at(end) in HYPHENS and self.adjacent(end)
        w = self.at(end)
        # not a `thirty-second` clip
        bottom = ORDINALS.get(w.removesuffix("s"), 0) if w[:6] != "second" else 0
        bottom = bottom or self.words.denominators.get(w, 0)
        if bottom < 20:
            total = value + bottom if bottom and self.add(value % 1000, bottom, fresh=False) else None
        elif bottom >= 100:
            total = value * bottom if 0 < value < bottom else None
        else:
            total = value + bottom if value % 100 == 0 else None
        if total is None or (self.at(end + 1) in HYPHENS and self.adjacent(end + 1)):
            # `one twenty-first-century army`
            return None
        return total, end + 1, w.endswith("s")

    def with_share(self, value: float, join: int, share: float, k: int) -> tuple[float, int]:
        """`value` with the share whose denominator is token k; token `join` is the `and` between them.

        Of what a share is: of the scale behind it, else of the scale before it.
        """
        behind = self.scale_behind(k)
        if behind is not None:
            return value + share * behind[0], behind[1]
        before = self.last_scale(join)
        return value + share * (before if before >= 10**6 or share == 0.5 else 1), k + 1

    def mixed(self, k: int, value: float) -> tuple[float, int] | None:
        """The rest of `two and three quarters`, from the token after `and`."""
        if value != int(value) or self.at(k) not in self.words.simple:
            return None
        top = self.cardinal(k)
        share = self.denominator(k, top[1], top[0], True) if top is not None else None
        if share is None or share[0] is None or not 0 < share[0].value < 1:
            return None
        return value + share[0].value, share[1]

    def and_fraction(self, end: int, value: float) -> tuple[float, int]:
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
        return self.with_share(value, end, 1 / self.words.denominators[self.at(k)], k)
