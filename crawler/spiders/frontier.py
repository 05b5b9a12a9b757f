"""The one spider: it takes from the frontier what is due, and says of each answer what it is."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from crawler.answers import reason_of, too_large, without_address
from crawler.exceptions import ExtractionError, UnsupportedFormat
from crawler.items import Visit
from crawler.kinds import KINDS, add_key, missing_key
from crawler.middlewares.hosts import CrawlStoppedError, HostPausedError, retry_after
from crawler.reading import ListingReading, Topicality, option_texts, read_listing, read_page
from crawler.recorder import Recorder
from crawler.tdm import SitePolicies, reserved
from crawler.wayback import capture_of
from crawler.workers import WorkerError, WorkerPool
from db.records import Source
from db.store.connection import Home
from db.store.frontier import Due

IN_HAND = 256
"""URLs leased at a time."""
PER_SOURCE = 16
"""Of one source: few enough to be fetched within their lease, at the longest rest between two requests."""
REFILL = PER_SOURCE // 2
"""With so many left, a source gets more."""

logger = logging.getLogger(__name__)


class FrontierSpider(Spider):
    """Arguments: `home`, `run_id`, and optionally `ignore_due` (crawl what isn't due, too) and `source_id`."""

    name = "frontier"

    def __init__(
        self,
        *,
        home: str,
        run_id: int,
        ignore_due: bool = False,
        source_id: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.recorder = Recorder(Home(Path(home)), int(run_id), ignore_due=ignore_due, source_id=source_id)
        self._pool: WorkerPool
        self._policies: SitePolicies
        self._in_hand: dict[str, Due] = {}
        self._held: Counter[str] = Counter()
        self._hungry = asyncio.Event()
        self.finish_reason: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider._pool = WorkerPool(settings.getint("EXTRACTION_WORKERS"), settings.getfloat("EXTRACTION_TIME_LIMIT"))
        spider._policies = SitePolicies(crawler)
        # However a visit ends, its URL leaves our hand; otherwise the crawl would wait for it for ever. One that is
        # recorded is let go by the pipeline: a signal costs a task an item.
        crawler.signals.connect(spider._on_item_error, signals.item_error)
        crawler.signals.connect(spider._on_spider_error, signals.spider_error)
        crawler.signals.connect(spider._on_closed, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        topic, self._sources = await self.recorder.open()
        self._topicality = Topicality(topic.terms, topic.zones, topic.threshold)
        while True:
            self._hungry.clear()
            for due in await self._lease():
                self._in_hand[due.url] = due
                self._held[due.source_id] += 1
                source = self._sources[due.source_id]
                if source.kind not in (*KINDS, "document"):
                    reason = f"there are no sources of kind {source.kind}"
                    yield Visit(due, source, datetime.now(UTC), "refused", reason)
                elif reason := missing_key(source):
                    yield Visit(due, source, datetime.now(UTC), "refused", reason)
                else:
                    yield self._request(due, source)
            if not self._in_hand:
                return
            await self._hungry.wait()

    async def _lease(self) -> list[Due]:
        if len(self._in_hand) >= IN_HAND:
            return []
        busy = [source_id for source_id, count in self._held.items() if count > REFILL]
        due = await self.recorder.lease(IN_HAND - len(self._in_hand), PER_SOURCE - REFILL, busy)
        return [each for each in due if each.source_id in self._sources]

    def _request(self, due: Due, source: Source) -> Request:
        headers = {"Accept-Language": source.language} if source.language else {}
        url = due.url
        if due.kind == "listing":
            url = add_key(source, url, headers)
        request = Request(
            url,
            self.visited,
            headers=headers,
            errback=self.not_visited,
            priority=1 if due.kind == "listing" else 0,
            meta={"due": due, "source": source},
        )
        request.meta["download_slot"] = urlparse_cached(request).netloc
        return request

    async def visited(self, response: Response) -> AsyncIterator[Visit]:
        due, source = response.meta["due"], response.meta["source"]
        keyed = due.kind == "listing" and "key_variable" in source.options  # the key is nobody's business
        visit = Visit(
            due,
            source,
            datetime.now(UTC),
            url=due.url if keyed else response.url,
            status=response.status,
            headers={
                name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
                for name, values in response.headers.items()
            },
        )
        if source.kind == "wayback" and due.kind == "article":
            visit.capture = capture_of(response.url)
        await self._judge(visit, response)
        yield visit

    async def _judge(self, visit: Visit, response: Response) -> None:
        """Fill in what the answer means; what an article is, new or unchanged, the database will say."""
        due = visit.due
        if response.status == 304:
            if due.etag or due.last_modified:
                visit.outcome = "unchanged"
            else:
                visit.outcome, visit.reason = "failed", "HTTP 304, to a request without conditions"
        elif response.status == 404 and due.kind == "listing" and KINDS[visit.source.kind].waits:
            visit.outcome, visit.reason = "unchanged", "nothing there yet"
        elif response.status in (404, 410) and due.kind != "listing":
            visit.outcome, visit.reason = "gone", f"HTTP {response.status}"
        elif not 200 <= response.status < 300:
            visit.outcome, visit.reason = "failed", f"HTTP {response.status}"
            visit.retry_after = retry_after(response, visit.fetched_at)
        elif not response.body:
            visit.outcome, visit.reason = "failed", "an empty answer"
        elif due.kind != "listing" and _is_home(response.url) and not _is_home(due.url):
            visit.outcome, visit.reason = "gone", f"leads to the front page, {response.url}"
        else:
            visit.body_hash = hashlib.sha256(response.body).hexdigest()
            visit.body = response.body
            visit.tdm_reserved = reserved(visit.headers, response.body)
            if visit.body_hash == due.body_hash:
                visit.outcome = "unchanged"
                return
            if visit.tdm_reserved is None and due.kind != "listing":
                visit.tdm_reserved = await self._policies.reserved(response.url, visit.source)
            await self._read(visit)

    async def _read(self, visit: Visit) -> None:
        assert visit.body is not None
        assert visit.url is not None
        due, source = visit.due, visit.source
        self.crawler.stats.inc_value("read")
        try:
            if due.kind == "listing":
                task = self._pool.submit(read_listing, source, visit.body, visit.url, self._topicality)
                self._list(visit, await asyncio.wrap_future(task))
                return
            task = self._pool.submit(
                read_page,
                visit.body,
                visit.capture[0] if visit.capture else visit.url,
                content_type=visit.headers.get("content-type"),
                fetched_at=visit.capture[1] if visit.capture else visit.fetched_at,
                kind="document" if _is_document(due, source) else "article",
                topicality=self._topicality,
                keep=due.kind == "document",
                keep_params=option_texts(source, "keep_params"),
            )
            reading = await asyncio.wrap_future(task)
            visit.article, visit.decision = reading.article, reading.decision
            if not visit.article.text.strip():
                visit.outcome, visit.reason, visit.article = "failed", "no text on the page", None
        except UnsupportedFormat as error:
            visit.outcome, visit.reason = "refused", without_address(visit.url, str(error))
        except (ExtractionError, WorkerError) as error:
            visit.outcome, visit.reason = "failed", without_address(visit.url, str(error))
        except Exception as error:
            # A fault of ours that one page brings out is that page's failure.
            visit.outcome, visit.reason = "failed", f"{type(error).__name__}: {error}"

    def _list(self, visit: Visit, reading: ListingReading) -> None:
        """What a listing brought, if it brought anything where something should be."""
        assert visit.url is not None
        listing, source = reading.listing, visit.source
        expected = source.options.get("should_have_results", KINDS[source.kind].should_have_results)
        problem = without_address(visit.url, listing.problem) if listing.problem else None
        if listing.candidates or listing.listings or reading.readings:
            visit.listing, visit.readings = listing, reading.readings
        elif expected and problem is None:
            problem = "nothing in it, where there should be something"
        elif problem is None:
            visit.listing = listing
        visit.outcome, visit.reason = "listing" if visit.listing else "failed", problem

    async def not_visited(self, failure: Failure) -> AsyncIterator[Visit]:
        """No answer, or none that was wanted."""
        request = failure.request  # pyright: ignore[reportAttributeAccessIssue]
        error = failure.value
        assert error is not None
        if isinstance(error, CrawlStoppedError):  # not a visit: its lease is given back when the spider closes
            self.let_go(request.meta["due"].url)
            return
        due = request.meta["due"]
        visit = Visit(due, request.meta["source"], datetime.now(UTC), url=due.url)
        # Scrapy names the address it asked for, which may hold a key.
        visit.reason = reason_of(error, self.crawler.settings).replace(request.url, due.url)
        visit.outcome = "refused" if isinstance(error, IgnoreRequest) or too_large(error) else "failed"
        if isinstance(error, HostPausedError):
            visit.retry_after = error.until
        yield visit

    def _on_item_error(self, item: Visit, failure: Failure) -> None:
        logger.error("%s could not be recorded: %s", item.due.url, failure.value)
        self.crawler.stats.inc_value("not_recorded")
        self.let_go(item.due.url)

    def _on_spider_error(self, response: Response | Failure) -> None:
        request = response.request  # pyright: ignore[reportAttributeAccessIssue]
        self.crawler.stats.inc_value("not_recorded")
        if request is not None and "due" in request.meta:
            self.let_go(request.meta["due"].url)

    def let_go(self, url: str) -> None:
        """The visit of a URL in hand has ended: its source may have another."""
        due = self._in_hand.pop(url, None)
        if due is not None:
            self._held[due.source_id] -= 1
            if self._held[due.source_id] <= REFILL:
                self._hungry.set()

    async def _on_closed(self, reason: str) -> None:
        self.finish_reason = reason
        self._pool.close()
        await self.recorder.close()


def _is_document(due: Due, source: Source) -> bool:
    return due.kind == "document" or (source.kind in KINDS and KINDS[source.kind].documents)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
