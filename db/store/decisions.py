"""Decisions: what was judged of each page that was read, and how far judging all of them again has come."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from db.records import Decision
from db.store.connection import transaction

_SAVE = """insert into decisions (url, source_id, headline, score, reasons, kept, decided_at)
values (:url, :source_id, :headline, :score, :reasons, :kept, :decided_at)
on conflict (url) do update set source_id = excluded.source_id, headline = excluded.headline, score = excluded.score,
  reasons = excluded.reasons, kept = excluded.kept, decided_at = excluded.decided_at
where excluded.decided_at >= decisions.decided_at"""


def save_decision(
    database: Database, url: str, decision: Decision, *, source_id: str, headline: str | None, read_at: str
) -> None:
    """Record what was decided of the page as it was at `read_at`. What was decided of a later state of it stands."""
    row = {"url": url, "source_id": source_id, "headline": headline, "decided_at": read_at, **_columns(decision)}
    with transaction(database):
        database.execute(_SAVE, row)


def change_decision(database: Database, article_id: int, decision: Decision) -> bool:
    """Decide anew on a stored article, which stays whatever the decision; return whether kept became rejected, or
    rejected kept."""
    with transaction(database):
        url, kept = database.execute(
            "select a.url, d.kept from articles a left join decisions d on d.url = a.url where a.id = ?", [article_id]
        ).fetchone()
        database.execute("update articles set relevance = ? where id = ?", [decision.score, article_id])
        database.execute(
            "update decisions set score = :score, reasons = :reasons, kept = :kept where url = :url",
            {"url": url, **_columns(decision)},
        )
        return kept is not None and bool(kept) != decision.kept


def _columns(decision: Decision) -> dict[str, Any]:
    reasons = json.dumps([asdict(reason) for reason in decision.reasons], ensure_ascii=False)
    return {"score": decision.score, "reasons": reasons, "kept": decision.kept}


def rescored_to(database: Database, edition: str) -> int:
    """Id of the fetch that an unfinished rescore by the terms of this edition came to; 0 where there was none."""
    (held,) = database.execute("select rescoring from topic").fetchone()
    name, _, fetch_id = (held or "").partition(" ")
    return int(fetch_id) if name == edition else 0


def save_rescored_to(database: Database, edition: str, fetch_id: int) -> None:
    """Call it in the transaction that stores what came of the fetch."""
    database.execute("update topic set rescoring = ?", [f"{edition} {fetch_id}"])


def end_rescore(database: Database) -> None:
    with transaction(database):
        database.execute("update topic set rescoring = null")
