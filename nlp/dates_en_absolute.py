"""English dates that name a day, month, season or year; the article's date fills in a missing year."""

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
    part_of,
    recurring,
    school_year,
    season_of,
    season_of_year,
    span,
    this_season,
)
from nlp.dates_en_words import (
    ANY_WEEKDAY,
    DASH,
    DECADES,
    END,
    FINAL,
    HOLIDAY,
    HOLIDAYS,
    MONTH,
    MONTH_NAMES,
    ORDINAL,
    ORDINALS,
    SEASON,
    SEASONS,
    SPOKEN_DAY,
    SPOKEN_YEAR,
    SUFFIX,
    YEAR,
    full_year,
    is_name,
    month_of,
    spoken_day,
    spoken_year,
)
from nlp.intervals import (
    Interval,
    Part,
    containing,
    day,
    fiscal_year,
    half,
    long_weekend,
    months,
    quarter,
    year,
)
from nlp.number_words import word_set

# Words before a bare month or year that show it is one.
_LICENCES = word_set(
    "in since by until till from to through during before after for of and or last next this late early mid around "
    "about between every each was than past again the one on - – — / ("
)
# What precedes and what follows a month that begins a clause: `March brought 4,100 interceptions`.
_STARTS = ("", ".", "!", "?", "…", "”", "“", ";", ":")
_BRINGING = word_set("brought brings saw sees produced recorded marked")
_YEAR_LICENCES = _LICENCES | word_set("a an as its their his her our that these those year years : ; ,")
# Words before a number that is counted or is part of a name.
_COUNTING = word_set("about some nearly almost approximately roughly over under least most only exactly no number")
_NUMBERED = word_set(
    "highway route section bill title room suite flight channel article chapter act page no # unit $ £ € box rule "
    "interstate resolution"
)
_PLURALS = ("s", "people", "men", "children")
_AFTER_NUMBERS = word_set("street avenue road st ave km m kg feet mph hours people migrants")
# Words after a year that are not what it counts.
_FUNCTION_WORDS = word_set(
    "to and or but in on at by for from with was is were are had has have when while as after before that which who "
    "than since until through because if the a an saw brought became will would could may might did does"
)
_SEASON_LICENCES = word_set("in into by since until during over through before after early late mid - all")


def _month_day(match: re.Match[str]) -> Reading | None:
    if not is_name(match["month"]):
        return None
    return day_of_month(month_of(match["month"]), int(match["day"]), match["year"])


def _spoken_day(match: re.Match[str]) -> Reading | None:
    """'March first', 'the twenty-fifth of March', but not 'in March first responders …'."""
    after = following_word(match)
    if not is_name(match["month"]) or (after.isalpha() and after.islower() and after not in _FUNCTION_WORDS):
        return None
    return day_of_month(month_of(match["month"]), spoken_day(match["day"]), match["year"])


def _days(match: re.Match[str]) -> Reading | None:
    month, first, last = month_of(match["month"]), int(match["day"]), int(match["last"])
    if not is_name(match["month"]) or first >= last:
        return None
    counted = following_word(match).islower() and following_word(match) not in _FUNCTION_WORDS
    if match["and"] and not match["between"] and (last > first + 1 or (counted and not match["year"])):
        return None
    readings = day_of_month(month, first, match["year"]), day_of_month(month, last, match["year"])
    return span(readings[0], readings[1]) if readings[0] and readings[1] else None


def _iso(match: re.Match[str]) -> Reading | None:
    return day_of_month(int(match[2]), int(match[3]), match[1])


def _numeric(match: re.Match[str]) -> Reading | None:
    """Month first, as in North America, unless only the other order is a date."""
    one, other, of_year = filter(None, match.groups())
    first, second = int(one), int(other)
    return (
        day_of_month(first, second, full_year(of_year))
        if first <= 12
        else day_of_month(second, first, full_year(of_year))
    )


def _month_year(match: re.Match[str]) -> Reading | None:
    return fixed("month", months(int(match["year"]), month_of(match["month"]))) if is_name(match["month"]) else None


# 'May and June', 'Jan.-March'.
_MONTH_FOLLOWS = compiled(rf"(?: (?:and|or|to|through) | ?{DASH} ?){MONTH}{END}")


