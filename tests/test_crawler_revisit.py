"""When pages are asked for again, on simulated days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler import revisit

NOON = datetime(2023, 3, 24, 12, 0, tzinfo=UTC)
HOUR = 3600


@pytest.mark.parametrize(
    ("interval", "known", "offered", "expected"),
    [
        (None, 0, 30, 6 * HOUR),
        (6 * HOUR, 0, 30, 3 * HOUR),
        (6 * HOUR, 9, 30, 3 * HOUR),
        (6 * HOUR, 15, 30, 6 * HOUR),
        (6 * HOUR, 30, 30, 12 * HOUR),
        (6 * HOUR, 0, 0, 6 * HOUR),
        (600, 0, 30, 600),
        (24 * HOUR, 30, 30, 24 * HOUR),
    ],
)
def test_listing_interval(interval: int | None, known: int, offered: int, expected: int) -> None:
    assert revisit.listing_interval(interval, known, offered) == expected


@pytest.mark.parametrize(("per_hour", "hours"), [(40, 0.25), (2, 5), (0.1, 24)])
def test_a_listing_is_read_as_often_as_it_brings_something_new(per_hour: float, hours: float) -> None:
    """A feed of 20 entries that gains `per_hour` an hour settles where a third to two thirds of them are new."""
    interval = None
    for _ in range(40):
        since = (interval or 0) / HOUR
        new = min(20, round(per_hour * since)) if interval else 20
        interval = revisit.listing_interval(interval, 20 - new, 20)
    assert interval is not None
    assert hours / 2 <= interval / HOUR <= hours * 2


def test_an_article_is_read_again_at_five_ages() -> None:
    clock, visits = NOON, []
    while (due := revisit.page_due(NOON, clock)) != revisit.NEVER:
        clock = datetime.fromisoformat(due)
        visits.append(clock - NOON)
    assert visits == [timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7), timedelta(days=30)]


def test_ages_that_were_missed_are_made_up_for_once() -> None:
    """The program was off for ten days: one visit is due, not four."""
    assert revisit.page_due(NOON, NOON + timedelta(days=10)) == (NOON + timedelta(days=30)).isoformat()


def test_failures_wait_twice_as_long_each_time_up_to_a_week() -> None:
    waits = [datetime.fromisoformat(revisit.failure_due(n, NOON)) - NOON for n in range(1, 30)]
    assert waits[:4] == [timedelta(minutes=10 * 2**n) for n in range(4)]
    assert waits[-1] == timedelta(days=7)


def test_retry_after_is_honoured_up_to_a_day() -> None:
    asked = NOON + timedelta(hours=2)
    assert revisit.failure_due(1, NOON, asked) == asked.isoformat()
    assert revisit.failure_due(1, NOON, NOON + timedelta(seconds=1)) == (NOON + timedelta(minutes=10)).isoformat()
    assert revisit.failure_due(1, NOON, NOON + timedelta(days=4000)) == (NOON + timedelta(days=1)).isoformat()


def test_what_is_gone_is_asked_for_ever_more_rarely() -> None:
    interval, waits = None, []
    for _ in range(7):
        interval = revisit.gone_interval(interval)
        waits.append(interval // (24 * HOUR))
    assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_instants_are_utc_so_that_sqlite_can_compare_them() -> None:
    toronto = NOON.astimezone(datetime.strptime("-0400", "%z").tzinfo)
    assert revisit.after(toronto, 60) == "2023-03-24T12:01:00+00:00"
