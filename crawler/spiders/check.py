"""The spider of `roxham sources check`: asks each source for its listing and one page, and stores nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import reason_of, without_address
from crawler.items import Check
from crawler.kinds import KINDS, add_key, missing_key
from crawler.reading import Reading, Topicality, read_listing, read_page
from crawler.workers import WorkerPool
from db.store.connection import Home
from db.store.topics import load_topic

DEPTH = 2
"""Listings of listings that are followed: a Gazette's issue, the sitemap of an index."""


class CheckSpider(Spider):
    """Arguments: `home`, and `sources` (their ids)."""

    name = "check"
    custom_settings = {"ITEM_PIPELINES": {}}  # noqa: RUF012 (as Scrapy declares it)

    def __init__(self, *, home: str, sources: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with closing(Home(Path(home)).open()) as database:
            topic = load_topic(database)
        self._sources = [source for source in topic.sources if source.id in sources]
        self._topicality = Topicality(topic.terms, topic.zones, topic.threshold)
        self._pool: WorkerPool
        self.finish_reason: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider._pool = WorkerPool(settings.getint("EXTRACTION_WORKERS"), settings.getfloat("EXTRACTION_TIME_LIMIT"))
        crawler.signals.connect(spider._on_closed, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        for source in self._sources:
            check = Check(source, missing_key(source))
            if check.problem:
                yield check
            elif source.kind == "document":
                yield self._request(source.url, check, self.page)
            elif source.kind in KINDS:
                yield self._request(source.url, check, self.listing)
            else:
                check.problem = f"there are no sources of kind {source.kind}"
                yield check

    def _request(self, url: str, check: Check, callback: Callable[..., Any], depth: int = 0) -> Request:
        headers: dict[str, str] = {}
        asked = add_key(check.source, url, headers) if callback == self.listing else url
        meta = {"source": check.source, "check": check, "address": url, "level": depth}
        return Request(asked, callback, errback=self.no_answer, headers=headers, meta=meta)

    async def listing(self, response: Response) -> AsyncIterator[Any]:
        check: Check = response.meta["check"]
        source, address = check.source, response.meta["address"]
        if response.status != 200:
            check.problem = f"HTTP {response.status}"
            yield check
            return
        try:
            task = self._pool.submit(read_listing, source, response.body, address, self._topicality)
            reading = await asyncio.wrap_future(task)
        except Exception as error:
            check.problem = str(error)
            yield check
            return
        listing = reading.listing
        check.found = len(listing.candidates) or len(reading.readings)
        check.newest = max((each.published for each in listing.candidates if each.published), default=None)
        level = response.meta["level"]
        if listing.candidates:
            first = listing.candidates[0]
            check.url, check.headline = first.url, first.headline
            if KINDS[source.kind].leads:
                yield check
            else:
                yield self._request(first.url, check, self.page)
        elif reading.readings:
            self._tell(check, max(reading.readings, key=lambda each: each.decision.score))
            yield check
        elif listing.listings and level < DEPTH:
            yield self._request(listing.listings[0], check, self.listing, level + 1)
        else:
            check.problem = without_address(address, listing.problem or "nothing in it")
            yield check

    async def page(self, response: Response) -> AsyncIterator[Check]:
        check: Check = response.meta["check"]
        check.url = response.url
        if response.status != 200:
            check.problem = f"HTTP {response.status} for {response.url}"
        else:
            try:
                task = self._pool.submit(
                    read_page,
                    response.body,
                    response.url,
                    content_type=(response.headers.get("Content-Type") or b"").decode("latin-1"),
                    fetched_at=datetime.now(UTC),
                    kind="article",
                    topicality=self._topicality,
                )
                self._tell(check, await asyncio.wrap_future(task))
                check.problem = None if check.words else "no text on the page"
            except Exception as error:
                check.problem = without_address(response.url, str(error))
        yield check

    def _tell(self, check: Check, reading: Reading) -> None:
        article, decision = reading.article, reading.decision
        check.url, check.headline, check.words = article.url, article.headline, len(article.text.split())
        check.score, check.kept = decision.score, decision.kept

    async def no_answer(self, failure: Failure) -> AsyncIterator[Check]:
        request = failure.request  # pyright: ignore[reportAttributeAccessIssue]
        check: Check = request.meta["check"]
        where = "" if request.callback == self.listing else f"{request.url}: "
        assert failure.value is not None
        check.problem = where + reason_of(failure.value, self.crawler.settings)
        yield check

    def _on_closed(self, reason: str) -> None:
        self.finish_reason = reason
        self._pool.close()
