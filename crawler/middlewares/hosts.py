"""Each host its own queue, its own rest between two requests, and its own pause when it asks for one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler import revisit
from db.records import Source

PAUSE = timedelta(minutes=1)
"""How long a host rests that answers 429 or 503 without saying."""

NO_REST = 0.001
"""Seconds between two requests to a host that needs no rest. Not 0: Scrapy 2.19 counts a transfer only when its task
has begun, so without a delay it sends all that waits for a host at once, whatever the limit."""


class HostPausedError(IgnoreRequest):
    """The host asked for a pause that isn't over. Raised by HostMiddleware before a request is sent."""

    def __init__(self, host: str, until: datetime) -> None:
        super().__init__(f"{host} asked for a pause until {until.isoformat(timespec='seconds')}")
        self.until = until


class CrawlStoppedError(IgnoreRequest):
    """The crawl was told to stop before the request was sent. Raised for what waits in a host's queue then."""


class HostMiddleware:
    """Names the download slot: host and port, for each request anew, since Scrapy lets a redirect keep the old one."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._default = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._jitter = crawler.settings.getfloat("DOWNLOAD_DELAY_JITTER")
        self._paused: dict[str, datetime] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        # This signal comes before the host's next request is sent, `process_response` after.
        crawler.signals.connect(middleware._on_response, signals.response_downloaded)
        return middleware

    def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).netloc
        request.meta["download_slot"] = host
        if (until := self._paused.get(host)) and datetime.now(UTC) < until:
            raise HostPausedError(host, until)
        source: Source | None = request.meta.get("source")
        delay = source.options.get("delay") if source else None
        self.rest(host, float(delay) if isinstance(delay, int | float) else self._default)

    def _on_response(self, request: Request, response: Response) -> None:
        self._count(response)
        if not self._crawler.engine.running:
            # Scrapy would first ask for all that waits: at a host's pace, minutes after Ctrl-C.
            self._empty_queue(urlparse_cached(request).netloc, CrawlStoppedError("the crawl was stopped"))
            return
        # A robots.txt that can't be had forbids everything anyway, and says why.
        if response.status in (429, 503) and not request.meta.get("is_robots"):
            now = datetime.now(UTC)
            self._pause(urlparse_cached(request).netloc, retry_after(response, now) or now + PAUSE)

    def _count(self, response: Response) -> None:
        stats = self._crawler.stats
        assert stats is not None
        stats.inc_value("requests")
        stats.inc_value("bytes", len(response.body))

    def _pause(self, host: str, until: datetime) -> None:
        self._paused[host] = until
        # What has passed `process_request` waits in the host's queue, which knows no pauses.
        self._empty_queue(host, HostPausedError(host, until))

    def _empty_queue(self, host: str, error: IgnoreRequest) -> None:
        if slot := self._crawler.engine.downloader.slots.get(host):
            queued = [waiting for _, waiting in slot.queue]
            slot.queue.clear()
            for waiting in queued:
                waiting.errback(error)

    def rest(self, host: str, delay: float) -> None:
        """Let at least `delay` seconds pass between two requests to the host."""
        # Jitter goes both ways around a slot's delay: with this one its lower end is the delay asked for.
        delay = max(delay / (1 - self._jitter), NO_REST)
        downloader = self._crawler.engine.downloader
        slot = downloader.per_slot_settings.setdefault(host, {"concurrency": 1, "delay": 0.0})
        slot["delay"] = max(slot["delay"], delay)
        if open_slot := downloader.slots.get(host):
            open_slot.delay = max(open_slot.delay, slot["delay"])


def retry_after(response: Response, now: datetime) -> datetime | None:
    """When the server wants to be asked again (RFC 9110, 10.2.3: seconds or a date), at most a day from now."""
    header = response.headers.get("Retry-After")
    value = header.decode("latin-1").strip() if header else ""
    if value.isdecimal():
        wait = timedelta(seconds=min(int(value[:9]), int(revisit.RETRY_LONGEST.total_seconds())))
        return now + wait
    try:
        instant = parsedate_to_datetime(value)
    except ValueError:
        return None
    return min(instant if instant.tzinfo else instant.replace(tzinfo=UTC), now + revisit.RETRY_LONGEST)
