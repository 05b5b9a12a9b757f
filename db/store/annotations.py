"""What `nlp` found in each version. Re-annotation replaces it whole; a figure or quote keeps its id with its span."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise

from sqlite_utils import Database

from db.changes import figure_changes, name_changes, quote_changes
from db.records import Annotation
from db.store.connection import now, transaction
from db.store.replay import recall, replay

OFFICIAL = "official"
"""Pipeline of the tables whose figures were stored with them: nothing is read in their text."""
TABLES = ("figures", "quotes", "dates", "mentions")


@dataclass(frozen=True, slots=True)
class Unread:
    """A version that this pipeline has not annotated."""

    version_id: int
    article_id: int
    text: str
    language: str | None
    published: str | None
    country: str | None
    """The source's country (ISO 3166-1 alpha-2): decides what a bare $ is."""


def count_unread(database: Database, pipeline: str) -> int:
    return database.execute(f"select count(*) from ({_UNREAD})", {"pipeline": pipeline}).fetchone()[0]


def unread(database: Database, pipeline: str) -> Iterator[Unread]:
    """Versions that `pipeline` has not annotated, oldest first.

    Ids are taken at once and each text when its turn comes, so memory stays small and writes may go on meanwhile.
    """
    ids = [row[0] for row in database.execute(_UNREAD, {"pipeline": pipeline}).fetchall()]
    for version_id in ids:
        yield Unread(
            *database.execute(
                """select v.id, v.article_id, v.text, a.language, coalesce(a.published_at, v.captured_at), s.country
                from versions v join articles a on a.id = v.article_id join sources s on s.id = a.source_id
                where v.id = ?""",
                [version_id],
            ).fetchone()
        )


_UNREAD = """select v.id from versions v where not exists (
  select 1 from annotations n where n.version_id = v.id and n.pipeline in (:pipeline, 'official')) order by v.id"""


def save_annotation(
    database: Database, version: Unread, pipeline: str, annotation: Annotation, measures: str | None = None
) -> None:
    """Put the annotation in place of any earlier one of this version, and tell what figures changed since the last.

    `measures` names the edition of the topic's measures that its figures are assigned by.
    """
    span = {"article_id": version.article_id, "version_id": version.version_id}
    with transaction(database):
        _save_entities(database, version, annotation)
        referred = _referred(annotation)
        recall(database, referred)
        known = _known(database, referred)
        _clear(database, version.version_id)
        database.table("mentions").insert_all(
            {
                "id": _span_id(version, m.start, m.end),
                **span,
                "start": m.start,
                "end": m.end,
                "text": m.text,
                "entity_id": m.entity,
                "label": m.label,
            }
            for m in annotation.entities
        )
        database.table("figures").insert_all(
            {"id": _span_id(version, f.start, f.end), **span}
            | {k: v for k, v in asdict(f).items() if k not in ("place", "speaker", "measure")}
            | {
                "place_id": f.place_id if f.place_id in known else None,
                "speaker_id": f.speaker_id if f.speaker_id in known else None,
                "measure_id": f.measure,
            }
            for f in annotation.figures
        )
        database.table("quotes").insert_all(
            {
                "id": _span_id(version, q.start, q.end),
                **span,
                "start": q.start,
                "end": q.end,
                "text": q.text,
                "speaker_id": q.speaker_id if q.speaker_id in known else None,
                "speaker": q.speaker or q.speaker_text,
                "cue": q.cue,
                "direct": q.direct,
            }
            for q in annotation.quotes
        )
        database.table("dates").insert_all(
            {"id": _span_id(version, d.start, d.end), **span, **asdict(d)} for d in annotation.dates
        )
        replay(database, version.version_id)
        # An earlier pipeline's mark would be false by now, should that pipeline come back with the names it had.
        database.table("annotations").delete_where("version_id = ?", [version.version_id])
        _mark(database, version.version_id, pipeline, "done", None, measures)
        save_changes(database, version.article_id)


def save_failure(database: Database, version: Unread, pipeline: str, error: str) -> None:
    """Record that this text breaks the pipeline: it is not tried again until the pipeline changes."""
    with transaction(database):
        _mark(database, version.version_id, pipeline, "failed", error)


