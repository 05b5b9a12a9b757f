"""robots.txt by RFC 9309: asked for once a host, before anything else is.

Scrapy's own middleware lets the third and later requests through while the first waits for robots.txt (2.14 to 2.19),
crawls where robots.txt can't be had, and ignores Crawl-delay.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.middlewares.hosts import HostMiddleware

MAX_SIZE = 500 * 1024
"""Bytes of a robots.txt that are read: what RFC 9309, 2.5, asks for at least."""
MAX_CRAWL_DELAY = 60.0
"""Seconds; a longer Crawl-delay counts as this."""
PRIORITY = 1000


class RobotsRefusedError(IgnoreRequest):
    """robots.txt forbids the URL, or can't be had. Raised by RobotsMiddleware before the request is sent."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says. Without `rules` everything is allowed, with `problem` nothing is."""

    rules: Protego | None = None
    problem: str | None = None


class RobotsMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("is_robots"):
            return
        parts = urlparse_cached(request)
        site = f"{parts.scheme}://{parts.netloc}"
        task = self._rules.get(site)
        if task is None:
            # All requests of the host wait for this one task: none is let through meanwhile.
            task = self._rules[site] = asyncio.ensure_future(self._fetch(site, request))
        # Shielded: a request that is cancelled must not take the rules of the others with it.
        found = task.result() if task.done() else await asyncio.shield(task)
        if found.problem:
            raise RobotsRefusedError(f"robots.txt can't be had ({found.problem}), which forbids everything")
        if found.rules is not None and not found.rules.can_fetch(request.url, self._agent):
            raise RobotsRefusedError("forbidden by robots.txt")

    async def _fetch(self, site: str, request: Request) -> Rules:
        """RFC 9309, 2.3.1: 4xx allows everything, 5xx and no answer nothing.

        429 counts with 5xx, as for Google: it asks us to wait, not to go on.
        """
        meta = {"is_robots": True, "source": request.meta.get("source")}
        robots = Request(f"{site}/robots.txt", callback=NO_CALLBACK, priority=PRIORITY, meta=meta)
        try:
            response = await self._crawler.engine.download_async(robots)
        except Exception as error:
            return Rules(problem=f"{type(error).__name__}: {error}")
        if response.status == 429 or not 200 <= response.status < 500:
            return Rules(problem=f"HTTP {response.status}")
        return Rules(self._parse(response, urlsplit(site).netloc)) if response.status < 300 else Rules()

    def _parse(self, response: Response, host: str) -> Protego:
        rules = Protego.parse(response.body[:MAX_SIZE].decode("utf-8-sig", errors="replace"))
        if delay := rules.crawl_delay(self._agent):
            hosts = self._crawler.get_downloader_middleware(HostMiddleware)
            assert hosts is not None
            hosts.rest(host, min(float(delay), MAX_CRAWL_DELAY))
        return rules
