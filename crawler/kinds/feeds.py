"""RSS, Atom and RDF feeds, well-formed or not."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from urllib.parse import parse_qs, urljoin, urlsplit

import feedparser

from crawler import pagedates
from crawler.kinds.listing import Candidate, Listing, iso_date, language_code, plain_text, unique
from crawler.kinds.sitemaps import is_sitemap, narrow, read_sitemap, root_name

_PAGE = dict.fromkeys((b"html", b"head", b"body", b"title", b"meta", b"script"), "an HTML page")
_OTHERS = {**_PAGE, b"opml": "a list of feeds (OPML)", b"svg": "an image (SVG)"}
"""What a document is, by its first element, that is no feed."""


def read_feed(content: bytes, url: str) -> Listing:
    """Entries of an RSS, Atom or RDF feed, well-formed or not; of a sitemap that stands where the feed was."""
    content = narrow(content)
    if is_sitemap(content):
        return read_sitemap(content, url)
    root = root_name(content)
    if root in _OTHERS or not content.strip():
        return Listing(problem=f"{url}: no feed but {_OTHERS.get(root, 'an empty answer')}")
    # A type without charset, so that the XML declaration decides, as it should.
    headers = {"content-location": url, "content-type": "application/xml"}
    try:
        feed = feedparser.parse(BytesIO(content.lstrip()), response_headers=headers)
        entries, language, fault = feed.entries, feed.feed.get("language"), feed.get("bozo_exception")
    except Exception as error:
        # feedparser lets some faults of its SAX parser and of codecs through
        return Listing(problem=f"{url}: not readable as a feed: {type(error).__name__}: {error}")
    candidates = unique(candidate for entry in entries if (candidate := _entry(entry, url, language_code(language))))
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
    # The entry by itself (RFC 4287, 4.2.7.2) is better than nothing.
    given += [
        link.get("href") for rel in ("alternate", "self") for link in entry.get("links", []) if link.get("rel") == rel
    ]
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
    headline, publisher = plain_text(entry.get("title")), _publisher(entry)
    if headline and publisher:  # as Google News writes them
        headline = headline.removesuffix(f" - {publisher}")
    return Candidate(
        url=link,
        headline=headline,
        published=_entry_date(entry),
        language=language_code(entry.get("language")) or language,
        summary=plain_text(entry.get("summary")),
        publisher=publisher,
    )


def _publisher(entry: feedparser.FeedParserDict) -> str | None:
    """Whom a search names as an entry's source: in RSS's own element, or in Bing's."""
    source = entry.get("source")
    return plain_text(source.get("title") if isinstance(source, dict) else entry.get("news_source"))


def _entry_date(entry: feedparser.FeedParserDict) -> str | None:
    """Publication date; feedparser turns what it understands into UTC, what it does not is tried as text."""
    for key in ("published", "created", "updated"):
        parsed = entry.get(f"{key}_parsed") if key in entry else None
        if isinstance(parsed, struct_time):
            try:
                return pagedates.iso(datetime.fromtimestamp(timegm(parsed), UTC))
            except (ValueError, OverflowError, OSError):
                continue
        if key in entry and (value := iso_date(str(entry[key]))):
            return value
    return None
