"""Articles and figures as cards: on the home page and in the lists that Datasette filters and sorts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from datasette.database import Database
from datasette.utils import escape_fts
from markupsafe import Markup, escape

from db.web import formats
from db.web.links import Links
from db.web.measure import evidence

FIGURES_SHOWN = 4

ARTICLES = """
select a.id, a.url, a.kind, a.headline, a.byline, a.language, a.published_at, a.captured_at, a.excerpt, a.versions,
  a.copy_of, s.name as source, s.publisher_kind
from json_each(:ids) i join articles a on a.id = i.value join sources s on s.id = a.source_id order by i.key
"""
CHIPS = """
select f.article_id, f.id, f.value, f.value_high, f.unit, f.qualifier, f.measure_id
from json_each(:ids) i join articles a on a.id = i.value
  join figures f on f.article_id = a.id and f.version_id = a.version_id
order by f.measure_id is null, f."start"
"""
SNIPPETS = """
select a.id, snippet(versions_fts, 1, char(2), char(3), ' … ', 30) as snippet
from versions_fts join articles a on a.version_id = versions_fts.rowid
where versions_fts match :search and a.id in (select value from json_each(:ids))
"""
FIGURES = """
select f.*, a.headline, a.published_at, a.language, s.name as source, s.publisher_kind, m.question,
  e.name as speaker, p.name as place, a.version_id = f.version_id as stands
from json_each(:ids) i join figures f on f.id = i.value join articles a on a.id = f.article_id
  join sources s on s.id = a.source_id left join measures m on m.id = f.measure_id
  left join entities e on e.id = f.speaker_id left join entities p on p.id = f.place_id
order by i.key
"""


async def article_cards(
    database: Database, links: Links, ids: Sequence[int], search: str | None = None
) -> list[dict[str, Any]]:
    """What `_article_card.html` shows, in the order of `ids`; for a search, with the words found."""
    parameters = {"ids": json.dumps(ids)}
    articles = [dict(row) for row in (await database.execute(ARTICLES, parameters)).rows]
    chips: dict[int, list[dict[str, Any]]] = {}
    for row in (await database.execute(CHIPS, parameters)).rows:
        chips.setdefault(row["article_id"], []).append(dict(row))
    snippets = {}
    if search:
        found = await database.execute(SNIPPETS, {**parameters, "search": escape_fts(search)})
        snippets = {row["id"]: row["snippet"] for row in found.rows}
    for article in articles:
        figures = chips.get(article["id"], [])
        article["href"] = links.row("articles", article["id"])
        article["figures"] = [
            (formats.stated(f), links.figure(article["id"], f["id"])) for f in figures[:FIGURES_SHOWN]
        ]
        article["more"] = len(figures) - len(article["figures"])
        article["snippet"] = highlighted(snippets[article["id"]]) if article["id"] in snippets else None
    return articles


def highlighted(snippet: str) -> Markup:
    """The words that FTS put between control characters, marked."""
    return Markup(str(escape(snippet)).replace("\x02", "<mark>").replace("\x03", "</mark>"))  # noqa: S704 (escaped)


async def figure_cards(database: Database, links: Links, ids: Sequence[str]) -> list[dict[str, Any]]:
    """What `_table-roxham-figures.html` shows, in the order of `ids`."""
    rows = [dict(row) for row in (await database.execute(FIGURES, {"ids": json.dumps(ids)})).rows]
    for row in rows:
        row["evidence"] = evidence(row["sentence"], row["text"])
        row["href"] = (
            links.figure(row["article_id"], row["id"]) if row["stands"] else links.row("versions", row["version_id"])
        )
    return rows
