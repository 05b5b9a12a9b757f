"""What travels from the spider through the pipelines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from db.records import Article, Decision, Source
from db.store.frontier import Due
from db.store.runs import Outcome

if TYPE_CHECKING:  # feedparser is for the process that reads
    from crawler.kinds.listing import Listing
    from crawler.reading import Reading


@dataclass(slots=True)
class Visit:
    """One attempt at one URL. The spider says what it met, the pipelines what became of it."""

    due: Due
    source: Source
    fetched_at: datetime
    outcome: Outcome | None = None
    """None for an article or document that was read: what it is, the database says."""
    reason: str | None = None
    url: str | None = None
    """Where redirects ended."""
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes | None = None
    body_hash: str | None = None
    retry_after: datetime | None = None
    article: Article | None = None
    decision: Decision | None = None
    listing: Listing | None = None
    readings: tuple[Reading, ...] = ()
    """The documents that the listing itself holds."""
    snapshot: str | None = None
    tdm_reserved: bool | None = None
