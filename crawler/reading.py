"""What is done to a body away from the event loop: the tasks that `crawler.workers` runs.

Each imports what it needs when it runs: the process that only fetches, and a crawl in which nothing changed, never
load the extractors.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from db.records import Article, ArticleKind, Decision, Term

if TYPE_CHECKING:
    from crawler.kinds.listing import Candidate, Listing

LEAD_WORDS = 15
"""A first paragraph shorter than this is a place and date line: the lead is the next one."""
HEAD_SIZE = 512 * 1024
"""Bytes of a page in which its address is looked for."""
MAX_URL = 2000
"""Longer addresses are traps or broken links; browsers and servers refuse them too."""


@dataclass(frozen=True, slots=True)
class Reading:
    article: Article
    """`url` is its identity."""
    decision: Decision


@dataclass(frozen=True, slots=True)
class Topicality:
    """What relevance is judged by: see `db.records.Topic`."""

    terms: tuple[Term, ...]
    zones: dict[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class ListingReading:
    listing: Listing
    """Its candidates' addresses cleaned to one identity each; its documents are in `readings`."""
    readings: tuple[Reading, ...] = ()


def read_page(
    content: bytes,
    url: str,
    *,
    content_type: str | None,
    fetched_at: datetime,
    kind: ArticleKind,
    topicality: Topicality,
    keep: bool = False,
    keep_params: Collection[str] = (),
) -> Reading:
    """The article on a page, and whether it is on the topic: with `keep`, it is kept whatever its score.

    Raises ExtractionError, or UnsupportedFormat.
    """
    from crawler.extract import extract
    from crawler.identity import identity
    from crawler.relevance import score

    article = extract(content, url, content_type=content_type, fetched_at=fetched_at)
    if url.startswith(("http://", "https://")):
        article = replace(article, url=identity(url, article.canonical_url, keep_params))
    decision = score(article, topicality.terms, topicality.zones, topicality.threshold)
    if kind == "document":
        article = replace(article, kind="document")
    if keep:
        decision = replace(decision, kept=True)
    return Reading(article if article.free else replace(article, text=lead(article.text)), decision)


def read_file(content: bytes, address: str, topicality: Topicality) -> list[Reading]:
    """What is in an imported file: one article, or the sections of a law.

    A page that says where it is from gets that address, anything else `address`. Raises as `read_page` does, and
    ExtractionError where there is no text.
    """
    from crawler.exceptions import ExtractionError
    from crawler.kinds.laws import is_law

    if is_law(content):
        listing = read_listing("justice_laws", content, address, topicality=topicality)
        if listing.readings:
            return list(listing.readings)
    reading = read_page(
        content,
        declared_address(content) or address,
        content_type=None,
        fetched_at=datetime.now(UTC),
        kind="article",
        topicality=topicality,
    )
    if not reading.article.text.strip():
        raise ExtractionError(f"{address}: no text in it")
    return [reading]


def declared_address(content: bytes) -> str | None:
    """The address a saved page gives itself, by `rel=canonical` or `og:url`; None for a front page's or none at all."""
    from lxml import html
    from lxml.etree import LxmlError

    from crawler.decode import decode

    head = content[:HEAD_SIZE]
    if b"<" not in head:
        return None
    try:
        tree = html.document_fromstring(decode(head))
    except (LxmlError, ValueError):
        return None
    for link in tree.iter("link", "meta"):
        if (link.get("rel") or "").lower() == "canonical" or link.get("property") == "og:url":
            address = (link.get("href") or link.get("content") or "").strip()
            parts = urlsplit(address)
            if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or parts.query):
                return address
    return None


def read_listing(
    kind: str,
    content: bytes,
    url: str,
    *,
    topicality: Topicality,
    keep_params: Collection[str] = (),
    sections: Collection[str] = (),
) -> ListingReading:
    """The listing at `url`, and the documents it holds, with whether each is on the topic.

    `sections` of a law ("159" for 159, 159.1 and so on) are kept whatever their score, and no others.
    """
    from crawler import kinds
    from crawler.identity import clean_url
    from crawler.relevance import score

    listing = kinds.read_listing(kind, content, url)
    candidates: dict[str, Candidate] = {}
    for candidate in listing.candidates:
        try:
            clean = clean_url(candidate.url, keep_params)
        except ValueError:
            continue
        if len(clean) <= MAX_URL:
            candidates.setdefault(clean, replace(candidate, url=clean))
    documents = [each for each in listing.documents if not sections or in_sections(each.section, sections)]
    decisions = (score(each, topicality.terms, topicality.zones, topicality.threshold) for each in documents)
    readings = (
        Reading(document, replace(decision, kept=True) if sections else decision)
        for document, decision in zip(documents, decisions, strict=True)
    )
    return ListingReading(replace(listing, candidates=tuple(candidates.values()), documents=()), tuple(readings))


def in_sections(number: str | None, sections: Collection[str]) -> bool:
    """Whether a law's section is one of `sections`, or stands under one: 159.4 under 159, 1590 not."""
    return number is not None and any(number == each or number.startswith(f"{each}.") for each in sections)


def lead(text: str) -> str:
    """The first paragraph of a text that is not free: what its publisher shows to everyone."""
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        kept.append(paragraph)
        if sum(len(each.split()) for each in kept) >= LEAD_WORDS:
            break
    return "\n\n".join(kept)
