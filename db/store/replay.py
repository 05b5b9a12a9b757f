"""Corrections as they act on the tables: what the readings and the topic say becomes what the tables hold.

`uncorrected` keeps each row as it was before a correction changed or removed it. So what the tables hold is always the
readings' rows with the corrections in force applied in their order, and an undo needs no new reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.store.connection import transaction

FIGURE_ID = re.compile(r"(\d+)-(\d+)-(\d+)")
AROUND = 80
"""Characters on each side of a figure, within its paragraph, by which it is found again in another version."""

KEYS = {
    "entities": ("id",),
    "aliases": ("entity_id", "alias", "language"),
    "mentions": ("id",),
    "figures": ("id",),
    "quotes": ("id",),
}
"""Tables that corrections change, in the order in which foreign keys want them, and their primary keys."""
REFERENCES = (
    ("mentions", "entity_id"),
    ("quotes", "speaker_id"),
    ("figures", "speaker_id"),
    ("figures", "place_id"),
)

Versions = Collection[int] | None
"""The versions whose rows are meant; None for all of them."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the tables that is put back and corrected again."""

    versions: Versions = None
    names: bool = True
    """Entities and aliases too, which belong to no version."""


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of `corrections`. `change` has the keys given in docs/corrections.md for its kind."""

    id: int
    kind: str
    target: str
    change: Mapping[str, Any]

    @property
    def refers_to(self) -> str | None:
        """The other entity it needs: the one merged or split into, or a figure's speaker."""
        return self.change.get("into") or self.change.get("speaker")

    @property
    def of_figure(self) -> bool:
        return FIGURE_ID.fullmatch(self.target) is not None


def in_force(database: Database, where: str = "true", parameters: Sequence[Any] = ()) -> list[Correction]:
    """The corrections that nobody has undone, oldest first; `where` narrows them."""
    rows = database.execute(
        f"""select id, kind, target, change from corrections
        where kind <> 'undo' and undone_by is null and {where} order by id""",
        parameters,
    )
    return [Correction(id_, kind, target, json.loads(change)) for id_, kind, target, change in rows.fetchall()]


@contextmanager
def as_read(database: Database, versions: Versions = None, *, names: bool | None = None) -> Iterator[None]:
    """Within the block the rows of these versions are as the readings have them; after it, corrected.

    So are entities and aliases with `names`; by default together with the rows of all versions. Whatever else changes
    rows of `entities`, `aliases`, `mentions`, `figures` or `quotes` does so in such a block.
    """
    scope = Scope(versions, versions is None if names is None else names)
    with transaction(database):
        _restore(database, scope)
        yield
        _replay(database, in_force(database) if scope.names else _concerning(database, versions or ()), scope)


def replay(database: Database, version_id: int) -> None:
    """Correct the rows of a version that was read just now, within the caller's transaction."""
    _replay(database, _concerning(database, [version_id]), Scope([version_id], names=False))


def figure_versions(database: Database) -> set[int]:
    """The versions that corrections of figures concern."""
    matches = (FIGURE_ID.fullmatch(correction.target) for correction in in_force(database))
    return kindred(database, [int(match[1]) for match in matches if match])


def _restore(database: Database, scope: Scope) -> None:
    if scope.names:
        database.execute("delete from aliases where origin in ('correction', 'merged')")
    kept = f"(version_id is null and :names) or (version_id is not null {_within(scope.versions)})"
    parameters = {"names": scope.names, "versions": _ids(scope.versions)}
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in KEYS}
    for table, row in database.execute(f"select table_name, row from uncorrected where {kept}", parameters).fetchall():
        rows[table].append(json.loads(row))
    recall(database, {row[column] for table, column in REFERENCES for row in rows[table]})
    measures = {row[0] for row in database.execute("select id from measures").fetchall()}
    for figure in rows["figures"]:
        # The topic may have dropped the question meanwhile.
        figure["measure_id"] = figure["measure_id"] if figure["measure_id"] in measures else None
    for table, key in KEYS.items():
        database.table(table).upsert_all(rows[table], pk=key)
    database.execute(f"delete from uncorrected where {kept}", parameters)


def recall(database: Database, entities: Iterable[str | None]) -> None:
    """Put back those of these entities that a correction merged or rejected: a reading refers to them.

    The replay that follows takes them out again.
    """
    rows = database.execute(
        """select row from uncorrected where table_name = 'entities'
        and row_id in (select value from json_each(?)) and row_id not in (select id from entities)""",
        [_ids([id_ for id_ in entities if id_ is not None])],
    )
    database.table("entities").insert_all((json.loads(row) for (row,) in rows.fetchall()), pk="id")


