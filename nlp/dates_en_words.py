"""The words of English dates: names of months, days, units and holidays, and the patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from nlp.date_grammar import alternatives
from nlp.intervals import Unit, easter, nth_weekday, step

MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS: Mapping[str, int] = (
    {name: number for number, name in enumerate(MONTH_NAMES, 1)}
    | {name[:3]: number for number, name in enumerate(MONTH_NAMES, 1)}
    | {"sept": 9}
)
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS: Mapping[str, int] = (
    {name: number for number, name in enumerate(WEEKDAY_NAMES)}
    | {name[:3]: number for number, name in enumerate(WEEKDAY_NAMES)}
    | {"tues": 1, "weds": 2, "thurs": 3}
)
_CARDINALS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
NUMBERS: Mapping[str, float] = {name: number for number, name in enumerate(_CARDINALS, 1)} | {
    "a": 1, "an": 1, "half a": 0.5, "a couple of": 2, "couple of": 2, "a dozen": 12, "two dozen": 24,
    "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
ORDINALS: Mapping[str, int] = {
    "first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_DAY_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
SPOKEN_DAYS: Mapping[str, int] = (
    {word: number for number, word in enumerate(_DAY_WORDS, 1)}
    | {f"twenty-{word}": 20 + number for number, word in enumerate(_DAY_WORDS[:9], 1)}
    | {"twentieth": 20, "thirtieth": 30, "thirty-first": 31}
)
SEASONS: Mapping[str, str] = {
    "winter": "winter", "spring": "spring", "summer": "summer", "fall": "fall", "autumn": "fall",
}  # fmt: skip
UNITS: Mapping[str, Unit] = {
    "day": "day", "week": "week", "weekend": "weekend", "month": "month", "quarter": "quarter", "half": "half",
    "year": "year", "decade": "decade", "century": "century", "fiscal year": "fiscal", "financial year": "fiscal",
    "calendar year": "year",
}  # fmt: skip
DECADES: Mapping[str, int] = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950,
    "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990,
}  # fmt: skip
HOLIDAYS: Mapping[str, Callable[[int], date]] = {
    "New Year's Day": lambda year: date(year, 1, 1),
    "New Year's": lambda year: date(year, 1, 1),
    "New Year's Eve": lambda year: date(year, 12, 31),
    "Martin Luther King Jr. Day": lambda year: nth_weekday(year, 1, 0, 3),
    "Valentine's Day": lambda year: date(year, 2, 14),
    "St. Patrick's Day": lambda year: date(year, 3, 17),
    "Good Friday": lambda year: step(easter(year), -2, "day"),
    "Easter Sunday": easter,
    "Easter Monday": lambda year: step(easter(year), 1, "day"),
    "Easter": easter,
    "Mother's Day": lambda year: nth_weekday(year, 5, 6, 2),
    "Victoria Day": lambda year: step(date(year, 5, 24), -date(year, 5, 24).weekday(), "day"),
    "Memorial Day": lambda year: nth_weekday(year, 5, 0, -1),
    "Juneteenth": lambda year: date(year, 6, 19),
    "Canada Day": lambda year: date(year, 7, 1),
    "Fourth of July": lambda year: date(year, 7, 4),
    "Labor Day": lambda year: nth_weekday(year, 9, 0, 1),
    "Labour Day": lambda year: nth_weekday(year, 9, 0, 1),
    "Columbus Day": lambda year: nth_weekday(year, 10, 0, 2),
    "Halloween": lambda year: date(year, 10, 31),
    "Election Day": lambda year: step(nth_weekday(year, 11, 0, 1), 1, "day"),
    "Remembrance Day": lambda year: date(year, 11, 11),
    "Veterans Day": lambda year: date(year, 11, 11),
    "Thanksgiving Day": lambda year: nth_weekday(year, 11, 3, 4),
    "Thanksgiving": lambda year: nth_weekday(year, 11, 3, 4),
    "Christmas Eve": lambda year: date(year, 12, 24),
    "Christmas Day": lambda year: date(year, 12, 25),
    "Christmas": lambda year: date(year, 12, 25),
    "Boxing Day": lambda year: date(year, 12, 26),
}

MONTH = rf"(?:{alternatives(MONTH_NAMES)}|{alternatives(MONTHS.keys() - set(MONTH_NAMES))}\.?)"
WEEKDAY = alternatives(WEEKDAY_NAMES)
ANY_WEEKDAY = rf"(?:{WEEKDAY}|{alternatives(WEEKDAYS)}\.?)"
NUMBER = rf"(?:\d{{1,3}}|{alternatives(NUMBERS)})"
ORDINAL = alternatives(ORDINALS)
FINAL = "(?:last|final|closing|latter|back)"
SPOKEN_DAY = alternatives(SPOKEN_DAYS).replace("\\-", "(?: |-)")
SEASON = alternatives(SEASONS)
UNIT = alternatives(UNITS)
HOLIDAY = alternatives(HOLIDAYS).replace("'", "['’]")
YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d|[%$€°])"
# As broadcasters' transcripts have it: 'nineteen ninety-six', 'two thousand and two'.
SPOKEN_YEAR = (
    rf"(?:(?P<century>nineteen|twenty)(?: hundred(?: and)?)? (?:(?P<tens>{alternatives(_TENS)})(?:(?: |-)"
    rf"(?P<units>{alternatives(_CARDINALS[:9])}))?|(?P<teens>{alternatives(_CARDINALS[9:19])}))"
    rf"|(?P<millennium>two thousand)(?:(?: and)? (?P<few>{alternatives(_CARDINALS[:19])}))?)"
)
END = r"(?!\w)"
DASH = "(?:-|–|—)"
SUFFIX = "(?:st|nd|rd|th)?"
DAYTIME = "(?:,? ?(?:early |late )?(?:morning|afternoon|evening|night|noon)(?!\\w))?"


def number_of(word: str) -> float:
    return float(word) if word.isdigit() else NUMBERS[" ".join(word.casefold().split())]


def spoken_year(match: re.Match[str]) -> int:
    """The year of a match of SPOKEN_YEAR."""
    if match["millennium"]:
        return 2000 + int(NUMBERS[match["few"].casefold()] if match["few"] else 0)
    century = 1900 if match["century"].casefold() == "nineteen" else 2000
    if match["teens"]:
        return century + int(NUMBERS[match["teens"].casefold()])
    return century + _TENS[match["tens"].casefold()] + int(NUMBERS[match["units"].casefold()] if match["units"] else 0)


def month_of(word: str) -> int:
    return MONTHS[word.casefold().rstrip(".")]


def unit_of(word: str) -> Unit:
    return UNITS[" ".join(word.casefold().split())]


def spoken_day(words: str) -> int:
    """'twenty-fifth', 'twenty fifth' -> 25"""
    return SPOKEN_DAYS["-".join(words.casefold().replace("-", " ").split())]


def full_year(digits: str) -> int:
    """The year that two digits mean: '98' is 1998, '23' is 2023."""
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) > 69 else 2000)


def is_name(word: str) -> bool:
    """Months, weekdays and holidays are capitalised: 'may', 'march' and 'sun' are other words."""
    return word[0].isupper()
