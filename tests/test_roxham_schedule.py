"""The schedule's moments when clocks change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from roxham.schedule import every

DAY = 24 * 60 * 60


@pytest.fixture(autouse=True)
def toronto(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's clock is set to a zone where the two days below have 23 and 25 hours."""
    monkeypatch.setenv("TZ", "America/Toronto")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("change", [date(2024, 3, 10), date(2024, 11, 3)])
def test_exactly_one_daily_run_when_clocks_change(change: date) -> None:
    trigger = every(DAY)
    begin = datetime(change.year, change.month, change.day, 7, 30, tzinfo=UTC) - timedelta(days=2)
    runs = [begin]
    while len(runs) < 5:
        following = trigger.get_next_fire_time(runs[-1], runs[-1])
        assert following is not None
        runs.append(following)
    assert [later - earlier for earlier, later in pairwise(runs)] == [timedelta(days=1)] * 4
    on_their_clock = [run.astimezone().date() for run in runs]
    assert on_their_clock == [change + timedelta(days=days) for days in range(-2, 3)]
