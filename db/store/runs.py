"""Runs and fetches: what was tried, when, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

from sqlite_utils import Database

from db.store.connection import now, transaction

Outcome = Literal["listing", "new", "changed", "unchanged", "rejected", "refused", "failed", "gone"]
"""`listing`: a feed or section page was read. `refused`: Roxham did not ask, or did not take the answer, with the
reason. `gone`: the page is no longer there; what was stored stays."""

RunState = Literal["finished", "failed", "interrupted"]

REASONS = 5
"""How many reasons a source's line of the summary tells; `fetches` has them all."""

_COUNTED = ("new", "changed", "unchanged", "rejected", "failed")


@dataclass(frozen=True, slots=True)
class Fetch:
    """One attempt at one URL. `status` is the HTTP status, `bytes` the size of the body, `snapshot` its SHA-256.

    `tdm_reserved` is what `crawler.tdm` found, None where the publisher says nothing.
    """

    source_id: str
    url: str
    outcome: Outcome
    fetched_at: str
    run_id: int | None = None
    status: int | None = None
    reason: str | None = None
    bytes: int | None = None
    snapshot: str | None = None
    tdm_reserved: bool | None = None


_INSERT_FETCH = """insert into fetches
(run_id, source_id, url, fetched_at, status, outcome, reason, bytes, snapshot, tdm_reserved) values
(:run_id, :source_id, :url, :fetched_at, :status, :outcome, :reason, :bytes, :snapshot, :tdm_reserved)"""


def end_dead_runs(database: Database) -> None:
    """Mark as interrupted what a killed crawl left as running, and give back its leases. Only while nobody crawls."""
    with transaction(database):
        database.execute("update runs set state = 'interrupted', finished_at = ? where state = 'running'", [now()])
        database.execute("update frontier set lease_until = null where lease_until is not null")


def start_run(database: Database, trigger: str) -> int:
    with transaction(database):
        row = {"started_at": now(), "trigger": trigger, "state": "running", **dict.fromkeys(_COUNTED, 0)}
        return cast(int, database.table("runs").insert(row).last_pk)


def finish_run(database: Database, run_id: int, state: RunState) -> None:
    with transaction(database):
        database.table("runs").update(run_id, {"finished_at": now(), "state": state})


def save_fetch(database: Database, fetch: Fetch) -> None:
    """Record a fetch and count its outcome. Call it in the transaction that stores what the fetch brought."""
    database.execute(_INSERT_FETCH, asdict(fetch))
    if fetch.run_id is not None and (column := fetch.outcome) in _COUNTED:
        database.execute(f'update runs set "{column}" = "{column}" + 1 where id = ?', [fetch.run_id])


def last_snapshot(database: Database, source_id: str, url: str) -> str | None:
    """SHA-256 of the bytes last stored for the URL; None where they were not stored or could not be read."""
    row = database.execute(
        "select outcome, snapshot from fetches where source_id = ? and url = ? order by id desc limit 1",
        [source_id, url],
    ).fetchone()
    return row[1] if row and row[0] in ("new", "changed", "unchanged") else None


def last_run(database: Database) -> dict[str, Any] | None:
    return next(iter(database.query("select * from runs order by id desc limit 1")), None)


def run_summary(database: Database, run_id: int) -> list[dict[str, Any]]:
    """A row a source: how many pages had each outcome, and the commonest reasons of those that were not stored."""
    return list(
        database.query(
            """with unstored as (
              select source_id, reason, count(*) as pages from fetches
              where run_id = :run and outcome in ('refused', 'failed', 'gone') group by source_id, reason)
            select source_id, sum(outcome = 'listing') as listings,
              sum(outcome = 'new') as new, sum(outcome = 'changed') as changed,
              sum(outcome = 'unchanged') as unchanged, sum(outcome = 'rejected') as rejected,
              sum(outcome = 'refused') as refused, sum(outcome = 'gone') as gone, sum(outcome = 'failed') as failed,
              (select group_concat(iif(pages > 1, pages || ' x ', '') || reason, '; ')
                from (select pages, reason from unstored u where u.source_id = f.source_id
                  order by pages desc, reason limit :most)) as reasons
            from fetches f where run_id = :run group by source_id order by source_id""",
            {"run": run_id, "most": REASONS},
        )
    )
