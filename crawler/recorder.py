"""The crawl's hand on the two databases: one thread owns both connections, so that no write holds up the event loop.

Visits are saved together, in one transaction: what comes within LINGER seconds shares one commit and one way to the
thread and back. An unchanged page costs a quarter here of what it would cost alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Literal, ParamSpec, TypeVar

from sqlite_utils import Database

from crawler import revisit
from crawler.identity import source_of
from crawler.items import Visit
from crawler.kinds import KINDS
from crawler.reading import Reading
from db.records import Lead, Source, Topic
from db.store.archive import save_snapshot
from db.store.articles import save_article
from db.store.connection import Home, transaction
from db.store.frontier import Due, Settlement, add_source, add_urls, has_page, known_urls, lease, release, settle
from db.store.leads import save_leads
from db.store.official import save_official
from db.store.runs import Fetch, save_fetch
from db.store.topics import load_sources, load_topic

P = ParamSpec("P")
T = TypeVar("T")

IMPORT_KIND = "import"
"""Kind of the source that what a person imports belongs to: nothing to fetch."""
LINGER = 0.05
"""Seconds a visit waits for others before it is saved. Killed meanwhile, it is made again: its lease has not ended."""
MAX_NEW_URLS = 100
"""New pages a source and run: what a listing offers beyond them waits for the next run."""
MAX_NEW_LISTINGS = 10
"""New sitemaps a source and run."""


class Recorder:
    """Leases what is due and records what came of it. Every method waits for its own turn in the thread."""

    def __init__(self, home: Home, run_id: int, *, ignore_due: bool = False, source_id: str | None = None) -> None:
        self._home = home
        self._run_id = run_id
        self._ignore_due = ignore_due
        self._source_id = source_id
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recorder")
        self._topic: Topic
        self._database: Database
        self._archive: Database
        self._opened = False
        self._leased: set[str] = set()
        self._new_urls: dict[str, int] = {}
        self._waiting: list[tuple[Visit, asyncio.Future[None]]] = []

    async def open(self) -> tuple[Topic, dict[str, Source]]:
        """The topic and its enabled sources, whose addresses are in the frontier from here on."""
        return await self._do(self._open)

    async def lease(self, limit: int, per_source: int, busy: Iterable[str]) -> list[Due]:
        """See `db.store.frontier.lease`."""
        return await self._do(self._lease, limit, per_source, tuple(busy))

    async def archive(self, visit: Visit) -> str:
        """Keep the evidence; return its SHA-256."""
        assert visit.body is not None
        assert visit.status is not None
        return await self._do(
            save_snapshot,
            self._archive,
            visit.url or visit.due.url,
            visit.body,
            status=visit.status,
            headers=visit.headers,
            fetched_at=_text(visit),
        )

    async def save(self, visit: Visit) -> None:
        """Everything one visit changes in roxham.db, all or nothing; sets `visit.outcome`."""
        saved = asyncio.get_running_loop().create_future()
        self._waiting.append((visit, saved))
        if len(self._waiting) == 1:
            self._saving = asyncio.ensure_future(self._save_waiting())
        await saved

    async def close(self) -> None:
        """Give back what was leased and not fetched: a crawl that is stopped leaves it to the next."""
        await self._do(self._close)
        self._thread.shutdown()

    async def _save_waiting(self) -> None:
        await asyncio.sleep(LINGER)
        batch, self._waiting = self._waiting, []
        try:
            errors = await self._do(self._save_all, [visit for visit, _ in batch])
        except Exception as error:
            errors = [error] * len(batch)
        for (_, saved), error in zip(batch, errors, strict=True):
            if saved.cancelled():
                continue
            if error is None:
                saved.set_result(None)
            else:
                saved.set_exception(error)

    async def _do(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(self._thread.submit(task, *args, **kwargs))

    # In the thread

    def _open(self) -> tuple[Topic, dict[str, Source]]:
        self._database = self._home.open()
        self._archive = self._home.open_archive()
        self._opened = True
        sources = {source.id: source for source in load_sources(self._database) if source.enabled}
        for source in sources.values():
            if source.kind != IMPORT_KIND:
                kind = "document" if source.kind == "document" else "listing"
                add_source(self._database, source.id, source.url, kind)
        self._topic = load_topic(self._database)
        return self._topic, sources

    def _lease(self, limit: int, per_source: int, busy: tuple[str, ...]) -> list[Due]:
        taken = lease(
            self._database,
            self._run_id,
            limit=limit,
            per_source=per_source,
            ignore_due=self._ignore_due,
            source_id=self._source_id,
            busy=busy,
        )
        self._leased.update(due.url for due in taken)
        return taken

    def _close(self) -> None:
        if not self._opened:
            return
        release(self._database, self._leased)
        self._database.close()
        self._archive.close()

    def _save_all(self, visits: list[Visit]) -> list[Exception | None]:
        """One transaction, in which each visit is saved or fails for itself; returns the error of each."""
        errors: list[Exception | None] = []
        with transaction(self._database):
            for visit in visits:
                try:
                    self._save(visit)
                    errors.append(None)
                except Exception as error:
                    if not self._database.conn.in_transaction:
                        raise  # a full disk, say: SQLite took back the visits before this one, too
                    errors.append(error)
        self._leased -= {visit.due.url for visit, error in zip(visits, errors, strict=True) if error is None}
        return errors

    def _save(self, visit: Visit) -> None:
        article_id = None
        settlement = None
        with transaction(self._database):
            if visit.article is not None and visit.decision is not None:
                assert visit.snapshot is not None
                page, captured = visit.capture or (visit.article.url, visit.fetched_at)
                source = source_of(page, self._topic, visit.source) if visit.capture else visit.source
                visit.outcome, article_id = save_article(
                    self._database,
                    visit.article,
                    visit.decision,
                    source_id=source.id,
                    snapshot=visit.snapshot,
                    captured_at=captured.isoformat(timespec="seconds"),
                )
            elif visit.listing is not None:
                settlement = self._save_listing(visit)
            assert visit.outcome is not None
            save_fetch(
                self._database,
                Fetch(
                    source_id=visit.source.id,
                    url=visit.due.url,
                    outcome=visit.outcome,
                    fetched_at=_text(visit),
                    run_id=self._run_id,
                    status=visit.status,
                    reason=visit.reason,
                    bytes=None if visit.body is None else len(visit.body),
                    snapshot=visit.snapshot,
                    tdm_reserved=visit.tdm_reserved,
                ),
            )
            settle(self._database, visit.due.url, self._run_id, settlement or self._settlement(visit, article_id))

    def _save_listing(self, visit: Visit) -> Settlement:
        assert visit.listing is not None
        source, candidates = visit.source, visit.listing.candidates
        if KINDS[source.kind].leads:
            leads = (
                Lead(each.url, each.headline, each.publisher, each.language, each.published) for each in candidates
            )
            save_leads(self._database, source.id, leads, _text(visit))
            candidates = ()
        offered = [candidate.url for candidate in candidates]
        most = source.options.get("max_new_urls")
        room = (int(most) if isinstance(most, int | float) else MAX_NEW_URLS) - self._new_urls.get(source.id, 0)
        known = known_urls(self._database, offered)
        added = add_urls(self._database, source.id, offered, "article", room)
        for reading in visit.readings:
            self._save_document(visit, reading)
        add_urls(self._database, source.id, visit.listing.listings, "listing", MAX_NEW_LISTINGS)
        self._new_urls[source.id] = self._new_urls.get(source.id, 0) + added
        interval = revisit.listing_interval(visit.due.interval, known, len(offered))
        left = len(offered) - known - added
        if left > 0:
            # Without validators the listing is read again although it has not changed, and the rest is found.
            visit.reason = f"{left} of {len(offered)} addresses wait for the next run"
            return Settlement(revisit.after(visit.fetched_at, revisit.LISTING_SHORTEST), status=visit.status)
        if source.kind == "wayback":
            return _validated(visit, revisit.NEVER)
        if KINDS[source.kind].waits:  # it grows old as a page does: what comes next stands at the next address
            discovered = datetime.fromisoformat(visit.due.discovered_at)
            return _validated(visit, revisit.page_due(discovered, visit.fetched_at))
        return _validated(visit, revisit.after(visit.fetched_at, _fixed(source) or interval), interval=interval)

    def _save_document(self, visit: Visit, reading: Reading) -> None:
        """One of the documents that a listing holds. What is new or changed in it is an outcome of its own."""
        assert visit.snapshot is not None
        outcome, article_id = save_article(
            self._database,
            reading.article,
            reading.decision,
            source_id=visit.source.id,
            snapshot=visit.snapshot,
            captured_at=_text(visit),
        )
        if outcome in ("new", "changed"):
            if reading.figures:
                assert article_id is not None
                save_official(self._database, article_id, visit.source.name, reading.figures)
            fetch = Fetch(
                source_id=visit.source.id,
                url=reading.article.url,
                outcome=outcome,
                fetched_at=_text(visit),
                run_id=self._run_id,
                snapshot=visit.snapshot,
            )
            save_fetch(self._database, fetch)

    def _settlement(self, visit: Visit, article_id: int | None) -> Settlement:
        due, now = visit.due, visit.fetched_at
        match visit.outcome:
            case "failed":
                next_due = revisit.failure_due(due.failures + 1, now, visit.retry_after)
                return Settlement(next_due, status=visit.status, failed=True)
            case "refused":
                next_due = visit.retry_after.isoformat(timespec="seconds") if visit.retry_after else ""
                return Settlement(
                    next_due or revisit.after(now, revisit.REFUSED),
                    status=visit.status,
                    etag=due.etag,
                    last_modified=due.last_modified,
                )
            case "gone":
                interval = revisit.gone_interval(due.interval)
                return Settlement(revisit.after(now, interval), state="gone", status=visit.status, interval=interval)
            case _:
                return self._read(visit, article_id)

    def _read(self, visit: Visit, article_id: int | None) -> Settlement:
        due, now = visit.due, visit.fetched_at
        if due.kind == "listing":
            # Unchanged: all of it is known.
            interval = revisit.listing_interval(due.interval, 1, 1)
            return _validated(visit, revisit.after(now, _fixed(visit.source) or interval), interval=interval)
        if due.kind == "document":
            return _validated(
                visit, revisit.after(now, _fixed(visit.source) or revisit.DOCUMENT), article_id=article_id
            )
        if visit.capture:
            return _validated(visit, revisit.NEVER, article_id=article_id, state="alias")
        if article_id is not None and has_page(self._database, article_id, due.url):
            return _validated(visit, revisit.NEVER, article_id=article_id, state="alias")
        kept = article_id is not None or due.article_id is not None
        ages = revisit.ARTICLE_AGES if kept else revisit.REJECTED_AGES
        return _validated(
            visit, revisit.page_due(datetime.fromisoformat(due.discovered_at), now, ages), article_id=article_id
        )


def _validated(
    visit: Visit,
    next_due: str,
    *,
    interval: int | None = None,
    article_id: int | None = None,
    state: Literal["due", "alias"] = "due",
) -> Settlement:
    """The answer was read, or was the one known: its validators make the next request conditional."""
    unchanged = visit.status == 304
    return Settlement(
        next_due,
        state=state,
        status=visit.status,
        etag=visit.headers.get("etag") or (visit.due.etag if unchanged else None),
        last_modified=visit.headers.get("last-modified") or (visit.due.last_modified if unchanged else None),
        body_hash=visit.body_hash,
        interval=interval,
        article_id=article_id,
    )


def _fixed(source: Source) -> int | None:
    """Seconds between two readings, where the topic says so."""
    interval = source.options.get("interval")
    return int(interval) if isinstance(interval, int | float) else None


def _text(visit: Visit) -> str:
    return visit.fetched_at.isoformat(timespec="seconds")
