"""Calendar arithmetic on whole days: years, months, quarters, weeks, seasons, fiscal years, and steps between them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century", "fiscal"]
Part = Literal["early", "mid", "late", "start", "end"]

_MONTHS_IN: dict[Unit, int] = {
    "month": 1,
    "quarter": 3,
    "season": 3,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
}

FISCAL_YEAR_STARTS = {"US": 10, "CA": 4}
"""First month of the government's fiscal year. It is named for the year in which it ends."""

SEASON_STARTS = {"winter": 12, "spring": 3, "summer": 6, "fall": 9}


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def day(of: date) -> Interval:
    return Interval(of, of)


def add_months(of: date, count: int) -> date:
    """The same day `count` months on, or the month's last day where it is shorter."""
    year, month = divmod(of.year * 12 + of.month - 1 + count, 12)
    return date(year, month + 1, min(of.day, calendar.monthrange(year, month + 1)[1]))


def months(year: int, month: int, count: int = 1) -> Interval:
    """`count` whole months from the first of `month`."""
    start = date(year, month, 1)
    return Interval(start, add_months(start, count) - timedelta(days=1))


def year(number: int) -> Interval:
    return months(number, 1, 12)


def quarter(of_year: int, number: int) -> Interval:
    return months(of_year, 3 * number - 2, 3)


def half(of_year: int, number: int) -> Interval:
    return months(of_year, 6 * number - 5, 6)


def season(name: str, of_year: int) -> Interval:
    """The season that starts in `of_year`: winter 2022 is December 2022 to February 2023."""
    return months(of_year, SEASON_STARTS[name], 3)


def fiscal_year(number: int, country: str) -> Interval:
    """The fiscal year that ends in `number`."""
    return months(number - 1, FISCAL_YEAR_STARTS[country], 12)


def week(of: date) -> Interval:
    """Monday to Sunday."""
    monday = of - timedelta(days=of.weekday())
    return Interval(monday, monday + timedelta(days=6))


def weekend(of: date) -> Interval:
    """Saturday and Sunday of the week."""
    monday = of - timedelta(days=of.weekday())
    return Interval(monday + timedelta(days=5), monday + timedelta(days=6))


def long_weekend(holiday: date) -> Interval:
    """Saturday and Sunday with a holiday beside them: from Friday or up to Monday where it is one of these days."""
    off = weekend(holiday if holiday.weekday() > 0 else holiday - timedelta(days=1))
    return Interval(min(off.start, holiday) if holiday.weekday() == 4 else off.start, max(off.end, holiday))


def containing(of: date, unit: Unit, country: str = "US") -> Interval:
    """The calendar unit that holds the day; for a weekend the one of its week."""
    match unit:
        case "day":
            return day(of)
        case "week":
            return week(of)
        case "weekend":
            return weekend(of)
        case "month":
            return months(of.year, of.month)
        case "quarter":
            return quarter(of.year, (of.month + 2) // 3)
        case "half":
            return half(of.year, (of.month + 5) // 6)
        case "season":
            start = add_months(of.replace(day=1), -(of.month % 3))
            return months(start.year, start.month, 3)
        case "year":
            return year(of.year)
        case "decade":
            return months(of.year // 10 * 10, 1, 120)
        case "century":
            return months(of.year // 100 * 100, 1, 1200)
        case "fiscal":
            return fiscal_year(of.year + (of.month >= FISCAL_YEAR_STARTS[country]), country)


def step(of: date, count: int, unit: Unit) -> date:
    """The day `count` units on (back where negative)."""
    if unit == "day":
        return of + timedelta(days=count)
    if unit in ("week", "weekend"):
        return of + timedelta(weeks=count)
    return add_months(of, count * (12 if unit == "fiscal" else _MONTHS_IN[unit]))


def shifted(of: Interval, count: int, unit: Unit) -> Interval:
    """The interval moved by `count` units; an interval that ends a month still does."""
    start, end = step(of.start, count, unit), step(of.end, count, unit)
    if unit not in ("day", "week", "weekend") and (of.end + timedelta(days=1)).day == 1:
        end = months(end.year, end.month).end
    return Interval(start, end)


def part(of: Interval, which: Part) -> Interval:
    """A third of the interval, or its first or last day. Thirds of three months or more are whole months."""
    if which == "start":
        return day(of.start)
    if which == "end":
        return day(of.end)
    third = {"early": 0, "mid": 1, "late": 2}[which]
    if of.days > 80:
        length = round(of.days / 365.25 * 12) // 3
        start = add_months(of.start, third * length)
        return Interval(start, add_months(start, length) - timedelta(days=1) if third < 2 else of.end)
    length = of.days // 3
    start = of.start + timedelta(days=third * length)
    return Interval(start, start + timedelta(days=max(length - 1, 0)) if third < 2 else of.end)


def easter(of_year: int) -> date:
    """Western Easter Sunday (Meeus, Jones and Butcher's method)."""
    a, b, c = of_year % 19, of_year // 100, of_year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(of_year, f // 31, f % 31 + 1)


def nth_weekday(of_year: int, month: int, weekday: int, number: int) -> date:
    """The `number`-th Monday (0) to Sunday (6) of a month; the last where `number` is -1."""
    if number == -1:
        last = months(of_year, month).end
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(of_year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
