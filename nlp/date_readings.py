"""Readings of date expressions: how each kind counts its days from the article's date, the tense and earlier dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

from nlp.date_grammar import Context, Reading, Unresolvable
from nlp.intervals import Interval, Part, Unit, containing, day, part, season, shifted, step, weekend

Which = Literal["last", "next", "this", "previous", "following"]

PARTABLE = frozenset(("week", "month", "quarter", "season", "half", "year", "years", "fiscal", "decade", "century"))
"""Sorts of reading that have an early, a middle and a late part."""


def fixed(sort: str, interval: Interval) -> Reading:
    return Reading(sort, lambda _: interval)


def recurring(sort: str, of_year: Callable[[int], Interval]) -> Reading:
    """A month, day of a month, season or holiday without its year."""
    return Reading(sort, lambda context: _nearest(context, of_year))


def _nearest(context: Context, of_year: Callable[[int], Interval]) -> Interval:
    """The occurrence that the tense allows; without one the nearest, the past preferred where that is unclear."""
    if context.latest:
        return _first(each for each in _up_to(context.latest, of_year) if each.start <= context.latest)
    today = context.today
    past = _first(each for each in _up_to(today, of_year) if each.start <= today)
    if past.end >= today:
        return past
    future = _first(each for each in _beyond(today, of_year) if each.start > today)
    ahead, behind = (future.start - today).days, (today - past.end).days
    # Far out on one side the year would have been written; in between the tense decides.
    exact = future.days == 1
    if (3 if exact else 8) * ahead < behind:
        return future
    if (1.5 if exact and context.tense != "future" else 6) * behind < ahead:
        return past
    if context.tense:
        return past if context.tense == "past" else future
    return future if (2 if exact else 4) * ahead < behind else past


def _up_to(origin: date, of_year: Callable[[int], Interval]) -> Iterator[Interval]:
    """The occurrences from next year's back, latest first. What is named by a year may begin in the one before."""
    return _occurrences(range(min(origin.year + 1, 9998), max(origin.year - 9, 0), -1), of_year)


def _beyond(origin: date, of_year: Callable[[int], Interval]) -> Iterator[Interval]:
    """The occurrences from last year's on, oldest first. What is named by a year may begin in the next."""
    return _occurrences(range(max(origin.year - 1, 1), min(origin.year + 9, 9999)), of_year)


def _occurrences(years: Iterable[int], of_year: Callable[[int], Interval]) -> Iterator[Interval]:
    for number in years:
        try:
            yield of_year(number)
        except ValueError:  # February 29 in a common year
            continue


def _first(intervals: Iterable[Interval]) -> Interval:
    for each in intervals:
        return each
    raise Unresolvable


def last_before(sort: str, of_year: Callable[[int], Interval]) -> Reading:
    """'last March': the latest that was over when the article appeared."""
    return Reading(
        sort, lambda context: _first(each for each in _up_to(context.today, of_year) if each.end < context.today)
    )


def next_after(sort: str, of_year: Callable[[int], Interval]) -> Reading:
    return Reading(
        sort, lambda context: _first(each for each in _beyond(context.today, of_year) if each.start > context.today)
    )


def weekday(number: int, which: Which | None = None) -> Reading:
    """A day of the week (Monday 0): the latest up to the article date, or the next one where the clause is future."""

    def resolve(context: Context) -> Interval:
        match which:
            case "previous":
                return day(_weekday_before(context.here.start, number))
            case "following":
                return day(_weekday_after(context.here.start, number))
            case "last":
                return day(_weekday_before(context.today, number))
            case "next":
                return day(_weekday_after(context.today, number))
        up_to = context.latest or context.today
        if up_to.weekday() == number:
            return day(up_to)
        ahead = context.tense == "future" or (which == "this" and context.tense != "past")
        if ahead and context.latest is None:
            return day(_weekday_after(up_to, number))
        return day(_weekday_before(up_to, number))

    return Reading("weekday", resolve)


def _weekday_before(origin: date, number: int) -> date:
    return step(origin, -((origin.weekday() - number - 1) % 7 + 1), "day")