def _month(match: re.Match[str]) -> Reading | None:
    word, number = match["month"], month_of(match["month"])
    before, after = preceding_word(match), following_word(match)
    abbreviated = word.casefold() not in MONTH_NAMES
    if not is_name(word) or (abbreviated and word.casefold() not in ("sept", "sept.") and not word.endswith(".")):
        return None
    if _MONTH_FOLLOWS.match(match.string, match.end()):
        return recurring("month", lambda of_year: months(of_year, number))
    if number in (3, 5) or abbreviated:  # also verbs and nouns
        if (before in _STARTS and after in _BRINGING) or before == after == "|":  # alone in the cell of a table
            return recurring("month", lambda of_year: months(of_year, number))
        if before not in _LICENCES or (before == "the" and after in ("for", "on", "against", "to")):
            return None
    elif number in (4, 6, 8) and after[:1].isupper() and before not in ("in", "since", "by", "until"):  # first names
        return None
    return recurring("month", lambda of_year: months(of_year, number))


def _of_month(month: int, number: str | None) -> Callable[[int], Interval] | None:
    if number is None:
        return lambda of_year: months(of_year, month)
    if day_of_month(month, int(number)) is None:
        return None
    return lambda of_year: day(date(of_year, month, int(number)))


def _last_month(match: re.Match[str]) -> Reading | None:
    of_year = _of_month(month_of(match["month"]), match["day"])
    if not is_name(match["month"]) or of_year is None:
        return None
    sort = "day" if match["day"] else "month"
    match match["which"].casefold():
        case "last" | "past" | "this past":
            return last_before(sort, of_year)
        case "next" | "this coming":
            return next_after(sort, of_year)
        case _:
            return offset_year(sort, 0, of_year)


def _month_of_last_year(match: re.Match[str]) -> Reading | None:
    of_year = _of_month(month_of(match["month"]), match["day"])
    return offset_year("day" if match["day"] else "month", _offset(match["which"]), of_year) if of_year else None


def _offset(word: str) -> int:
    return {"last": -1, "next": 1}.get(word.casefold()[:4], 0)


def _year(match: re.Match[str]) -> Reading | None:
    before, after = preceding_word(match), following_word(match)
    number = int(match["year"])
    if not match["named"]:
        counted = after[:1].isalpha() and after.islower() and after not in _FUNCTION_WORDS
        if before in _NUMBERED or (before in _COUNTING and after[:1].isalpha()):
            return None
        if counted and before not in _YEAR_LICENCES:
            return None
        if counted and before in ("of", "and", "or", "to", "than", "for", ",") and after.endswith(_PLURALS):
            return None
        if number < 1800 and before not in ("in", "since", "of", "from", "until", "by", "the", "to", "("):
            return None
        if after.casefold() in _AFTER_NUMBERS:
            return None
    return fixed("year", year(number))


_SHORT_YEAR_LICENCES = re.compile(
    r"\b(?:in|since|by|until|till|from|to|through|during|before|after|early|late|mid|fall|autumn|winter|spring|summer)"
    r"[ -]['’]\Z",
    re.IGNORECASE,
)


def _short_year(match: re.Match[str]) -> Reading | None:
    """'in ’98'"""
    licensed = _SHORT_YEAR_LICENCES.search(match.string, max(0, match.start() - 9), match.start())
    return fixed("year", year(full_year(match.group()))) if licensed else None


def _spoken_year(match: re.Match[str]) -> Reading | None:
    """'nineteen ninety-six', 'January two thousand'; words that may also count something need a preposition."""
    number = spoken_year(match)
    if match["month"]:
        if not is_name(match["month"]):
            return None
        return fixed("month", months(number, month_of(match["month"])))
    after = following_word(match)
    spelt = match["century"] and match["century"].casefold() == "nineteen" and match["tens"]
    licensed = match["named"] or preceding_word(match) in _LICENCES
    ends = not after.isalpha() or after in _FUNCTION_WORDS
    return fixed("year", year(number)) if spelt or (licensed and ends) else None


def _last_of_years(first: int, last: str) -> int | None:
    """The second year of '2022-23' or '2017–2020'; None where the numbers are no range."""
    final = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return final if first < final <= first + 120 else None


def _years(match: re.Match[str]) -> Reading | None:
    first = int(match["year"])
    final = _last_of_years(first, match["last"])
    if final is None:
        return None

    def resolve(context: Context) -> Interval:
        if len(match["last"]) == 2 and final == first + 1 and context.country == "CA":  # how fiscal years are written
            return fiscal_year(final, "CA")
        return Interval(year(first).start, year(final).end)

    return Reading("years", resolve)


def _fiscal(match: re.Match[str]) -> Reading | None:
    number = full_year(match["year"])
    if not match["last"]:
        return fiscal(match, number)
    final = _last_of_years(number, match["last"])
    return fixed("fiscal", fiscal_year(number + 1, "CA")) if final == number + 1 else None


def _fiscal_years(match: re.Match[str]) -> Reading:
    return span(fiscal(match, int(match["year"])), fiscal(match, int(match["last"])))


