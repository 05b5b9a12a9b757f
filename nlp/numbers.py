"""Numbers as newspapers write them, in English and French, read from plain text in one pass.

`read_numbers` knows digits with any separator, number words, mixtures of both (`2.5 million`, `2,5 M$`, `$21-billion`),
fractions and ratios (`two-thirds`, `one in three`, `un demandeur sur trois`), multiples (`tripled`), vague plurals
(`dozens`), round words (`une trentaine`) and ranges. Whether a number is a figure at all (or a year, a street, a
score) is for `nlp.figure_filters` to say.

The text is cut into digits, words and single characters; the grammar then walks over these tokens. No pattern
repeats inside a repetition, so the time is proportional to the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["cardinal", "fraction", "ratio", "multiple", "vague"]


@dataclass(frozen=True, slots=True)
class Words:
    """The number words of one language."""

    simple: dict[str, int]
    hundred: frozenset[str]
    scales: dict[str, int]
    """Words that multiply what stands before them."""
    article: frozenset[str]
    """Words that mean one before a scale or a denominator: `a million`, `un quart`."""
    joins: frozenset[str]
    """`and`: within a number after a hundred or a scale, and before a fraction."""
    point: frozenset[str]
    minus: frozenset[str]
    denominators: dict[str, int]
    vague: dict[str, tuple[float, float]]
    """Plurals without a number before them."""
    of: frozenset[str]
    few: frozenset[str]
    """Words that make a following scale vague: `several hundred`, `quelques milliers`."""
    round: dict[str, int]
    multiples: dict[str, int]
    outof: frozenset[str]
    """Words between the two numbers of a ratio."""
    to: frozenset[str]
    between: frozenset[str]
    or_: frozenset[str]
    start: frozenset[str]
    """Words that open a range with `to`: `from`, `de`."""
    grouping: str
    decimal: str


_ORDINALS_EN = (
    "third:3 fourth:4 fifth:5 sixth:6 seventh:7 eighth:8 ninth:9 tenth:10 eleventh:11 twelfth:12 thirteenth:13 "
    "fifteenth:15 sixteenth:16 twentieth:20 thirtieth:30 fortieth:40 fiftieth:50 hundredth:100 thousandth:1000 "
    "millionth:1000000 billionth:1000000000 trillionth:1000000000000"
)
_ORDINALS_FR = (
    "troisième:3 quatrième:4 cinquième:5 sixième:6 septième:7 huitième:8 neuvième:9 dixième:10 douzième:12 "
    "quinzième:15 vingtième:20 trentième:30 cinquantième:50 centième:100 millième:1000 millionième:1000000 "
    "milliardième:1000000000 billionième:1000000000000"
)


def _table(text: str) -> dict[str, int]:
    return {word: int(value) for word, value in (pair.split(":") for pair in text.split())}


def _plurals(table: dict[str, int]) -> dict[str, int]:
    return table | {word + "s": value for word, value in table.items()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _tens(low: int) -> tuple[float, float]:
    return float(low), float(low * 10)


_SHORT_SCALES = {"mn": 10**6, "mln": 10**6, "mm": 10**6, "bn": 10**9, "tn": 10**12, "md": 10**9, "mds": 10**9}

WORDS: dict[str, Words] = {
    "en": Words(
        simple=_table(
            "zero:0 nought:0 naught:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 "
            "twelve:12 thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 "
            "thirty:30 forty:40 fifty:50 sixty:60 seventy:70 eighty:80 ninety:90"
        ),
        hundred=_words("hundred"),
        scales=_table("thousand:1000 lakh:100000 million:1000000 crore:10000000 billion:1000000000")
        | {"trillion": 10**12, "quadrillion": 10**15, "dozen": 12, "dozens": 12, "dz": 12, "dzs": 12},
        article=_words("a an"),
        joins=_words("and"),
        point=_words("point"),
        minus=_words("minus negative"),
        denominators=_plurals(_table("quarter:4 " + _ORDINALS_EN)) | {"half": 2, "halves": 2},
        vague={
            "dozens": (12, 120),
            "scores": (20, 200),
            "tens": _tens(10),
            "hundreds": _tens(100),
            "thousands": _tens(1000),
            "millions": _tens(10**6),
            "billions": _tens(10**9),
            "trillions": _tens(10**12),
        },
        of=_words("of"),
        few=_words("several few many couple"),
        round={},
        multiples=_table(
            "doubled:2 doubling:2 doubles:2 twofold:2 tripled:3 tripling:3 triples:3 trebled:3 trebling:3 threefold:3 "
            "quadrupled:4 quadrupling:4 fourfold:4 quintupled:5 fivefold:5 sixfold:6 sevenfold:7 eightfold:8 "
            "ninefold:9 tenfold:10 hundredfold:100"
        ),
        outof=_words("in of"),
        to=_words("to"),
        between=_words("between"),
        or_=_words("or"),
        start=_words("from"),
        grouping=",",
        decimal=".",
    ),
    "fr": Words(
        simple=_table(
            "zéro:0 zero:0 un:1 une:1 deux:2 trois:3 quatre:4 cinq:5 six:6 sept:7 huit:8 neuf:9 dix:10 onze:11 "
            "douze:12 treize:13 quatorze:14 quinze:15 seize:16 vingt:20 vingts:20 trente:30 quarante:40 cinquante:50 "
            "soixante:60 septante:70 huitante:80 octante:80 nonante:90"
        ),
        hundred=_words("cent cents"),
        scales=_table("mille:1000 lakh:100000 million:1000000 crore:10000000 milliard:1000000000 billion:1000000000000")
        | {"millions": 10**6, "milliards": 10**9, "billions": 10**12, "milliers": 1000, "millier": 1000}
        | {"douzaine": 12, "douzaines": 12},
        article=frozenset(),
        joins=_words("et"),
        point=_words("virgule"),
        minus=_words("moins négative négatif"),
        denominators=_plurals(
            _table("demi:2 demie:2 quart:4 moitié:2 " + _ORDINALS_FR + " " + _ORDINALS_FR.replace("è", "e"))
        )
        | {"tiers": 3},
        vague={
            "dizaines": _tens(10),
            "douzaines": (12, 120),
            "centaines": _tens(100),
            "milliers": _tens(1000),
            "millions": _tens(10**6),
            "milliards": _tens(10**9),
        },
        of=_words("de d"),
        few=_words("quelques plusieurs"),
        round=_table(
            "dizaine:10 douzaine:12 quinzaine:15 vingtaine:20 trentaine:30 quarantaine:40 cinquantaine:50 "
            "soixantaine:60 centaine:100 millier:1000"
        ),
        multiples=_table(
            "doublé:2 doublée:2 doublés:2 doubler:2 doublera:2 doublent:2 doublant:2 triplé:3 triplée:3 tripler:3 "
            "triplera:3 triplent:3 triplant:3 quadruplé:4 quadrupler:4 quadruplent:4 quintuplé:5 décuplé:10 décupler:10"
        ),
        outof=_words("sur"),
        to=_words("à"),
        between=_words("entre"),
        or_=_words("ou"),
        start=_words("de"),
        grouping=".",
        decimal=",",
    ),
}

# Nouns after a definite article: `le triple`, `the double`.
_MULTIPLE_NOUNS = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
_FRACTION_OPENERS = {"en": _words("a an one"), "fr": _words("un une le la les du au l")}
# After `a third`, one of these, or no word at all, says that it is a share and not the third of a row.
_FRACTION_FOLLOWERS = {
    "en": _words("of to more less fewer higher lower as in from were are have had was is and or than by said would"),
    "fr": _words("de des du d à plus moins ont sont était étaient est a et ou en sera seront"),
}
# `first half`, `third quarter`: a part of a match or of a year.
_NOT_BEFORE_FRACTION = _words(
    "first second third fourth latter other last next past this previous fiscal final earlier each every per "
    "consecutive straight best top northern southern eastern western"
)
_NOT_AFTER_HALF = _words("time way staff mast brother sister light term life court back volley baked hearted")
_NOT_AFTER_TIERS = _words("pays parti partis monde")
_TIME_UNITS = _words(
    "second seconds minute minutes hour hours day days week weeks month months year years decade decades night nights "
    "seconde secondes heure heures jour jours semaine semaines mois an ans année années"
)
# Words that may stand between the numbers of a ratio: `19 times out of 20`, `un demandeur sur trois`.
_SPACES = "\u00a0\u202f\u2009\u2007\u2008 "
_CURRENCY_SIGNS = "$€£¥₹₽₩₪₺฿₡₭"
_SIGN_LETTERS = _words("us u.s ca c can cdn cad a au aud nz nzd hk hkd s nt usd mxn r ps")
# Codes written against the number: `AUD1.5m`, `RM23.50`.
_CODE_SIGNS = _words("USD CAD AUD NZD HKD SGD EUR GBP JPY CNY INR CHF RM Rs")
_MINUS_SIGNS = "-\u2212\u2013"
_HYPHENS = "-\u2010\u2011"
_DASHES = _HYPHENS + "\u2013\u2014\u2212"
_VULGAR = {
    "½": 0.5,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 0.25,
    "¾": 0.75,
    "⅕": 0.2,
    "⅛": 0.125,
    "⅜": 0.375,
    "⅝": 0.625,
    "⅞": 0.875,
}
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")


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


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def _looks_like_year(text: str, number: Number) -> bool:
    return 1800 <= number.value <= 2100 and number.sign is None and text[number.start : number.end].isdigit()


def read_numbers(text: str, language: str = "en") -> list[Number]:
    """All numbers of `text` in order, without overlap. `language` is `en` or `fr`; others are read as English."""
    reader = _Reader(text, "fr" if language == "fr" else "en")
    return reader.ranges(reader.singles())


class _Reader:
    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.words = WORDS[language]
        self.tokens = [_Token(m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]

    def at(self, i: int) -> str:
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def adjacent(self, i: int) -> bool:
        """No space between tokens i-1 and i."""
        return 0 < i < len(self.tokens) and self.tokens[i - 1].end == self.tokens[i].start

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
                first, number = self.sign_before(i, number)
                end, number = self.sign_after(end, number)
                found.append((number, first, end))
            i = end
        return found

    # Single numbers. Each reader returns (number, index after it), or None where there is none. A number of None
    # with an index says: skip this, it is something else (an ordinal).

    def make(self, i: int, end: int, value: float, **more: object) -> Number:
        word = self.at(i) if end == i + 1 and not self.at(i)[0].isdigit() else None
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
            low, high = words.vague.get(self.at(k), _tens(scale)) if scale != 12 else (12, 120)
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
        if w in _MULTIPLE_NOUNS and self.at(i - 1) in ("the", "le", "than", "nearly", "almost", "about"):
            follower = self.at(i + 1)
            if self.language == "fr" or follower in ("the", "that", "its", "what", "last", ".", ",", ";"):
                return self.make(i, i + 1, _MULTIPLE_NOUNS[w], kind="multiple"), i + 1
        return None

    def fraction_word(self, i: int) -> tuple[Number, int] | None:
        """`half`, `a third`, `la moitié`, `le quart`; with a scale `half a million`. Not `two-thirds`: see `number`."""
        w, words, first = self.at(i), self.words, i
        if w in _FRACTION_OPENERS[self.language] and self.at(i + 1) in words.denominators:
            if self.at(i + 1) == "moitié" and w != "la":
                return None
            i, w = i + 1, self.at(i + 1)
        elif w in ("one", "un", "une") and self.at(i + 1) in _HYPHENS and self.at(i + 2) in words.denominators:
            i, w = i + 2, self.at(i + 2)
        elif w not in ("half", "moitié", "demi", "quarter"):
            return None
        if self.at(first - 1) in _NOT_BEFORE_FRACTION:
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
        w, after, openers = self.at(i), self.at(i + 1), _FRACTION_OPENERS[self.language]
        bare = first == i
        if w == "half":
            return after not in _NOT_AFTER_HALF and not (after in _HYPHENS and self.adjacent(i + 1))
        if w in ("demi", "demie", "demis", "demies", "moitié"):
            return not bare or w == "moitié"
        if w == "tiers":
            return after not in _NOT_AFTER_TIERS and self.at(first) in openers - {"les", "une"}
        if bare:
            return False
        if self.at(first) in ("one", "a") and w == "quarter" and after in _NOT_BEFORE_FRACTION:
            return False
        if self.language == "fr" and w != "quart":
            if self.at(first) not in ("un", "le"):
                return False
            return after in _FRACTION_FOLLOWERS["fr"] or not after.isalpha()
        if self.at(first) == "one" and w != "quarter":
            return True
        return after in _FRACTION_FOLLOWERS[self.language] or not after.isalpha()

    def number(self, i: int) -> tuple[Number | None, int] | None:
        """A cardinal with what may follow it: a decimal in words, a denominator, `and a half`."""
        first, minus = i, 1
        if self.at(i) in self.words.minus and self.is_numeral(i + 1) and (self.at(i) != "moins" or self.is_cold(i)):
            minus, i = -1, i + 1
        elif self.at(i) and self.at(i) in _MINUS_SIGNS and self.is_minus(i):
            minus, i = -1, i + 1
        if self.at(i) in _VULGAR:
            return self.make(first, i + 1, minus * _VULGAR[self.at(i)], word=None), i + 1
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
        if self.at(end) in _HYPHENS and self.at(end + 1) == "fold":
            return self.make(first, end + 2, value, kind="multiple", word=None), end + 2
        if self.at(end) == "fold" and self.adjacent(end):
            return self.make(first, end + 1, value, kind="multiple", word=None), end + 1
        return self.make(first, end, minus * value, scaled=scaled), end

    def is_cold(self, i: int) -> bool:
        """`moins 20 degrés`, where `au moins 20 personnes` is a bound."""
        return i == 0 or any(self.at(k) in ("degré", "degrés", "°") for k in range(i + 2, i + 5))

    def is_minus(self, i: int) -> bool:
        before_free = i == 0 or not self.adjacent(i) or self.at(i - 1) in '(«“"'
        return before_free and (self.at(i + 1)[:1].isdigit() or self.at(i + 1) in (".", ",")) and self.adjacent(i + 1)

    def is_numeral(self, i: int) -> bool:
        w, words = self.at(i), self.words
        if w[:1].isdigit() or w in words.simple or (w in words.hundred and w != "cents"):
            return True
        if self.language == "fr" and w == "mille":
            return True
        # .25 at the start of a number
        return (
            w == self.words.decimal == "."
            and self.at(i + 1).isdigit()
            and self.adjacent(i + 1)
            and not self.adjacent(i)
        )

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

    def digits(self, i: int) -> tuple[float, int] | None:
        """Digits with their separators. Groups have three digits (two in Indian style before the last)."""
        if self.at(i) == "." and self.at(i + 1).isdigit():
            return float("0." + self.at(i + 1)), i + 2
        if not self.at(i).isdigit():
            return None
        groups, seps, end = [self.at(i)], [], i + 1
        while (
            self.at(end + 1).isdigit() and self.at(end) in (",", ".") and self.adjacent(end) and self.adjacent(end + 1)
        ):
            seps.append(self.at(end))
            groups.append(self.at(end + 1))
            end += 2
        if not seps:
            groups, end = self.spaced(i)
            seps = [" "] * (len(groups) - 1)
            if (
                self.at(end) in (",", ".")
                and self.at(end + 1).isdigit()
                and self.adjacent(end)
                and self.adjacent(end + 1)
                and seps
            ):
                return float("".join(groups) + "." + self.at(end + 1)), end + 2
        return self.separated(groups, seps), end

    def spaced(self, i: int) -> tuple[list[str], int]:
        groups, end = [self.at(i)], i + 1
        while (
            1 <= len(groups[0]) <= 3
            and groups[0][0] != "0"
            and len(self.at(end)) == 3
            and self.at(end).isdigit()
            and self.tokens[end].start - self.tokens[end - 1].end == 1
            and self.text[self.tokens[end - 1].end] in _SPACES + "'’"
        ):
            groups.append(self.at(end))
            end += 1
        return groups, end

    def separated(self, groups: list[str], seps: list[str]) -> float:
        if not seps or seps[0] == " ":
            return float("".join(groups))
        grouping, decimal = self.words.grouping, self.words.decimal
        if len(set(seps)) == 2 and seps[-1] not in seps[:-1]:
            # 1,234.5 and 1.234,5 say themselves which is which
            return float("".join(groups[:-1]) + "." + groups[-1])
        full = all(2 <= len(g) <= 3 for g in groups[1:]) and len(groups[-1]) == 3 and groups[0] not in ("0", "00")
        if len(seps) > 1:
            return float("".join(groups))
        if full and len(groups[0]) <= 3 and seps[0] == grouping:
            return float("".join(groups))
        if seps[0] == grouping and grouping == ",":
            return float("".join(groups)) if len(groups[1]) > 2 else float(".".join(groups))
        _ = decimal
        return float(".".join(groups))

    def cardinal(self, i: int) -> tuple[float, int, bool, bool] | None:
        """(value, index after it, whether it has a scale word, whether it is words only)."""
        words, total, group, last = self.words, 0.0, 0.0, float("inf")
        scaled, words_only, seen, end = False, True, False, i
        if self.at(i) in words.article:
            group, i, seen, end = 1, i + 1, True, i + 1
        while i < len(self.tokens):
            k, joined = self.skip_join(i, seen, total, group, words_only)
            w = self.at(k)
            if w in words.simple and not (joined and words.simple[w] == 0):
                added = self.add(group, words.simple[w], fresh=not seen or (group == 0 and scaled))
                if added is None:
                    break
                group, seen = added, True
            elif (
                w in words.hundred
                and (0 < group < 100 or not seen or (group == 0 and scaled))
                and w != "cents" * (not seen)
            ):
                group, seen = (group or 1) * 100, True
                last_was_cents = w == "cents"
                if last_was_cents and self.language == "fr" and not self.continues(k + 1):
                    i = end = k + 1
                    break
            elif (scale := self.scale(k, seen, words_only, group)) is not None:
                if scale == 12 and not seen:
                    break
                if scale >= last:
                    break
                if group == 0 and seen and scaled:
                    total, group = total * scale, 0
                else:
                    total, group = total + (group if seen and group else 0 if seen and not group else 1) * scale, 0
                last, scaled, seen = scale, True, True
            elif w[:1].isdigit() or (w == "." and self.is_numeral(k)):
                if seen and not (scaled and self.scale_follows(k, last)):
                    break
                read = self.digits(k)
                if read is None:
                    break
                group, k, seen, words_only = read[0], read[1] - 1, True, False
            else:
                break
            i = end = k + 1
            if seen and self.at(end) in words.point and self.at(end + 1) in words.simple and words_only:
                decimals, end = self.decimals(end + 1)
                group, i = group + decimals, end
        if not seen or end == i == 0:
            return None
        return (total + group, end, scaled, words_only) if end else None

    def continues(self, i: int) -> bool:
        w = self.at(i)
        return w in self.words.simple or w in self.words.scales or w in self.words.hundred or w in ("-", "et")

    def skip_join(self, i: int, seen: bool, total: float, group: float, words_only: bool) -> tuple[int, bool]:
        """Index of the next number word behind a hyphen or an `and` that belongs to the number."""
        w = self.at(i)
        if not seen:
            return i, False
        if w in _HYPHENS and w and (self.adjacent(i) == self.adjacent(i + 1)):
            follower = self.at(i + 1)
            if follower in self.words.scales or (words_only and self.continues(i + 1)):
                if self.language == "fr" and follower == "et":
                    return i + (3 if self.at(i + 2) in _HYPHENS else 2), True
                return i + 1, False
        if w in self.words.joins and words_only:
            follower = self.at(i + 1)
            if self.language == "fr":
                tens = group % 100 in (20, 30, 40, 50, 60, 70, 80, 90)
                if (tens and follower in ("un", "une", "onze")) or (total or group >= 100):
                    return i + 1, True
            elif follower in self.words.simple and (total or group >= 100) and group % 100 == 0:
                return i + 1, True
        return i, False

    def add(self, group: float, v: int, *, fresh: bool) -> float | None:
        """`group` with the word of value v joined to its right, or None where the two are two numbers."""
        if fresh:
            return group + v
        rest = group % 100
        if self.language == "fr":
            if group in (4, 104, 204, 304, 404, 504, 604, 704, 804, 904) and v == 20:
                return group + 76
            fits = (
                (rest == 0 and group > 0 and v > 0)
                or (rest in (20, 30, 40, 50, 70, 90) and 0 < v < 10)
                or (rest in (60, 80) and 0 < v < 20)
                or (rest == 10 and 7 <= v <= 9)
                or (rest in (70, 90) and 0 < v < 10)
            )
        else:
            fits = (rest == 0 and group > 0 and v > 0) or (rest >= 20 and rest % 10 == 0 and 0 < v < 10)
        return group + v if fits else None

    def scale(self, k: int, seen: bool, words_only: bool, group: float) -> int | None:
        w = self.at(k)
        scale = self.words.scales.get(w)
        if scale is not None:
            if not seen and w != "mille":
                return None
            if w in ("billions", "dozens") and self.language == "en" and group <= 1:
                return None
            return scale
        if words_only or not seen:
            return None
        return self.short_scale(k)

    def short_scale(self, k: int) -> int | None:
        """`k`, `M`, `bn` after digits. A lower-case m or b counts only by a currency or before a noun."""
        w, raw = self.at(k), self.text[self.tokens[k].start : self.tokens[k].end] if k < len(self.tokens) else ""
        if w in _SHORT_SCALES and (self.adjacent(k) or self.language == "fr") and (w != "mm" or raw == "MM"):
            return _SHORT_SCALES[w]
        if w not in ("k", "m", "b", "g"):
            return None
        signed = self.at(k + 1)[:1] in _CURRENCY_SIGNS and self.at(k + 1) != ""
        if w == "g":
            return 10**9 if signed else None
        if not self.adjacent(k) and not signed:
            return 1000 if w == "k" and not self.at(k + 1).isalpha() else None
        value = {"k": 1000, "m": 10**6, "b": 10**9}[w]
        if raw.isupper() or w == "k" or signed or self.sign_near(k):
            return value
        follower = self.at(k + 1)
        if w == "b" and not follower.isalpha():
            return value
        return value if follower.isalpha() and follower not in _AFTER_METRES else None

    def sign_near(self, k: int) -> bool:
        """A currency sign within the three tokens before the numeral that ends before k."""
        start = k - 1
        while start > 0 and (self.at(start)[:1].isdigit() or self.at(start) in (",", ".")) and k - start < 8:
            start -= 1
        return bool(self.at(start)) and (
            self.at(start) in _CURRENCY_SIGNS or self.at(start).upper() in _CODE_SIGNS or self.at(start) == "ps"
        )

    def scale_follows(self, k: int, last: float) -> bool:
        read = self.digits(k)
        if read is None:
            return False
        w = self.at(read[1])
        scale = 100 if w in self.words.hundred else self.words.scales.get(w)
        return scale is not None and scale < last

    def decimals(self, i: int) -> tuple[float, int]:
        """Digits after `point`, each a word (`zero eight`) or one number word (`virgule cinquante deux`)."""
        written = ""
        while self.at(i) in self.words.simple and len(written) < 12:
            value = self.words.simple[self.at(i)]
            if written and written[-1] == "0" and len(written) > 1 and value < 10 and written[-2] != "0":
                written = written[:-1] + str(value)
            else:
                written += str(value)
            i += 1
            if self.at(i) in _HYPHENS and self.at(i + 1) in self.words.simple and self.at(i):
                i += 1
        return float("0." + written), i

    def denominator(self, i: int, end: int, value: float, words_only: bool) -> tuple[Number | None, int] | None:
        """`two-thirds`, `3/4`, `five eighths`; None as number for an ordinal (`twenty-fifth`)."""
        denominators = self.words.denominators
        if not words_only:
            if (
                self.at(end) == "/"
                and self.at(end + 1).isdigit()
                and self.at(end + 2) != "/"
                and self.at(i - 1) != "/"
                and int(self.at(end + 1)) in (2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100)
                and value < int(self.at(end + 1))
            ):
                return self.make(i, end + 2, value / int(self.at(end + 1)), kind="fraction", word=None), end + 2
            if self.at(end) in _VULGAR:
                return self.make(i, end + 1, value + _VULGAR[self.at(end)], word=None), end + 1
            if self.at(end).isdigit() and self.at(end + 1) == "/" and self.at(end + 2) in ("2", "3", "4", "8"):
                share = int(self.at(end)) / int(self.at(end + 2))
                return (self.make(i, end + 3, value + share, word=None), end + 3) if share < 1 else None
        k = end + 1 if self.at(end) in _HYPHENS and self.at(end) else end
        w = self.at(k)
        if w not in denominators:
            return None
        bottom = denominators[w]
        plural = w.endswith(("s", "ves"))
        if words_only and 3 <= bottom < 100 and w not in ("quarter", "quarters", "quart", "quarts", "tiers"):
            if self.language == "en" and self.add(value % 1000, bottom if bottom < 20 else 0, fresh=False) is not None:
                return None, k + 1
        if value == 1 and plural and w != "tiers":
            return None
        if value != 1 and not plural:
            return None if w in ("half", "demi", "demie", "quart") else (None, k + 1)
        if w in ("quarters",) and (value == 2 or self.at(i - 1) in _NOT_BEFORE_FRACTION):
            return None
        scaled = self.fraction_of_scale(i, k, value / bottom)
        if scaled:
            return scaled
        return self.make(i, k + 1, value / bottom, kind="fraction", word=None), k + 1

    def and_fraction(self, end: int, value: float, scaled: bool) -> tuple[float, int]:
        """`two and a half`, `3 millions et demi`, `one million and a half`."""
        if self.at(end) not in self.words.joins:
            return value, end
        k = end + 1
        openers = _FRACTION_OPENERS[self.language]
        if self.at(k) in openers and self.at(k + 1) in self.words.denominators:
            k += 1
        elif self.at(k) not in ("demi", "demie"):
            return value, end
        share = 1 / self.words.denominators[self.at(k)]
        if scaled and share == 0.5:
            share *= self.last_scale(end)
        return value + share, k + 1

    def last_scale(self, end: int) -> float:
        return self.words.scales.get(self.at(end - 1), 1)

    # Currency signs

    def sign_before(self, i: int, number: Number) -> tuple[int, Number]:
        k = i - 1
        if self.at(k) and self.at(k) in _CURRENCY_SIGNS and self.tokens[i].start - self.tokens[k].end <= 1:
            sign, start = self.at(k), self.tokens[k].start
            if self.at(k - 1) in _SIGN_LETTERS and self.tokens[k].start - self.tokens[k - 1].end <= 1:
                letters = self.tokens[k - 1]
                # `À US $58` but not `cost us $58` or `gave a $5 tip`: with a space the letters are capitals
                if self.adjacent(k) or self.text[letters.start : letters.end].isupper():
                    if not (letters.text == "a" and not self.adjacent(k)):
                        sign, start, k = letters.text.upper() + sign, letters.start, k - 1
            elif self.at(k - 1) == "." and self.at(k - 2) == "s" and self.at(k - 3) == "." and self.at(k - 4) == "u":
                sign, start, k = "US" + sign, self.tokens[k - 4].start, k - 4
            return k, replace(number, start=start, sign=sign)
        code = self.text[self.tokens[k].start : self.tokens[k].end] if k >= 0 else ""
        if code in _CODE_SIGNS and self.adjacent(i):
            return k, replace(number, start=self.tokens[k].start, sign=code)
        if self.at(k) == "ps" and self.adjacent(i) and self.text[self.tokens[k].start : self.tokens[k].end] == "PS":
            # news wires that know only ASCII write PS for the pound sign
            return k, replace(number, start=self.tokens[k].start, sign="£")
        return i, number

    def sign_after(self, end: int, number: Number) -> tuple[int, Number]:
        w = self.at(end)
        if not w:
            return end, number
        gap = self.tokens[end].start - number.end
        if w == "%" and gap <= 1:
            return end + 1, replace(number, percent=True, end=self.tokens[end].end)
        if w == "°":
            return end, number
        k = end + 1 if w == "de" and self.at(end + 1) in _CURRENCY_SIGNS and self.at(end + 1) else end
        if self.at(k) and self.at(k) in _CURRENCY_SIGNS and gap <= 1 and number.sign is None:
            if self.at(k + 1).isdigit() and self.adjacent(k + 1):
                return end, number
            sign, stop = self.at(k), k + 1
            letters = self.at(stop)
            if (
                letters in ("us", "ca", "can", "cad", "c", "usd", "hk", "au", "nz", "a")
                and self.tokens[stop].start - self.tokens[k].end <= 1
            ):
                if letters != "a" or self.adjacent(stop):
                    sign, stop = letters.upper() + sign, stop + 1
            return stop, replace(number, sign=sign, end=self.tokens[stop - 1].end)
        return end, number

    # Ratios and ranges

    def ranges(self, found: list[tuple[Number, int, int]]) -> list[Number]:
        out: list[Number] = []
        i = 0
        while i < len(found):
            joined = None
            if i + 1 < len(found):
                joined = self.ratio(found[i], found[i + 1]) or self.range(found[i], found[i + 1])
            if joined is not None:
                number, last = joined
                out.append(number)
                i += 2
                # `from $160 to $180 to $200`: the last stands alone
                _ = last
            else:
                out.append(found[i][0])
                i += 1
        return out

    def between_words(self, a_end: int, b_first: int) -> list[str]:
        return [self.at(k) for k in range(a_end, min(b_first, a_end + 8))] if b_first - a_end <= 8 else []

    def ratio(self, a: tuple[Number, int, int], b: tuple[Number, int, int]) -> tuple[Number, int] | None:
        low, high = a[0], b[0]
        if not (low.kind == high.kind == "cardinal" and 0 < low.value < high.value) or low.sign or high.sign:
            return None
        if (
            low.percent
            or high.percent
            or 1900 <= high.value <= 2100
            or high.value > 10**6
            or low.value != int(low.value)
        ):
            return None
        gap = [w for w in self.between_words(a[2], b[1]) if w not in _HYPHENS]
        if self.at(b[2]) in _TIME_UNITS or not gap:
            return None
        if self.language == "fr":
            fits = gap[-1] == "sur" and len(gap) <= 3 and all(w.isalpha() for w in gap)
        else:
            fits = gap in (["in"], ["out", "of"], ["in", "every"], ["of", "every"], ["out", "of", "every"]) or (
                len(gap) <= 4 and gap[-2:] == ["out", "of"] and all(w.isalpha() for w in gap)
            )
        if fits and gap == ["in"] and (high.value > 100 and low.value > 1):
            fits = False
        if not fits:
            return None
        number = Number(low.start, high.end, low.value / high.value, kind="ratio")
        return number, b[2]

    def range(self, a: tuple[Number, int, int], b: tuple[Number, int, int]) -> tuple[Number, int] | None:
        low, high, words = a[0], b[0], self.words
        if low.kind in ("multiple", "vague") or high.kind in ("multiple", "vague"):
            return None
        link = self.range_link(a, b)
        if link is None:
            return None
        if low.percent and not high.percent or (
            _looks_like_year(self.text, low) and (high.percent or not 1000 <= high.value <= 9999)
        ):
            return None
        shared = self.share_scale(low, high)
        if link == "or" and not (shared.value < high.value and high.value <= shared.value * 2 + 1 and not high.percent):
            return None
        if link in ("-", "or", "to") and shared.value >= high.value and link != "to":
            return None
        if bool(low.sign) and not high.sign and high.percent:
            return None
        sign = high.sign if high.sign and (not low.sign or len(high.sign) > len(low.sign)) else low.sign
        number = Number(
            low.start,
            high.end,
            shared.value,
            high=high.value,
            kind=high.kind,
            sign=sign,
            percent=high.percent,
            link=link,
            parts=(replace(shared, sign=sign, percent=high.percent), replace(high, sign=sign)),
            scaled=high.scaled,
        )
        return number, b[2]

    def range_link(self, a: tuple[Number, int, int], b: tuple[Number, int, int]) -> str | None:
        words = self.words
        gap = self.between_words(a[2], b[1])
        gap = [
            w for w in gap if w not in ("about", "nearly", "roughly", "around", "environ", "même", "even", "perhaps")
        ]
        # the unit between the ends: `10 per cent to 15 per cent`
        if gap[:2] in (["per", "cent"], ["pour", "cent"]):
            gap = gap[2:] if self.percent_at(b[2]) else []
        elif gap[:1] in (["percent"], ["pc"], ["pct"]):
            gap = gap[1:] if self.percent_at(b[2]) else []
        before = self.at(a[1] - 1)
        opener = before if before not in ("about", "roughly", "environ", "around") else self.at(a[1] - 2)
        if not gap:
            return None
        if len(gap) == 1:
            if gap[0] in words.to:
                return "from" if opener in words.start or before in words.start else "to"
            if gap[0] in words.joins and (opener in words.between):
                return "between"
            if gap[0] in words.or_:
                return "or"
            if gap[0] in _DASHES:
                return "-"
        if len(gap) <= 3 and all(w in _DASHES or w in words.to for w in gap) and any(w in words.to for w in gap):
            # 15-to-20
            return "to"
        return None

    def percent_at(self, i: int) -> bool:
        return self.at(i) in ("%", "percent", "pc", "pct") or (self.at(i) in ("per", "pour") and self.at(i + 1) == "cent")

    def share_scale(self, low: Number, high: Number) -> Number:
        """`10 to 15 million`: the scale is written once."""
        if low.scaled or not high.scaled or low.value == 0 or low.value >= 1000:
            return low
        for scale in (10**12, 10**9, 10**6, 1000, 100, 12):
            if high.value >= scale:
                if low.value <= high.value / scale and scale != 100:
                    return replace(low, value=low.value * scale, scaled=True)
                return low
        return low


_AFTER_METRES = _words(
    "in of to from at by for with and or on over away long wide high tall deep race sprint dash hurdles freestyle relay "
    "above below behind off north south east west the is was"
)
