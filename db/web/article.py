"""The page of one article or document: its text with figures, quotes and names marked, and what is known of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from datasette.database import Database, QueryInterrupted
from markupsafe import Markup

from db.web import formats
from db.web.corrections import figure_corrections, rejected_figures
from db.web.links import Links, web_address
from db.web.marked import Range, Span, paragraphs, passages

CARDS = 100
"""Figures told of beside the text; a table of official statistics has thousands."""
LONG = 300
"""Figures from which a text is shown as a list to scroll in, not as a page."""
COMPARING = 300
"""Milliseconds that comparing an article's figures may take: the page is of use without."""

ARTICLE = """
select a.*, s.name as source, s.publisher_kind, s.rights, v.text, v.sha256, v.number, v.snapshot,
  v.captured_at as version_captured_at, o.headline as original_headline, t.name as original_source,
  (select n.state from annotations n where n.version_id = a.version_id order by n.annotated_at desc) as reading
from articles a join sources s on s.id = a.source_id left join versions v on v.id = a.version_id
  left join articles o on o.id = a.copy_of left join sources t on t.id = o.source_id
where a.id = :id
"""
FIGURES = """
select f.*, m.question, e.name as speaker, p.name as place,
  (select max(page) from pages g where g.version_id = f.version_id and g."start" <= f."start") as page
from figures f left join measures m on m.id = f.measure_id
  left join entities e on e.id = f.speaker_id left join entities p on p.id = f.place_id
where f.version_id = :version order by f."start"
"""
COMPARED = """
select f.measure_id, count(*) as claims from figures f join articles a on a.version_id = f.version_id
where f.measure_id in (select measure_id from figures where version_id = :version) group by f.measure_id
"""
VERDICTS = "select figure_id, verdict from claims where version_id = :version"
QUOTES = """
select q.*, e.name from quotes q left join entities e on e.id = q.speaker_id
where q.version_id = :version and q.direct order by q."start"
"""
MENTIONS = """
select m."start", m."end", m.text, m.entity_id, e.name, e.kind
from mentions m join entities e on e.id = m.entity_id where m.version_id = :version order by m."start"
"""
VERSIONS = "select id, number, captured_at, changes from versions where article_id = :id order by number desc"
COPIES = """
select a.id, a.headline, a.published_at, s.name as source
from articles a join sources s on s.id = a.source_id where a.copy_of = :id order by a.published_at limit 30
"""
STORY = """
select a.id, a.headline, a.published_at, s.name as source
from articles a join sources s on s.id = a.source_id
where a.story_id = :story and a.id <> :id and a.copy_of is null order by a.published_at limit 12
"""
REPORTED = "select id, articles, independent_sources from stories where id = :story"


async def article_page(database: Database, links: Links, article_id: str) -> dict[str, Any]:
    """What row-roxham-articles.html shows."""

    async def rows(sql: str, **parameters: object) -> list[dict[str, Any]]:
        return [dict(row) for row in (await database.execute(sql, parameters)).rows]

    article = (await rows(ARTICLE, id=article_id))[0]
    version = article["version_id"]
    figures = await rows(FIGURES, version=version)
    quotes = await rows(QUOTES, version=version)
    mentions = await rows(MENTIONS, version=version)
    compared = {row["measure_id"]: row["claims"] for row in await rows(COMPARED, version=version)}
    try:
        found = await database.execute(VERDICTS, {"version": version}, custom_time_limit=COMPARING)
        verdicts = {row["figure_id"]: row["verdict"] for row in found.rows}
    except QueryInterrupted:
        verdicts = {}
    corrected = await figure_corrections(database, [figure["id"] for figure in figures[:CARDS]])
    for number, figure in enumerate(figures, 1):
        figure["correction"] = corrected.get(figure["id"])
        figure["number"] = number
        figure["compared"] = compared.get(figure["measure_id"], 0)
        figure["verdict"] = verdicts.get(figure["id"])
    text = article["text"] or ""
    spans = _spans(links, figures, quotes, mentions)
    excerpt = article["rights"] != "full"
    shown = passages(text, [(row["start"], row["end"]) for row in (*figures, *quotes)]) if excerpt else None
    decision = await rows("select * from decisions where url = :url", url=article["url"])
    return {
        "article": article,
        "address": web_address(article["url"]),
        "paragraphs": list(paragraphs(text, spans, shown)),
        "excerpt_only": excerpt and shown != [(0, len(text))],
        "figures": figures[:CARDS],
        "all_figures": len(figures),
        "long": len(figures) > LONG,
        "official": _official(figures),
        "rejected": await rejected_figures(database, version),
        "quotes": quotes,
        "entities": _entities(mentions, text, shown),
        "kinds": [kind for kind in _KINDS if any(m["kind"] == kind for m in mentions)],
        "versions": [{**row, "changes": changes(row["changes"])} for row in await rows(VERSIONS, id=article_id)],
        "decision": decision[0] if decision else None,
        "reasons": json.loads(decision[0]["reasons"]) if decision else [],
        "copies": await rows(COPIES, id=article_id),
        "story": await rows(STORY, id=article_id, story=article["story_id"]) if article["story_id"] else [],
        "reported": next(iter(await rows(REPORTED, story=article["story_id"])), None),
    }


