"""The frontier: every URL known, when it is due, and who is fetching it. Leases make a killed crawl harmless."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlite_utils import Database

from db.store.connection import now, transaction

FrontierKind = Literal["listing", "article", "document"]
LEASE = timedelta(minutes=10)
"""How long a URL is kept for the crawl that took it: longer than any fetch with its retries."""


@dataclass(frozen=True, slots=True)
class Due:
    """A URL to fetch now, with the validators of the last answer."""

    url: str
    source_id: str
    kind: FrontierKind
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    interval: int | None
    failures: int
    article_id: int | None
    discovered_at: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a fetch means for its URL. `interval` is in seconds; a failed fetch keeps the validators it had.

    A URL that is gone is asked for again when it is due, a page may come back. An alias, another address of an article
    that the frontier knows already, is not.
    """

    next_due: str
    state: Literal["due", "gone", "alias"] = "due"
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    interval: int | None = None
    failed: bool = False
    article_id: int | None = None


def add_urls(
    database: Database, source_id: str, urls: Iterable[str], kind: FrontierKind, limit: int | None = None
) -> int:
    """Add the URLs not yet known, due now, at most `limit`; return how many were added."""
    added = 0
    with transaction(database):
        for url in urls:
            if limit is not None and added >= limit:
                break
            added += database.execute(
                """insert into frontier (url, source_id, kind, state, discovered_at, next_due, failures)
                values (?, ?, ?, 'due', ?, ?, 0) on conflict (url) do nothing""",
                [url, source_id, kind, now(), now()],
            ).rowcount
    return added


def add_source(database: Database, source_id: str, url: str, kind: FrontierKind) -> None:
    """Add the address that the topic gives a source, due now, unless it is known.

    Where it is new, what the source was read by before is no longer asked for: the addresses of listings and of the
    document that the topic named then. Their `fetches` and all articles stay.
    """
    with transaction(database):
        row = database.execute("select source_id, kind from frontier where url = ?", [url]).fetchone()
        if row == (source_id, kind):
            return
        database.execute(
            "delete from frontier where source_id = ? and kind <> 'article' and url <> ?", [source_id, url]
        )
        database.execute(
            """insert into frontier (url, source_id, kind, state, discovered_at, next_due, failures)
            values (:url, :source, :kind, 'due', :now, :now, 0)
            on conflict (url) do update set source_id = :source, kind = :kind, state = 'due', next_due = :now,
              etag = null, last_modified = null, body_hash = null, "interval" = null
            where not exists (
              select 1 from sources s
              where s.id = frontier.source_id and s.id <> :source and s.url = frontier.url and s.enabled)""",
            {"url": url, "source": source_id, "kind": kind, "now": now()},
        )


def lease(
    database: Database,
    run_id: int,
    *,
    limit: int,
    per_source: int | None = None,
    ignore_due: bool = False,
    source_id: str | None = None,
    busy: Iterable[str] = (),
) -> list[Due]:
    """Take up to `limit` URLs of enabled sources that are due, that no other crawl holds and this run has not fetched.

    At most `per_source` are of one source, none of those named in `busy`: a slow host must not hold up the others.
    With `ignore_due`, take also what is not due.
    """
    with transaction(database):
        rows = database.query(
            """update frontier set lease_until = :until where url in (
              select url from (
                select f.url, f.kind = 'article' as later, f.next_due,
                  row_number() over (partition by f.source_id order by f.kind = 'article', f.next_due, f.rowid) as place
                from frontier f join sources s on s.id = f.source_id
                where f.state <> 'alias' and s.enabled and (f.lease_until is null or f.lease_until < :now)
                  and (f.next_due <= :now or :ignore_due) and f.last_run_id is not :run
                  and (:source is null or f.source_id = :source)
                  and f.source_id not in (select value from json_each(:busy)))
              where :per_source is null or place <= :per_source
              order by later, next_due limit :limit)
            returning url, source_id, kind, etag, last_modified, body_hash, "interval", failures, article_id,
              discovered_at""",
            {
                "until": _instant(LEASE),
                "now": now(),
                "run": run_id,
                "ignore_due": ignore_due,
                "source": source_id,
                "per_source": per_source,
                "busy": json.dumps(list(busy)),
                "limit": limit,
            },
        )
        return [Due(**row) for row in rows]


def settle(database: Database, url: str, run_id: int | None, settlement: Settlement) -> None:
    """End a lease. Call it in the transaction that stores what the fetch brought.

    A validator committed without its text would make the next answer 'not modified', and the text would be lost.
    """
    s = settlement
    database.execute(
        """update frontier set state = :state, next_due = :next_due, lease_until = null, last_status = :status,
          last_fetched_at = :now, last_run_id = :run,
          etag = case when :failed then etag else :etag end,
          last_modified = case when :failed then last_modified else :last_modified end,
          body_hash = case when :failed then body_hash else coalesce(:body_hash, body_hash) end,
          "interval" = coalesce(:interval, "interval"),
          failures = case when :failed then failures + 1 else 0 end,
          article_id = coalesce(:article_id, article_id)
        where url = :url""",
        {
            "url": url,
            "run": run_id,
            "now": now(),
            "state": s.state,
            "next_due": s.next_due,
            "status": s.status,
            "etag": s.etag,
            "last_modified": s.last_modified,
            "body_hash": s.body_hash,
            "interval": s.interval,
            "failed": s.failed,
            "article_id": s.article_id,
        },
    )


def known_urls(database: Database, urls: Iterable[str]) -> int:
    """How many of the URLs the frontier has."""
    row = database.execute(
        "select count(*) from frontier where url in (select value from json_each(?))", [json.dumps(list(urls))]
    ).fetchone()
    return row[0]


def has_page(database: Database, article_id: int, except_url: str) -> bool:
    """Whether another URL of the frontier stands for the article already."""
    row = database.execute(
        "select 1 from frontier where article_id = ? and url <> ? and state = 'due'", [article_id, except_url]
    ).fetchone()
    return row is not None


def adopt(database: Database, url: str, article_id: int, next_due: str) -> None:
    """A page that was rejected when it was fetched has become an article: revisit it at `next_due`, if not before.

    Not where another URL stands for the article already.
    """
    with transaction(database):
        alias = has_page(database, article_id, url)
        database.execute(
            """update frontier set article_id = :article, state = iif(:alias, 'alias', state),
              next_due = min(next_due, :next_due)
            where url = :url and kind = 'article' and article_id is null""",
            {"url": url, "article": article_id, "alias": alias, "next_due": next_due},
        )


def discovered_at(database: Database, url: str) -> str | None:
    """When the frontier first had the URL; None where it hasn't."""
    row = database.execute("select discovered_at from frontier where url = ?", [url]).fetchone()
    return row and row[0]


def release(database: Database, urls: Iterable[str]) -> None:
    """Give back what was leased and not fetched: a crawl that is stopped leaves its URLs due."""
    with transaction(database):
        for url in urls:
            database.execute("update frontier set lease_until = null where url = ?", [url])


def _instant(after: timedelta) -> str:
    return (datetime.now(UTC) + after).isoformat(timespec="seconds")
