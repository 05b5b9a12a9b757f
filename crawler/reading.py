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
    from crawler.feeds import Candidate, Listing

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


def read_page(
    content: bytes,
    url: str,
    *,
    content_type: str | None,
    fetched_at: datetime,
    kind: ArticleKind,
    topicality: Topicality,
    keep_params: Collection[str] = (),
) -> Reading:
    """The article on a page, and whether it is on the topic. Documents are scored and always kept.

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
        article, decision = replace(article, kind="document"), replace(decision, kept=True)
    return Reading(article if article.free else replace(article, text=lead(article.text)), decision)


def read_file(content: bytes, address: str, topicality: Topicality) -> Reading:
    """What is in an imported file. A page that says where it is from gets that address, anything else `address`.

    Raises as `read_page` does, and ExtractionError where there is no text.
    """
    from crawler.exceptions import ExtractionError

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
    return reading


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


def read_links(kind: str, content: bytes, url: str, keep_params: Collection[str] = ()) -> Listing:
    """The listing at `url`, its candidates' addresses cleaned to one identity each."""
    from crawler.feeds import read_listing
    from crawler.identity import clean_url

    listing = read_listing(kind, content, url)
    candidates: dict[str, Candidate] = {}
    for candidate in listing.candidates:
        try:
            clean = clean_url(candidate.url, keep_params)
        except ValueError:
            continue
        if len(clean) <= MAX_URL:
            candidates.setdefault(clean, replace(candidate, url=clean))
    return replace(listing, candidates=tuple(candidates.values()))


def lead(text: str) -> str:
    """The first paragraph of a text that is not free: what its publisher shows to everyone."""
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        kept.append(paragraph)
        if sum(len(each.split()) for each in kept) >= LEAD_WORDS:
            break
    return "\n\n".join(kept)
