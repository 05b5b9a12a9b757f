"""Leads: articles that a search found at other publishers, and whether they are stored by now."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from db.records import Lead
from db.store.connection import transaction


def save_leads(database: Database, source_id: str, leads: Iterable[Lead], found_at: str) -> int:
    """Record the leads not known yet and look again for the articles of all; return how many leads are new."""
    with transaction(database):
        added = sum(
            database.execute(
                """insert into leads (url, source_id, headline, publisher, language, published_at, found_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict (url) do nothing""",
                [lead.url, source_id, lead.headline, lead.publisher, lead.language, lead.published, found_at],
            ).rowcount
            for lead in leads
        )
        # A search of readers' links (Google News) has its own addresses: there the headline is what is known.
        database.execute(
            """update leads set article_id = coalesce(
              (select id from articles a where a.url = leads.url),
              (select id from articles a where a.headline = leads.headline collate nocase))
            where article_id is null and source_id = ?""",
            [source_id],
        )
        return added


def answer_leads(database: Database, article_id: int) -> None:
    """Say of the leads to an article that it is stored now."""
    database.execute(
        """update leads set article_id = a.id from articles a
        where a.id = ? and leads.article_id is null
          and (leads.url = a.url or leads.headline = a.headline collate nocase)""",
        [article_id],
    )
