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

from crawler.kinds import KINDS
from db.records import Article, ArticleKind, Decision, Figure, Source, Term

if TYPE_CHECKING:
    from crawler.kinds.listing import Candidate, Listing

LEAD_WORDS = 15
"""A first paragraph shorter than this is a place and date line: the lead is the next one."""
HEAD_SIZE = 512 * 1024
"""Bytes of a page in which its address is looked for."""
TABLE_KINDS = frozenset(name for name, kind in KINDS.items() if kind.table)
MAX_URL = 2000
"""Longer addresses are traps or broken links; browsers and servers refuse them too."""


@dataclass(frozen=True, slots=True)
class Reading:
    article: Article
    """`url` is its identity."""
    decision: Decision
    figures: tuple[Figure, ...] = ()
    """What a table of official statistics counts."""


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


def read_file(content: bytes, address: str, source: Source, topicality: Topicality) -> list[Reading]:
    """What is in a file imported for the source: one article, the sections of a law, or a table of statistics.

    A page that says where it is from gets that address, anything else `address`. Raises as `read_page` does, and
    ExtractionError where there is no text.
    """
    from crawler.exceptions import ExtractionError, UnsupportedFormat
    from crawler.formats import is_table
    from crawler.kinds.laws import is_law

    if is_law(content):
        law = replace(source, kind="justice_laws", url=address)
        if readings := read_listing(law, content, address, topicality).readings:
            return list(readings)
    if is_table(content, address):
        table = source if source.kind in TABLE_KINDS else replace(source, kind="csv", url=address)
        reading = read_listing(table, content, address, topicality)
        if not reading.readings:
            raise UnsupportedFormat(reading.listing.problem or f"{address}: a table without counts")
        return list(reading.readings)
    reading = read_page(
        content,
        declared_address(content) or address,
        content_type=None,
        fetched_at=datetime.now(UTC),
        kind="article",
        topicality=topicality,
        keep_params=option_texts(source, "keep_params"),
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


def read_listing(source: Source, content: bytes, url: str, topicality: Topicality) -> ListingReading:
    """The listing of the source at `url`, and the documents it holds, with whether each is on the topic.

    Tables are kept whatever their score, and have the source's address: that of the file often changes with each
    month. So are the `sections` of a law ("159" for 159, 159.1 and so on) where the
    source names some; the others are left out.
    """
    from crawler import kinds
    from crawler.extract import with_language
    from crawler.identity import clean_url
    from crawler.relevance import score

    keep_params, sections = option_texts(source, "keep_params"), option_texts(source, "sections")
    listing = kinds.read_listing(source.kind, content, url, source.options)
    candidates: dict[str, Candidate] = {}
    for candidate in listing.candidates:
        try:
            clean = clean_url(candidate.url, keep_params)
        except ValueError:
            continue
        if len(clean) <= MAX_URL:
            candidates.setdefault(clean, replace(candidate, url=clean))
    documents = [
        with_language(each) for each in listing.documents if not sections or in_sections(each.section, sections)
    ]
    decisions = (score(each, topicality.terms, topicality.zones, topicality.threshold) for each in documents)
    readings = [
        Reading(document, replace(decision, kept=True) if sections else decision)
        for document, decision in zip(documents, decisions, strict=True)
    ]
    for table in listing.statistics:
        decision = score(table.document, topicality.terms, topicality.zones, topicality.threshold)
        document = replace(table.document, url=source.url, language=source.language or table.document.language)
        readings.append(Reading(document, replace(decision, kept=True), table.figures))
    listing = replace(listing, candidates=tuple(candidates.values()), documents=(), statistics=())
    return ListingReading(listing, tuple(readings))


def option_texts(source: Source, name: str) -> tuple[str, ...]:
    """A source's option that is a list of texts; empty where it has none."""
    value = source.options.get(name)
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


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