def _weekday_after(origin: date, number: int) -> date:
    return step(origin, (number - origin.weekday() - 1) % 7 + 1, "day")


def neighbour(unit: Unit, count: int, country: str | None = None) -> Reading:
    """The calendar unit `count` after (before where negative) the one of the article date: 'last week', 'next year'.

    `country`: whose fiscal year it is where the text tells.
    """

    def resolve(context: Context) -> Interval:
        whose = country or context.country
        current = containing(context.today, unit, whose)
        return containing(step(current.start, count, unit), unit, whose)

    return Reading(unit, resolve)


def rolling(count: float, unit: Unit) -> Reading:
    """'the past six months' (negative: up to the article date), 'the next two weeks' (from the day after)."""

    def resolve(context: Context) -> Interval:
        today = context.today
        if count < 0:
            return Interval(_stepped(today, count, unit), today)
        return Interval(step(today, 1, "day"), _stepped(today, count, unit))

    return Reading("rolling", resolve)


_SMALLER: dict[Unit, tuple[int, Unit]] = {
    "week": (7, "day"), "month": (30, "day"), "year": (12, "month"), "decade": (10, "year"), "century": (100, "year"),
}  # fmt: skip


def _stepped(of: date, count: float, unit: Unit) -> date:
    """As `step`; 'a year and a half' is counted in months."""
    factor, smaller = _SMALLER.get(unit, (1, unit))
    return step(of, int(count), unit) if count == int(count) else step(of, int(count * factor), smaller)


def ago(count: float, unit: Unit, to: Unit | None = None) -> Reading:
    """'two years ago' (negative), as exact as its unit: weeks to the day, a year to the month, two to the year.

    'a year ago' behind a quarter is that quarter a year before. `to`: how exact it is told to be, 'a year ago today'.
    """

    def resolve(context: Context) -> Interval:
        anchor = context.anchor
        if anchor and (count, unit) == (-1, "year") and anchor == containing(anchor.start, "quarter"):
            return shifted(anchor, -1, "year")
        point = _stepped(context.today, count, unit)
        if to or unit in ("day", "week"):
            return containing(point, to or "day", context.country)
        if unit == "century" or (unit == "decade" and abs(count) > 1):
            return containing(point, "decade")
        return containing(point, "year" if unit == "decade" or (unit == "year" and abs(count) >= 2) else "month")

    return Reading("ago", resolve)


def from_anchor(count: float, unit: Unit) -> Reading:
    """'a year earlier': the dates mentioned last, moved."""

    def resolve(context: Context) -> Interval:
        origin = context.here
        if origin.days < 7 and unit in ("day", "week"):
            origin = day(origin.end)
        return shifted(origin, int(count), unit)

    return Reading("shift", resolve)


def year_earlier(unit: Unit | None) -> Reading:
    """'the year-ago quarter', 'year-earlier profit': the period told of last, or else the latest, a year before."""

    def resolve(context: Context) -> Interval:
        a_year_before = step(context.today, -1, "year")
        told = context.anchor
        if told is None or told.days < 28 or (unit and told != containing(told.start, unit)):
            if unit == "quarter":
                a_year_before = step(a_year_before, -1, "quarter")
            return containing(a_year_before, unit or "year", context.country)
        return told if told.start <= a_year_before <= told.end else shifted(told, -1, "year")

    return Reading("shift", resolve)


def weekdays_ago(number: int, count: int) -> Reading:
    """'two Fridays ago': the last but one before the article date."""

    def resolve(context: Context) -> Interval:
        return day(step(_weekday_before(context.today, number), 1 - count, "week"))

    return Reading("weekday", resolve)


def weekday_of_week(number: int, count: int) -> Reading:
    """'Tuesday of last week': a weekday of the week `count` weeks after the article's."""

    def resolve(context: Context) -> Interval:
        return day(step(containing(step(context.today, count, "week"), "week").start, number, "day"))

    return Reading("day", resolve)


def school_year(first: int) -> Interval:
    """September to June."""
    return Interval(date(first, 9, 1), date(first + 1, 6, 30))


def school_year_beside(count: int) -> Reading:
    """'this school year', and those before and after; in July and August it is the one to come."""

    def resolve(context: Context) -> Interval:
        return school_year(context.today.year - (context.today.month < 7) + count)

    return Reading("years", resolve)


