"""A task that hangs or crashes costs only itself."""

from __future__ import annotations

import os
import time

import pytest

from crawler.exceptions import ExtractionError
from crawler.workers import WorkerError, WorkerPool


def double(number: int) -> int:
    return 2 * number


def hang() -> None:
    time.sleep(60)


def crash() -> None:
    os.abort()


def refuse(url: str) -> None:
    raise ExtractionError(f"{url}: broken")


def unpicklable() -> object:
    return lambda: None


def test_one_bad_task_costs_only_itself() -> None:
    with WorkerPool(2, time_limit=8) as pool:
        bad = [pool.submit(task) for task in (hang, crash, unpicklable)]
        refused = pool.submit(refuse, "https://example.org/a")
        good = [pool.submit(double, number) for number in range(20)]
        assert [future.result() for future in good] == [2 * number for number in range(20)]
        with pytest.raises(ExtractionError, match=r"^https://example.org/a: broken$"):
            refused.result()
        for future, words in zip(bad, ("took longer than 8 seconds", "signal 6", "lambda"), strict=True):
            with pytest.raises(WorkerError, match=words):
                future.result()
        assert pool.submit(double, 4).result() == 8
