"""Throttling host by host, and the crawl's events for whoever watches it."""

from __future__ import annotations

import asyncio
import json
import os
from typing import IO, Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.logformatter import LogFormatter

from crawler.items import Check, Visit
from crawler.middlewares.hosts import NO_REST


class HostThrottle(AutoThrottle):
    """AutoThrottle with each host's own least delay. A host without one, as in the sample newsroom, has no rests."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        slot = self.crawler.engine.downloader.per_slot_settings.get(request.meta.get("download_slot", ""))
        if slot is None or slot["delay"] <= NO_REST:
            return
        self.mindelay = slot["delay"]
        super()._response_downloaded(response, request, spider)


class QuietLogFormatter(LogFormatter):
    """Leaves out the line for each item, which repeats a whole page: `fetches` has a row."""

    def scraped(self, item: Any, response: Any, spider: Spider) -> Any:
        return None


class EventStream:
    """Writes a JSON line for each outcome, and one for the end, to the file descriptor in the setting EVENTS_FD."""

    def __init__(self, crawler: Crawler, stream: IO[str]) -> None:
        self._crawler = crawler
        self._stream = stream
        self._flushing = False
        crawler.signals.connect(self._on_item, signals.item_scraped)
        crawler.signals.connect(self._on_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        descriptor = crawler.settings.get("EVENTS_FD")
        if descriptor is None:
            raise NotConfigured
        return cls(crawler, os.fdopen(descriptor, "w", encoding="utf-8", closefd=False))

    def _on_item(self, item: Visit | Check) -> None:
        self._write(item.event())

    def _on_closed(self, reason: str) -> None:
        stats = self._crawler.stats
        self._write(
            {
                "event": "closed",
                "reason": reason,
                "requests": stats.get_value("requests", 0),
                "bytes": stats.get_value("bytes", 0),
                "read": stats.get_value("read", 0),
            }
        )
        self._flush()

    def _write(self, event: dict[str, object]) -> None:
        self._stream.write(json.dumps(event, ensure_ascii=False) + "\n")
        if not self._flushing:
            # Visits are saved together, and told together.
            self._flushing = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = False
        self._stream.flush()
