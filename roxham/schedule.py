"""`roxham schedule`: run now and then every so often, until stopped; or the files with which another scheduler does."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from string import Template
from typing import TYPE_CHECKING

import click

from db.errors import RoxhamError
from roxham.options import Common, Group, common, pass_common

if TYPE_CHECKING:
    from apscheduler.triggers.interval import IntervalTrigger

    from db.store.connection import Home
    from roxham.terminal import Terminal

MINUTE, HOUR, DAY = 60, 3600, 86400
DAILY_AT = 6
"""Hour, UTC, of a run a day: what North American papers print overnight is there."""

CRON = Template("""\
# Times are of the machine; 'flock -n' skips a run while another is at work.
ROXHAM_CONTACT=you@example.org
$cron  flock -n $home/cron.lock $command
""")
SYSTEMD = Template("""\
# /etc/systemd/system/roxham.service
[Unit]
Description=One pass of Roxham: crawl what is due, read what is new
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
Environment=ROXHAM_CONTACT=you@example.org
ExecStart=$command
# 75: another run is still at work
SuccessExitStatus=75

# /etc/systemd/system/roxham.timer
[Unit]
Description=Roxham, again and again

[Timer]
OnCalendar=$calendar UTC
# what was missed while the machine was off is caught up by one run
Persistent=true
RandomizedDelaySec=120

[Install]
WantedBy=timers.target
""")
GITHUB = Template("""\
# .github/workflows/roxham.yml
# GitHub drops runs when it is busy, and stops a schedule after 60 days without a commit.
name: roxham
on:
  schedule:
    - cron: "$cron"  # UTC
  workflow_dispatch:
concurrency: roxham
jobs:
  run:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    env:
      ROXHAM_CONTACT: you@example.org
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install .
      - uses: actions/cache@v4  # the home, from the run before
        with:
          path: roxham-data
          key: roxham-$${{ github.run_id }}
          restore-keys: roxham-
      - run: roxham run --home roxham-data
""")
TEMPLATES = {"systemd": SYSTEMD, "cron": CRON, "github": GITHUB}


@click.group(cls=Group, invoke_without_command=True)
@click.option("--every", metavar="TIME", help="Such as 30m or 6h.  [default: the topic's interval]")
@common
@click.pass_context
def schedule(context: click.Context, every: str | None) -> None:
    """Repeat `roxham run` until stopped, each in a process of its own."""
    if context.invoked_subcommand is None:
        shared = context.ensure_object(Common)
        repeat(shared.ready_home(), shared.terminal(), _interval(every))


@schedule.command()
@click.argument("scheduler", type=click.Choice(list(TEMPLATES)))
@click.option("--every", metavar="TIME", help="Such as 30m or 6h.  [default: the topic's interval]")
@common
@pass_common
def export(common: Common, scheduler: str, every: str | None) -> None:
    """Print what makes another scheduler repeat `roxham run`: systemd, cron or GitHub Actions."""
    from db.store.topics import load_topic

    home = common.ready_home()
    interval = _interval(every)
    if interval is None:
        with closing(home.open()) as database:
            interval = load_topic(database).interval
    cron, calendar = _times(interval)
    place = shlex.quote(str(home.path.absolute()))
    command = f"{sys.executable} -m roxham run --home {place} --quiet --trigger {scheduler}"
    click.echo(TEMPLATES[scheduler].substitute(cron=cron, calendar=calendar, home=place, command=command), nl=False)


def _interval(every: str | None) -> int | None:
    from roxham.topic import duration

    try:
        return duration(every) if every else None
    except ValueError as error:
        raise click.BadParameter(f"must be {error}", param_hint="--every") from error


def _times(interval: int) -> tuple[str, str]:
    """An interval as cron writes it, and as systemd does. Raises RoxhamError for one that fits into no hour or day."""
    if interval < HOUR and interval % MINUTE == 0 and HOUR % interval == 0:
        return f"*/{interval // MINUTE} * * * *", f"*:0/{interval // MINUTE}"
    if interval == DAY:
        return f"0 {DAILY_AT} * * *", f"*-*-* {DAILY_AT:02}:00"
    if interval % HOUR == 0 and DAY % interval == 0:
        return f"0 */{interval // HOUR} * * *", f"*-*-* 0/{interval // HOUR}:00"
    raise RoxhamError(
        f"cron and systemd can't repeat every {timedelta(seconds=interval)}: choose minutes that divide an hour, or "
        "hours that divide a day, such as --every 30m"
    )


def every(interval: int) -> IntervalTrigger:
    """A moment every `interval` seconds, in UTC, so that no clock change skips or doubles a run."""
    from apscheduler.triggers.interval import IntervalTrigger

    return IntervalTrigger(seconds=interval, timezone=UTC)


def repeat(home: Home, terminal: Terminal, interval: int | None) -> None:
    """Call `roxham run` every `interval` seconds (default: the topic's), first at once.

    A run that is still at work when the next is due is left to finish; runs missed meanwhile are caught up by one.
    """
    from apscheduler.schedulers.blocking import BlockingScheduler

    from db.store.topics import load_topic

    with closing(home.open()) as database:
        interval = interval or load_topic(database).interval
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
