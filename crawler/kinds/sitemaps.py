"""News sitemaps and sitemap indexes: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

import re

import lxml.etree as etree

from crawler.decode import decode
from crawler.kinds.listing import Candidate, Listing, iso_date, language_code, plain_text, unique, web_address

_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]{1,40}:)?([\w.-]{1,60})")


def root_name(content: bytes) -> bytes:
    """Local name of the first element, in lower case; empty where there is none."""
    match = _ROOT.search(content[:8192])
    return match[1].lower() if match else b""


def is_sitemap(content: bytes) -> bool:
    """Whether the bytes are a sitemap, in XML or as lines of addresses."""
    if root_name(content) in (b"urlset", b"sitemapindex"):
        return True
    first = content[:500].removeprefix(b"\xef\xbb\xbf").split(None, 1)
    return bool(first) and first[0].startswith((b"http://", b"https://"))


def read_sitemap(content: bytes, url: str) -> Listing:
    """Addresses of a sitemap with what a news sitemap says of them, or the sitemaps of an index.

    Plain text sitemaps, one address a line, are read too. Bad XML is read as far as it goes.
    https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    if root_name(content) == b"" or not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _text_sitemap(content, url)
    # Neither entities nor anything outside is loaded: a sitemap of a few bytes must not grow to gigabytes.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Listing(problem=f"{url}: not readable as a sitemap: {error}")
    if root is None:
        return Listing(problem=f"{url}: not readable as a sitemap")
    fault = parser.error_log[0] if len(parser.error_log) else None
    problem = f"{url}: malformed: {fault.message} (line {fault.line})" if fault is not None else None
    # Some sites name further sitemaps among their pages, or pages in their index.
    listings = (web_address(_child_text(element, "loc"), url) for element in root.iter("{*}sitemap"))
    candidates = unique(candidate for element in root.iter("{*}url") if (candidate := _sitemap_entry(element, url)))
    if problem is None and _local(root) not in ("urlset", "sitemapindex"):
        problem = f"{url}: no sitemap but <{_local(root)}>"
    return Listing(candidates, problem, tuple(dict.fromkeys(filter(None, listings))))


def _sitemap_entry(element: etree._Element, url: str) -> Candidate | None:
    address = web_address(_child_text(element, "loc"), url)
    if address is None:
        return None
    news = next(element.iter("{*}news"), None)
    stated = _child_text(news, "publication_date") if news is not None else _child_text(element, "lastmod")
    return Candidate(
        url=address,
        headline=plain_text(_child_text(news, "title")) if news is not None else None,
        published=iso_date(stated),
        language=language_code(_child_text(news, "language")) if news is not None else None,
    )


def _text_sitemap(content: bytes, url: str) -> Listing:
    addresses = (web_address(line, url) for line in decode(content).splitlines() if line.strip())
    candidates = unique(Candidate(address) for address in addresses if address)
    return Listing(candidates, None if candidates else f"{url}: no sitemap")


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _child_text(element: etree._Element, name: str) -> str | None:
    child = next((each for each in element.iter(f"{{*}}{name}")), None)
    return child.text.strip() if child is not None and child.text else None
