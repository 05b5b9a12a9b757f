"""Rows as cards: on the home page and in the lists that Datasette filters, sorts and pages.

Every function takes the ids of the rows shown and gives one dict a card, in their order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from datasette.database import Database, QueryInterrupted
from datasette.utils import escape_fts
from markupsafe import Markup, escape

from db.web import formats
from db.web.corrections import figure_corrections
from db.web.links import Links
from db.web.measure import COUNTED, answers, evidence

FIGURES_SHOWN = 4
COMPARING = 500
"""Milliseconds that comparing the claims of all questions may take."""

ARTICLES = """
select a.id, a.url, a.kind, a.headline, a.byline, a.language, a.published_at, a.captured_at, a.excerpt, a.versions,
  a.copy_of, s.name as source, s.publisher_kind, (select count(*) from articles c where c.copy_of = a.id) as copies
from json_each(:ids) i join articles a on a.id = i.value join sources s on s.id = a.source_id order by i.key
"""
CHIPS = """
select f.article_id, f.id, f.value, f.value_high, f.unit, f.unit_assumed, f.qualifier, f.measure_id
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
  e.name as speaker, p.name as place, a.version_id = f.version_id as stands,
  (select max(page) from pages g where g.version_id = f.version_id and g."start" <= f."start") as page
from json_each(:ids) i join figures f on f.id = i.value join articles a on a.id = f.article_id
  join sources s on s.id = a.source_id left join measures m on m.id = f.measure_id
  left join entities e on e.id = f.speaker_id left join entities p on p.id = f.place_id
order by i.key
"""
ENTITIES = """
select e.id, e.name, e.kind, (select count(distinct article_id) from mentions m where m.entity_id = e.id) as articles
from json_each(:ids) i join entities e on e.id = i.value order by i.key
"""
MEASURES = "select m.* from json_each(:ids) i join measures m on m.id = i.value order by i.key"
STORIES = """
select t.*,
  (select a.language from articles a where a.story_id = t.id order by a.published_at, a.id limit 1) as language,
  (select group_concat(name, ', ') from (select distinct s.name from articles a join sources s on s.id = a.source_id
    where a.story_id = t.id and a.copy_of is null limit 6)) as sources
from json_each(:ids) i join stories t on t.id = i.value order by i.key
"""
LEADS = """
select l.*, s.name as source from json_each(:ids) i join leads l on l.url = i.value join sources s on s.id = l.source_id
order by i.key
"""
SOURCES = """
select h.*, s.name from json_each(:ids) i join source_health h on h.source_id = i.value
  join sources s on s.id = h.source_id order by i.key
"""


async def article_cards(
    database: Database, links: Links, ids: Sequence[int], search: str | None = None
) -> list[dict[str, Any]]:
    """With up to four figures each; for a search, with the words found."""
    articles = await _rows(database, ARTICLES, ids)
    chips: dict[int, list[dict[str, Any]]] = {}
    for row in await _rows(database, CHIPS, ids):
        chips.setdefault(row["article_id"], []).append(row)
    snippets: dict[int, str] = {}
    if search:
        found = await _rows(database, SNIPPETS, ids, search=escape_fts(search))
        snippets = {row["id"]: row["snippet"] for row in found}
    for article in articles:
        figures = chips.get(article["id"], [])
        article["href"] = links.row("articles", article["id"])
        article["figures"] = [
            (formats.stated(figure, article["language"]), links.figure(article["id"], figure["id"]))
            for figure in figures[:FIGURES_SHOWN]
        ]
        article["more"] = len(figures) - len(article["figures"])
        article["snippet"] = highlighted(snippets[article["id"]]) if article["id"] in snippets else None
    return articles


def highlighted(snippet: str) -> Markup:
    """The words that FTS put between control characters, marked."""
    return escape(snippet).replace("\x02", Markup("<mark>")).replace("\x03", Markup("</mark>"))


async def figure_cards(database: Database, links: Links, ids: Sequence[str]) -> list[dict[str, Any]]:
    rows = await _rows(database, FIGURES, ids)
    corrected = await figure_corrections(database, ids)
    for row in rows:
        row["correction"] = corrected.get(row["id"])
        row["evidence"] = evidence(row["sentence"], row["text"])
        row["href"] = (
            links.figure(row["article_id"], row["id"]) if row["stands"] else links.row("versions", row["version_id"])
        )
    return rows


async def entity_cards(database: Database, links: Links, ids: Sequence[str]) -> list[dict[str, Any]]:
    return await _rows(database, ENTITIES, ids)


async def measure_cards(database: Database, links: Links, ids: Sequence[str]) -> list[dict[str, Any]]:
    """With the leading answer to each question."""
    try:
        found = answers((await database.execute(COUNTED, {"measure": None}, custom_time_limit=COMPARING)).rows)
    except QueryInterrupted:
        found = []
    leading = {answer.measure_id: answer for answer in reversed(found)}
    return [{**row, "answer": leading.get(row["id"])} for row in await _rows(database, MEASURES, ids)]


async def story_cards(database: Database, links: Links, ids: Sequence[int]) -> list[dict[str, Any]]:
    """With the language of the first report, and up to six of those who report it in words of their own."""
    return await _rows(database, STORIES, ids)


async def lead_cards(database: Database, links: Links, ids: Sequence[str]) -> list[dict[str, Any]]:
    return await _rows(database, LEADS, ids)


async def source_cards(database: Database, links: Links, ids: Sequence[str]) -> list[dict[str, Any]]:
    return await _rows(database, SOURCES, ids)


async def _rows(database: Database, sql: str, ids: Sequence[int | str], **parameters: str) -> list[dict[str, Any]]:
    return [dict(row) for row in (await database.execute(sql, {"ids": json.dumps(ids), **parameters})).rows]
