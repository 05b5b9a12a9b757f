"""The home page: what happened, what is claimed, and how fresh it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from datasette.database import Database, QueryInterrupted
from markupsafe import Markup

from db.web.article import changed_number
from db.web.cards import article_cards
from db.web.charts import Dot, timeline
from db.web.formats import PUBLISHERS, count, day
from db.web.links import Links
from db.web.measure import COUNTED, Answer, answers

LATEST = 9
MOST_DAYS = 8
LIMIT = 500
"""Milliseconds that any one part of the page may take."""
MOST_DOTS = 400
READY = ("claims_for_question", "conflicting_claims", "changed_figures", "who_said_what", "search_texts", "rejected")
"""Canned queries of metadata.yaml that the home page offers."""

# At most one dot for each kind of publisher and day, or month where there are too many days.
DOTS = """
select substr(coalesce(a.published_at, a.captured_at), 1, :precision) as at, s.publisher_kind, count(*) as n,
  min(a.id) as id, min(a.headline) as headline, min(s.name) as source
from articles a join sources s on s.id = a.source_id group by at, s.publisher_kind
"""
MEASURES = "select id, question, kind from measures order by rowid"
ENTITIES = """
select e.id, e.name, e.kind, count(distinct m.article_id) as articles
from mentions m join entities e on e.id = m.entity_id group by e.id order by articles desc, e.name limit 24
"""
CHANGED = """
select v.id, v.captured_at, a.headline, a.language, s.name as source, s.publisher_kind, c.value as change
from versions v join articles a on a.id = v.article_id join sources s on s.id = a.source_id,
  json_each(v.changes, '$.figures') c
where v.number > 1 and json_extract(c.value, '$.old.value') <> json_extract(c.value, '$.new.value')
order by v.captured_at desc, v.id desc limit 4
"""
DOCUMENTS = """
select a.id, a.headline, a.published_at, a.language, s.name as source
from articles a join sources s on s.id = a.source_id where a.kind = 'document'
order by a.relevance desc, a.published_at desc limit 6
"""
SOURCES = """
select s.id, s.name, s.publisher_kind, h.state, h.last_fetch_at, h.last_reason, h.articles
from source_health h join sources s on s.id = h.source_id
where s.enabled order by h.state = 'failing' desc, h.state = 'never' desc, h.articles desc, s.name limit 14
"""
LATEST_ARTICLES = f"""
select id from articles where kind = 'article' and copy_of is null
order by published_at desc limit {LATEST}
"""
# The days most written of, each with the sentence that most sources print.
DAYS = """
select day, title, language, article_id, count(*) as sentences, max(sources) as sources
from timeline where kind <> 'key event' and day = until
group by day order by sentences desc, day limit :most
"""
COUNTS = """
select (select count(*) from articles) as articles, (select count(*) from sources where enabled) as sources,
  (select count(*) from articles where kind = 'document') as documents, (select count(*) from figures) as figures,
  (select count(*) from articles where copy_of is not null) as copies,
  (select count(*) from leads where article_id is null) as leads
"""


async def home_page(database: Database, links: Links, queries: dict[str, Any]) -> dict[str, Any]:
    """What index.html shows."""

    async def rows(sql: str, **parameters: object) -> list[dict[str, Any]]:
        # A part that takes too long is left out: the page stays.
        try:
            return [dict(row) for row in (await database.execute(sql, parameters, custom_time_limit=LIMIT)).rows]
        except QueryInterrupted:
            return []

    events = await rows("select * from events order by date")
    latest = await rows(LATEST_ARTICLES)
    runs = await rows("select * from runs order by id desc limit 1")
    return {
        "counts": next(iter(await rows(COUNTS)), None),
        "run": runs[0] if runs else None,
        "measures": await _measures(database),
        "changed": [
            {**row, "became": tuple(changed_number(json.loads(row["change"])[side]) for side in ("old", "new"))}
            for row in await rows(CHANGED)
        ],
        "timeline": await _timeline(rows, links, events),
        "events": events,
        "days": sorted(await rows(DAYS, most=MOST_DAYS), key=lambda row: row["day"]),
        "latest": await article_cards(database, links, [row["id"] for row in latest]),
        "entities": await rows(ENTITIES),
        "documents": await rows(DOCUMENTS),
        "health": await rows(SOURCES),
        "ready": [(name, queries[name]) for name in READY if name in queries],
    }


async def _measures(database: Database) -> list[tuple[Answer, int, int]] | None:
    """The leading answer to each question with claims; how many more there are, and how many of those conflict.

    None where there are so many claims that comparing them takes longer than a page may.
    """
    try:
        found = answers((await database.execute(COUNTED, {"measure": None}, custom_time_limit=LIMIT)).rows)
    except QueryInterrupted:
        return None
    order = [row["id"] for row in (await database.execute(MEASURES)).rows]
    leading: dict[str, list[Answer]] = {}
    for answer in found:
        leading.setdefault(answer.measure_id, []).append(answer)
    return [
        (leading[key][0], len(leading[key]) - 1, sum(answer.verdict == "conflicts" for answer in leading[key][1:]))
        for key in order
        if key in leading
    ]


async def _timeline(rows: Callable[..., Any], links: Links, events: list[dict[str, Any]]) -> Markup:
    found: list[dict[str, Any]] = []
    for precision in (10, 7, 4):
        found = await rows(DOTS, precision=precision)
        if len(found) <= MOST_DOTS:
            break
    dots = [
        Dot(
            at=(row["at"] + "-01-01")[:10],
            lane=row["publisher_kind"],
            label=_label(row),
            href=links.row("articles", row["id"])
            if row["n"] == 1
            else links.table("articles", published_at__startswith=row["at"]),
            count=row["n"],
        )
        for row in found
    ]
    return timeline(
        dots, [(event["date"], event["title"]) for event in events], "Articles by day and kind of publisher"
    )


def _label(row: dict[str, Any]) -> str:
    if row["n"] == 1:
        return f"{day(row['at'])}, {row['source']}: {row['headline']}"
    kind = PUBLISHERS.get(row["publisher_kind"], row["publisher_kind"])
    return f"{day(row['at'])}, {kind}: {count(row['n'], 'article')}"
