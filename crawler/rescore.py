"""Deciding again, from the archive: what a crawl with the topic's present terms would have kept and rejected.

Nothing is fetched. What was rejected is read again from its archived bytes, because its text was not stored; what is
stored is judged by its text, without being read again, and stays whatever is decided of it.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from crawler import revisit
from crawler.answers import without_address
from crawler.captures import source_of
from crawler.exceptions import ExtractionError, UnsupportedFormat
from crawler.kinds import KINDS
from crawler.reading import ListingReading, Reading, Topicality, option_texts, read_file, read_listing, read_page
from crawler.relevance import edition, score
from crawler.wayback import capture_of
from crawler.workers import WorkerError, WorkerPool
from db.records import Article, Source
from db.store.archive import EvidenceError, load_body
from db.store.articles import find_article, save_article
from db.store.connection import Home, transaction
from db.store.decisions import change_decision, end_rescore, rescored_to, save_decision, save_rescored_to
from db.store.frontier import adopt, discovered_at
from db.store.topics import load_sources, load_topic

TIME_LIMIT = 120.0
"""Seconds for one body: statutes and sittings are longer than pages."""
AHEAD = 4
"""Bodies read in advance for each worker."""
BATCH = 1000
IMPORTED = "import:"
"""How the addresses of files begin: `crawler.importer.file_address`."""

# A document that a listing holds has a fetch of its own where it was new or changed: it is judged with its listing.
# What was unchanged when it was fetched is judged by the version it was compared with.
_FETCHES = """
from fetches f where id > ? and snapshot is not null and (outcome = 'listing' or (
  outcome in ('new', 'changed', 'rejected') and not exists (
    select 1 from fetches l where l.source_id = f.source_id and l.fetched_at = f.fetched_at
      and l.snapshot = f.snapshot and l.outcome = 'listing')))
"""
_VERSIONS = """
select v.article_id, a.url, a.free, v.id = a.version_id as present, v.text,
  iif(d.url is null or d.headline is not null, v.headline, null) as headline