def _concerning(database: Database, versions: Collection[int]) -> list[Correction]:
    """The corrections in force of what these versions name, of what that is corrected to, and of their figures."""
    found: dict[int, Correction] = {}
    seen: set[str | None] = {None}
    new = _named(database, versions)
    while new:
        seen |= new
        of_these = in_force(database, "target in (select value from json_each(?))", [_ids(new)])
        found.update((correction.id, correction) for correction in of_these)
        new = {correction.refers_to for correction in of_these} - seen
    for version in kindred(database, versions):
        # Ids of figures begin with their version, and '.' is the character after '-'.
        of_these = in_force(database, "target >= ? and target < ?", [f"{version}-", f"{version}."])
        found.update((correction.id, correction) for correction in of_these if correction.of_figure)
    return [found[id_] for id_ in sorted(found)]


def _replay(database: Database, corrections: Iterable[Correction], scope: Scope) -> None:
    for correction in corrections:
        if not scope.names:
            recall(database, [correction.refers_to])
        apply(database, correction, scope)


def apply(database: Database, correction: Correction, scope: Scope = EVERYTHING) -> None:
    """Apply one correction, on top of those before it. It does nothing while what it is about isn't there."""
    if correction.of_figure:
        _correct_figure(database, correction, scope.versions)
    elif _exists(database, "entities", correction.target):
        _ENTITY_KINDS[correction.kind](database, correction, scope)


def _merge(database: Database, correction: Correction, scope: Scope) -> None:
    gone, stays = correction.target, correction.change["into"]
    if not _exists(database, "entities", stays):
        return
    _refer(database, correction, stays, scope.versions)
    database.execute(
        """insert or ignore into aliases (entity_id, alias, language, origin)
        select :stays, alias, language, 'merged' from aliases where entity_id = :gone
        union select :stays, name, 'und', 'merged' from entities where id = :gone""",
        {"gone": gone, "stays": stays},
    )
    _remove(database, correction)


def _split(database: Database, correction: Correction, scope: Scope) -> None:
    change = correction.change
    database.execute(
        """insert or ignore into entities (id, name, kind, origin)
        select :into, :name, coalesce(:kind, kind), 'text' from entities where id = :target""",
        {"into": change["into"], "name": change["name"], "kind": change.get("kind"), "target": correction.target},
    )
    if change.get("article") is not None:
        where = "and article_id = :article"
    else:
        where = "and article_id in (select id from articles where source_id = :source)"
    names = {"article": change.get("article"), "source": change.get("source")}
    _refer(database, correction, change["into"], scope.versions, where, names)


def _rename(database: Database, correction: Correction, scope: Scope) -> None:
    if scope.names:
        _keep(database, correction, "entities", "id = :target")
        database.execute(
            """insert or ignore into aliases (entity_id, alias, language, origin)
            select id, name, 'und', 'correction' from entities where id = :target and name <> :name""",
            {"target": correction.target, "name": correction.change["name"]},
        )
        database.table("entities").update(correction.target, {"name": correction.change["name"]})
    _refer(database, correction, correction.target, scope.versions, tables=("quotes",))


def _alias(database: Database, correction: Correction, scope: Scope) -> None:
    if not scope.names:
        return
    _keep(database, correction, "entities", "id = :target")
    alias = {"alias": correction.change["alias"], "language": correction.change["language"]}
    _keep(database, correction, "aliases", "entity_id = :target and alias = :alias and language = :language", alias)
    database.table("aliases").upsert(
        {"entity_id": correction.target, **alias, "origin": "correction"}, pk=KEYS["aliases"]
    )
    # What a person vouches for, later readings look for.
    database.execute("update entities set origin = 'correction' where id = ? and origin = 'text'", [correction.target])


def _reject(database: Database, correction: Correction, scope: Scope) -> None:
    _refer(database, correction, None, scope.versions)
    _remove(database, correction)


def _kind(database: Database, correction: Correction, scope: Scope) -> None:
    if scope.names:
        _keep(database, correction, "entities", "id = :target")
        database.table("entities").update(correction.target, {"kind": correction.change["kind"]})


_ENTITY_KINDS: dict[str, Callable[[Database, Correction, Scope], None]] = {
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "alias": _alias,
    "reject": _reject,
    "kind": _kind,
}


def _refer(
    database: Database,
    correction: Correction,
    entity: str | None,
    versions: Versions,
    where: str = "",
    names: Mapping[str, Any] | None = None,
    tables: Sequence[str] = ("mentions", "quotes", "figures"),
) -> None:
    """Have what refers to the correction's target refer to `entity`, or to nobody: then its mentions go."""
    parameters = {"target": correction.target, "entity": entity, "versions": _ids(versions), **(names or {})}
    for table, column in REFERENCES:
        if table not in tables:
            continue
        referring = f"{column} = :target {_within(versions)} {where}"
        _keep(database, correction, table, referring, parameters)
        if table == "mentions" and entity is None:
            database.execute(f"delete from mentions where {referring}", parameters)
            continue
        named = ", speaker = coalesce((select name from entities where id = :entity), speaker)"
        database.execute(
            f"update {table} set {column} = :entity {named if table == 'quotes' else ''} where {referring}", parameters
        )


