"""The number words of English and French, as tables for `nlp.numbers`."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import numeric


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
    "fourteenth:14 fifteenth:15 sixteenth:16 seventeenth:17 eighteenth:18 nineteenth:19 twentieth:20 thirtieth:30 "
    "fortieth:40 fiftieth:50 sixtieth:60 seventieth:70 eightieth:80 ninetieth:90 hundredth:100 thousandth:1000 "
    "millionth:1000000 billionth:1000000000 trillionth:1000000000000"
)
_ORDINALS_FR = (
    "troisième:3 quatrième:4 cinquième:5 sixième:6 septième:7 huitième:8 neuvième:9 dixième:10 onzième:11 "
    "douzième:12 treizième:13 quatorzième:14 quinzième:15 seizième:16 vingtième:20 trentième:30 quarantième:40 "
    "cinquantième:50 soixantième:60 centième:100 millième:1000 millionième:1000000 "
    "milliardième:1000000000 billionième:1000000000000"
)


def table(text: str) -> dict[str, int]:
    return {word: int(value) for word, value in (pair.split(":") for pair in text.split())}


def plurals(table: dict[str, int]) -> dict[str, int]:
    return table | {word + "s": value for word, value in table.items()}


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def tens(low: int) -> tuple[float, float]:
    return float(low), float(low * 10)


SHORT_SCALES = {
    "mn": 10**6,
    "mln": 10**6,
    "bln": 10**9,
    "mio": 10**6,
    "mm": 10**6,
    "bn": 10**9,
    "tn": 10**12,
} | dict.fromkeys(("md", "mds", "mrd", "mrds"), 10**9)
# Counted by these where `of` and a plural follow: `a score of officers`.
GROUPS = {"score": 20, "gross": 144}
# Between the article and a round word: `une bonne centaine`.
ROUND_ADJECTIVES = word_set("bon bonne petit petite gros grosse")
# Nouns that may join a scale by `de`: `trois centaines de milliers`.
COLLECTIVES = plurals({"dizaine": 10, "centaine": 100})
CAPITAL_SCALES = {"M": 10**6, "B": 10**9, "T": 10**12}
# Those that stand for nothing else, and so may stand apart from their number in English too.
CLEAR_SCALES = word_set("mln bn bln")

WORDS: dict[str, Words] = {
    "en": Words(
        simple=table(
            "zero:0 nought:0 naught:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 "
            "eleven:11 "
            "twelve:12 thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 "
            "thirty:30 forty:40 fifty:50 sixty:60 seventy:70 eighty:80 ninety:90"
        ),
        hundred=word_set("hundred"),
        scales=table("thousand:1000 lakh:100000 million:1000000 crore:10000000 billion:1000000000")
        | {"trillion": 10**12, "quadrillion": 10**15, "dozen": 12, "dozens": 12, "dz": 12, "dzs": 12},
        article=word_set("a an"),
        joins=word_set("and"),
        point=word_set("point"),
        minus=word_set("minus negative"),
        denominators=plurals(table("quarter:4 " + _ORDINALS_EN)) | {"half": 2, "halves": 2},
        vague={
            "dozens": (12, 120),
            "scores": (20, 200),
            "tens": tens(10),
            "hundreds": tens(100),
            "thousands": tens(1000),
            "millions": tens(10**6),
            "billions": tens(10**9),
            "trillions": tens(10**12),
        },
        of=word_set("of"),
        few=word_set("several few many couple"),
        round={},
        multiples=table(
            "doubled:2 doubling:2 doubles:2 twofold:2 tripled:3 tripling:3 triples:3 trebled:3 trebling:3 "
            "threefold:3 "
            "quadrupled:4 quadrupling:4 fourfold:4 quintupled:5 fivefold:5 sixfold:6 sevenfold:7 eightfold:8 "
            "ninefold:9 tenfold:10 hundredfold:100 sextupled:6 septupled:7 octupled:8"
        ),
        outof=word_set("in of"),
        to=word_set("to"),
        between=word_set("between"),
        or_=word_set("or"),
        start=word_set("from"),
        grouping=",",
        decimal=".",
    ),
    "fr": Words(
        simple=table(
            "zéro:0 zero:0 un:1 une:1 deux:2 trois:3 quatre:4 cinq:5 six:6 sept:7 huit:8 neuf:9 dix:10 onze:11 "
            "douze:12 treize:13 quatorze:14 quinze:15 seize:16 vingt:20 vingts:20 trente:30 quarante:40 cinquante:50 "
            "soixante:60 septante:70 huitante:80 octante:80 nonante:90"
        ),
        hundred=word_set("cent cents"),
        scales=table("mille:1000 lakh:100000 crore:10000000 milliers:1000 millier:1000")
        | plurals({"million": 10**6, "milliard": 10**9, "billion": 10**12, "trillion": 10**18})
        | plurals({"douzaine": 12, "dizaine": 10, "centaine": 100}),
        article=frozenset(),
        joins=word_set("et"),
        point=word_set("virgule"),
        minus=word_set("moins négative négatif"),
        denominators=plurals(
            table("demi:2 demie:2 quart:4 moitié:2 " + _ORDINALS_FR + " " + _ORDINALS_FR.replace("è", "e"))
        )
        | {"tiers": 3},
        vague={
            "dizaines": tens(10),
            "douzaines": (12, 120),
            "centaines": tens(100),
            "milliers": tens(1000),
            "millions": tens(10**6),
            "milliards": tens(10**9),
        },
        of=word_set("de d"),
        few=word_set("quelques plusieurs"),
        round=table(
            "dizaine:10 douzaine:12 quinzaine:15 vingtaine:20 trentaine:30 quarantaine:40 cinquantaine:50 "
            "soixantaine:60 centaine:100 millier:1000"
        ),
        multiples=table(
            "doublé:2 doublée:2 doublés:2 doubler:2 doublera:2 doublent:2 doublant:2 triplé:3 triplée:3 tripler:3 "
            "triplera:3 triplent:3 triplant:3 quadruplé:4 quadrupler:4 quadruplent:4 quintuplé:5 sextuplé:6 "
            "décuplé:10 décupler:10 centuplé:100"
        ),
        outof=word_set("sur"),
        to=word_set("à"),
        between=word_set("entre"),
        or_=word_set("ou"),
        start=word_set("de"),
        grouping=".",
        decimal=",",
    ),
}

# Nouns after a definite article: `le triple`, `the double`.
MULTIPLE_NOUNS = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
# What grows, as the subject of a verb that looks like one of these nouns: `que ce nombre double`.
GROWING = word_set("nombre total chiffre montant coût budget population taux volume part proportion demande effectif")
# `twice as many`, `twice the number`; elsewhere *twice* says how often.
TWICE = {"twice": 2, "thrice": 3}
SIZES = word_set(
    "number level rate total amount average figure capacity size cost price budget share sum count pace population "
    "volume"
)
FRACTION_OPENERS = {"en": word_set("a an one"), "fr": word_set("un une le la les du au l")}
# After `a third`, one of these, or no word at all, says that it is a share and not the third of a row.
FRACTION_FOLLOWERS = {
    "en": word_set("of to more less fewer higher lower as in from were are have had was is and or than by said would"),
    "fr": word_set("de des du d à plus moins ont sont était étaient est a et ou en sera seront"),
}
# `first half`, `third quarter`: a part of a match or of a year.
NOT_BEFORE_FRACTION = word_set(
    "first second third fourth latter other last next past this previous fiscal final earlier each every per "
    "consecutive straight best top northern southern eastern western"
)
# `twenty-first`, `vingt et unième`: with the denominators the ends of ordinals.
ORDINALS = {"first": 1, "second": 2, "unième": 1, "deuxième": 2}
NOT_AFTER_HALF = word_set("time way staff mast brother sister light term life court back volley baked hearted")
# `a half-point cut`, `three-quarter-point`: what a hyphen joins to a share of one.
SHARED_UNITS = word_set("point percentage percent mile inch")
NOT_AFTER_TIERS = word_set("pays parti partis monde")
TIME_UNITS = word_set(
    "second seconds minute minutes hour hours day days week weeks month months year years decade decades night "
    "nights "
    "seconde secondes heure heures jour jours semaine semaines mois an ans année années"
)
SPACES = "\u00a0\u202f\u2009\u2007\u2008 "
CURRENCY_SIGNS = "$€£¥₹₽₩₪₺฿₡₭₿₴₦₱₵₸₮₲₾₼৳"
SIGN_LETTERS = word_set("us u.s ca c can cdn cad a au aud nz nzd hk hkd s nt usd mxn mex r ps")
# Codes written against the number: `AUD1.5m`, `RM23.50`.
CODE_SIGNS = word_set("USD CAD AUD NZD HKD SGD EUR GBP JPY CNY INR CHF SEK NOK DKK RM Rs Rp")
CODED_SCALES = {"k": 1000, "M": 10**6, "G": 10**9, "B": 10**9}
# Of these `Rs. 500` and `RM 40` have a space too.
SPACED_CODES = word_set("RM Rs Rp")
# Denominators written in digits: `3/4`; with another, `4/7` may be a date.
SLASHED = word_set("2 3 4 5 6 8 10 16 32 64 100")
MINUS_SIGNS = "-\u2212\u2013"
APOSTROPHES = "'’"
HYPHENS = "-\u2010\u2011"
DASHES = HYPHENS + "\u2013\u2014\u2212"
VULGAR = {sign: numeric(sign) for sign in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
SLASHES = ("/", "\u2044")
# Exponents of ten: `10⁶`. After another number a raised digit is a footnote's.
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
TIMES = "×x·*"
AFTER_METRES = word_set(
    "in of to from at by for with and or on over away long wide high tall deep race sprint dash hurdles freestyle "
    "relay title titles final finals champion heats backstroke breaststroke butterfly medley "
    "above below behind off north south east west the is was"
)
