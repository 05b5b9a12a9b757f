"""English dates that count from the article's date or from a date mentioned before."""

from __future__ import annotations

import re
from datetime import date

from nlp.date_fiscal import fiscal_country, fiscal_years
from nlp.date_grammar import Context, Phrase, Reading, compiled, following_word, preceding_word
from nlp.date_readings import (
    Which,
    ago,
    beside_anchor,
    current,
    days_from_now,
    fixed,
    from_anchor,
    neighbour,
    part_of,
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
    weekdays_ago,
    year_earlier,
)
from nlp.dates_en_absolute import part_named
from nlp.dates_en_words import DAYTIME, END, NUMBER, UNIT, WEEKDAY, WEEKDAYS, YEAR, is_name, number_of, unit_of
from nlp.intervals import Interval, Unit, containing, day, step, weekend
from nlp.number_words import word_set


def _neighbour(match: re.Match[str]) -> Reading | None:
    which, unit = match["which"].casefold(), unit_of(match["unit"])
    if unit in ("half", "day"):
        return None
    country = fiscal_country(match) if unit == "fiscal" else None
    match which:
        case "previous" | "prior" | "preceding":
            return beside_anchor(-1, unit)
        case "following":
            return beside_anchor(1, unit)
        case "last" | "past" if match["the"]:  # 'the last year' is not 'last year'
            return neighbour(unit, -1, country) if unit in ("weekend", "quarter", "fiscal") else rolling(-1, unit)
        case "next" | "coming" if match["the"]:
            return beside_anchor(1, unit) if unit in ("weekend", "quarter", "fiscal") else rolling(1, unit)
        case "past" | "coming":
            return None
        case "this past" if unit == "weekend":
            return Reading("weekend", lambda context: weekend(step(context.today, -6, "day")))
        case "this" if unit == "weekend":
            reading = this_weekend()
        case "last" if unit == "week":
            reading = Reading("week", _last_week)
        case "last" | "this past":
            reading = neighbour(unit, -1, country)
        case "next" | "this coming":
            reading = neighbour(unit, 1)
        case _:
            reading = current(unit)
    match (match["shade"] or "").casefold():
        case "":
            return reading
        case "earlier":
            return so_far(reading)
        case "later":
            return still_to_come(reading)
        case shade:
            return part_of(part_named(shade), reading)


def _last_week(context: Context) -> Interval:
    """North American weeks begin on Sunday: a Sunday paper's 'last week' has just ended."""
    sunday = context.today.weekday() == 6
    return containing(context.today if sunday else step(context.today, -1, "week"), "week")


def _latest_quarter(match: re.Match[str]) -> Reading | None:
    """The last one that has ended: what companies and statistics offices report."""
    return neighbour("quarter", -1)


def _year_earlier(match: re.Match[str]) -> Reading | None:
    """'the year-ago quarter', 'year-earlier profit'"""
    unit = match["unit"] and match["unit"].casefold()
    return year_earlier(unit_of(unit) if unit and unit != "period" else None)


def _next_day(match: re.Match[str]) -> Reading | None:
    return from_anchor({"next": 1, "following": 1, "same": 0}.get(match["which"].casefold(), -1), "day")


def _unit_before(match: re.Match[str]) -> Reading | None:
    unit, which = unit_of(match["unit"]), match["which"].casefold()
    if which != "earlier" and following_word(match) not in _STOPS:
        return None
    count = 1 if which == "after" else -1
    return from_anchor(count, unit) if unit in ("day", "year") else beside_anchor(count, unit)


def _same(match: re.Match[str]) -> Reading | None:
    return same_as_anchor(unit_of(match["unit"]))


def _same_period(match: re.Match[str]) -> Reading | None:
    return same_period(unit_of(match["unit"]) if match["unit"] else None, int(match["year"]) if match["year"] else None)


def _count(match: re.Match[str]) -> float:
    return number_of(match["count"]) + (0.5 if match["half"] or match["and_half"] else 0)


_LASTING = word_set("will would could may might should can to that which not did ’ll 'll won't won’t")


def _rolling(match: re.Match[str]) -> Reading | None:
    if match.start() == match.start("which") and preceding_word(match) in _LASTING:  # 'will last two weeks'
        return None
    sign = 1 if match["which"].casefold() in ("next", "coming", "following") else -1
    unit = unit_of(match["unit"])
    return fiscal_years(match, int(sign * _count(match))) if unit == "fiscal" else rolling(sign * _count(match), unit)


