"""French dates that count from the article's date or from a date mentioned before."""

from __future__ import annotations

import re

from nlp.date_fiscal import fiscal_country, fiscal_years
from nlp.date_grammar import Phrase, Reading, compiled, following_word, preceding_word
from nlp.date_readings import (
    Which,
    ago,
    beside_anchor,
    current,
    days_from_now,
    from_anchor,
    neighbour,
    rolling,
    same_as_anchor,
    same_period,
    school_year_beside,
    so_far,
    still_to_come,
    the_weekend,
    this_weekend,
    weekday,
    weekday_of_week,
)
from nlp.dates_fr_words import (
    DAYTIME,
    END,
    FINAL,
    NEXT,
    NUMBER,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    number_of,
    offset_of,
    plain,
    unit_of,
)
from nlp.intervals import Unit

# 'au mois dernier'; and what a prefix has taken: 'la fin de la' semaine dernière.
_ARTICLES = frozenset(["au", "du", "la", "l'", "l’"])
# 'la semaine suivant son arrivée' counts from an event.
_NOUN_FOLLOWS = frozenset(
    ["le", "la", "les", "l", "l'", "l’", "son", "sa", "ses", "leur", "leurs", "cette", "ce", "cet", "ces", "un", "une"]
)


def _neighbour(match: re.Match[str]) -> Reading | None:
    """'la semaine dernière', 'l'an prochain', 'l'année précédente'."""
    unit, which = unit_of(match["unit"]), plain(match["which"])
    if not match["the"] and preceding_word(match) not in _ARTICLES:
        return None
    if which.startswith(("précéd", "suivant", "d'avant", "d'après")):
        if following_word(match).casefold() in _NOUN_FOLLOWS:
            return None
        count = 1 if which.startswith(("suivant", "d'après")) else -1
        return from_anchor(count, "day") if unit == "day" else beside_anchor(count, unit)
    if unit in ("half", "day"):
        return None
    country = fiscal_country(match) if unit == "fiscal" else None
    return neighbour(unit, offset_of(which), country) if offset_of(which) else current(unit)


def _this(match: re.Match[str]) -> Reading | None:
    unit = unit_of(match["unit"])
    if unit == "weekend":
        return this_weekend()
    return None if unit in ("day", "half", "century") and not match["here"] else current(unit)


def _adjective_first(match: re.Match[str]) -> Reading | None:
    """'la dernière année' is rolling, 'la dernière fin de semaine' one of the calendar."""
    unit, sign = unit_of(match["unit"]), offset_of(match["which"])
    if unit in ("weekend", "fiscal", "quarter"):
        return neighbour(unit, sign, fiscal_country(match) if unit == "fiscal" else None)
    return None if unit in ("day", "half") else rolling(sign, unit)


def _rolling(match: re.Match[str]) -> Reading | None:
    which = match["which"] or match["inner"] or match["after"]
    if which is None:
        return None
    sign, unit = -1 if offset_of(which) < 0 else 1, unit_of(match["unit"])
    count = sign * number_of(match["count"])
    return fiscal_years(match, int(count)) if unit == "fiscal" else rolling(count, unit)


def _within_count(match: re.Match[str]) -> Reading:
    return rolling(number_of(match["count"]), unit_of(match["unit"]))


def _ago(match: re.Match[str]) -> Reading | None:
    count = number_of(match["count"]) + (0.5 if match["half"] else 0)
    return ago(-count, unit_of(match["unit"]), "day" if match["exact"] else None)


# 'deux ans avant.' counts from a date, 'deux ans avant le vote' from an event.
_STOPS = frozenset([".", ",", ";", ":", ")", "»", "”", "!", "?", "—", "–", "et", "mais"]) | {""}


def _shift(match: re.Match[str]) -> Reading | None:
    way = match["way"].casefold()
    if way in ("avant", "après") and following_word(match) not in _STOPS:
        return None
    sign = 1 if way in ("plus tard", "après") else -1
    return from_anchor(sign * number_of(match["count"]), unit_of(match["unit"]))


_DAYS = {"avant-hier": -2, "hier": -1, "demain": 1, "après-demain": 2}


def _today(match: re.Match[str]) -> Reading | None:
    return days_from_now(_DAYS.get(match["word"].casefold(), 0))


_EVES = {"avant-veille": -2, "veille": -1, "lendemain": 1, "surlendemain": 2}


def _eve(match: re.Match[str]) -> Reading | None:
    if following_word(match) in ("de", "du", "des", "d"):
        return None
    return from_anchor(_EVES[match["word"].casefold()], "day")


def _same(match: re.Match[str]) -> Reading | None:
    return same_as_anchor(unit_of(match["unit"]))


_WHICH: dict[str, Which] = {
    "derni": "last", "passé": "last", "proch": "next", "précé": "previous", "suiva": "following",
}  # fmt: skip


def _same_period(match: re.Match[str]) -> Reading | None:
    return same_period(unit_of(match["unit"]) if match["unit"] else None, int(match["year"]) if match["year"] else None)


def _weekday(match: re.Match[str]) -> Reading | None:
    word = (match["which"] or "").casefold()
    if not word and preceding_word(match) in ("les", "des", "chaque", "tous"):
        return None
    which = "this" if match.group().casefold().startswith("ce ") and not word else _WHICH.get(word[:5])
    return weekday(WEEKDAYS[match["weekday"].casefold()], which)


def _weekday_of_week(match: re.Match[str]) -> Reading | None:
    return weekday_of_week(WEEKDAYS[match["weekday"].casefold()], offset_of(match["which"] or ""))


def _school_year(match: re.Match[str]) -> Reading | None:
    return school_year_beside(offset_of(match["which"] or ""))