from versions v join articles a on a.id = v.article_id left join decisions d on d.url = a.url
where v.snapshot = ?
"""


_Read = Reading | list[Reading] | ListingReading
"""What a worker makes of a page, a file, or a listing."""


@dataclass(slots=True)
class Rescored:
    """What deciding again has come to."""

    kept: int = 0
    rejected: int = 0
    """How many decisions stand in the end."""
    new: int = 0
    """Articles stored that had been rejected."""
    changed: int = 0
    """Versions stored besides: other states of what was rejected."""
    turned: int = 0
    """Stored articles of which the opposite is decided now."""
    failed: dict[str, str] = field(default_factory=dict)
    """Why a page could not be judged, by its address; what was decided of it stands."""


@dataclass(frozen=True, slots=True)
class _Fetch:
    id: int
    url: str
    """The address asked for."""
    outcome: str
    snapshot: str
    source: Source
    owner: str
    """Id of the source it is stored for: another one where an archive had the page."""
    page: str
    """The address that answered, redirects followed; of an archive's capture, the page's own."""
    content_type: str | None
    captured_at: str
    captured: bool
    """Whether an archive had it."""

    @property
    def keeps(self) -> bool:
        """Whether what was fetched is kept whatever its score: see `crawler.reading` and `crawler.importer`."""
        kind = KINDS.get(self.source.kind)
        return (
            self.source.kind == "document"
            or self.url.startswith(IMPORTED)
            or (kind is not None and kind.table)
            or bool(option_texts(self.source, "sections"))
        )


def rescore(
    home: Home,
    *,
    workers: int = 2,
    started: Callable[[int], None] = lambda total: None,
    advanced: Callable[[str], None] = lambda url: None,
) -> Rescored:
    """Decide again on every archived page that was kept or rejected, by the topic's present terms.

    What is on the topic now is stored as it would have been on the day it was fetched. May be stopped at any moment
    and called again: it goes on where it was, or begins anew if the terms have changed meanwhile. `started` is told
    how many fetches there are to decide on, `advanced` the address of each when it is done.
    """
    with closing(home.open()) as database, closing(home.open_archive()) as archive:
        rescorer = _Rescorer(database, archive, workers)
        try:
            started(rescorer.total())
            for url in rescorer.run():
                advanced(url)
        finally:
            rescorer.close()
        return rescorer.result


class _Rescorer:
    def __init__(self, database: Database, archive: Database, workers: int) -> None:
        self._database = database
        self._archive = archive
        self._pool = WorkerPool(workers, TIME_LIMIT)
        self._ahead = AHEAD * workers
        self._topic = topic = load_topic(database)
        self._topicality = Topicality(topic.terms, topic.zones, topic.threshold)
        self._edition = edition(topic.terms, topic.zones, topic.threshold)
        self._sources = {source.id: source for source in load_sources(database)}
        self._last = rescored_to(database, self._edition)
        self.result = Rescored()

    def total(self) -> int:
        return self._database.execute(f"select count(*) {_FETCHES}", [self._last]).fetchone()[0]

    def run(self) -> Iterator[str]:
        """The address of each fetch, once it is decided on."""
        waiting: deque[tuple[_Fetch, Future[Any] | None, str | None]] = deque()
        for fetch in self._fetches():
            waiting.append((fetch, *self._begin(fetch)))
            if len(waiting) > self._ahead:
                yield self._finish(*waiting.popleft())
        while waiting:
            yield self._finish(*waiting.popleft())
        end_rescore(self._database)
        counts = dict(self._database.execute("select kept, count(*) from decisions group by kept").fetchall())
        self.result.kept, self.result.rejected = counts.get(1, 0), counts.get(0, 0)

    def close(self) -> None:
        self._pool.close()

    def _fetches(self) -> Iterator[_Fetch]:
        last = self._last
        columns = "f.id, f.url, f.outcome, f.snapshot, f.source_id, f.fetched_at"
        batch = f"select {columns} {_FETCHES} order by id limit {BATCH}"
        while rows := self._database.execute(batch, [last]).fetchall():
            for id_, url, outcome, snapshot, source_id, fetched_at in rows:
                source = self._sources[source_id]
                page, content_type = self._answered(url, snapshot, fetched_at)
                owner, captured_at = source, fetched_at
                capture = capture_of(page) if source.kind == "wayback" and outcome != "listing" else None
                if capture is not None:
                    page, owner = capture[0], source_of(capture[0], self._topic, source)
                    captured_at = capture[1].isoformat(timespec="seconds")
                captured = capture is not None
                yield _Fetch(id_, url, outcome, snapshot, source, owner.id, page, content_type, captured_at, captured)
            last = rows[-1][0]

    def _begin(self, fetch: _Fetch) -> tuple[Future[Any] | None, str | None]:
        """The reading of what the stored text does not tell, and why it can't be read."""
        source = fetch.source
        kind = KINDS.get(source.kind)
        if fetch.outcome == "listing" and (kind is None or kind.table):
            return None, None  # a table is stored whatever it says
        if fetch.outcome in ("new", "changed") and all(row["free"] for row in self._versions(fetch)):
            return None, None
        try:
            content = load_body(self._archive, fetch.snapshot)
        except EvidenceError as error:
            return None, str(error)
        if fetch.outcome == "listing":
            return self._pool.submit(read_listing, source, content, fetch.page, self._topicality), None
        if fetch.url.startswith(IMPORTED):
            return self._pool.submit(read_file, content, fetch.url, source, self._topicality), None
        task = self._pool.submit(
            read_page,
            content,
            fetch.page,
            content_type=fetch.content_type,
            fetched_at=datetime.fromisoformat(fetch.captured_at),
            kind="document" if source.kind == "document" or (kind is not None and kind.documents) else "article",
            topicality=self._topicality,
            keep_params=option_texts(source, "keep_params"),
        )
        return task, None

    def _finish(self, fetch: _Fetch, task: Future[Any] | None, problem: str | None) -> str:
        readings: list[Reading] = []
        try:
            if task is not None:
                readings = _listed(task.result())
        except (ExtractionError, UnsupportedFormat, WorkerError) as error:
            problem = without_address(fetch.url, str(error))
        except Exception as error:
            # A fault of ours that one page brings out is that page's failure.
            problem = f"{type(error).__name__}: {error}"
        with transaction(self._database):
            self._judge_stored(fetch, readings)
            if fetch.outcome in ("listing", "rejected"):
                for reading in readings:
                    self._judge(fetch, reading)
            save_rescored_to(self._database, self._edition, fetch.id)
        if problem is not None:
            self.result.failed[fetch.url] = problem
        return fetch.url

    def _judge_stored(self, fetch: _Fetch, readings: Sequence[Reading]) -> None:
        """Decide on the articles whose present version these bytes are."""
        for row in self._versions(fetch):
            if not row["present"]:
                continue
            if row["free"]:
                article = Article(url=row["url"], text=row["text"], headline=row["headline"])
                decision = score(article, self._topicality.terms, self._topicality.zones, self._topicality.threshold)
            elif readings:  # of a text that is not free only the lead is stored: it was judged whole
                decision = readings[0].decision
            else:
                continue
            if fetch.keeps:
                decision = replace(decision, kept=True)
            self.result.turned += change_decision(self._database, row["article_id"], decision)

    def _judge(self, fetch: _Fetch, reading: Reading) -> None:
        """Decide on what was rejected, and store it as a crawl of that time would have."""
        article, decision = reading.article, reading.decision
        stored = find_article(self._database, article.url)
        if not article.text.strip() or (stored and self._is_stored(fetch, stored)):
            return
        if not decision.kept and stored is None:
            save_decision(
                self._database,
                article.url,
                decision,
                source_id=fetch.owner,
                headline=article.headline,
                read_at=fetch.captured_at,
            )
        if not decision.kept and (stored is None or fetch.captured_at < stored["captured_at"]):
            return  # what came after it was stored, is stored as well
        outcome, article_id = save_article(
            self._database,
            article,
            decision,
            source_id=fetch.owner,
            snapshot=fetch.snapshot,
            captured_at=fetch.captured_at,
        )
        self.result.new += outcome == "new"
        self.result.changed += outcome == "changed"
        found = discovered_at(self._database, fetch.url)
        if article_id is not None and found is not None and not fetch.captured:
            next_due = revisit.page_due(datetime.fromisoformat(found), datetime.now(UTC))
            adopt(self._database, fetch.url, article_id, next_due)

    def _versions(self, fetch: _Fetch) -> list[dict[str, Any]]:
        return list(self._database.query(_VERSIONS, [fetch.snapshot]))

    def _is_stored(self, fetch: _Fetch, stored: dict[str, Any]) -> bool:
        """Whether the article has this state of it: as a version, or as what was unchanged in a listing read again."""
        if any(row["article_id"] == stored["id"] for row in self._versions(fetch)):
            return True
        before = "select 1 from fetches where url = ? and source_id = ? and outcome = 'new' and fetched_at < ?"
        known = self._database.execute(before, [stored["url"], fetch.source.id, fetch.captured_at]).fetchone()
        return fetch.outcome == "listing" and known is not None

    def _answered(self, url: str, snapshot: str, fetched_at: str) -> tuple[str, str | None]:
        """The address that answered, and the Content-Type it gave."""
        row = self._archive.execute(
            "select url, headers from snapshots where sha256 = ? and fetched_at = ? order by url <> ? limit 1",
            [snapshot, fetched_at, url],
        ).fetchone()
        return (row[0], json.loads(row[1]).get("content-type")) if row else (url, None)


def _listed(read: _Read) -> list[Reading]:
    if isinstance(read, ListingReading):
        return list(read.readings)
    return [read] if isinstance(read, Reading) else read
