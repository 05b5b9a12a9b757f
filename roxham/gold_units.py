"""Units of gold files and of readings brought to one form: `percentage` is percent, `Canadian dollars` is CAD."""

from __future__ import annotations

import re

from nlp.currencies import CURRENCIES
from nlp.number_words import word_set

NONE = "-"
"""The form of no unit."""
COINS = frozenset({"cent", "penny", "pence", "sen", "centime"})
"""Hundredths of a currency that their name alone does not settle."""

_DOLLARS: dict[str, str] = dict.fromkeys(("dollar", "$", "buck", "dollar des états-unis"), "USD")
_SPELLINGS = {
    "percent": "% percentage pct pc",
    "person": "people persons personne",
    "metric ton": "tonne",
    "pound-mass": "pound lb lbs",
    "celsius": "°c",
    "kilometre": "km",
    "metre": "m",
    "centimetre": "cm",
    "millimetre": "mm",
    "kilogram": "kg kilo",
    "gram": "g gramme",
    "milligram": "mg",
    "litre": "l",
    "millilitre": "ml",
    "kilowatt": "kw",
    "megawatt": "mw",
    "gigawatt": "gw",
    "kilometre per hour": "km/h kph kmh",
    "mile per hour": "mph",
    "mile per gallon": "mpg",
    "kilowatt hour": "kwh kilowatt-hour",
    "horsepower": "hp bhp",
    "square metre": "sqm m2 m²",
    "square foot": "sqft ft2",
    "square kilometre": "km2 km²",
    "foot": "ft",
    "inch": "in",
    "mile": "mi",
    "gigabyte": "gb",
    "megabyte": "mb",
    "terabyte": "tb",
    "gigahertz": "ghz",
    "megahertz": "mhz",
    "kilohertz": "khz",
    "hertz": "hz",
    "milliampere-hour": "mah",
    "barrel per day": "bpd b/d",
    "second": "sec",
    "minute": "min",
    "hour": "hr",
    "decibel": "db",
    "year": "yr",
    "newton metre": "nm",
    "foot pound-force": "lb-ft pound-foot",
}
_FORMS = {spelling: form for form, spellings in _SPELLINGS.items() for spelling in (form, *spellings.split())}
_FORMS |= dict.fromkeys(("per cent", "pour cent", "percentage point", "point de pourcentage"), "percent")
_FORMS |= dict.fromkeys(("year old", "year-old", "year age", "age"), "year of age")
_FORMS |= {"metric tonne": "metric ton", "degree celsius": "celsius", "degree fahrenheit": "fahrenheit"}
_FORMS |= {"°f": "fahrenheit", "lb ft": "foot pound-force", "sq m": "square metre", "sq ft": "square foot"}
_FORMS |= {"sq km": "square kilometre", "sq mi": "square mile"}
_FORMS |= dict.fromkeys(("", "dimensionless", "none", "null", NONE), NONE)
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "teeth": "tooth",
    "lives": "life",
    "wives": "wife",
    "halves": "half",
    "people": "person",
    "persons": "person",
    "fishermen": "fisherman",
    "mice": "mouse",
    "pence": "penny",
}
_EMPTY = word_set("of the a an in and - de des du la le les")
_LETTERS = re.compile(r"[^\W\d]+")


def singular(word: str) -> str:
    """The same in English and French, so that gold and reading meet: `claims`, `demandes`, `people`."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(ss|sh|ch|x|z)es$", word):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def unit_form(unit: str | None) -> str:
    """`Canadian dollars per share` -> `cad per share`; NONE for none."""
    text = " ".join((unit or NONE).lower().split())
    if found := _form(text):
        return found
    text = text.replace("/", " per ").replace("meter", "metre").replace("liter", "litre")
    return " per ".join(filter(None, (_part(" ".join(part.split())) for part in text.split(" per ")))) or NONE


def is_money(form: str) -> bool:
    return form.upper() in CURRENCIES.values()


def unit_words(form: str) -> set[str]:
    """A currency also counts by its name: USD and CAD share `dollar`."""
    words = set(form.split()) - {"per"}
    for word in [word for word in words if is_money(word)]:
        name = next(name for name, code in CURRENCIES.items() if code == word.upper() and len(name) > 3)
        words |= {"dollar"} if "dollar" in name else set(_LETTERS.findall(name))
    return words


def _form(text: str) -> str | None:
    if text in _FORMS:
        return _FORMS[text]
    code = _DOLLARS.get(text) or CURRENCIES.get(text)
    return code.lower() if code and text not in COINS else None


def _part(text: str) -> str:
    if found := _form(text):
        return found
    joined = " ".join(singular(word) for word in text.replace("%", " percent ").split() if word not in _EMPTY)
    return _form(joined) or joined