def moved(inner: Reading, count: float, unit: Unit) -> Reading | None:
    """'two weeks before Christmas' (negative), 'the day after March 25'."""
    if inner.sort not in ("day", "weekday", "holiday", "month", "year"):
        return None

    def resolve(context: Context) -> Interval:
        return shifted(inner.resolve(context), int(count), unit)

    return Reading("day", resolve)


def period_to(inner: Reading, count: int, unit: Unit) -> Reading | None:
    """'the six months ended June 30': so many units up to a day or the end of a month."""
    if inner.sort not in ("day", "month"):
        return None

    def resolve(context: Context) -> Interval:
        last = inner.resolve(context).end
        return Interval(step(step(last, 1, "day"), -count, "year" if unit == "fiscal" else unit), last)

    return Reading("period", resolve)


def since(inner: Reading) -> Reading | None:
    """From the first day of a past date up to the article's; None for what is an interval already."""
    if inner.sort in ("rolling", "since", "span"):
        return None

    def resolve(context: Context) -> Interval:
        start = inner.resolve(replace(context, latest=context.today)).start
        if start > context.today:
            raise Unresolvable
        return Interval(start, context.today)

    return Reading("since", resolve)


def span(first: Reading, second: Reading) -> Reading:
    """From the first day of one to the last day of the other, which also tells the year of the first."""

    def resolve(context: Context) -> Interval:
        last = second.resolve(context)
        start = first.resolve(replace(context, latest=last.end)).start
        if start > last.end:
            raise Unresolvable
        return Interval(start, last.end)

    return Reading("span", resolve)


def adjoining(first: Reading, second: Reading) -> Reading | None:
    """'2020 and 2021', 'Thursday and Friday': one interval where the second follows the first without a gap."""
    sample = Context(date(2001, 7, 18), tell_tense=lambda: "past")
    if first.sort not in ("year", "month", "weekday") or first.sort != second.sort:
        return None
    last = second.resolve(sample)
    earlier = first.resolve(replace(sample, latest=last.start))
    return span(first, second) if (last.start - earlier.end).days == 1 else None


def the_weekend() -> Reading:
    """The one going on, else the last or the next as the tense says."""

    def resolve(context: Context) -> Interval:
        this = weekend(context.today)
        if context.tense == "future" or context.today >= this.start:
            return this
        return weekend(step(context.today, -1, "week"))

    return Reading("weekend", resolve)


def part_of(which: Part, inner: Reading) -> Reading:
    return Reading(inner.sort, lambda context: part(inner.resolve(context), which))


