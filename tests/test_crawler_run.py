"""A crawl's process: how it ends, and that nothing is left behind when it does."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.run import FAILED, FINISHED, INTERRUPTED, run_crawl
from db.store.connection import Home
from loopback import Answer, Site, article, crawl, make_home, new_run, outcomes, rows


@contextmanager
def started(home: Home, run_id: int) -> Iterator[subprocess.Popen[bytes]]:
    """A crawl under way. Its stdin is closed last: closing it ends the crawl."""
    command = [sys.executable, "-m", "crawler.run", str(home.path), str(run_id), "--contact", "editor@example.org"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        yield process


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def slow_site() -> Site:
    site = Site({f"/2024/05/story-number-{n}": replace(article(f"Story {n}"), wait=0.3) for n in range(20)})
    site.pages["/feed"] = site.feed(*site.pages)
    return site


def test_a_contact_is_required(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs a contact"):
        run_crawl(make_home(tmp_path / "home"), 1, contact=" ")


def test_a_crawl_that_breaks_off_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The home is gone: no topic, no sources."""
    home = Home(tmp_path / "nowhere")
    assert run_crawl(home, 1, contact="editor@example.org") == FAILED
    assert "is no Roxham home" in capfd.readouterr().err


def test_a_home_without_sources_is_crawled_at_once(tmp_path: Path) -> None:
    (closed,) = crawl(make_home(tmp_path / "home"))
    assert closed == {"event": "closed", "reason": "finished", "requests": 0, "bytes": 0, "read": 0}


def test_a_crawl_that_is_told_to_stop_gives_back_what_it_leased(tmp_path: Path, slow_site: Site) -> None:
    with slow_site as site:
        home = make_home(tmp_path / "home", site.source())
        with started(home, new_run(home)) as process:
            wait_until(lambda: len(site.hits) > 3)
            process.send_signal(signal.SIGINT)
            hits = len(site.hits)
            assert process.wait(timeout=20) == INTERRUPTED
        assert len(site.hits) <= hits + 3
        assert rows(home, "select count(*) as n from frontier where lease_until is not null") == [{"n": 0}]
        assert rows(home, "select count(*) as n from frontier where last_run_id is null")[0]["n"]


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux's /proc")
def test_a_crawl_opens_no_door(tmp_path: Path, slow_site: Site) -> None:
    """Scrapy's remote control and telnet console listen on loopback, and run what they are sent."""
    with slow_site as site:
        home = make_home(tmp_path / "home", site.source())
        with started(home, new_run(home)) as process:
            wait_until(lambda: len(site.hits) > 1)
            owned = {link.readlink().name for link in Path(f"/proc/{process.pid}/fd").iterdir()}
            sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
            listening = {f"socket:[{inode}]" for _, _, _, state, _, _, _, _, _, inode, *_ in sockets if state == "0A"}
            assert listening
            assert not owned & listening
            process.kill()


def test_a_crawl_ends_with_the_process_that_started_it(tmp_path: Path, slow_site: Site) -> None:
    with slow_site as site:
        home = make_home(tmp_path / "home", site.source())
        with started(home, new_run(home)) as process:
            wait_until(lambda: len(site.hits) > 3)
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=5)
        hits = len(site.hits)
        time.sleep(0.7)
        assert len(site.hits) <= hits + 1


def test_two_crawls_on_one_database_share_the_work(tmp_path: Path, slow_site: Site) -> None:
    with slow_site as site:
        home = make_home(tmp_path / "home", site.source())
        run_id = new_run(home)
        with started(home, run_id) as first, started(home, run_id) as second:
            assert [first.wait(timeout=60), second.wait(timeout=60)] == [FINISHED, FINISHED]
        assert max(site.asked().values()) == 1
        assert len(site.asked()) == 21
        assert rows(home, "select count(*) as n, count(distinct url) as urls from fetches") == [{"n": 21, "urls": 21}]


def test_one_source_at_a_time(tmp_path: Path) -> None:
    with Site() as first, Site() as second:
        for site in (first, second):
            site.pages["/feed"] = site.feed()
        home = make_home(tmp_path / "home", first.source(), second.source())
        crawl(home, source_id=first.source().id)
        assert first.asked()
        assert not second.hits


def test_a_crawl_does_not_pick_up_a_package_of_its_name_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crawler").mkdir()
    (tmp_path / "crawler" / "__init__.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert crawl(make_home(tmp_path / "home"))


def test_answers_that_are_empty_or_without_text_fail_and_keep_what_is_stored(tmp_path: Path) -> None:
    with Site() as site:
        site.pages = {"/one": article("One at Roxham Road"), "/two": article("Two at Roxham Road")}
        sources = [replace(site.source(path, kind="document"), id=path[1:]) for path in site.pages]
        home = make_home(tmp_path / "home", *sources)
        crawl(home)
        site.pages = {"/one": Answer(""), "/two": Answer("<html></html>")}
        found = outcomes(crawl(home, ignore_due=True))
        assert found == {"/one": ("failed", "an empty answer"), "/two": ("failed", "no text on the page")}
        assert rows(home, "select versions, headline from articles order by url") == [
            {"versions": 1, "headline": "One at Roxham Road"},
            {"versions": 1, "headline": "Two at Roxham Road"},
        ]
