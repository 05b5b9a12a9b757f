"""kill -9 at seeded moments: nothing is lost, nothing is stored twice.

The suite kills MOMENTS crawls; `python -m benchmarks.kill --moments 50` kills as many as it is told to.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import pytest

from db.store.archive import load_body
from db.store.connection import Home
from loopback import Site, article, end_run, make_home, new_run, rows

MOMENTS = int(os.environ.get("ROXHAM_KILL_MOMENTS", "10"))
PAGES = 40
SEED = 20230325


@dataclass
class Killed:
    """One home, killed again and again: first while it crawls what is new, then what was edited."""

    home: Home
    site: Site
    random: random.Random
    kills: int = 0
    hits: list[int] = field(default_factory=list)
    """How many requests each killed crawl had made."""

    def crawl(self, kills: int) -> None:
        """Crawl all, with at most `kills` crawls killed on the way, and then to the end."""
        for _ in range(kills):
            if self._killed(self.random.randint(1, PAGES // 4), self.random.uniform(0, 0.15)):
                self.kills += 1
                self._assert_sound()
        run_id = new_run(self.home)
        with self._start(run_id) as process:
            assert process.wait(timeout=120) == 0
        end_run(self.home, run_id)
        self._assert_sound()

    def _killed(self, hits: int, delay: float) -> bool:
        """Kill a crawl `delay` seconds after it made so many requests; False if it came to its end before."""
        before = len(self.site.hits)
        with self._start(new_run(self.home)) as process:
            while len(self.site.hits) - before < hits and process.poll() is None:
                time.sleep(0.002)
            time.sleep(delay)
            self.hits.append(len(self.site.hits) - before)
            ended = process.poll() is not None
            process.kill()
        return not ended

    def _start(self, run_id: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "crawler.run", str(self.home.path), str(run_id), "--contact", "a@example.org"]
        command += ["--all", "--set", "EXTRACTION_WORKERS=1"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)

    def _assert_sound(self) -> None:
        assert rows(self.home, "pragma integrity_check") == [{"integrity_check": "ok"}]
        assert rows(self.home, "pragma foreign_key_check") == []
        # Validators are there only with what they validate, versions only with their evidence.
        assert not rows(
            self.home,
            """select url from frontier where kind = 'article' and (etag is not null or body_hash is not null)
            and article_id is null""",
        )
        archive = self.home.open_archive()
        try:
            assert archive.execute("pragma integrity_check").fetchone() == ("ok",)
            for version in rows(self.home, "select headline, snapshot from versions"):
                assert str(version["headline"]).encode() in load_body(archive, str(version["snapshot"]))
        finally:
            archive.close()

    def assert_complete(self, headlines: list[str], versions: int) -> None:
        """Each page is there once, in its last form, with as many versions as it had; each was fetched as new once."""
        articles = "select headline, versions from articles order by headline"
        assert rows(self.home, articles) == [{"headline": h, "versions": versions} for h in sorted(headlines)]
        assert rows(self.home, "select count(*) as n from versions") == [{"n": PAGES * versions}]
        for outcome in ("new", "changed")[:versions]:
            found = "select count(*) as n, count(distinct url) as urls from fetches where outcome = ?"
            assert rows(self.home, found, outcome) == [{"n": PAGES, "urls": PAGES}]


def edit(site: Site, headlines: list[str]) -> None:
    for number, headline in enumerate(headlines):
        site.pages[f"/2024/05/story-number-{number}"] = replace(article(headline), wait=0.01)


@pytest.mark.timeout(60 + 10 * MOMENTS)
def test_kill_9_loses_nothing_and_stores_nothing_twice(tmp_path: Path) -> None:
    random_ = random.Random(SEED)
    left = MOMENTS
    for number in count():
        with Site() as site:
            first = [f"Story {n} at Roxham Road" for n in range(PAGES)]
            edit(site, first)
            site.pages["/feed"] = site.feed(*site.pages)
            killed = Killed(make_home(tmp_path / f"home-{number}", site.source()), site, random_)
            killed.crawl(min(5, (left + 1) // 2))
            killed.assert_complete(first, 1)
            second = [f"Story {n} at Roxham Road, corrected" for n in range(PAGES)]
            edit(site, second)
            killed.crawl(min(5, left - killed.kills))
            killed.assert_complete(second, 2)
        assert killed.kills
        left -= killed.kills
        if left <= 0:
            return
