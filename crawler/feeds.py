"""Bytes of a feed, sitemap or section page to the articles they offer. Pure: no network, no database."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from urllib.parse import parse_qs, urljoin, urlsplit

import feedparser
import lxml.etree as etree
from lxml import html

from crawler import pagedates
from crawler.decode import decode, gunzip
from crawler.exceptions import ExtractionError
from crawler.identity import clean_url, same_site

MAX_CANDIDATES = 50_000
"""A sitemap holds at most this many addresses; https://www.sitemaps.org/protocol.html."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article as a listing offers it. What the listing lacks is None."""

    url: str
    headline: str | None = None
    published: str | None = None
    """ISO 8601: an instant with its UTC offset where the listing gives one, else a day."""
    language: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    candidates: tuple[Candidate, ...] = ()
    problem: str | None = None
    """What was malformed; the candidates are what could be read nevertheless."""
    listings: tuple[str, ...] = ()
    """Addresses of further listings: the sitemaps of a sitemap index."""


def read_listing(kind: str, content: bytes, url: str) -> Listing:
    """Read a listing of a source of kind rss, atom, news_sitemap or section. Never raises for what the bytes hold.

    A sitemap under the address of a feed, and the reverse, is read as what it is. Raises ValueError for another kind.
    """
    if kind not in ("rss", "atom", "news_sitemap", "section"):
        raise ValueError(f"{url}: no listing of kind {kind!r}: rss, atom, news_sitemap or section")
    try:
        content = gunzip(content, url)
    except ExtractionError as error:
        return Listing(problem=str(error))
    if kind == "section":
        return read_section(content, url)
    return read_sitemap(content, url) if _is_sitemap(content) else read_feed(content, url)


_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]{1,40}:)?([\w.-]{1,60})")


def _root(content: bytes) -> bytes:
    match = _ROOT.search(content[:8192])
    return match[1].lower() if match else b""


def _is_sitemap(content: bytes) -> bool:
    if _root(content) in (b"urlset", b"sitemapindex"):
        return True
    first = content[:500].removeprefix(b"\xef\xbb\xbf").split(None, 1)
    return bool(first) and first[0].startswith((b"http://", b"https://"))


# RSS, Atom, RDF


def read_feed(content: bytes, url: str) -> Listing:
    """Entries of an RSS, Atom or RDF feed, well-formed or not."""
    try:
        content = gunzip(content, url)
    except ExtractionError as error:
        return Listing(problem=str(error))
    root = _root(content)
    if root in (b"html", b"!doctype") or not content.strip():
        return Listing(problem=f"{url}: no feed but {'an HTML page' if content.strip() else 'an empty answer'}")
    # A type without charset, so that the XML declaration decides, as it should.
    headers = {"content-location": url, "content-type": "application/xml"}
    try:
        feed = feedparser.parse(BytesIO(content.lstrip()), response_headers=headers)
        entries, language, fault = feed.entries, feed.feed.get("language"), feed.get("bozo_exception")
    except Exception as error:
        # feedparser lets some faults of its SAX parser and of codecs through
        return Listing(problem=f"{url}: not readable as a feed: {type(error).__name__}: {error}")
    candidates = _unique(candidate for entry in entries if (candidate := _entry(entry, url, _language(language))))
    problems = []
    if fault and not isinstance(fault, feedparser.CharacterEncodingOverride):
        problems.append(f"malformed: {type(fault).__name__}: {fault}")
    without = len(entries) - sum(bool(_link(entry, url)) for entry in entries)
    if without:
        problems.append(f"{without} of {len(entries)} entries without an address")
    if not entries and not feed.version:
        problems.append("no feed")
    return Listing(candidates, f"{url}: {'; '.join(problems)}" if problems else None)


def _link(entry: feedparser.FeedParserDict, url: str) -> str | None:
    """An entry's address: its link, else an id that is one, without the detour of an aggregator that names it."""
    given = [entry.get("feedburner_origlink"), entry.get("link")]
    given += [link.get("href") for link in entry.get("links", []) if link.get("rel") == "alternate"]
    if str(entry.get("id", "")).startswith(("http://", "https://")):
        given.append(entry["id"])
    for address in given:
        if isinstance(address, str) and address.strip():
            absolute = urljoin(url, address.strip())
            if absolute.startswith(("http://", "https://")) and urlsplit(absolute).hostname:
                return _through(absolute)
    return None


def _through(url: str) -> str:
    """The address inside a redirect of Bing News, which names it as `url`."""
    parts = urlsplit(url)
    if (parts.hostname or "").endswith("bing.com") and parts.path.startswith("/news/apiclick"):
        return parse_qs(parts.query).get("url", [url])[0]
    return url


def _entry(entry: feedparser.FeedParserDict, url: str, language: str | None) -> Candidate | None:
    try:
        link = _link(entry, url)
    except ValueError:  # no address: unbalanced brackets
        return None
    if link is None:
        return None
    return Candidate(
        url=link,
        headline=_text(entry.get("title")),
        published=_entry_date(entry),
        language=_language(entry.get("language")) or language,
        summary=_text(entry.get("summary")),
    )


def _entry_date(entry: feedparser.FeedParserDict) -> str | None:
    """Publication date; feedparser turns what it understands into UTC, what it does not is tried as text."""
    for key in ("published", "created", "updated"):
        parsed = entry.get(f"{key}_parsed") if key in entry else None
        if isinstance(parsed, struct_time):
            try:
                return pagedates.iso(datetime.fromtimestamp(timegm(parsed), UTC))
            except (ValueError, OverflowError, OSError):
                continue
        if key in entry and (value := pagedates.parse(str(entry[key]))):
            return pagedates.iso(value)
    return None