_UNITS_OF_THAT: dict[str, Unit] = {"soir": "day", "matin": "day", "nuit": "day", "soirée": "day"}


def _that(match: re.Match[str]) -> Reading | None:
    """'cette année-là': the one told of."""
    return same_as_anchor(_UNITS_OF_THAT.get(match["unit"].casefold()) or unit_of(match["unit"]))


def _in_count(match: re.Match[str]) -> Reading | None:
    if following_word(match) in ("de", "d", "suivant", "après", "consécutifs", "consécutives"):
        return None
    return ago(number_of(match["count"]), unit_of(match["unit"]))


def _within(match: re.Match[str]) -> Reading | None:
    unit = current(unit_of(match["unit"]))
    if match["unit"] == "journée":
        return same_as_anchor("day")
    return so_far(unit) if match["shade"].casefold().endswith("tôt") else still_to_come(unit)


def _the_weekend(match: re.Match[str]) -> Reading | None:
    licences = ("en", "durant", "pendant", "pour", "depuis", "de", "dès", "avant", "après")
    return the_weekend() if preceding_word(match) in licences else None


_OF_BEFORE = re.compile(r"\b(?:(?:de |d['’]ici )(?:l['’])?|(?:fin|milieu|début) d['’]|du )\Z")


def _the_unit(match: re.Match[str]) -> Reading | None:
    """'l'année' after 'la fin de': the article's."""
    licensed = _OF_BEFORE.search(match.string, max(0, match.start() - 12), match.start())
    return current(unit_of(match["unit"])) if licensed else None


_AFTER = r"(?:dernier|dernière|passé|passée|prochain|prochaine|précédent|précédente|suivant|suivante)"

PHRASES = tuple(
    Phrase(compiled(pattern), read)
    for pattern, read in (
        (
            rf"(?P<the>l['’]|la |le )?(?P<unit>{UNIT}) "
            rf"(?P<which>{_AFTER}|qui vient|en cours|d['’]avant|d['’]après){END}",
            _neighbour,
        ),
        (rf"(?:ce|cet|cette) (?P<unit>{UNIT})(?P<here>-ci)?{END}(?!-là)", _this),
        (rf"(?:ce|cet|cette) (?P<unit>{UNIT}|soir|matin|nuit|soirée)-là{END}", _that),
        (rf"(?:la |le |l['’]|(?<=[ad]u\s))(?P<which>{FINAL}|{NEXT}) (?P<unit>{UNIT}){END}", _adjective_first),
        (
            rf"(?:les |ces )?(?:(?P<which>{FINAL}|{NEXT}) )?(?P<count>{NUMBER}) "
            rf"(?:(?P<inner>{FINAL}|{NEXT}) )?(?P<unit>{UNIT})"
            rf"(?: (?P<after>à venir|précédents|précédentes|qui précèdent|qui ont précédé))?{END}",
            _rolling,
        ),
        (rf"d['’]ici (?:à )?(?P<count>{NUMBER}) (?P<unit>{UNIT}){END}", _within_count),
        (
            r"(?:il y a|voilà) (?:(?:près|plus|moins) d(?:e |['’])|environ |à peine |presque |maintenant |déjà )?"
            rf"(?P<count>{NUMBER}) ?(?P<unit>{UNIT})(?P<half> et demie?)?{END}"
            r"(?P<exact>,? (?:jour pour jour|exactement))?",
            _ago,
        ),
        (rf"(?P<count>{NUMBER}) ?(?P<unit>{UNIT}) (?P<way>plus tôt|plus tard|auparavant|avant|après){END}", _shift),
        (
            r"(?P<word>hier|avant-hier|aujourd['’]hui|demain|après-demain|ce matin|ce soir|cet après-midi|cette nuit)"
            rf"{END}(?!-là){DAYTIME}",
            _today,
        ),
        (rf"(?:la |le |l['’])(?P<word>{'|'.join(_EVES)}){END}", _eve),
        (
            r"(?:(?:le |la )?même (?:(?P<unit>semaine|mois|trimestre)|période|moment)|pareille date|même date)"
            rf"(?: (?:de |en |d['’])?(?:(?P<year>{YEAR})|l['’](?:an|année) (?:dernier|dernière|passé|passée|précédente)"
            rf"|un an plus tôt)){END}",
            _same_period,
        ),
        (rf"(?:la |le )?même (?P<unit>jour|semaine|mois|trimestre|année){END}", _same),
        (rf"(?:le |ce )?(?P<weekday>{WEEKDAY}){END}{DAYTIME}(?: (?P<which>{_AFTER}){END})?", _weekday),
        (
            rf"(?P<weekday>{WEEKDAY}) de (?:la semaine (?P<which>dernière|prochaine)|cette semaine){END}",
            _weekday_of_week,
        ),
        (rf"(?:l['’]année scolaire (?P<which>dernière|passée|prochaine)|cette année scolaire){END}", _school_year),
        (
            r"(?P<shade>plus tôt|plus tard) (?:(?:cette|ce) |dans (?:la |le |l['’]))"
            rf"(?P<unit>journée|semaine|mois|année)(?:-ci)?{END}",
            _within,
        ),
        (rf"dans (?P<count>{NUMBER}) (?P<unit>{UNIT}){END}", _in_count),
        (rf"(?:maintenant){END}", lambda _: days_from_now(0)),  # no expression begins with it: 'de 2020 à maintenant'
        (rf"(?:la |le )?(?:fin de semaine|week-end){END}", _the_weekend),
        (rf"(?:l['’])?(?P<unit>année financière|année|mois|trimestre|exercice|décennie){END}", _the_unit),
    )
)
