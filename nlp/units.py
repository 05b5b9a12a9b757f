"""Units written beside a number: percent, money (ISO 4217) and measures, in English and French.

`read_unit` looks only at the few words after (for currencies also before) a number. What is counted, the noun of
`15,000 migrants`, needs the grammar of the sentence: see `nlp.figure_counted`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nlp.currencies import BARE_DOLLAR, CURRENCIES, SHARED_NAMES, SIGN_CODES, SMALL_COINS
from nlp.number_words import CURRENCY_SIGNS, HYPHENS, word_set
from nlp.numbers import Number
from nlp.unit_symbols import read_letter, read_symbol, spellings

UnitKind = Literal["percent", "money", "measure"]

# Unit: how it is written, besides its own name and plural.
_MEASURES_EN = {
    "kilometre": "kms",
    "metre": "m",
    "micrometre": "micron",
    "gram": "g",
    "kilogram": "kilo|kilos|kgs",
    "litre": "l",
    "watt": "w",
    "volt": "v",
    "newton metre": "nm",
    "mile": "mi",
    "nautical mile": "nmi",
    "light-year": "light year",
    "foot": "ft|feet|′",
    "inch": "in|in.|inches|″",
    "yard": "yd",
    "metric ton": "tonne",
    "pound": "lb|lbs",
    "ounce": "oz",
    "kilometre per hour": "km/h|kph|kmh|kmph|kilometers per hour|kilometers an hour",
    "mile per hour": "mph|miles an hour",
    "mile per gallon": "mpg",
    "metre per second": "m/s",
    "horsepower": "hp|bhp|ps|horse power",
    "british thermal unit": "btu",
    "mega british thermal unit": "mmbtu|million btu|million british thermal units",
    "square metre": "sq m|sqm|m2|m²|square meter",
    "square foot": "sq ft|sqft|ft2|square feet",
    "square kilometre": "sq km|km2|km²|square kilometer",
    "square mile": "sq mi",
    "decibel": "db",
    "foot pound-force": "lb-ft|lb ft|lb.-ft.|ft-lb|ft lb|foot-pound|pound-foot|pound-feet|pounds-feet",
    "celsius": "°c|° c|° celsius|°celsius|c|degrees celsius|degree celsius|degrees c|deg celsius",
    "fahrenheit": "°f|° f|° fahrenheit|°fahrenheit|f|degrees fahrenheit|degree fahrenheit|degrees f|deg fahrenheit",
    "degree": "°|deg",
    "second": "sec|secs",
    "minute": "min|mins",
    "hour": "hr|hrs",
    "year": "yr|yrs",
    "year of age": "yo|y/o",
    "basis point": "bps|bp",
    "barrel per day": "bpd|b/d|barrels per day|barrels a day",
    "percentage point": "percentage-point",
    "cubic foot": "cubic feet|cu ft",
    "cubic metre": "cubic meter|cu m|m3|m³",
    "cubic centimetre": "cubic centimeter|cc",
    "hectare": "ha",
    "part per million": "ppm|parts per million",
    "parts-per-billion": "ppb|parts per billion|parts-per-billion",
    "pound per square inch": "psi",
    "kilopound per square inch": "ksi",
    "revolution per minute": "rpm|revs per minute|revolutions per minute",
    "microgram": "mcg",
    "millimetre of mercury": "mmhg",
    "teaspoon": "tsp",
    "tablespoon": "tbsp",
    "megapixel": "mp",
    "dot per inch": "dpi",
    "pixel": "px",
    "pixel per inch": "ppi",
    "gallon": "gal",
    "radian": "rad",
    "knot": "kt|kts|kn",
    "frame per second": "fps",
}
_MEASURES_FR = {
    "mètre": "m",
    "gramme": "g",
    "kilogramme": "kilo|kilos",
    "litre": "l",
    "cheval": "ch|cv",
    "kilomètre par heure": "km/h|kilomètres à l'heure|kilomètres-heure|kilomètres par heure",
    "kilomètre carré": "km2|km²|kilomètres carrés",
    "mètre carré": "m2|m²|mètres carrés",
    "hectare": "ha",
    "heure": "h",
    "minute": "min",
    "seconde": "s",
    "celsius": "°c|degrés celsius|degré celsius",
    "degré": "°",
    "tonne": "t",
    "point de pourcentage": "points de pourcentage|points de %",
}
# Goods and sizes that prices are quoted by: `$52 a barrel`, `80 $ le baril`. A sum a head, a night or a year is a sum.
_PRICED = {
    "en": word_set(
        "barrel bushel ounce pound gram kilogram ton tonne litre gallon share carat mile kilometre metre foot "
        "acre hectare bottle can dose pack packet pill tablet ticket bale crate"
    )
    | {"metric ton", "square metre", "square foot", "square mile", "square kilometre", "cubic metre", "cubic foot"}
    | {"kilowatt hour", "megawatt hour", "mega british thermal unit"},
    "fr": word_set("baril once livre gramme kilogramme tonne litre gallon action carat kilomètre mètre hectare")
    | {"mètre carré", "kilomètre carré", "kilowattheure", "mégawattheure"},
}
_PER = {"en": frozenset({"a", "an", "per", "each", "/"}), "fr": frozenset({"par", "le", "la", "l", "du", "/"})}
_NOT_DIVISORS = word_set("cent centum se capita annum diem the this that these those my our your his her its their")
# `par` also says by whom.
_DIVISORS_FR = word_set("habitant personne élève match tête ménage employé enfant patient logement véhicule")
_PERCENT = {"%", "percent", "per cent", "pct", "pc", "pour cent", "p.100"}
# `C $1.34` with a space, as tokenised text has it.
_C_BEFORE = re.compile(r"\b[Cc] $")
_DIGITS = frozenset("0123456789.,-−–+")
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"[^\W\d_]+(?:[/²³23][^\W\d_]*)?|[%°$€£¥₹₽₩₪₡₭₿]|\.(?=[^\W\d_])|\S")


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    """`percent`, an ISO 4217 code or a singular noun."""
    kind: UnitKind
    end: int
    """Character offset after the unit, or the end of the number where the unit is its sign."""
    assumed: bool = False
    """The text writes only `$`, `dollars`, `pounds` or another name of several currencies."""


def _expand(table: dict[str, str]) -> dict[str, str]:
    """Every spelling, plurals included, to its unit."""
    units = {}
    for name, others in table.items():
        for spelling in filter(None, (name, *others.split("|"))):
            units[spelling] = name
            if len(spelling) > 4 and not spelling.endswith("s"):
                words = spelling.split()
                units[spelling + "s"] = name
                units[" ".join([words[0] + "s", *words[1:]])] = name
                units[" ".join(word + "s" for word in words)] = name
    return units


_MEASURES = {
    "en": _expand(spellings("en")) | _expand(_MEASURES_EN),
    "fr": _expand(spellings("fr")) | _expand(_MEASURES_FR),
}
# Spelled-out measures that are ordinary nouns are left to the counted noun; here are those that need help.
_ARTICLE_GAP = frozenset({"de", "d", "of"})


def _following(text: str, start: int) -> list[tuple[str, int]]:
    """Up to five lower-case words or signs after `start`, with the offset after each."""
    found: list[tuple[str, int]] = []
    for match in _AFTER.finditer(text, start, min(len(text), start + 60)):
        found.append((match.group().lower(), match.end()))
        if len(found) == 6:
            break
    return found


def _phrases(text: str, start: int) -> list[tuple[str, int]]:
    """What the text says right after a number, longest phrase first: (normalised phrase, end)."""
    if "\n" in text[start : start + 2]:
        return []
    words = _following(text, start)
    while words and words[0][0] in HYPHENS:
        words = words[1:]
    if len(words) > 2 and words[0][0] in "([" and words[2][0] in ")]" and len(words[1][0]) > 1:
        # `20 (kg)`
        return [words[1]]
    if words and words[0][0] in _ARTICLE_GAP:
        words = words[1:]
        if words and words[0][0] in ("'", "’"):
            words = words[1:]
    phrases = []
    for n in range(min(5, len(words)), 0, -1):
        end = words[n - 1][1]
        phrase = text[words[0][1] - len(words[0][0]) : end].lower()
        phrase = " ".join(phrase.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())
        phrases.append((phrase, end))
        if n > 2 and "-" in phrase:
            # `1,200-square-foot`
            phrases.append((phrase.replace("-", " "), end))
    return phrases


def read_unit(text: str, number: Number, language: str, dollar: str) -> Unit | None:
    """The unit beside `number`; None where there is none of those this module knows.

    `dollar` is the ISO code of a bare dollar, from `nlp.currencies.dollar_of`.
    """
    if number.percent:
        return Unit("percent", "percent", number.end)
    phrases = _phrases(text, number.end)
    if number.sign:
        bare = number.sign == "$"
        if bare and _C_BEFORE.search(text, max(0, number.start - 3), number.start):
            return Unit("CAD", "money", number.end)
        code = dollar if bare else SIGN_CODES.get(number.sign, number.sign)
        for phrase, end in phrases:
            # `$ 5 million US`, `80 $ US`, `$10 Canadian`
            if phrase in ("us", "u.s.", "american", "américains", "usd"):
                return Unit("USD", "money", end)
            if phrase in ("canadian", "cdn", "cad", "can", "ca", "canadiens", "cn"):
                return Unit("CAD", "money", end)
            if phrase in CURRENCIES and len(phrase) > 3:
                return Unit(CURRENCIES[phrase], "money", end)
        return Unit(code, "money", number.end, assumed=bare)
    digits = number.word is None and text[number.start : number.start + 1] in _DIGITS
    if digits and (symbol := read_symbol(text, number.end, language)):
        return Unit(symbol[0], "measure", symbol[1])
    measures = _MEASURES[language]
    adjacent = text[number.end : number.end + 1].isalpha()
    for phrase, end in phrases:
        if phrase in _PERCENT:
            return Unit("percent", "percent", end)
        if phrase in tuple(CURRENCY_SIGNS) and text[end : end + 1].isdecimal():
            # the sign of the next number: `1 $10 bill`
            break
        if phrase == "mark":
            # `past the 5,000 mark`; of the currency there are marks
            continue
        if phrase in ("pound", "pounds") and not number.scaled:
            return Unit("pound", "measure", end)
        if phrase in CURRENCIES and (
            len(phrase) > 3 or _is_code(text[end - len(phrase) : end]) or phrase in ("yen", "won")
        ):
            before = _before(text, number, dollar) if text[end : end + 2].strip()[:1].isdecimal() else None
            # `CAD 10 USD 20`
            return before or Unit(CURRENCIES[phrase], "money", end, assumed=phrase in SHARED_NAMES)
        if phrase in BARE_DOLLAR:
            return Unit(dollar, "money", end, assumed=True)
        if phrase in SMALL_COINS:
            return Unit(SMALL_COINS[phrase], "money", end)
        if phrase == "p" and (adjacent or number.word is None) and language == "en":
            return Unit("penny", "money", end)
        if phrase in measures and (len(phrase) > 2 or _is_abbreviation(text, number, end, phrase)):
            return Unit(measures[phrase], "measure", end)
    if digits and (letter := read_letter(text, number.end, language)):
        return Unit(letter[0], "measure", letter[1])
    return _before(text, number, dollar)


def price_base(text: str, end: int, language: str) -> tuple[str, int] | None:
    """What a price that ends at `end` is for one of, singular, and its end: `an ounce`, `per sq m`, `-a-share`."""
    words = [word for word in _following(text, end) if word[0] not in HYPHENS]
    if len(words) < 2 or words[0][0] not in _PER[language]:
        return None
    elided = words[1][0] in ("'", "’")
    for phrase, stop in _phrases(text, words[1 if elided else 0][1]):
        name = _MEASURES[language].get(phrase) or " ".join(singular(word, language) for word in phrase.split())
        if name in _PRICED[language]:
            return name, stop
    return None


def divisor(text: str, end: int, language: str) -> tuple[str, int] | None:
    """What a count or measure that ends at `end` is for one of, singular, and its end: `per game`, `par habitant`."""
    words = _following(text, end)
    if len(words) < 2 or words[0][0] not in ("per", "par") or not words[1][0].isalpha():
        return None
    for phrase, stop in _phrases(text, words[0][1]):
        if phrase in _MEASURES[language]:
            return _MEASURES[language][phrase], stop
    word, stop = words[1]
    named = text[stop - len(word)].isupper()
    if named or word in _NOT_DIVISORS or (language == "fr" and word not in _DIVISORS_FR):
        return None
    return singular(word, language), stop


def is_measure(word: str, language: str) -> bool:
    """Whether `word` is a measure as it is written in a size: the `ml` of `250ml bottles`."""
    return word in _MEASURES[language]


def _is_code(written: str) -> bool:
    return written.isupper() or written.islower()


def _is_abbreviation(text: str, number: Number, end: int, phrase: str) -> bool:
    """A short spelling counts where nothing else can be meant: `12 m` but not `12 in the room`."""
    follower = text[end : end + 1]
    if follower.isalnum() or follower in ("'", "’", "-") or (follower == "." and text[end + 1 : end + 2].isalpha()):
        return False
    written = text[end - len(phrase) : end]
    if phrase == "in":
        # `6ft 2in`
        return text[number.end] != " "
    if len(phrase) == 1 and written.isupper() != (phrase in "wvcfl"):
        return phrase == "l"
    return phrase not in ("a", "i") and (text[number.end : number.end + 1] != "\n") and phrase != "s"


def _before(text: str, number: Number, dollar: str) -> Unit | None:
    """A code or name before the number: `USD 200`, `rmb 10`, `dollar 22.5 million`."""
    words = _WORD.findall(text[max(0, number.start - 9) : number.start])
    gap = text[max(0, number.start - 1) : number.start]
    if not words or not (gap == " " or gap.isalpha()):
        return None
    word = words[-1]
    if word.lower() == "dollar":
        return Unit(dollar, "money", number.end, assumed=True)
    if len(word) == 3 and word.lower() in CURRENCIES and (word.isupper() or word in ("rmb", "usd")):
        return Unit(CURRENCIES[word.lower()], "money", number.end)
    return None


_IRREGULAR = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "teeth": "tooth",
    "lives": "life",
    "wives": "wife",
    "halves": "half",
    "mice": "mouse",
    "pence": "penny",
    "policemen": "policeman",
    "servicemen": "serviceman",
    "fishermen": "fisherman",
    "data": "datum",
}
_SAME_EN = word_set("series species means news headquarters aircraft horsepower")
_IRREGULAR_FR = {
    "yeux": "œil",
    "travaux": "travail",
    "vitraux": "vitrail",
    "mesdames": "madame",
    "messieurs": "monsieur",
}
_SAME_FR = word_set(
    "mois fois pays temps cas décès autobus bus repas succès procès permis corps os bras prix voix refus avis reçus"
)


def singular(noun: str, language: str) -> str:
    """The singular of one noun, lower-case: `claims`, `people`, `chevaux`."""
    word = noun.lower()
    return _singular_fr(word) if language == "fr" else _singular_en(word)


def _singular_en(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _SAME_EN or len(word) < 4:
        return word[:-1] if word.endswith("s") and len(word) == 3 and word not in ("bus", "gas", "yes") else word
    if word.endswith("ies") and word not in ("movies", "cookies", "ties", "calories", "zombies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "buses", "viruses")):
        return word[:-2]
    if word.endswith("men") and len(word) > 5:
        return word[:-2] + "an"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _singular_fr(word: str) -> str:
    if word in _IRREGULAR_FR:
        return _IRREGULAR_FR[word]
    if word in _SAME_FR or len(word) < 4:
        return word[:-1] if word == "ans" else word
    if word.endswith("eaux") or (
        word.endswith("eux") and word not in ("lieux", "aveux", "jeux", "feux", "cheveux", "neveux")
    ):
        return word[:-1] if word.endswith("eaux") else word
    if word.endswith(("lieux", "aveux", "jeux", "feux", "cheveux", "neveux", "bijoux", "cailloux", "genoux")):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-3] + "al"
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
