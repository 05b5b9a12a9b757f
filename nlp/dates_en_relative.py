"""English dates that count from the article's date or from a date mentioned before."""

from __future__ import annotations

import re
from datetime import date

from nlp.date_grammar import Context, Phrase, Reading, compiled, following_word, preceding_word
from nlp.date_readings import (
    Which,
    ago,
    beside_anchor,
    current,
    days_from_now,
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
)
from nlp.dates_en_absolute import part_named
from nlp.dates_en_words import DAYTIME, END, NUMBER, UNIT, WEEKDAY, WEEKDAYS, YEAR, is_name, number_of, unit_of
from nlp.intervals import Interval, containing, day, step, weekend


def _neighbour(match: re.Match[str]) -> Reading | None:
    which, unit = match["which"].casefold(), unit_of(match["unit"])
    if unit in ("half", "day"):
        return None
    match which:
        case "previous" | "prior" | "preceding":
            return beside_anchor(-1, unit)
        case "following":
            return beside_anchor(1, unit)
        case "last" | "past" if match["the"]:  # 'the last year' is not 'last year'
            return neighbour(unit, -1) if unit in ("weekend", "quarter", "fiscal") else rolling(-1, unit)
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
            reading = neighbour(unit, -1)
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
    return from_anchor(-1, "year")


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
    return number_of(match["count"]) + (0.5 if match["half"] else 0)


def _rolling(match: re.Match[str]) -> Reading | None:
    sign = 1 if match["which"].casefold() in ("next", "coming", "following") else -1
    return rolling(sign * _count(match), unit_of(match["unit"]))


def _ago(match: re.Match[str]) -> Reading | None:
    return ago((-1 if match["way"].casefold() == "ago" else 1) * _count(match), unit_of(match["unit"]))


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


def _year_end(_: re.Match[str]) -> Reading | None:
    def resolve(context: Context) -> Interval:
        back = context.latest is not None or (context.tense == "past" and context.today.month < 12)
        return day(date(context.today.year - back, 12, 31))

    return Reading("day", resolve)


def _the_unit(match: re.Match[str]) -> Reading | None:
    return current(unit_of(match["unit"])) if preceding_word(match) == "of" else None


_COUNTED = rf"(?P<count>{NUMBER})(?: |-)(?P<unit>{UNIT})s?(?P<half> and a half)?"

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
        (rf"(?:the )?year(?: |-)(?:ago|earlier) (?:quarter|period|month|week|half){END}", _year_earlier),
        (
            r"(?:the )?same (?:(?P<unit>week|month|quarter)|period|time|stretch)(?: of| in)? "
            rf"(?:(?P<year>{YEAR})|last year|a year (?:ago|before|earlier)|the (?:previous|prior) year){END}",
            _same_period,
        ),
        (rf"(?:the |that )same (?P<unit>week|month|quarter|year){END}", _same),
        (rf"(?:the |these )?(?P<which>past|last|previous|next|coming|following) {_COUNTED}{END}", _rolling),
        (rf"{_COUNTED}(?: or (?:so|two|more))? (?P<way>ago|from now|from today){END}", _ago),
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
        (rf"(?P<shade>early|late|earlier|later) in the (?P<unit>week|month|quarter|year|decade){END}", _within),
        (rf"(?:the )?year(?: |-)to(?: |-)date{END}", lambda _: so_far(current("year"))),
        (rf"(?:right )?now{END}", lambda _: days_from_now(0)),  # no expression begins with it: 'between now and May'
        (rf"the weekend{END}", _the_weekend),
        (rf"(?:the )?year(?:(?: |-)|['’]s )end{END}", _year_end),
        (rf"the (?P<unit>year|month|week|decade|quarter|fiscal year){END}", _the_unit),
    )
)