def _ago(match: re.Match[str]) -> Reading | None:
    unit = unit_of(match["unit"])
    to = unit_of(match["to"]) if match["to"] else "day" if match["today"] else None
    return ago((-1 if match["way"].casefold() == "ago" else 1) * _count(match), unit, to)


def _weekdays_ago(match: re.Match[str]) -> Reading | None:
    """'two Fridays ago', 'a week ago Friday'"""
    if not is_name(match["weekday"]):
        return None
    return weekdays_ago(WEEKDAYS[match["weekday"].casefold()], int(number_of(match["count"])))


def _week_ago_weekday(match: re.Match[str]) -> Reading | None:
    if not is_name(match["weekday"]):
        return None
    return weekdays_ago(WEEKDAYS[match["weekday"].casefold()], int(number_of(match["count"])) + 1)


def _before_last(match: re.Match[str]) -> Reading | None:
    return neighbour(unit_of(match["unit"]), -2 if match["way"].casefold() == "before last" else 2)


def _that(match: re.Match[str]) -> Reading | None:
    """'that day' is the one told of, but 'said that week after week' tells of none."""
    after = following_word(match)
    if after.isalpha() and after not in _AFTER_THAT:
        return None
    unit = _UNIT_OF_THAT.get(match["unit"].casefold())
    return same_as_anchor(unit or unit_of(match["unit"]))


_AFTER_THAT = word_set(
    "in on at to by with for and but when as the a an he she it they we i was were is had has would could will did "
    "that which who because while where from of alone"
)
_UNIT_OF_THAT: dict[str, Unit] = {"night": "day", "morning": "day", "afternoon": "day", "evening": "day"}


# 'six days before.' counts from a date, 'six days before the vote' from an event.
_STOPS = frozenset(
    [".", ",", ";", ":", ")", "”", "’", "!", "?", "—", "–", "and", "but", "to", "when", "with", "from", "in"]
) | {""}
_VAGUE = frozenset(["almost", "nearly", "about", "than", "roughly", "around", "some"])


def _shift(match: re.Match[str]) -> Reading | None:
    way = match["way"].casefold()
    if preceding_word(match) in _VAGUE or (way in ("before", "after") and following_word(match) not in _STOPS):
        return None
    return from_anchor((1 if way in ("later", "after") else -1) * number_of(match["count"]), unit_of(match["unit"]))


def _today(match: re.Match[str]) -> Reading | None:
    return days_from_now({"yesterday": -1, "last night": -1, "tomorrow": 1}.get(match["word"].casefold(), 0))


def _weekday_of_week(match: re.Match[str]) -> Reading | None:
    count = {"last": -1, "next": 1}.get(match["which"].casefold(), 0)
    return weekday_of_week(WEEKDAYS[match["weekday"].casefold()], count) if is_name(match["weekday"]) else None


def _school_year(match: re.Match[str]) -> Reading | None:
    return school_year_beside({"last": -1, "next": 1}.get(match["which"].casefold(), 0))


def _within(match: re.Match[str]) -> Reading | None:
    unit = current(unit_of(match["unit"]))
    if match["unit"].casefold() == "day":
        return same_as_anchor("day")
    match match["shade"].casefold():
        case "earlier":
            return so_far(unit)
        case "later":
            return still_to_come(unit)
        case shade:
            return part_of(part_named(shade), unit)


def _two_days(match: re.Match[str]) -> Reading | None:
    return days_from_now(-2 if match[1].casefold().startswith("before") else 2)


_WEEKDAY_WHICH: dict[str, Which] = {
    "last": "last", "past": "last", "next": "next", "coming": "next", "this coming": "next", "this": "this",
    "previous": "previous", "following": "following",
}  # fmt: skip


def _weekday(match: re.Match[str]) -> Reading | None:
    if not is_name(match["weekday"]):
        return None
    return weekday(WEEKDAYS[match["weekday"].casefold()], _WEEKDAY_WHICH.get((match["which"] or "").casefold()))


def _the_weekend(match: re.Match[str]) -> Reading | None:
    licences = ("over", "during", "of", "on", "for", "at", "through", "by", "since", "until", "before", "after")
    return the_weekend() if preceding_word(match) in licences else None


def _year_end(match: re.Match[str]) -> Reading | None:
    if match["year"]:
        return fixed("day", day(date(int(match["year"]), 12, 31)))

    def resolve(context: Context) -> Interval:
        back = context.latest is not None or (context.tense == "past" and context.today.month < 12)
        return day(date(context.today.year - back, 12, 31))

    return Reading("day", resolve)