def save_not_read(database: Database, version: Unread, pipeline: str) -> None:
    """Record that no model reads this text's language: it is stored and searchable, and has no annotations."""
    with transaction(database):
        _mark(database, version.version_id, pipeline, "not_read", f"no model reads '{version.language}'")


def remove_unused_entities(database: Database) -> None:
    """Drop entities that only texts named and no text names any more."""
    unused = """select id from entities e where origin = 'text'
      and not exists (select 1 from mentions m where m.entity_id = e.id)
      and not exists (select 1 from figures f where f.place_id = e.id or f.speaker_id = e.id)
      and not exists (select 1 from quotes q where q.speaker_id = e.id)
      -- what a correction names, or a row from before it, would be missed when the correction is undone
      and not exists (select 1 from corrections c where c.undone_by is null
        and e.id in (c.target, json_extract(c.change, '$.into'), json_extract(c.change, '$.speaker')))
      and id not in (select r.value from uncorrected u, json_each(u.row) r
        where r.key in ('entity_id', 'speaker_id', 'place_id') and r.value is not null)"""
    with transaction(database):
        database.execute(f"delete from aliases where entity_id in ({unused})")
        database.execute(f"delete from entities where id in ({unused})")


def _clear(database: Database, version_id: int) -> None:
    for table in (*TABLES, "uncorrected"):
        database.table(table).delete_where("version_id = ?", [version_id])


def _mark(
    database: Database, version_id: int, pipeline: str, state: str, error: str | None, measures: str | None = None
) -> None:
    row = {"version_id": version_id, "pipeline": pipeline, "state": state, "error": error, "measures": measures}
    database.table("annotations").upsert(row | {"annotated_at": now()}, pk=("version_id", "pipeline"))


def _save_entities(database: Database, version: Unread, annotation: Annotation) -> None:
    rows = {m.entity: {"id": m.entity, "name": m.name, "kind": m.kind, "origin": "text"} for m in annotation.entities}
    database.table("entities").insert_all(rows.values(), pk="id", ignore=True)
    database.table("aliases").insert_all(
        (
            {"entity_id": m.entity, "alias": m.text, "language": version.language or "und", "origin": "text"}
            for m in annotation.entities
            if m.text != m.name
        ),
        pk=("entity_id", "alias", "language"),
        ignore=True,
    )


def _referred(annotation: Annotation) -> set[str | None]:
    referred = {f.place_id for f in annotation.figures} | {f.speaker_id for f in annotation.figures}
    return referred | {q.speaker_id for q in annotation.quotes}


def _known(database: Database, referred: set[str | None]) -> set[str]:
    """The entities referred to that exist: a speaker may be resolved to a name that is no entity of this text."""
    rows = database.execute(
        "select id from entities where id in (select value from json_each(?))", [json.dumps([*referred])]
    )
    return {row[0] for row in rows.fetchall()}


def save_changes(database: Database, article_id: int) -> None:
    """Tell in `versions.changes` how each annotated version's figures, quotes and names differ from those before.

    All of the article's versions are compared: an older one may have been annotated last.
    """
    versions = list(
        database.query(
            """select v.id, v.changes from versions v where v.article_id = ? and exists (
              select 1 from annotations n where n.version_id = v.id and n.state = 'done') order by v.number""",
            [article_id],
        )
    )
    for before, after in pairwise(versions):
        known = json.loads(after["changes"])
        changes = dict(known)
        for key, (sql, compare) in _COMPARED.items():
            old, new = (list(database.query(sql, [version["id"]])) for version in (before, after))
            if found := compare(old, new):
                changes[key] = found
            else:
                changes.pop(key, None)
        if changes != known:
            database.table("versions").update(after["id"], {"changes": json.dumps(changes, ensure_ascii=False)})


_COMPARED = {
    "figures": ('select * from figures where version_id = ? order by "start"', figure_changes),
    "quotes": ('select * from quotes where version_id = ? order by "start"', quote_changes),
    "names": (
        "select id, name from entities where id in (select entity_id from mentions where version_id = ?) order by id",
        name_changes,
    ),
}


def _span_id(version: Unread, start: int, end: int) -> str:
    return f"{version.version_id}-{start}-{end}"
