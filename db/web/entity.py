"""The page of one person, organisation, place, law, event or group: its spellings, where it is named, what it says."""

from __future__ import annotations

from collections import Counter
from typing import Any

from datasette.database import Database

from db.web.charts import Dot, point_label, timeline
from db.web.corrections import entity_corrections, figure_corrections
from db.web.links import Links
from db.web.marked import Span, marked
from db.web.measure import evidence

SHOWN = 40
AROUND = 140
"""Characters shown on either side of a mention."""

# Dots of the chart: one an article. Newest first, so that a much-named entity shows its present.
ARTICLES = """
select a.id, a.headline, coalesce(a.published_at, a.captured_at) as at, s.name as source, s.publisher_kind
from articles a join sources s on s.id = a.source_id
where a.id in (select article_id from mentions where entity_id = :id) order by at desc limit 300
"""
MENTIONS = f"""
select m.id, m.article_id, m.text, m."start", m."end", a.headline, a.language, a.published_at, s.name as source,
  substr(v.text, max(m."start" - {AROUND}, 0) + 1, m."end" - max(m."start" - {AROUND}, 0) + {AROUND}) as around
from mentions m join articles a on a.id = m.article_id and a.version_id = m.version_id
  join versions v on v.id = m.version_id join sources s on s.id = a.source_id
where m.entity_id = :id order by a.published_at desc, m."start" limit {SHOWN}
"""
SPELLINGS = """
select m.text, a.language, count(*) as n from mentions m
  join articles a on a.id = m.article_id and a.version_id = m.version_id
where m.entity_id = :id group by m.text, a.language order by n desc limit 40
"""
QUOTES = f"""
select q.id, q.text, q.cue, q.article_id, a.headline, a.language, a.published_at, s.name as source
from quotes q join articles a on a.id = q.article_id and a.version_id = q.version_id
  join sources s on s.id = a.source_id
where q.speaker_id = :id and q.direct order by a.published_at desc limit {SHOWN}
"""
FIGURES = f"""
select f.*, a.headline, a.language, a.published_at, s.name as source, s.publisher_kind, f.speaker_id = :id as said
from figures f join articles a on a.id = f.article_id and a.version_id = f.version_id
  join sources s on s.id = a.source_id
where f.speaker_id = :id or f.place_id = :id order by said desc, a.published_at desc limit {SHOWN}
"""
WITH = """
select e.id, e.name, e.kind, count(distinct o.article_id) as articles
from (select distinct article_id from mentions where entity_id = :id limit 500) n
  join mentions o on o.article_id = n.article_id and o.entity_id <> :id join entities e on e.id = o.entity_id
group by e.id order by articles desc, e.name limit 24
"""
COUNTS = "select count(*) as mentions, count(distinct article_id) as articles from mentions where entity_id = :id"


async def entity_page(database: Database, links: Links, entity_id: str) -> dict[str, Any]:
    """What row-roxham-entities.html shows."""

    async def rows(sql: str) -> list[dict[str, Any]]:
        return [dict(row) for row in (await database.execute(sql, {"id": entity_id})).rows]

    mentions = await rows(MENTIONS)
    for row in mentions:
        before = min(row["start"], AROUND)
        span = Span(before, before + row["end"] - row["start"], "mark")
        row["context"] = marked(row["around"], [span])
        row["cut"] = row["start"] > AROUND
    figures = await rows(FIGURES)
    corrected = await figure_corrections(database, [row["id"] for row in figures])
    for row in figures:
        row["correction"] = corrected.get(row["id"])
        row["evidence"] = evidence(row["sentence"], row["text"])
    articles = await rows(ARTICLES)
    dots = [
        Dot(
            row["at"],
            row["publisher_kind"],
            point_label(row["at"], row["source"], row["headline"]),
            links.row("articles", row["id"]),
        )
        for row in articles
    ]
    spellings: Counter[str] = Counter()
    for row in await rows(SPELLINGS):
        spellings[row["text"]] += row["n"]
    return {
        "entity": (await rows("select * from entities where id = :id"))[0],
        "counts": (await rows(COUNTS))[0],
        "first": min((row["at"] for row in articles), default=None),
        "last": max((row["at"] for row in articles), default=None),
        "aliases": await rows(
            "select * from aliases where entity_id = :id and origin <> 'text' order by language, alias"
        ),
        "spellings": spellings.most_common(),
        "timeline": timeline(dots, [], "Articles that name it, by day and kind of publisher"),
        "mentions": mentions,
        "quotes": await rows(QUOTES),
        "figures": figures,
        "together": await rows(WITH),
        "corrections": await entity_corrections(database, links, entity_id),
        "shown": SHOWN,
    }
