"""Articles and their versions: what a page said, each time it said something else."""

from __future__ import annotations

import hashlib
import json
import textwrap
from typing import Any, cast

from sqlite_utils import Database

from db.addresses import spellings
from db.changes import normalise, same_to_readers, text_changes
from db.records import Article, Decision
from db.store.connection import transaction
from db.store.copies import link_copies
from db.store.decisions import save_decision
from db.store.leads import answer_leads
from db.store.runs import Outcome

EXCERPT = 280
"""Characters of a text shown where its source keeps the rights."""


def save_article(
    database: Database,
    article: Article,
    decision: Decision,
    *,
    source_id: str,
    snapshot: str,
    captured_at: str,
) -> tuple[Outcome, int | None]:
    """Record the decision, and the article or a new version of it. `article.url` is its identity, in any spelling.

    Returns what came of it (new, changed, unchanged or rejected) and the article's id, None where it was rejected.
    A stored article stays when a later text of it is judged off topic. What was captured before the present version,
    as archives have it, becomes a version before it.
    """
    with transaction(database):
        stored = find_article(database, article.url)
        url = stored["url"] if stored else article.url
        save_decision(database, url, decision, source_id=source_id, headline=article.headline, read_at=captured_at)
        if stored is None and not decision.kept:
            return "rejected", None
        headline = article.headline or _excerpt(article.text, 80) or article.url
        if stored is None:
            article_id = _insert_article(database, article, decision, headline, source_id, captured_at)
            version_id = _insert_version(database, article_id, 1, headline, article, snapshot, captured_at, {})
            database.table("articles").update(article_id, {"version_id": version_id})
            link_copies(database, version_id)
            answer_leads(database, article_id)
            return "new", article_id
        article_id = stored["id"]
        current = next(iter(database.query("select * from versions where id = ?", [stored["version_id"]])))
        if captured_at < current["captured_at"]:
            return _save_earlier(database, stored, headline, article, snapshot, captured_at), article_id
        if same_to_readers(current["text"], article.text) and same_to_readers(current["headline"], headline):
            return "unchanged", article_id
        changes = text_changes(current["headline"], current["text"], headline, article.text)
        number = stored["versions"] + 1
        version_id = _insert_version(database, article_id, number, headline, article, snapshot, captured_at, changes)
        database.table("articles").update(
            article_id,
            {
                "headline": headline,
                "byline": ", ".join(article.authors) or stored["byline"],
                "modified_at": article.modified or stored["modified_at"],
                "published_at": stored["published_at"] or article.published,
                "excerpt": _excerpt(article.text, EXCERPT),
                "word_count": len(article.text.split()),
                "relevance": decision.score,
                "versions": number,
                "version_id": version_id,
            },
        )
        link_copies(database, version_id)
        return "changed", article_id


def _save_earlier(
    database: Database, stored: dict[str, Any], headline: str, article: Article, snapshot: str, captured_at: str
) -> Outcome:
    """Put a version where it belongs among those of the article, before the present one, and count them anew."""

    def says_the_same(version: dict[str, Any]) -> bool:
        return same_to_readers(version["text"], article.text) and same_to_readers(version["headline"], headline)

    article_id = stored["id"]
    versions = list(database.query("select * from versions where article_id = ? order by number", [article_id]))
    number = 1 + sum(version["captured_at"] <= captured_at for version in versions)
    before, after = versions[number - 2] if number > 1 else None, versions[number - 1]
    first_seen = min(stored["captured_at"], captured_at)
    database.table("articles").update(article_id, {"captured_at": first_seen})
    if before is not None and says_the_same(before):
        return "unchanged"
    if says_the_same(after):
        database.table("versions").update(after["id"], {"captured_at": captured_at})
        return "unchanged"
    # Twice, because no two versions may have one number for a moment.
    database.execute(
        "update versions set number = -number - 1 where article_id = ? and number >= ?", [article_id, number]
    )
    database.execute("update versions set number = -number where article_id = ? and number < 0", [article_id])
    changes = text_changes(before["headline"], before["text"], headline, article.text) if before is not None else {}
    version_id = _insert_version(database, article_id, number, headline, article, snapshot, captured_at, changes)
    # What is known of the figures and names that changed is told anew when the new version has been read.
    known = {key: value for key, value in json.loads(after["changes"]).items() if key not in ("headline", "paragraphs")}
    told = text_changes(headline, article.text, after["headline"], after["text"]) | known
    database.table("versions").update(after["id"], {"changes": json.dumps(told, ensure_ascii=False)})
    database.table("articles").update(article_id, {"versions": stored["versions"] + 1})
    link_copies(database, version_id)
    return "changed"


def text_hash(text: str) -> str:
    """SHA-256 (hex) of the text as compared: `db.changes.normalise`."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def find_article(database: Database, url: str) -> dict[str, Any] | None:
    """The stored article of a page, under this address or another spelling of it."""
    alike = spellings(url)
    where = f"url in ({', '.join('?' * len(alike))}) order by url <> ? limit 1"
    return next(iter(database.query(f"select * from articles where {where}", [*alike, url])), None)


def _insert_article(
    database: Database, article: Article, decision: Decision, headline: str, source_id: str, captured_at: str
) -> int:
    row: dict[str, Any] = {
        "url": article.url,
        "source_id": source_id,
        "kind": article.kind,
        "headline": headline,
        "byline": ", ".join(article.authors) or None,
        "section": article.section,
        "language": article.language,
        "published_at": article.published,
        "modified_at": article.modified,
        "captured_at": captured_at,
        "excerpt": _excerpt(article.text, EXCERPT),
        "word_count": len(article.text.split()),
        "relevance": decision.score,
        "versions": 1,
        "month": (article.published or captured_at)[:7],
        "free": article.free,
    }
    return cast(int, database.table("articles").insert(row).last_pk)


def _insert_version(
    database: Database,
    article_id: int,
    number: int,
    headline: str,
    article: Article,
    snapshot: str,
    captured_at: str,
    changes: dict[str, Any],
) -> int:
    row = {
        "article_id": article_id,
        "number": number,
        "captured_at": captured_at,
        "headline": headline,
        "text": article.text,
        "sha256": text_hash(article.text),
        "snapshot": snapshot,
        "changes": json.dumps(changes, ensure_ascii=False),
    }
    version_id = cast(int, database.table("versions").insert(row).last_pk)
    pages = ({"version_id": version_id, "page": page, "start": start} for page, start in enumerate(article.pages, 1))
    database.table("pages").insert_all(pages)
    return version_id


def _excerpt(text: str, width: int) -> str:
    return textwrap.shorten(text, width, placeholder=" …")
