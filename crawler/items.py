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
    capture: tuple[str, datetime] | None = None
    """Of an archive's answer: the page it is of, and when it was captured."""
    article: Article | None = None
    decision: Decision | None = None
    listing: Listing | None = None
    readings: tuple[Reading, ...] = ()
    """The documents that the listing itself holds."""
    snapshot: str | None = None
    tdm_reserved: bool | None = None

    def event(self) -> dict[str, object]:
        """What whoever watches the crawl is told of it."""
        return {
            "event": "visit",
            "source": self.source.id,
            "kind": self.due.kind,
            "url": self.due.url,
            "outcome": self.outcome,
            "reason": self.reason,
            "headline": self.article.headline if self.article else None,
        }


@dataclass(slots=True)
class Check:
    """What a source would give: nothing of it is stored."""

    source: Source
    problem: str | None = None
    """Why it gives nothing."""
    found: int = 0
    """Pages, leads or documents in its listing."""
    newest: str | None = None
    """The latest date the listing gives."""
    url: str | None = None
    """The one that was read, to see."""
    headline: str | None = None
    words: int | None = None
    score: float | None = None
    kept: bool | None = None

    def event(self) -> dict[str, object]:
        values = {name: getattr(self, name) for name in self.__slots__ if name != "source"}
        return {"event": "check", "source": self.source.id, "kind": self.source.kind, **values}
