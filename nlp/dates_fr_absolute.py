"""French dates that name a day, month, season or year; the article's date fills in a missing year."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from nlp.date_fiscal import fiscal
from nlp.date_grammar import Context, Phrase, Reading, compiled, following_word, preceding_word
from nlp.date_readings import (
    day_of_month,
    fixed,
    last_before,
    next_after,
    offset_year,
    ordinal_unit,
    recurring,
    school_year,
    season_of,
    season_of_year,
    span,
    this_season,
)
from nlp.dates_fr_words import (
    CENTURIES,
    DASH,
    DECADES,
    END,
    FINAL,
    HOLIDAY,
    HOLIDAYS,
    MONTH,
    ORDINAL,
    ORDINALS,
    SEASON,
    SEASONS,
    WEEKDAY,
    YEAR,
    month_of,
    offset_of,
    plain,
)
from nlp.intervals import Interval, containing, day, fiscal_year, half, months, quarter, year
from nlp.number_words import word_set

# Words before 'mars' or 'mai' that show it is the month.
_MONTH_LICENCES = word_set(
    "en de d' depuis entre et à jusqu'à jusqu'en dès pour avant après vers fin début mi le ce avec contre que or ou "
    "par mois - – —"
)
# What precedes and what follows a month that begins a sentence: `Mars a vu 4100 passages`.
_STARTS = ("", ".", "!", "?", "…", "»", "”", "«", "“", ";", ":")
_BRINGING = word_set("a aura avait vu voit apporté apporte marque marqua fut")
_YEAR_LICENCES = word_set("en depuis l'an fin début dès d'ici ici jusqu'en")
_NUMBERED = word_set(
    "route autoroute article loi chapitre page no n° numéro local bureau salle vol canal boîte suite titre résolution"
)
_SEASON_LICENCES = word_set("à au depuis pendant durant dès de d' pour avant après vers entre et jusqu'à ici")


def _before(match: re.Match[str]) -> str:
    return preceding_word(match).replace("’", "'")


def _number(word: str) -> int:
    return 1 if word.casefold() == "1er" else int(word)


def _built(sort: str, which: str | None, of_year: Callable[[int], Interval]) -> Reading:
    """A yearly date, the 'dernier' or 'prochain' one where that is said."""
    if which is None:
        return recurring(sort, of_year)
    return next_after(sort, of_year) if offset_of(which) > 0 else last_before(sort, of_year)


def _day(match: re.Match[str]) -> Reading | None:
    number, month = _number(match["day"]), month_of(match["month"])
    reading = day_of_month(month, number, match["year"])
    if reading is None or match["which"] is None:
        return reading
    return _built("day", match["which"], lambda of_year: day(date(of_year, month, number)))


def _days(match: re.Match[str]) -> Reading | None:
    month, first, last = month_of(match["month"]), _number(match["day"]), int(match["last"])
    readings = day_of_month(month, first, match["year"]), day_of_month(month, last, match["year"])
    return span(readings[0], readings[1]) if readings[0] and readings[1] and first < last else None


def _iso(match: re.Match[str]) -> Reading | None:
    return day_of_month(int(match[2]), int(match[3]), match[1])


def _numeric(match: re.Match[str]) -> Reading | None:
    """Day first, unless only the other order is a date."""
    one, other, of_year = filter(None, match.groups())
    first, second = int(one), int(other)
    return day_of_month(second, first, of_year) if second <= 12 else day_of_month(first, second, of_year)


def _month(match: re.Match[str]) -> Reading | None:
    number = month_of(match["month"])
    if match["year"]:
        return fixed("month", months(int(match["year"]), number))
    if match["offset"]:
        return offset_year("month", offset_of(match["offset"]), lambda of_year: months(of_year, number))
    before, after = _before(match), following_word(match)
    if (before in _STARTS and after in _BRINGING) or before == after == "|":  # alone in the cell of a table
        return recurring("month", lambda of_year: months(of_year, number))
    if match["which"] is None and number in (3, 5) and before not in _MONTH_LICENCES and before[:2] not in ("d'", "qu"):
        return None
    if match["month"] == "Mars" and before not in ("en", "depuis"):  # the planet
        return None
    return _built("month", match["which"], lambda of_year: months(of_year, number))


def _year(match: re.Match[str]) -> Reading | None:
    before, after = _before(match), following_word(match)
    number = int(match["year"])
    if not match["named"]:
        counted = len(after) > 3 and after.isalpha() and after.islower() and after.endswith(("s", "x"))
        if before in _NUMBERED or (counted and before not in _YEAR_LICENCES):
            return None
        if number < 1800 and before not in ("en", "depuis", "de", "dès", "et", "jusqu'en"):
            return None
    return fixed("year", year(number))


def _years(match: re.Match[str]) -> Reading | None:
    first, last = int(match["year"]), match["last"]
    final = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if not first < final <= first + 120:
        return None
    if match["fiscal"]:
        return fixed("fiscal", fiscal_year(final, "CA"))
    if match["school"]:
        return fixed("years", school_year(first)) if final == first + 1 else None

    def resolve(context: Context) -> Interval:
        if final == first + 1 and context.country == "CA":  # how fiscal years are written
            return fiscal_year(final, "CA")
        return Interval(year(first).start, year(final).end)

    return Reading("years", resolve)


def _fiscal(match: re.Match[str]) -> Reading | None:
    number = int(match["year"])
    return fiscal(match, number)


def _decade(match: re.Match[str]) -> Reading | None:
    first = DECADES[plain(match["name"])] if match["name"] else int(match["digits"])
    if first < 100:
        first += 1900 if first > 20 else 2000
    return fixed("decade", containing(date(first, 1, 1), "decade"))


def _century(match: re.Match[str]) -> Reading | None:
    return fixed("century", months(100 * (CENTURIES[match[1].upper()] - 1), 1, 1200))


def _quarter(match: re.Match[str]) -> Reading | None:
    kind, word = match["kind"].casefold(), match["ordinal"].casefold()
    build, highest = (quarter, 4) if kind == "trimestre" else (half, 2)
    number = ORDINALS.get(word, highest)
    if number > highest:
        return None
    sort = "quarter" if build is quarter else "half"
    if match["year"]:
        return fixed(sort, build(int(match["year"]), number))
    if match["offset"]:
        return offset_year(sort, offset_of(match["offset"]), lambda of_year: build(of_year, number))
    return ordinal_unit("quarter", number, build) if build is quarter and word in ORDINALS else None


def _season(match: re.Match[str]) -> Reading | None:
    name, determiner = SEASONS[match["season"].casefold()], plain(match["determiner"] or "")
    if match["year"]:
        return season_of_year(name, int(match["year"]))
    if determiner == "le prochain":
        return _built("season", "prochain", season_of(name))
    if match["which"]:
        return _built("season", match["which"], season_of(name))
    if determiner in ("cet", "ce"):
        return this_season(name)
    if match.string[max(0, match.start() - 5) : match.start()] in ("de l'", "de l’"):  # 'la fin de l'été'
        return recurring("season", season_of(name))
    if _before(match) not in _SEASON_LICENCES or (name == "summer" and not determiner):  # 'été' is also 'been'
        return None
    return recurring("season", season_of(name))


def _holiday(match: re.Match[str]) -> Reading | None:
    of_year = HOLIDAYS[plain(match["holiday"])]
    if match["year"]:
        return fixed("holiday", day(of_year(int(match["year"]))))
    return recurring("holiday", lambda number: day(of_year(number)))


_DAY = r"(?P<day>1er|\d{1,2})"
_WHICH = r"(?P<which>dernier|passé|prochain)"
_OFFSET = r"(?:(?:de )?(?P<offset>l['’](?:an|année) (?:dernier|dernière|passé|passée|prochain|prochaine)|cette année))"

PHRASES = tuple(
    Phrase(compiled(pattern), read)
    for pattern, read in (
        (
            rf"(?:(?:le )?{WEEKDAY},? )?(?:le )?{_DAY} (?P<month>{MONTH})(?!\w)(?: (?P<year>{YEAR})| {_WHICH})?{END}",
            _day,
        ),
        (
            rf"(?:du |les |entre le )?{_DAY}(?: au | et | et le |{DASH})(?P<last>\d{{1,2}}) (?P<month>{MONTH})(?!\w)"
            rf"(?: (?P<year>{YEAR}))?{END}",
            _days,
        ),
        (rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){END}", _iso),
        (rf"(\d{{1,2}})(?:/(\d{{1,2}})/|-(\d{{1,2}})-|\.(\d{{1,2}})\.)(\d{{4}}){END}", _numeric),
        (rf"(?P<month>{MONTH})(?!\w)(?: (?:de )?(?P<year>{YEAR})| {_WHICH}| {_OFFSET})?{END}", _month),
        (rf"(?P<named>(?:toute )?l['’](?:année|an) |année )?(?P<year>{YEAR}){END}(?!{DASH}\d)", _year),
        (
            r"(?:l['’])?(?:(?P<fiscal>exercice (?:financier |budgétaire )?|année (?:financière|budgétaire) )"
            rf"|(?P<school>année scolaire ))?(?P<year>{YEAR})(?:{DASH}|/)(?P<last>\d{{4}}|\d\d){END}",
            _years,
        ),
        (
            r"(?:l['’])?(?:exercice(?: financier| budgétaire)?|année (?:financière|budgétaire)) "
            rf"(?P<year>{YEAR}){END}",
            _fiscal,
        ),
        (
            rf"(?:les )?années (?:(?P<digits>(?:1[5-9]|20)?\d0)|(?P<name>{'|'.join(sorted(DECADES, reverse=True))}))"
            rf"{END}",
            _decade,
        ),
        (rf"({'|'.join(sorted(CENTURIES, key=len, reverse=True))})(?:e|ème) siècle{END}", _century),
        (
            rf"(?:le |la |l['’])?(?P<ordinal>{ORDINAL}|{FINAL}) (?P<kind>trimestre|semestre){END}"
            rf"(?: (?:de |d['’])?(?P<year>{YEAR}){END}| {_OFFSET}{END})?",
            _quarter,
        ),
        (
            rf"(?P<determiner>cet |ce |l['’]|le prochain |le )?(?P<season>{SEASON}){END}"
            rf"(?: {_WHICH}{END}| (?:de |d['’])?(?P<year>{YEAR})(?:{DASH}\d{{2,4}})?{END})?",
            _season,
        ),
        (rf"(?P<holiday>{HOLIDAY}){END}(?: (?:de )?(?P<year>{YEAR}){END})?", _holiday),
    )
)
