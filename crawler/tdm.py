"""Whether a publisher reserves text and data mining, by the TDM Reservation Protocol (W3C community group, 2024).

It is recorded beside the fetch, for those who use the data: what may be done with them is theirs to judge.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from db.records import Source

HEAD_SIZE = 64 * 1024
"""Bytes of a page in which its meta tags are looked for."""

_TAG = re.compile(rb"<meta\s([^<>]{0,500})>", re.IGNORECASE)
_NAME = re.compile(rb"name\s{0,9}=\s{0,9}[\"']?tdm-reservation[\"'\s/]|name=tdm-reservation$", re.IGNORECASE)
_CONTENT = re.compile(rb"content\s{0,9}=\s{0,9}[\"']?\s{0,9}([01])", re.IGNORECASE)


def reserved(headers: Mapping[str, str], content: bytes) -> bool | None:
    """True where the answer's header (names in lower case) or the page says so, False where they deny it, else None."""
    says = [headers.get("tdm-reservation", "").strip()]
    head = content[:HEAD_SIZE]
    if b"tdm-reservation" in head.lower():
        tags = (tag[1] for tag in _TAG.finditer(head))
        says += [found[1].decode() for tag in tags if _NAME.search(tag) and (found := _CONTENT.search(tag))]
    return True if "1" in says else False if "0" in says else None


Policy = tuple[Protego, bool]
"""One entry of a tdmrep.json: what it is for, written as a robots.txt that forbids it, and whether it reserves that."""


def parse_policies(content: bytes) -> list[Policy]:
    """The entries of a tdmrep.json, in their order; what is no entry is left out, and nothing is found in no JSON."""
    try:
        entries = json.loads(content)
    except ValueError:
        return []
    policies: list[Policy] = []
    for entry in entries if isinstance(entries, list) else []:
        match entry:
            case {"location": str(location), "tdm-reservation": 0 | 1 | "0" | "1" as value} if location.isprintable():
                policies.append((Protego.parse(f"User-agent: *\nDisallow: {location}"), str(value) == "1"))
    return policies


def policy_for(policies: list[Policy], url: str) -> bool | None:
    """What the first entry says whose location, a pattern as in robots.txt, is the URL's."""
    return next((reserves for location, reserves in policies if not location.can_fetch(url, "roxham")), None)


class SitePolicies:
    """What sites say in /.well-known/tdmrep.json: asked for once a crawl and site, when a page of it has been read."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._policies: dict[str, asyncio.Task[list[Policy]]] = {}

    async def reserved(self, url: str, source: Source) -> bool | None:
        """As `reserved`; None, too, where the file can't be had."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._policies:
            self._policies[site] = asyncio.ensure_future(self._fetch(site, source))
        return policy_for(await asyncio.shield(self._policies[site]), url)

    async def _fetch(self, site: str, source: Source) -> list[Policy]:
        request = Request(f"{site}/.well-known/tdmrep.json", callback=NO_CALLBACK, priority=1, meta={"source": source})
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception:  # refused, timed out, broken off: nobody has said anything
            return []
        return parse_policies(response.body) if response.status == 200 else []