def _remove(database: Database, correction: Correction) -> None:
    _keep(database, correction, "entities", "id = :target")
    _keep(database, correction, "aliases", "entity_id = :target and origin in ('topic', 'text')")
    database.execute("delete from aliases where entity_id = ?", [correction.target])
    database.execute("delete from entities where id = ?", [correction.target])


def _correct_figure(database: Database, correction: Correction, versions: Versions) -> None:
    change = correction.change
    for table, key in (("entities", "speaker"), ("measures", "measure")):
        if change.get(key) is not None and not _exists(database, table, change[key]):
            return
    for id_ in figures_meant(database, correction.target, versions):
        _keep(database, correction, "figures", "id = :id", {"id": id_})
        # The figure's own correction is the one to tell of, not the merge of its speaker.
        database.execute(
            "update uncorrected set correction_id = ? where table_name = 'figures' and row_id = ?", [correction.id, id_]
        )
        if correction.kind == "reject":
            database.table("figures").delete(id_)
        elif correction.kind == "value":
            database.execute(
                """update figures set value = :value, value_high = :high,
                qualifier = case when :high is not null then 'between' when qualifier = 'between' then 'exact'
                  else qualifier end where id = :id""",
                {"value": change["value"], "high": change["value_high"], "id": id_},
            )
        elif correction.kind == "measure":
            why = {"measure_id": change["measure"], "measure_reason": f"correction {correction.id}"}
            database.table("figures").update(id_, why)
        else:
            database.table("figures").update(id_, {"speaker_id": change["speaker"]})


def figures_meant(database: Database, target: str, versions: Versions = None) -> list[str]:
    """Ids of the figure wherever (in `versions`) its article, another version of it or a copy has the words around it.

    A reading that draws the figure's borders otherwise finds it too. `target` is an id that a figure has or had.
    """
    match = FIGURE_ID.fullmatch(target)
    if match is None:
        return []
    version, start, end = map(int, match.groups())
    meant = kindred(database, [version])
    if versions is not None:
        meant.intersection_update(versions)
    texts = dict(
        database.execute(
            "select id, text from versions where id in (select value from json_each(?))", [_ids({version, *meant})]
        ).fetchall()
    )
    found: list[str] = []
    for id_ in sorted(meant):
        span = (start, end) if id_ == version else _found_again(texts[version], start, end, texts[id_])
        if span is None:
            continue
        row = database.execute(
            """select id from figures where version_id = ? and "start" < ? and "end" > ?
            order by min("end", ?) - max("start", ?) desc, "start" limit 1""",
            [id_, span[1], span[0], span[1], span[0]],
        ).fetchone()
        if row is not None:
            found.append(row[0])
    return found


def kindred(database: Database, versions: Collection[int]) -> set[int]:
    """All versions of the articles that these are of, and of the articles that carry the same text."""
    rows = database.execute(
        """with originals as (select coalesce(a.copy_of, a.id) as id
          from versions v join articles a on a.id = v.article_id where v.id in (select value from json_each(?)))
        select v.id from articles a join versions v on v.article_id = a.id
        where a.id in (select id from originals) or a.copy_of in (select id from originals)""",
        [_ids(versions)],
    )
    return {row[0] for row in rows.fetchall()}


def _found_again(text: str, start: int, end: int, other: str) -> tuple[int, int] | None:
    """Where `text[start:end]` stands in another text: with the same words around it, at one place only."""
    left = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    paragraph_end = text.find("\n", end)
    right = min(len(text) if paragraph_end < 0 else paragraph_end, end + AROUND)
    context = text[left:right]
    at = other.find(context)
    if at < 0 or other.find(context, at + 1) >= 0:
        return None
    return at + start - left, at + end - left


def _keep(
    database: Database, correction: Correction, table: str, where: str, names: Mapping[str, Any] | None = None
) -> None:
    """Keep these rows as they are, unless an earlier correction has kept them as they were before it."""
    rows = database.query(f"select * from {table} where {where}", {"target": correction.target, **(names or {})})
    database.table("uncorrected").insert_all(
        (
            {
                "table_name": table,
                "row_id": row["id"] if "id" in row else json.dumps([row[key] for key in KEYS[table]]),
                "version_id": row.get("version_id"),
                "correction_id": correction.id,
                "row": json.dumps(row, ensure_ascii=False),
            }
            for row in rows
        ),
        pk=("table_name", "row_id"),
        ignore=True,
    )


def _named(database: Database, versions: Collection[int]) -> set[str | None]:
    union = " union ".join(
        f"select {column} from {table} where {column} is not null {_within(versions)}" for table, column in REFERENCES
    )
    return {row[0] for row in database.execute(union, {"versions": _ids(versions)}).fetchall()}


def _exists(database: Database, table: str, id_: str) -> bool:
    return database.execute(f"select 1 from {table} where id = ?", [id_]).fetchone() is not None


def _within(versions: Versions) -> str:
    return "" if versions is None else "and version_id in (select value from json_each(:versions))"


def _ids(values: Collection[Any] | None) -> str | None:
    return None if values is None else json.dumps(list(values))