def part_named(word: str) -> Part:
    match word.casefold():
        case "early" | "earlier":
            return "early"
        case "mid" | "middle":
            return "mid"
        case "late" | "later":
            return "late"
        case "end" | "close" | "tail end":
            return "end"
        case _:
            return "start"


def _decade(match: re.Match[str]) -> Reading | None:
    first = DECADES[match["name"].casefold()] if match["name"] else int(match["digits"])
    if first < 100 and not match["name"] and first < 50 and "’" not in match.group() and "'" not in match.group():
        return None  # 'in the low 30s'
    if first < 100:
        first += 1900 if first > 20 else 2000
    whole = fixed("decade", containing(date(first, 1, 1), "decade"))
    return part_of(part_named(match["part"]), whole) if match["part"] else whole


def _century(match: re.Match[str]) -> Reading | None:
    number = int(match[1])
    return fixed("century", months(100 * (number - 1), 1, 1200)) if 2 <= number <= 22 else None


def _quarter(match: re.Match[str]) -> Reading | None:
    kind, word = match["kind"].casefold(), match["ordinal"].casefold()
    build, highest = (quarter, 4) if kind == "quarter" else (half, 2)
    number = ORDINALS.get(word, highest)
    of_year = match["before"] or match["after"]
    if number > highest:
        return None
    if of_year:
        return fixed(kind, build(int(of_year), number))
    relative = match["relative"] or match["of"]
    if relative:
        return offset_year(kind, _offset(relative), lambda of_year: build(of_year, number))
    # 'the last quarter' is the one before this, 'the second half' of a match or a meeting.
    return ordinal_unit("quarter", number, quarter) if kind == "quarter" and word in ORDINALS else None


def _short_quarter(match: re.Match[str]) -> Reading | None:
    number = int(match["quarter"])
    if match["year"]:
        return fixed("quarter", quarter(int(match["year"]), number))
    return ordinal_unit("quarter", number, quarter)


def _school_year(match: re.Match[str]) -> Reading | None:
    first = int(match["year"])
    return fixed("years", school_year(first)) if _last_of_years(first, match["last"]) == first + 1 else None


def _season(match: re.Match[str]) -> Reading | None:
    name, which = SEASONS[match["season"].casefold()], (match["which"] or "").casefold()
    if match["year"]:
        return season_of_year(name, int(match["year"]))
    if which in ("last", "past", "this past"):
        return last_before("season", season_of(name))
    if which in ("next", "coming", "this coming"):
        return next_after("season", season_of(name))
    if which:
        return this_season(name)
    licences = _LICENCES | _SEASON_LICENCES if match.group().casefold().startswith("the") else _SEASON_LICENCES
    if preceding_word(match) not in licences or (name == "fall" and following_word(match) == "of"):
        return None
    return recurring("season", season_of(name))


_HOLIDAYS = {name.casefold(): of_year for name, of_year in HOLIDAYS.items()}


def _holiday(match: re.Match[str]) -> Reading | None:
    on = _HOLIDAYS[" ".join(match["holiday"].casefold().replace("’", "'").split())]
    if not is_name(match["holiday"]) or following_word(match)[:1].isupper():  # 'Christmas Island'
        return None

    def of_year(number: int) -> Interval:
        return long_weekend(on(number)) if match["weekend"] else day(on(number))

    sort = "weekend" if match["weekend"] else "holiday"
    if match["year"]:
        return fixed(sort, of_year(int(match["year"])))
    match (match["which"] or "").casefold():
        case "last" | "past" | "this past":
            return last_before(sort, of_year)
        case "next" | "this coming":
            return next_after(sort, of_year)
        case _:
            return recurring(sort, of_year)


_DAY = rf"(?P<day>\d{{1,2}}){SUFFIX}"
_NOT_MORE = rf"(?![\d%]|[:,.]\d| {MONTH}{END})"
_MAYBE_YEAR = rf"(?:,? (?P<year>{YEAR}))?{END}"
_IN_YEAR = rf"(?:,? (?:of |in )?(?P<after>{YEAR}))?"

