"""Pages captured by others (Common Crawl, the Wayback Machine), stored as a crawl on that day would have been."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

from sqlite_utils import Database

from crawler.answers import without_address
from crawler.exceptions import ExtractionError, UnsupportedFormat
from crawler.identity import source_of
from crawler.kinds import KINDS
from crawler.reading import Reading, Topicality, option_texts, read_page
from crawler.tdm import reserved
from crawler.warc import Capture, Damage, read_captures
from crawler.workers import WorkerError, WorkerPool
from db.records import Source, Topic
from db.store.archive import save_snapshot
from db.store.articles import save_article
from db.store.connection import transaction
from db.store.runs import Fetch, Outcome, save_fetch

AHEAD = 8
"""Captures read in advance for each worker."""


class CaptureStore:
    """Stores the captures of web archives, each in one transaction: stopped, and called again, it goes on."""

    def __init__(
        self, database: Database, archive: Database, pool: WorkerPool, topic: Topic, default: Source, run_id: int | None
    ) -> None:
        self._database = database
        self._archive = archive
        self._pool = pool
        self._topic = topic
        self._default = default
        self._run_id = run_id
        self._topicality = Topicality(topic.terms, topic.zones, topic.threshold)

    def store(self, path: Path, workers: int) -> Iterator[tuple[str | None, Outcome, str | None]]:
        """What became of each capture in the file: its URL, the outcome and why."""
        waiting: deque[tuple[Capture, Source, Future[Reading] | None]] = deque()
        for item in read_captures(path):
            if isinstance(item, Damage):
                yield item.url, "failed", item.reason
                continue
            source = source_of(item.url, self._topic, self._default)
            if self._is_stored(item, source):
                yield item.url, "unchanged", None
                continue
            waiting.append((item, source, self._begin(item, source)))
            if len(waiting) > AHEAD * workers:
                yield self._finish(*waiting.popleft())
        while waiting:
            yield self._finish(*waiting.popleft())

    def _is_stored(self, capture: Capture, source: Source) -> bool:
        found = self._database.execute(
            "select 1 from fetches where url = ? and fetched_at = ? and source_id = ?",
            [capture.url, _instant(capture), source.id],
        ).fetchone()
        return found is not None

    def _begin(self, capture: Capture, source: Source) -> Future[Reading] | None:
        if capture.status != 200 or not capture.content:
            return None
        return self._pool.submit(
            read_page,
            capture.content,
            capture.url,
            content_type=capture.headers.get("content-type"),
            fetched_at=capture.fetched_at,
            kind="document" if source.kind in KINDS and KINDS[source.kind].documents else "article",
            topicality=self._topicality,
            keep_params=option_texts(source, "keep_params"),
        )

    def _finish(
        self, capture: Capture, source: Source, task: Future[Reading] | None
    ) -> tuple[str | None, Outcome, str | None]:
        reading: Reading | None = None
        outcome: Outcome | None = None
        reason: str | None = None
        try:
            if task is not None:
                reading = task.result()
            elif capture.status in (404, 410):
                outcome, reason = "gone", f"HTTP {capture.status}"
            else:
                outcome = "failed"
                reason = "an empty answer" if capture.status == 200 else f"HTTP {capture.status}"
        except UnsupportedFormat as error:
            outcome, reason = "refused", without_address(capture.url, str(error))
        except (ExtractionError, WorkerError) as error:
            outcome, reason = "failed", without_address(capture.url, str(error))
        except Exception as error:
            # A fault of ours that one page brings out is that page's failure.
            outcome, reason = "failed", f"{type(error).__name__}: {error}"
        if reading is not None and not reading.article.text.strip():
            reading, outcome, reason = None, "failed", "no text on the page"
        snapshot = None
        if capture.content and capture.status == 200:
            snapshot = save_snapshot(
                self._archive,
                capture.url,
                capture.content,
                status=capture.status,
                headers=capture.headers,
                fetched_at=_instant(capture),
            )
        with transaction(self._database):
            if reading is not None:
                assert snapshot is not None
                outcome, _ = save_article(
                    self._database,
                    reading.article,
                    reading.decision,
                    source_id=source.id,
                    snapshot=snapshot,
                    captured_at=_instant(capture),
                )
            assert outcome is not None
            save_fetch(
                self._database,
                Fetch(
                    source_id=source.id,
                    url=capture.url,
                    outcome=outcome,
                    fetched_at=_instant(capture),
                    run_id=self._run_id,
                    status=capture.status,
                    reason=reason,
                    bytes=len(capture.content) or None,
                    snapshot=snapshot,
                    tdm_reserved=reserved(capture.headers, capture.content),
                ),
            )
        return capture.url, outcome, reason


def _instant(capture: Capture) -> str:
    return capture.fetched_at.isoformat(timespec="seconds")