def _official(figures: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """What a table of official statistics counts: how much, of when, and the questions its totals answer."""
    counts = [row for row in figures if row["kind"] == "official"]
    if not counts:
        return None
    return {
        "counts": len(counts),
        "first": min((row["period_start"] for row in counts if row["period_start"]), default=None),
        "last": max((row["period_end"] for row in counts if row["period_end"]), default=None),
        "questions": {row["measure_id"]: row["question"] for row in counts if row["measure_id"]},
    }


_KINDS = ("person", "organisation", "place", "law", "event", "group")


def _spans(
    links: Links,
    figures: Sequence[dict[str, Any]],
    quotes: Sequence[dict[str, Any]],
    mentions: Sequence[dict[str, Any]],
) -> list[Span]:
    spans = [
        Span(row["start"], row["end"], "span", [("class", "quoted")], f"quote-{row['id']}", depth=0) for row in quotes
    ]
    for row in figures:
        note = Markup('<a class="note" href="#card-{}" aria-label="Figure {}: about this number">{}</a>')
        after = note.format(row["id"], row["number"], row["number"]) if row["number"] <= CARDS else None
        spans.append(
            Span(row["start"], row["end"], "mark", [("class", "figure")], f"figure-{row['id']}", after, depth=1)
        )
    spans += [
        Span(
            row["start"],
            row["end"],
            "a",
            [("class", f"name {row['kind']}"), ("href", links.row("entities", row["entity_id"]))],
            depth=2,
        )
        for row in mentions
    ]
    return spans


def _entities(mentions: Sequence[dict[str, Any]], text: str, shown: Sequence[Range] | None) -> list[dict[str, Any]]:
    """The entities named, most often named first."""
    found: dict[str, dict[str, Any]] = {}
    for row in mentions:
        entity = found.setdefault(row["entity_id"], {"id": row["entity_id"], "name": row["name"], "kind": row["kind"]})
        entity["articles"] = entity.get("articles", 0) + 1
    return sorted(found.values(), key=lambda entity: (-entity["articles"], entity["name"]))


def changes(stored: str) -> dict[str, Any]:
    """`versions.changes` as words: the headline before, the figures (before, after), how many paragraphs."""
    found = json.loads(stored)
    return {
        "headline": found.get("headline"),
        "paragraphs": len(found.get("paragraphs", [])),
        "figures": [(changed_number(pair["old"]), changed_number(pair["new"])) for pair in found.get("figures", [])],
    }


def changed_number(figure: dict[str, Any] | None) -> str | None:
    if figure is None:
        return None
    value, high, unit = figure["value"], figure["value_high"], figure["unit"]
    return " ".join(filter(None, (formats.amount(value, high, unit), formats.noun(value, high, unit))))
