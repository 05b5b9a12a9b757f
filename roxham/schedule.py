"""`roxham schedule`: run now and then every so often, until stopped. cron or systemd do the same without it."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from db.store import topics
from db.store.connection import Home
from roxham.terminal import Terminal


def every(interval: int) -> IntervalTrigger:
    """A moment every `interval` seconds, in UTC, so that no clock change skips or doubles a run."""
    return IntervalTrigger(seconds=interval, timezone=UTC)


def repeat(home: Home, terminal: Terminal, interval: int | None) -> None:
    """Call `roxham run` every `interval` seconds (default: the topic's), first at once.

    A run that is still at work when the next is due is left to finish; runs missed meanwhile are caught up by one.
    """
    with closing(home.open()) as database:
        interval = interval or topics.load_topic(database).interval
    scheduler = BlockingScheduler(timezone=UTC)

    def run() -> None:
        command = [sys.executable, "-m", "roxham", "run", "--home", str(home.path), "--trigger", "schedule"]
        # One process a crawl: Twisted's reactor can't be started twice.
        code = subprocess.run(command, check=False).returncode  # noqa: S603
        following = datetime.now(UTC) + timedelta(seconds=interval)
        terminal.say(f"run ended with code {code}; the next is due by {following:%Y-%m-%d %H:%M:%S} UTC")

    def stop(signum: int, frame: object) -> None:
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    scheduler.add_job(
        run,
        every(interval),
        next_run_time=datetime.now(UTC),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    terminal.say(f"a run every {interval} s; stop with Ctrl-C")
    try:
        scheduler.start()
    except KeyboardInterrupt:
        terminal.say("stopped")
