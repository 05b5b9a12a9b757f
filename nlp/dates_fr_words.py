"""The words of French dates: names of months, days, units and holidays, and the patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from nlp.date_grammar import alternatives
from nlp.intervals import Unit, easter, nth_weekday, step

_MONTH_NAMES = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MONTHS: Mapping[str, int] = {name: number for number, name in enumerate(_MONTH_NAMES, 1)} | {
    "fevrier": 2, "aout": 8, "decembre": 12, "janv.": 1, "févr.": 2, "fév.": 2, "avr.": 4, "juill.": 7, "juil.": 7,
    "sept.": 9, "oct.": 10, "nov.": 11, "déc.": 12,
}  # fmt: skip
_WEEKDAY_NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WEEKDAYS: Mapping[str, int] = {name: number for number, name in enumerate(_WEEKDAY_NAMES)}
_CARDINALS = (
    "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
)  # fmt: skip
NUMBERS: Mapping[str, int] = {name: number for number, name in enumerate(_CARDINALS, 1)} | {
    "une": 1, "trente": 30, "quarante": 40, "cinquante": 50, "une dizaine de": 10, "une dizaine d'": 10,
    "une quinzaine de": 15, "une quinzaine d'": 15, "une vingtaine de": 20, "une vingtaine d'": 20,
}  # fmt: skip
ORDINALS: Mapping[str, int] = {
    "premier": 1, "première": 1, "premiers": 1, "premières": 1, "1er": 1, "1re": 1, "1ère": 1,
    "deuxième": 2, "second": 2, "seconde": 2, "2e": 2, "2ème": 2, "troisième": 3, "3e": 3, "3ème": 3,
    "quatrième": 4, "4e": 4, "4ème": 4,
}  # fmt: skip
SEASONS: Mapping[str, str] = {"hiver": "winter", "printemps": "spring", "été": "summer", "automne": "fall"}
UNITS: Mapping[str, Unit] = {
    "jour": "day", "jours": "day", "journée": "day", "journées": "day", "semaine": "week", "semaines": "week",
    "fin de semaine": "weekend", "fins de semaine": "weekend", "week-end": "weekend", "week-ends": "weekend",
    "mois": "month", "trimestre": "quarter", "trimestres": "quarter", "semestre": "half", "semestres": "half",
    "moitié": "half",
    "an": "year", "ans": "year", "année": "year", "années": "year",
    "décennie": "decade", "décennies": "decade", "siècle": "century", "siècles": "century",
    "exercice": "fiscal", "exercices": "fiscal", "exercice financier": "fiscal", "exercice budgétaire": "fiscal",
    "exercices financiers": "fiscal", "année financière": "fiscal", "années financières": "fiscal",
    "année budgétaire": "fiscal",
}  # fmt: skip
DECADES: Mapping[str, int] = {
    "vingt": 1920, "trente": 1930, "quarante": 1940, "cinquante": 1950, "soixante": 1960, "soixante-dix": 1970,
    "quatre-vingt": 1980, "quatre-vingts": 1980, "quatre-vingt-dix": 1990, "deux mille": 2000,
}  # fmt: skip
CENTURIES: Mapping[str, int] = {"XVI": 16, "XVII": 17, "XVIII": 18, "XIX": 19, "XX": 20, "XXI": 21}
HOLIDAYS: Mapping[str, Callable[[int], date]] = {
    "jour de l'an": lambda year: date(year, 1, 1),
    "saint-valentin": lambda year: date(year, 2, 14),
    "vendredi saint": lambda year: step(easter(year), -2, "day"),
    "lundi de pâques": lambda year: step(easter(year), 1, "day"),
    "pâques": easter,
    "saint-jean-baptiste": lambda year: date(year, 6, 24),
    "fête du canada": lambda year: date(year, 7, 1),
    "fête du travail": lambda year: nth_weekday(year, 9, 0, 1),
    "la toussaint": lambda year: date(year, 11, 1),
    "halloween": lambda year: date(year, 10, 31),
    "veille de noël": lambda year: date(year, 12, 24),
    "noël": lambda year: date(year, 12, 25),
}

MONTH = alternatives(MONTHS)
WEEKDAY = alternatives(WEEKDAYS)
NUMBER = rf"(?:\d{{1,3}}|{alternatives(NUMBERS)})".replace("'", "['’]")
ORDINAL = alternatives(ORDINALS)
FINAL = "(?:derniers?|dernières?)"
NEXT = "(?:prochaine?s?)"
SEASON = alternatives(SEASONS)
UNIT = alternatives(UNITS)
HOLIDAY = alternatives(HOLIDAYS).replace("'", "['’]")
YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d| ?(?:[%$€°]|M\$|\d{3}))"
END = r"(?!\w)"
DASH = "(?:-|–|—)"
DAYTIME = (
    "(?: (?:au )?(?:matin|midi|soir|après-midi|avant-midi)| dans la nuit"
    "| en (?:soirée|matinée|après-midi|fin de journée))?"
)
OF = "(?:de la |de l['’]|du mois de |du mois d['’]|du |de |d['’]|des )"


def plain(word: str) -> str:
    """Lower-case, with straight apostrophes and single spaces, as the tables above have it."""
    return " ".join(word.casefold().replace("’", "'").split())


def number_of(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[plain(word)]


def month_of(word: str) -> int:
    return MONTHS[word.casefold()]


def unit_of(word: str) -> Unit:
    return UNITS[plain(word)]


def offset_of(word: str) -> int:
    """'dernier' and 'passé' are the one before, 'prochain' is the one after."""
    word = word.casefold()
    return 1 if "prochain" in word or "vient" in word else -1 if re.search("derni|passé|précéd", word) else 0
