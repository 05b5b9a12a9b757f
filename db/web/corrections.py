"""Corrections as pages tell them: what was read, what it was corrected to, by whom, when and why."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils import tilde_decode
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from db.web import formats
from db.web.links import DATABASE, Links

if TYPE_CHECKING:  # see db.web
    from datasette.app import Datasette

# What a figure said before its own correction. Of the merges and splits of its speaker the entities' pages tell.
FIGURES = """
select u.row_id as id, u.row, c.id as correction_id, c.kind, c.author, c.reason, c.created_at,
  coalesce(m.question, json_extract(u.row, '$.measure_id')) as question,
  coalesce(e.name, json_extract(u.row, '$.speaker_id')) as speaker, f.value, f.value_high, f.measure_id, f.speaker_id
from uncorrected u join corrections c on c.id = u.correction_id left join figures f on f.id = u.row_id
  left join measures m on m.id = json_extract(u.row, '$.measure_id')
  left join entities e on e.id = json_extract(u.row, '$.speaker_id')
where u.table_name = 'figures' and c.kind in ('value', 'measure', 'speaker', 'reject')
"""
SHOWN = f"{FIGURES} and f.id in (select value from json_each(:ids))"
REJECTED = f"{FIGURES} and f.id is null and u.version_id = :version order by json_extract(u.row, '$.start')"
ENTITY = """
select * from corrections where kind <> 'undo' and undone_by is null
  and (target = :id or json_extract(change, '$.into') = :id) order by id
"""
CARDS = """
select c.*, n.name as entity, i.name as into_name, f.article_id, f.text as figure, m.question, s.name as speaker_name,
  (select u.row from uncorrected u where u.row_id = c.target limit 1) as before
from json_each(:ids) j join corrections c on c.id = j.value
  left join entities n on n.id = c.target left join figures f on f.id = c.target
  left join entities i on i.id = json_extract(c.change, '$.into')
  left join entities s on s.id = json_extract(c.change, '$.speaker')
  left join measures m on m.id = json_extract(c.change, '$.measure')
order by j.key
"""
GONE = """
select * from corrections where target = :id and kind in ('merge', 'reject') and undone_by is null
order by id desc limit 1
"""
_ROW = re.compile(rf"/{DATABASE}/(entities|figures)/(?P<id>[^/]+?)(?P<format>\.json)?$")


async def figure_corrections(database: Database, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """For each corrected figure of these: `was` (what it said, in words), and its latest correction."""
    found = await database.execute(SHOWN, {"ids": json.dumps(ids)})
    return {row["id"]: {**row, "was": _was(row)} for row in map(dict, found.rows)}


async def rejected_figures(database: Database, version_id: int | None) -> list[dict[str, Any]]:
    """What was read as a figure of this version and rejected: its words, and the correction."""
    found = await database.execute(REJECTED, {"version": version_id})
    return [{**row, "text": json.loads(row["row"])["text"]} for row in map(dict, found.rows)]


async def entity_corrections(database: Database, links: Links, entity_id: str) -> list[dict[str, Any]]:
    """Corrections in force that made the entity what it is."""
    found = await database.execute(ENTITY, {"id": entity_id})
    return await correction_cards(database, links, [row["id"] for row in found.rows])


async def correction_cards(database: Database, links: Links, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Corrections with `what` they say, as HTML."""
    rows = [dict(row) for row in (await database.execute(CARDS, {"ids": json.dumps(ids)})).rows]
    for row in rows:
        row["change"] = json.loads(row["change"])
        row["before"] = json.loads(row["before"] or "{}")
        row["what"] = _what(row, links)
    return rows


async def gone(datasette: Datasette, request: Request) -> Response | None:
    """The answer where a correction took the row asked for: to what it was merged into, or why it was rejected."""
    match = _ROW.search(request.path)
    if match is None:
        return None
    database, links = datasette.get_database(DATABASE), Links(datasette)
    row = (await database.execute(GONE, {"id": tilde_decode(match["id"])})).first()
    if row is None:
        return None
    if row["kind"] == "merge":
        # Not for ever: a merge may be undone.
        return Response.redirect(links.row("entities", json.loads(row["change"])["into"]) + (match["format"] or ""))
    if match["format"]:
        told = {key: row[key] for key in ("id", "author", "reason", "created_at")}
        return Response.json({"ok": False, "status": 410, "error": "rejected", "correction": told}, status=410)
    [card] = await correction_cards(database, links, [row["id"]])
    return Response.html(
        await datasette.render_template("gone.html", {"correction": card}, request=request), status=410
    )


def _was(row: dict[str, Any]) -> list[str]:
    before = json.loads(row["row"])
    said: list[str] = []
    if (before["value"], before["value_high"]) != (row["value"], row["value_high"]):
        said.append(formats.stated(before))
    if before["measure_id"] != row["measure_id"]:
        said.append(f"an answer to “{row['question']}”" if row["question"] else "no answer to a question")
    if before["speaker_id"] != row["speaker_id"]:
        said.append(f"according to {row['speaker']}" if row["speaker"] else "said by nobody known")
    return said


def _what(row: dict[str, Any], links: Links) -> Markup:
    """`merge: A into B`, with links to what is there."""
    change, before, target = row["change"], row["before"], row["target"]
    entity = row["entity"] or before.get("name") or target
    named = _linked(links, "entities", target, entity) if row["entity"] else Markup("<b>{}</b>").format(entity)
    if row["figure"] is not None:
        figure = Markup('<a href="{}">{}</a>').format(links.figure(row["article_id"], target), row["figure"])
    else:
        figure = Markup("<b>{}</b>").format(before.get("text") or target)
    into = _linked(links, "entities", change.get("into"), row["into_name"])
    match row["kind"]:
        case "merge":
            return Markup("{} is {}").format(named, into)
        case "split" if change["article"] is not None:
            article = _linked(links, "articles", change["article"], f"article {change['article']}")
            return Markup("{} is {} in {}").format(named, into, article)
        case "split":
            source = _linked(links, "sources", change["source"], change["source"])
            return Markup("{} is {} in the articles of {}").format(named, into, source)
        case "rename":
            return Markup("{} is called {}").format(
                before.get("name") or entity, _linked(links, "entities", target, change["name"])
            )
        case "alias":
            return Markup("{} is also called {}").format(named, change["alias"])
        case "kind":
            was = Markup(", not {}").format(before["kind"]) if before else ""
            return Markup("{} is of the kind {}{}").format(named, change["kind"], was)
        case "value":
            return Markup("{} says {}").format(figure, formats.amount(change["value"], change["value_high"], None))
        case "measure":
            question = _linked(links, "measures", change["measure"], row["question"])
            return Markup("{} answers {}").format(figure, question if change["measure"] else "no question")
        case "speaker":
            speaker = _linked(links, "entities", change["speaker"], row["speaker_name"])
            return Markup("{} is said by {}").format(figure, speaker if change["speaker"] else "nobody known")
        case "undo":
            correction = _linked(links, "corrections", target, f"correction {target}")
            return Markup("{} no longer holds").format(correction)
        case "reject" if "sentence" in before or row["figure"] is not None:
            return Markup("{} is no figure").format(figure)
        case _:
            return Markup("{} names nobody and nothing").format(named)


def _linked(links: Links, table: str, key: str | int | None, label: str | None) -> Markup:
    if key is None or label is None:
        return Markup("<b>{}</b>").format(label or key or "")
    return Markup('<a href="{}">{}</a>').format(links.row(table, key), label)