PHRASES = tuple(
    Phrase(compiled(pattern), read)
    for pattern, read in (
        (rf"(?:{ANY_WEEKDAY},? )?(?P<month>{MONTH}) (?:the )?{_DAY}{_NOT_MORE}{_MAYBE_YEAR}", _month_day),
        (rf"(?:{ANY_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? (?P<month>{MONTH}){_MAYBE_YEAR}", _month_day),
        (
            rf"(?P<between>(?:between|from) )?(?P<month>{MONTH}) {_DAY} ?(?:{DASH}|to|through|until|(?P<and>and)) ?"
            rf"(?P<last>\d{{1,2}}){SUFFIX}{_NOT_MORE}"
            rf"{_MAYBE_YEAR}",
            _days,
        ),
        (rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){END}", _iso),
        (rf"(\d{{1,2}})(?:/(\d{{1,2}})/|-(\d{{1,2}})-|\.(\d{{1,2}})\.)(\d{{4}}){END}", _numeric),
        (rf"(\d{{1,2}})/(\d{{1,2}})/(\d\d){END}", _numeric),
        (rf"(?:{ANY_WEEKDAY},? )?(?P<month>{MONTH}) (?:the )?(?P<day>{SPOKEN_DAY}){_MAYBE_YEAR}", _spoken_day),
        (rf"(?:the )?(?P<day>{SPOKEN_DAY}) of (?P<month>{MONTH}){_MAYBE_YEAR}", _spoken_day),
        (rf"(?P<month>{MONTH}),?(?: of| in)? (?P<year>{YEAR}){END}", _month_year),
        (rf"(?P<month>{MONTH}){END}", _month),
        (
            rf"(?P<which>last|this past|past|next|this coming|this) (?P<month>{MONTH}){END}(?: {_DAY}{END})?",
            _last_month,
        ),
        (
            rf"(?P<month>{MONTH}){END}(?: {_DAY})?,?(?: of)? (?P<which>last|this|next) year{END}",
            _month_of_last_year,
        ),
        (rf"(?P<named>(?:the |calendar )?year |calendar |all of )?(?P<year>{YEAR}){END}(?!{DASH}\d)", _year),
        (rf"(?<=['’])\d\d{END}", _short_year),
        (rf"(?:(?P<named>(?:the )?year )|(?P<month>{MONTH}),? )?{SPOKEN_YEAR}{END}", _spoken_year),
        (rf"(?P<year>{YEAR})(?:{DASH}|/)(?P<last>\d{{4}}|\d\d){END}", _years),
        (
            r"(?:the )?(?:(?P<part>early|mid|late)(?: |-)(?:to(?: |-)late(?: |-))?)?['’]?"
            rf"(?:(?P<digits>(?:1[5-9]|20)\d0|(?<=['’])\d0|[5-9]0)['’]?s|(?P<name>(?:{'|'.join(DECADES)}))){END}",
            _decade,
        ),
        (rf"(?:the )?(\d\d?)(?:st|nd|rd|th) century{END}", _century),
        (
            r"(?:the )?(?:federal )?(?:(?:fiscal|financial)(?: year)? ['’]?|FY ?['’]?|fiscal(?: year)?)"
            r"(?P<year>(?:19|20)\d\d|\d\d)"
            rf"(?:(?:{DASH}|/)(?P<last>\d{{4}}|\d\d))?{END}",
            _fiscal,
        ),
        (
            rf"(?:the )?fiscal years? (?P<year>{YEAR})(?: (?:and|to|through) |{DASH})(?P<last>{YEAR}){END}",
            _fiscal_years,
        ),
        (
            rf"(?:the )?(?P<year>(?:19|20)\d\d)(?:(?:{DASH}|/)(?P<last>\d{{4}}|\d\d))?"
            rf" (?:fiscal|financial|budget)(?: |-)year{END}",
            _fiscal,
        ),
        (
            rf"(?:the )?(?:(?P<before>{YEAR})(?:['’]s)? |(?P<relative>last|this|next) year['’]s )?"
            rf"(?P<ordinal>{ORDINAL}|{FINAL})(?: |-)(?P<kind>quarter|half){END}"
            rf"(?: of (?P<of>(?:last|this|next|the) year){END})?{_IN_YEAR}",
            _quarter,
        ),
        (rf"Q(?P<quarter>[1-4])(?:(?: |-)(?:of )?(?P<year>{YEAR}))?{END}", _short_quarter),
        (rf"(?P<year>{YEAR})(?: |-)Q(?P<quarter>[1-4]){END}", _short_quarter),
        (rf"(?:the )?(?P<year>{YEAR})(?:{DASH}|/)(?P<last>\d{{4}}|\d\d) school year{END}", _school_year),
        (
            rf"(?:the )?(?:(?P<which>last|past|this past|next|coming|this coming|(?:earlier |later )?this) )?"
            rf"(?P<season>{SEASON}){END}(?:(?: of|,)? (?P<year>{YEAR})(?:{DASH}\d{{2,4}})?{END})?",
            _season,
        ),
        (
            rf"(?:(?P<which>last|past|this past|next|this coming|this) |the (?={HOLIDAY} weekend))?"
            rf"(?P<holiday>{HOLIDAY}){END}(?P<weekend> weekend{END})?(?:,? (?:of |in )?(?P<year>{YEAR}){END})?",
            _holiday,
        ),
    )
)
