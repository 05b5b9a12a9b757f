"""The schedule: its moments when clocks change, and the files for other schedulers."""

from __future__ import annotations

import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from db.store.connection import Home
from examples import QUIET_TOPIC
from roxham.cli import main
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


def exported(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["schedule", "export", *arguments, "--home", str(home)])


@pytest.mark.parametrize(
    ("every", "cron", "calendar"),
    [
        ("30m", "*/30 * * * *", "*:0/30"),
        ("1h", "0 */1 * * *", "*-*-* 0/1:00"),
        ("6h", "0 */6 * * *", "*-*-* 0/6:00"),
        ("1d", "0 6 * * *", "*-*-* 06:00"),
        ("24h", "0 6 * * *", "*-*-* 06:00"),
    ],
)
def test_files_for_other_schedulers(tmp_path: Path, every: str, cron: str, calendar: str) -> None:
    home = tmp_path / "my home"
    line = exported(home, "cron", "--every", every).stdout.splitlines()[-1]
    assert line.startswith(f"{cron}  flock -n ")
    assert shlex.split(line)[-6:] == ["run", "--home", str(home), "--quiet", "--trigger", "cron"]
    units = exported(home, "systemd", "--every", every).stdout
    assert f"OnCalendar={calendar} UTC\n" in units
    workflow = yaml.safe_load(exported(home, "github", "--every", every).stdout)
    assert workflow[True]["schedule"] == [{"cron": cron}]
    assert workflow["jobs"]["run"]["steps"][3]["with"]["key"] == "roxham-${{ github.run_id }}"


def test_an_interval_that_no_calendar_has_is_refused(tmp_path: Path) -> None:
    refused = exported(tmp_path / "home", "cron", "--every", "7h")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "can't repeat every 7:00:00" in refused.stderr


def test_an_exported_command_runs(tmp_path: Path) -> None:
    topic = tmp_path / "quiet.toml"
    topic.write_text(QUIET_TOPIC)
    home = tmp_path / "my home"
    words = shlex.split(exported(home, "cron", "--topic", str(topic), "--every", "30m").stdout.splitlines()[-1])
    assert subprocess.run(words[words.index("flock") :], check=False).returncode == 0
    with closing(Home(home).open()) as database:
        runs = [(row["trigger"], row["state"]) for row in database.query("select * from runs")]
    assert runs == [("cron", "finished")]