_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")


def _text(value: object) -> str | None:
    """Plain text of a title or summary, which may hold markup."""
    if not isinstance(value, str) or not value.strip():
        return None
    plain = value
    if "<" in value or "&" in value:
        try:
            plain = str(html.fromstring(f"<div>{value}</div>").text_content())
        except (etree.LxmlError, ValueError):
            plain = _MARKUP.sub(" ", value)
    return " ".join(plain.split())[:2000] or None


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def _language(value: object) -> str | None:
    match = _LANGUAGE.match(value.strip()) if isinstance(value, str) else None
    return match[0].lower() if match else None


def _unique(candidates: Iterator[Candidate]) -> tuple[Candidate, ...]:
    """The first candidate of each address, in order."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.url, candidate)
        if len(found) >= MAX_CANDIDATES:
            break
    return tuple(found.values())


# Sitemaps


def read_sitemap(content: bytes, url: str) -> Listing:
    """Addresses of a sitemap with what a news sitemap says of them, or the sitemaps of an index.

    Plain text sitemaps, one address a line, are read too. Bad XML is read as far as it goes.
    https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    try:
        content = gunzip(content, url)
    except ExtractionError as error:
        return Listing(problem=str(error))
    if _root(content) == b"" or not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
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
    if _local(root) == "sitemapindex":
        listings = (_web_address(_child_text(element, "loc"), url) for element in root.iter("{*}sitemap"))
        return Listing(listings=tuple(dict.fromkeys(filter(None, listings))), problem=problem)
    candidates = _unique(candidate for element in root.iter("{*}url") if (candidate := _sitemap_entry(element, url)))
    return Listing(
        candidates, problem or (None if _local(root) == "urlset" else f"{url}: no sitemap but <{_local(root)}>")
    )


def _sitemap_entry(element: etree._Element, url: str) -> Candidate | None:
    address = _web_address(_child_text(element, "loc"), url)
    if address is None:
        return None
    news = next(element.iter("{*}news"), None)
    stated = _child_text(news, "publication_date") if news is not None else _child_text(element, "lastmod")
    return Candidate(
        url=address,
        headline=_text(_child_text(news, "title")) if news is not None else None,
        published=pagedates.iso(pagedates.parse(stated)) if stated else None,
        language=_language(_child_text(news, "language")) if news is not None else None,
    )


def _text_sitemap(content: bytes, url: str) -> Listing:
    addresses = (_web_address(line, url) for line in decode(content).splitlines() if line.strip())
    candidates = _unique(Candidate(address) for address in addresses if address)
    return Listing(candidates, None if candidates else f"{url}: no sitemap")


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _child_text(element: etree._Element, name: str) -> str | None:
    child = next((each for each in element.iter(f"{{*}}{name}")), None)
    return child.text.strip() if child is not None and child.text else None


def _web_address(text: str | None, base: str) -> str | None:
    if not text or len(text) > 4000 or text.startswith("<"):
        return None
    try:
        absolute = urljoin(base, text.strip())
        return absolute if absolute.startswith(("http://", "https://")) and urlsplit(absolute).hostname else None
    except ValueError:
        return None


# Section pages

_ARTICLE_PATH = re.compile(
    r"/(?:19|20)\d\d[/-]\d{1,2}[/-]|\d{5,}|/[^/]{1,200}\.(?:s?html?|php|aspx?)$|(?:/|^)(?:articles?|news|story|stories|nouvelles?)/[^/]+"
)
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|authors?|auteurs?|category|categories|search|login|subscribe|account|newsletters?|contact|about|"
    r"privacy|terms|rss|feed|video|videos|galler(?:y|ies)|page)(?:/|$)|\.(?:pdf|jpe?g|png|gif|zip|mp[34]|xml|css|js)$",
    re.IGNORECASE,
)


def read_section(content: bytes, url: str) -> Listing:
    """Links of a listing page that look like articles of the same site, with their text as headline.

    An article's address has a date, a long number, several words in its last part or a file name; its link has words.
    """
    try:
        tree = html.document_fromstring(decode(gunzip(content, url)))
    except (ExtractionError, etree.LxmlError, ValueError) as error:
        return Listing(problem=f"{url}: not readable as a page: {error}")
    base = next((urljoin(url, each) for each in tree.xpath("//base/@href")), url)
    found: dict[str, Candidate] = {}
    for link in tree.iter("a"):
        address = _web_address((link.get("href") or "").strip() or None, base)
        if address is None or not same_site(address, url) or not looks_like_article(address):
            continue
        address = urlsplit(address)._replace(fragment="").geturl()
        headline = " ".join(link.text_content().split())[:400] or None
        known = found.get(address)
        # A picture, a headline and a teaser often link to one article: the headline is the first of several words.
        if known is None:
            found[address] = Candidate(address, headline)
        elif headline and len((known.headline or "").split()) < 3:
            found[address] = replace(known, headline=headline)
    here = clean_url(url)
    candidates = tuple(each for each in found.values() if clean_url(each.url) != here)[:MAX_CANDIDATES]
    return Listing(candidates, None if candidates else f"{url}: no links that look like articles")


def looks_like_article(url: str) -> bool:
    """Whether an address looks like that of one article rather than of a section."""
    path = urlsplit(url).path.rstrip("/")
    slug = path.rpartition("/")[2]
    if not slug or _NO_ARTICLE.search(path):
        return False
    return slug.count("-") >= 3 or slug.count("_") >= 3 or bool(_ARTICLE_PATH.search(path))