def counted_part(number: int, unit: Unit, inner: Reading, from_end: bool = False, ordinal: int = 1) -> Reading:
    """'the first two weeks of', 'the last 10 days of'; with `ordinal` 2 'the second week of'."""

    def resolve(context: Context) -> Interval:
        whole = inner.resolve(context)
        if unit == "half":
            middle = part(whole, "start").start
            middle = (
                step(middle, round(whole.days / 30.44) // 2, "month")
                if whole.days > 45
                else step(middle, whole.days // 2, "day")
            )
            return (
                Interval(middle, whole.end)
                if from_end or ordinal == 2
                else Interval(whole.start, step(middle, -1, "day"))
            )
        if unit == "weekend":
            first = step(whole.start, (5 - whole.start.weekday()) % 7, "day")
            start = step(first, ordinal - 1, "week")
            return Interval(start, step(start, 1, "day"))
        if from_end:
            return Interval(step(step(whole.end, 1, "day"), -number, unit), whole.end)
        start = step(whole.start, ordinal - 1, unit)
        return Interval(start, step(step(start, number, unit), -1, "day"))

    return Reading("part", resolve)


def season_of(name: str) -> Callable[[int], Interval]:
    return lambda number: season(name, number)


def ordinal_unit(unit: Literal["quarter", "half"], number: int, of: Callable[[int, int], Interval]) -> Reading:
    """'the third quarter' without a year: the nearest that has begun or, unless the tense is past, is about to."""

    def resolve(context: Context) -> Interval:
        today = context.today
        candidates = [of(today.year + offset, number) for offset in (-1, 0, 1)]
        if context.tense == "past":
            candidates = [each for each in candidates if each.start <= today]
        return min(candidates, key=lambda each: abs((each.start - today).days + 45))

    return Reading(unit, resolve)


def day_of_month(month: int, number: int, of_year: str | int | None = None) -> Reading | None:
    """A day of a month, of the nearest year unless one is given; None where the calendar has no such day."""
    try:
        date(2000, month, number)
        if of_year:
            return fixed("day", day(date(int(of_year), month, number)))
    except ValueError:
        return None
    return recurring("day", lambda y: day(date(y, month, number)))


def offset_year(sort: str, offset: int, of_year: Callable[[int], Interval]) -> Reading:
    """'March of last year', 'the first quarter of next year'."""
    return Reading(sort, lambda context: of_year(context.today.year + offset))


def days_from_now(count: int) -> Reading:
    return Reading("day", lambda context: day(step(context.today, count, "day")))


def current(unit: Unit) -> Reading:
    return Reading(unit, lambda context: containing(context.today, unit, context.country))


def so_far(inner: Reading) -> Reading:
    """'earlier this year': from its start up to the article date."""

    def resolve(context: Context) -> Interval:
        whole = inner.resolve(context)
        return Interval(whole.start, min(context.today, whole.end))

    return Reading(inner.sort, resolve)


def still_to_come(inner: Reading) -> Reading:
    """'later this year': from the article date to its end."""

    def resolve(context: Context) -> Interval:
        whole = inner.resolve(context)
        return Interval(max(context.today, whole.start), whole.end)

    return Reading(inner.sort, resolve)


def this_season(name: str) -> Reading:
    """'this winter': the one of this year, or the one just over where the next is far off."""

    def resolve(context: Context) -> Interval:
        today = context.today
        found = season(name, today.year - (name == "winter" and today.month < 3))
        if found.start <= today or context.tense == "future":
            return found
        before = season(name, found.start.year - 1)
        return before if context.tense == "past" or (today - before.end).days < 60 else found

    return Reading("season", resolve)


def season_of_year(name: str, number: int) -> Reading:
    """'winter 2023' is the one that starts in December 2023, or had started by then where that is still to come."""

    def resolve(context: Context) -> Interval:
        found = season(name, number)
        to_come = name == "winter" and context.published is not None and found.start > context.published
        return season(name, number - 1) if to_come else found

    return Reading("season", resolve)


def this_weekend() -> Reading:
    """On Monday and Tuesday 'this weekend' of a finished event is the one just over."""

    def resolve(context: Context) -> Interval:
        past = context.today.weekday() < 2 and context.tense != "future"
        return weekend(step(context.today, -6, "day") if past else context.today)

    return Reading("weekend", resolve)


def beside_anchor(count: int, unit: Unit) -> Reading:
    """'the following week': the calendar unit next to that of the dates mentioned last."""

    def resolve(context: Context) -> Interval:
        origin = context.here
        if unit in ("year", "fiscal") and 300 < origin.days < 370:
            return shifted(origin, count, "year")
        start = containing(origin.start, unit, context.country).start
        return containing(step(start, count, unit), unit, context.country)

    return Reading(unit, resolve)


def same_as_anchor(unit: Unit) -> Reading:
    return Reading(unit, lambda context: containing(context.here.start, unit, context.country))


def same_period(unit: Unit | None, of_year: int | None) -> Reading:
    """'the same month last year', 'the same period in 2019': the dates mentioned last, in another year."""

    def resolve(context: Context) -> Interval:
        origin = context.here
        if unit or origin.days == 1:
            origin = containing(origin.start, unit or "month", context.country)
        return shifted(origin, of_year - origin.end.year if of_year else -1, "year")

    return Reading("shift", resolve)


def edge_of(which: Part, inner: Reading) -> Reading:
    """'the end of December' is its last day; of a decade or century, its last third."""
    thirds: dict[Part, Part] = {"start": "early", "end": "late"}
    return part_of(thirds.get(which, which) if inner.sort in ("decade", "century") else which, inner)
