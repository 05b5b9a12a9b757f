"""News sitemaps and sitemap indexes: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

import re

import lxml.etree as etree

from crawler.decode import decode
from crawler.kinds.listing import Candidate, Listing, iso_date, language_code, plain_text, unique, web_address

_BLANK = b"\xef\xbb\xbf \t\r\n"
_SITEMAP = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)[\s>/]", re.IGNORECASE)
_DECLARED = re.compile(rb"\A(\s{0,100}<\?xml[^>]{0,100}?)\sencoding=[\"'][\w.:-]{1,40}[\"']")
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]{1,40}:)?([\w.-]{1,60})")


HEAD = 8192
"""Bytes in which a document says what it is."""


def narrow(content: bytes) -> bytes:
    """UTF-16 and UTF-32, which XML parsers take only where they are declared, as UTF-8; other bytes as they are."""
    if b"\x00" not in content[:HEAD] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content
    return _DECLARED.sub(rb"\1", decode(content).encode())


def root_name(content: bytes) -> bytes:
    """Local name of the first element, in lower case; empty where there is none."""
    match = _ROOT.search(content[:HEAD])
    return match[1].lower() if match else b""


def is_sitemap(content: bytes) -> bool:
    """Whether the bytes are a sitemap, in XML or as lines of addresses."""
    if _SITEMAP.search(content[:HEAD]):
        return True
    first = content[:500].removeprefix(b"\xef\xbb\xbf").split(None, 1)
    return bool(first) and first[0].startswith((b"http://", b"https://"))


def read_sitemap(content: bytes, url: str) -> Listing:
    """Addresses of a sitemap with what a news sitemap says of them, or the sitemaps of an index.

    Plain text sitemaps, one address a line, are read too. Bad XML is read as far as it goes.
    https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    root_element = _SITEMAP.search(content[:HEAD])
    if root_element is None and not content.lstrip(_BLANK).startswith(b"<"):
        return _text_sitemap(content, url)
    # Servers write warnings, and programs blank lines, before what they were asked for.
    begin = content.find(b"<?xml", 0, HEAD)
    if begin < 0:
        begin = root_element.start() if root_element else content.find(b"<")
    # Neither entities nor anything outside is loaded: a sitemap of a few bytes must not grow to gigabytes.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content[begin:], parser)
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
