"""Fractions in words and digits, alone, after a whole number (`two and a half`) or of a scale (`half a million`)."""

from __future__ import annotations

from nlp.number_cardinals import Cardinals
from nlp.number_tokens import Number
from nlp.number_words import (
    APOSTROPHES,
    FRACTION_FOLLOWERS,
    FRACTION_OPENERS,
    HYPHENS,
    NOT_AFTER_HALF,
    NOT_AFTER_TIERS,
    NOT_BEFORE_FRACTION,
    ORDINALS,
    SHARED_UNITS,
    SLASHED,
    SLASHES,
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
        elif w not in ("half", "moitié", "demi", "quarter", "quart") or w not in words.denominators:
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
        k = self.past_article(self.past_of(self.past_hyphen(i + 1)))
        scale = self.words.scales.get(self.at(k))
        if scale is None or (k == i + 1 and self.at(k) in self.words.vague):
            return None
        return scale, k + 1

    def past_of(self, k: int) -> int:
        """Behind `of`, `de` or `d'`."""
        if self.at(k) not in self.words.of:
            return k
        return k + 2 if self.at(k + 1) and self.at(k + 1) in APOSTROPHES else k + 1

    def past_article(self, k: int) -> int:
        return self.past_hyphen(k + 1) if self.at(k) in ("a", "an", "un") else k

    def is_share(self, first: int, i: int) -> bool:
        w, after, openers = self.at(i), self.at(i + 1), FRACTION_OPENERS[self.language]
        bare = first == i
        if w == "half":
            hyphen = after in HYPHENS and self.adjacent(i + 1)
            return self.at(i + 2) in SHARED_UNITS if hyphen else after not in NOT_AFTER_HALF
        if w in ("demi", "demie", "demis", "demies", "moitié"):
            return not bare or w == "moitié"
        if w == "tiers":
            return after not in NOT_AFTER_TIERS and self.at(first) in openers - {"les", "une"}
        if bare:
            return w == "quarter" and after in HYPHENS and self.at(i + 2) in SHARED_UNITS
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
            if self.at(end) in SLASHES and self.at(end + 2) != "/" and self.at(i - 1) != "/":
                share = self.slash(end - 1)
                return (self.make(i, end + 2, share, kind="fraction"), end + 2) if share is not None else None
            if self.at(end) in VULGAR:
                total, stop = self.with_share(value, end, VULGAR[self.at(end)], end)
                return self.make(i, stop, total, scaled=stop > end + 1), stop
            k = self.past_hyphen(end)
            share = self.slash(k)
            if share is not None and (k == end or int(self.at(k + 2)) in (2, 4, 8)):
                # `10 1/2`, `2-1/2 million`
                total, stop = self.with_share(value, end, share, k + 2)
                return self.make(i, stop, total, scaled=self.at(stop - 1) in self.words.scales), stop
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
                if not plural or tens >= value:
                    return None, k + 1
                share = (value - tens) / (tens + bottom)
                return self.make(i, k + 1, share, kind="fraction"), k + 1
        if value == 1 and plural and w != "tiers":
            return None
        if w == "quarter" and value == 3 and self.at(k + 1) in HYPHENS and self.at(k + 2) in SHARED_UNITS:
            return self.make(i, k + 1, 0.75, kind="fraction", word=None), k + 1
        if value != 1 and not plural:
            return None if w in ("half", "demi", "demie", "quart") else (None, k + 1)
        if w in ("quarters",) and (value == 2 or self.at(i - 1) in NOT_BEFORE_FRACTION):
            return None
        joined = self.words.simple.get(self.at(end - 1), 0) if self.at(end - 2) in self.words.joins else 0
        if 0 < joined < bottom and joined < value:
            # `five billion and three quarters`
            total, stop = self.with_share(value - joined, end - 2, joined / bottom, k)
            return self.make(i, stop, total), stop
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

    def and_fraction(self, end: int, value: float) -> tuple[float, int]:
        """`value`, whose next token is `end`, with a fraction behind `and`, and the index after that.

        `two and a half`, `two-and-a-half million`, `5 and three-quarters`, `un million et demi`.
        """
        if self.at(end + 1) == "et" and self.at(end + 2) in ("demi", "demie") and self.at(end).isalpha():
            # `deux fois et demie`: the noun stands between
            return value + 0.5, end
        join = self.past_hyphen(end)
        if self.at(join) not in self.words.joins or value != int(value):
            return value, end
        share = self.share_at(self.past_hyphen(join + 1))
        return self.with_share(value, end, *share) if share is not None else (value, end)

    def share_at(self, k: int) -> tuple[float, int] | None:
        """A proper fraction that begins at token k, and the index of its denominator."""
        denominators = self.words.denominators
        below = self.past_hyphen(k + 1)
        if self.at(k) in FRACTION_OPENERS[self.language] and self.at(below) in denominators:
            return 1 / denominators[self.at(below)], below
        if self.at(k) in ("demi", "demie", "quart"):
            return 1 / denominators[self.at(k)], k
        if self.at(k).isdecimal():
            share = self.slash(k)
            return (share, k + 2) if share is not None else None
        top = self.cardinal(k) if self.at(k) in self.words.simple else None
        if top is None:
            return None
        if (compound := self.compound(top[1])) is not None and compound[2] == (top[0] != 1):
            return top[0] / compound[0], compound[1] - 1
        below = self.past_hyphen(top[1])
        bottom = denominators.get(self.at(below), 0)
        return (top[0] / bottom, below) if 0 < top[0] < bottom else None

    def slash(self, k: int) -> float | None:
        """The proper fraction of `3/4` at token k."""
        top, bottom = self.at(k), self.at(k + 2)
        fits = top.isdecimal() and self.at(k + 1) in SLASHES and bottom in SLASHED and int(top) < int(bottom)
        return int(top) / int(bottom) if fits else None

    def with_share(self, value: float, end: int, share: float, k: int) -> tuple[float, int]:
        """`value`, which ends before token `end`, with the share whose denominator is token k.

        `two million and a quarter` is a quarter of a million more, `two and a quarter million` a million times 2.25,
        `one billion and a quarter million` a quarter of a million more.
        """
        before, behind = self.last_scale(end), self.scale_behind(k)
        if behind is None:
            return value + share * (before if before >= 10**6 or share == 0.5 else 1), k + 1
        scale, stop = behind
        return (value + share * scale if before > scale else (value + share) * scale), stop