def _the_unit(match: re.Match[str]) -> Reading | None:
    return current(unit_of(match["unit"])) if preceding_word(match) == "of" else None


_COUNTED = rf"(?P<count>{NUMBER})(?P<and_half> and a half)?(?: |-)(?P<unit>{UNIT})s?(?P<half> and a half)?"
_YEAR_AGO = "(?:quarter|period|month|week|half)"

PHRASES = tuple(
    Phrase(compiled(pattern), read)
    for pattern, read in (
        (
            r"(?:(?P<shade>earlier|later|early|late|mid)(?: |-))?(?P<the>the )?"
            r"(?P<which>last|past|this coming|this past|this|current|next|coming|previous|prior|preceding|following) "
            rf"(?P<unit>{UNIT}){END}",
            _neighbour,
        ),
        (rf"(?:the |that )(?P<which>next|following|same|previous) day{END}", _next_day),
        (rf"the (?P<unit>day|week|month|year) (?P<which>before|after|earlier){END}", _unit_before),
        (rf"(?:the |its )?(?:latest|most recent|just-ended) quarter{END}", _latest_quarter),
        (
            r"(?:the )?(?:(?:comparable|corresponding) )?"
            rf"year(?:-(?:ago|earlier)| (?:ago|earlier)(?= {_YEAR_AGO})){END}(?: (?P<unit>{_YEAR_AGO}){END})?",
            _year_earlier,
        ),
        (
            rf"(?:the )?same (?:(?P<unit>week|month|quarter)|period|time|stretch|{NUMBER} (?:week|month)s)(?: of| in)? "
            rf"(?:(?P<year>{YEAR})|last year|a year (?:ago|before|earlier)|the (?:previous|prior) year){END}",
            _same_period,
        ),
        (rf"(?:the |that )same (?P<unit>week|month|quarter|year){END}", _same),
        (rf"(?:the |these )?(?P<which>past|last|previous|next|coming|following) {_COUNTED}{END}", _rolling),
        (
            rf"{_COUNTED}(?: or (?:so|two|more))? (?P<way>ago|from now|from today){END}"
            rf"(?: (?:(?P<today>today|to the day)|this (?P<to>week|month|quarter)){END})?",
            _ago,
        ),
        (rf"(?P<count>{NUMBER}) (?P<weekday>{WEEKDAY})s? ago{END}", _weekdays_ago),
        (rf"(?P<count>{NUMBER}) weeks? ago(?: on)? (?P<weekday>{WEEKDAY}){END}", _week_ago_weekday),
        (rf"(?:the )?(?P<unit>{UNIT}) (?P<way>before last|after next){END}", _before_last),
        (
            rf"(?:(?:earlier|later|early|late) )?that(?: same)? "
            rf"(?P<unit>day|night|morning|afternoon|evening|week|weekend|month|quarter|year){END}(?!-)",
            _that,
        ),
        (rf"(?P<count>{NUMBER}) (?P<unit>{UNIT})s? (?P<way>earlier|before|previously|later|after){END}", _shift),
        (
            r"(?:(?:earlier|later|late|early) )?"
            rf"(?P<word>today|tonight|yesterday|tomorrow|last night|this (?:morning|afternoon|evening)){END}{DAYTIME}",
            _today,
        ),
        (rf"the day (before yesterday|after tomorrow){END}", _two_days),
        (
            r"(?:the )?(?:(?P<which>last|past|next|coming|this coming|this|previous|following) )?"
            rf"(?P<weekday>{WEEKDAY}){END}{DAYTIME}",
            _weekday,
        ),
        (rf"(?P<weekday>{WEEKDAY})(?: of)? (?P<which>last|this|next) week{END}", _weekday_of_week),
        (rf"(?P<which>last|this|next|current) school year{END}", _school_year),
        (rf"(?P<shade>early|late|earlier|later) in the (?P<unit>day|week|month|quarter|year|decade){END}", _within),
        (rf"(?:the )?year(?: |-)to(?: |-)date{END}", lambda _: so_far(current("year"))),
        (rf"(?:right )?now{END}", lambda _: days_from_now(0)),  # no expression begins with it: 'between now and May'
        (rf"the weekend{END}", _the_weekend),
        (rf"(?:the )?year(?:(?: |-)|['’]s )end{END}(?: (?P<year>{YEAR}){END})?", _year_end),
        (rf"the (?P<unit>year|month|week|decade|quarter|fiscal year){END}", _the_unit),
    )
)
