"""No request to this machine or its network, unless a source names the address."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Self, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached

from db.records import Source


class AddressRefusedError(IgnoreRequest):
    """The URL is not http(s), or leads to an address that isn't public. Raised before a request is sent."""


class AddressGuardMiddleware:
    """Checks every request, redirects and robots.txt among them, after its name is resolved.

    The name is resolved by Scrapy's caching resolver, which the connection then asks too: a name server that gives a
    public address first and a private one next is not asked twice.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    async def process_request(self, request: Request) -> None:
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise AddressRefusedError(f"not an http(s) address: {request.url}")
        address = _literal(parts.hostname) or ip_address(await _resolve(parts.hostname))
        if is_public(address):
            return
        source: Source | None = request.meta.get("source")
        named = _literal(str(source.options.get("address", ""))) if source else None
        if named != address:
            raise AddressRefusedError(f"{parts.hostname} is at {address}, which is not public")


@lru_cache(maxsize=4096)  # `is_global` compares with every reserved network, and hosts are few
def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address is on the open Internet, by itself and by the IPv4 address inside it."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None and not is_public(inner):
            return False
    return address.is_global and not address.is_multicast


@lru_cache(maxsize=4096)
def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


async def _resolve(host: str) -> str:
    # Imported here: the crawl chooses its reactor first.
    from twisted.internet import reactor
    from twisted.internet.base import ReactorBase
    from twisted.internet.error import DNSLookupError

    try:
        return await maybe_deferred_to_future(cast(ReactorBase, reactor).resolve(host))
    except (DNSLookupError, UnicodeError) as error:
        raise CannotResolveHostError(str(error)) from error
