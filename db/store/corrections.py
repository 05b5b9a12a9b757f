"""The record of corrections: what people changed, who, why, and who undid it. Each is one transaction."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from sqlite_utils import Database

from db.errors import RoxhamError
from db.records import EntityKind
from db.store.annotations import remove_unused_entities, save_changes
from db.store.connection import now, transaction
from db.store.replay import FIGURE_ID, REFERENCES, Correction, apply, as_read, figures_meant, kindred

ENTITY_KINDS = ("merge", "split", "rename", "alias", "reject", "kind")
FIGURE_KINDS = ("value", "measure", "speaker", "reject")
ADDS_UP = ("alias", "split")
"""Kinds of which several stand side by side for one target; of the others the last one holds."""


class CorrectionError(RoxhamError):
    """A correction can't be made: what it names does not exist, or it makes no sense. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Recorded:
    id: int
    new: bool
    """False where the same correction was there already: nothing was written."""


def add_correction(
    database: Database,
    kind: str,
    target: str,
    change: Mapping[str, Any],
    *,
    author: str,
    reason: str,
    created_at: str | None = None,
) -> Recorded:
    """Record a correction and apply it, unless the same one is in force. `change` has the keys of its kind.

    Raises CorrectionError.
    """
    _signed(author, reason)
    with transaction(database):
        same = _in_force(database, kind, target, change)
        if same is not None:
            return Recorded(same, new=False)
        written = json.dumps(_checked(database, kind, target, change), ensure_ascii=False, sort_keys=True)
        id_ = _insert(database, kind, target, written, author, reason, created_at)
        articles = _articles_of(database, target)
        apply(database, Correction(id_, kind, target, json.loads(written)))
        _tell_changes(database, articles)
    return Recorded(id_, new=True)


def undo_correction(
    database: Database, correction_id: int, *, author: str, reason: str, created_at: str | None = None
) -> Recorded:
    """Record that a correction no longer holds, and show again what the readings and the other corrections say.

    An undo can be undone: then the correction holds again, at its old place among the others.
    Raises CorrectionError where there is no such correction, or it was undone before.
    """
    _signed(author, reason)
    with transaction(database):
        row = next(iter(database.query("select * from corrections where id = ?", [correction_id])), None)
        if row is None:
            raise CorrectionError(f"no correction {correction_id}: see 'roxham correct list'")
        if row["undone_by"] is not None:
            raise CorrectionError(f"correction {correction_id} was undone already, by correction {row['undone_by']}")
        articles = _articles(database)
        with as_read(database, _versions_of(database, row)):
            id_ = _insert(database, "undo", str(correction_id), "{}", author, reason, created_at)
            _mark_undone(database)
        _tell_changes(database, articles | _articles(database))
        remove_unused_entities(database)
    return Recorded(id_, new=True)


def find_correction(
    database: Database, kind: str, target: str, change: Mapping[str, Any], *, author: str, reason: str, at: str | None
) -> int | None:
    """Number of the correction that says just this, undone or not; `at` None stands for any time."""
    rows = database.execute(
        """select id, change from corrections where kind = :kind and target = :target and author = :author
        and reason = :reason and created_at = coalesce(:at, created_at) order by id""",
        {"kind": kind, "target": target, "author": author, "reason": reason, "at": at},
    ).fetchall()
    return next((id_ for id_, held in rows if _says(json.loads(held), change)), None)


def corrections(database: Database) -> list[dict[str, Any]]:
    """Every correction, oldest first: the columns of its row, `change` as a dict, and its `state`.

    The state is `in force`; `undone`; or `waiting` while the present readings have nothing that it could change.
    """
    rows = list(database.query("select * from corrections order by id"))
    for row in rows:
        row["change"] = json.loads(row["change"])
        row["state"] = "undone" if row["undone_by"] is not None else "in force"
        if row["kind"] != "undo" and row["state"] == "in force" and not _is_there(database, row["target"]):
            row["state"] = "waiting"
    return rows


def _is_there(database: Database, target: str) -> bool:
    if FIGURE_ID.fullmatch(target) and (figures_meant(database, target) or _row(database, "uncorrected", target)):
        return True
    return any(_row(database, table, target) for table in ("entities", "uncorrected"))


def _row(database: Database, table: str, id_: str) -> dict[str, Any] | None:
    key = "row_id" if table == "uncorrected" else "id"
    return next(iter(database.query(f"select * from {table} where {key} = ?", [id_])), None)


# What a correction may say.


def _signed(author: str, reason: str) -> None:
    if not author.strip():
        raise CorrectionError("who corrects? Give --author, or set $ROXHAM_AUTHOR")
    if not reason.strip():
        raise CorrectionError("a correction needs its reason: give --reason")


def _checked(database: Database, kind: str, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    """The change with every key of its kind. Raises CorrectionError for what does not exist or makes no sense."""
    if kind in FIGURE_KINDS and (kind != "reject" or FIGURE_ID.fullmatch(target)):
        _require_figure(database, target)
        return _CHECKS[kind](database, target, change)
    if kind not in ENTITY_KINDS:
        known = dict.fromkeys((*ENTITY_KINDS, *FIGURE_KINDS))
        raise CorrectionError(f"unknown kind of correction '{kind}': it is one of {', '.join(known)}")
    _require_entity(database, target)
    return _CHECKS[kind](database, target, change)


def _check_merge(database: Database, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    into = _text(change, "into")
    if into == target:
        raise CorrectionError(f"'{target}' can't be merged into itself")
    _require_entity(database, into)
    return {"into": into}


def _check_split(database: Database, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    into = _text(change, "into")
    if into == target:
        raise CorrectionError(f"'{into}' is the entity to split: give the other one another name")
    article, source = change.get("article"), change.get("source")
    if (article is None) == (source is None):
        raise CorrectionError("a split is of one article or of one source: give one of the two")
    if article is not None and _row(database, "articles", article) is None:
        raise CorrectionError(f"no article {article}")
    if source is not None and _row(database, "sources", source) is None:
        raise CorrectionError(f"no source '{source}': see 'roxham sources'")
    kind = change.get("kind")
    if kind is not None:
        _require_kind(kind)
    held = _row(database, "entities", into)
    name = held["name"] if held else _text(change, "name")
    return {"into": into, "name": name, "kind": kind, "article": article, "source": source}


def _check_rename(database: Database, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": _text(change, "name")}


def _check_alias(database: Database, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    alias = _text(change, "alias")
    # Two entities known by one name could not be told apart; a spelling found in a text is no such claim.
    other = database.execute(
        """select entity_id from aliases where lower(alias) = lower(:alias) and entity_id <> :target
          and origin in ('topic', 'correction')
        union select id from entities where lower(name) = lower(:alias) and id <> :target and origin <> 'text'""",
        {"alias": alias, "target": target},
    ).fetchone()
    if other is not None:
        raise CorrectionError(f"'{alias}' already names '{other[0]}'")
    return {"alias": alias, "language": change.get("language") or "und"}


def _check_reject(database: Database, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _check_kind(database: Database, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    kind = _text(change, "kind")
    _require_kind(kind)
    return {"kind": kind}


def _check_value(database: Database, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    value, high = _number(change.get("value")), change.get("value_high")
    if high is None:
        return {"value": value, "value_high": None}
    if _number(high) <= value:
        raise CorrectionError(f"the upper end of a range lies above its lower end: {value:g} to {high:g}")
    return {"value": value, "value_high": _number(high)}


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise CorrectionError(f"the value of a figure is a number, not {value!r}")
    return float(value)


def _check_measure(database: Database, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    measure = change.get("measure")
    if measure is not None and _row(database, "measures", measure) is None:
        known = ", ".join(row[0] for row in database.execute("select id from measures order by id").fetchall())
        raise CorrectionError(f"no question '{measure}': the topic's are {known}")
    return {"measure": measure}


def _check_speaker(database: Database, target: str, change: Mapping[str, Any]) -> dict[str, Any]:
    speaker = change.get("speaker")
    if speaker is not None:
        _require_entity(database, speaker)
    return {"speaker": speaker}


_CHECKS = {
    "merge": _check_merge,
    "split": _check_split,
    "rename": _check_rename,
    "alias": _check_alias,
    "reject": _check_reject,
    "kind": _check_kind,
    "value": _check_value,
    "measure": _check_measure,
    "speaker": _check_speaker,
}


def _text(change: Mapping[str, Any], key: str) -> str:
    value = change.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CorrectionError(f"the correction does not say '{key}'")
    return value.strip()


def _require_kind(kind: str) -> None:
    if kind not in get_args(EntityKind):
        raise CorrectionError(f"'{kind}' is no kind of entity: it is one of {', '.join(get_args(EntityKind))}")


def _require_entity(database: Database, id_: str) -> None:
    if _row(database, "entities", id_) is not None:
        return
    removed = _removed_by(database, "entities", id_)
    if removed:
        raise CorrectionError(f"no entity '{id_}' any more: {removed}")
    named = database.execute("select id from entities where lower(name) = lower(?)", [id_]).fetchone()
    raise CorrectionError(f"no entity '{id_}'" + (f": do you mean '{named[0]}'?" if named else ""))


def _require_figure(database: Database, id_: str) -> None:
    if FIGURE_ID.fullmatch(id_) is None:
        raise CorrectionError(f"'{id_}' is no figure: the id of one is version-start-end, such as 17-91-94")
    if _row(database, "figures", id_) is None:
        removed = _removed_by(database, "figures", id_)
        raise CorrectionError(f"no figure '{id_}'" + (f" any more: {removed}" if removed else ""))


def _removed_by(database: Database, table: str, id_: str) -> str | None:
    row = next(
        iter(
            database.query(
                """select c.id, c.kind, c.change from uncorrected u join corrections c on c.target = u.row_id
                where u.table_name = ? and u.row_id = ? and c.kind in ('merge', 'reject') and c.undone_by is null
                order by c.id desc""",
                [table, id_],
            )
        ),
        None,
    )
    if row is None:
        return None
    how = "it was rejected" if row["kind"] == "reject" else f"it was merged into '{json.loads(row['change'])['into']}'"
    return f"{how} (correction {row['id']})"


# The record itself.


def _in_force(database: Database, kind: str, target: str, change: Mapping[str, Any]) -> int | None:
    rows = database.execute(
        "select id, change from corrections where kind = ? and target = ? and undone_by is null order by id desc",
        [kind, target],
    ).fetchall()
    candidates = rows if kind in ADDS_UP else rows[:1]
    return next((id_ for id_, held in candidates if _says(json.loads(held), change)), None)


def _says(held: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    """Whether a stored change is this one, in which keys may be left out."""
    return all(change.get(key) == value or (change.get(key) is None and value == "und") for key, value in held.items())


def _insert(
    database: Database, kind: str, target: str, change: str, author: str, reason: str, created_at: str | None
) -> int:
    row = {
        "kind": kind,
        "target": target,
        "change": change,
        "author": author.strip(),
        "reason": reason.strip(),
        "created_at": created_at or now(),
    }
    id_ = database.table("corrections").insert(row, pk="id").last_pk
    assert isinstance(id_, int)
    return id_


def _mark_undone(database: Database) -> None:
    """Set `undone_by` of every correction. The latest undo decides: it can't be undone by an earlier one."""
    undone: dict[int, int] = {}
    for id_, target in database.execute(
        "select id, target from corrections where kind = 'undo' order by id desc"
    ).fetchall():
        if id_ not in undone:
            undone[int(target)] = id_
    database.execute("update corrections set undone_by = null where undone_by is not null")
    for id_, by in undone.items():
        database.table("corrections").update(id_, {"undone_by": by})


def _versions_of(database: Database, correction: Mapping[str, Any]) -> set[int] | None:
    """The versions whose rows a correction concerns or changed; None for all."""
    match = FIGURE_ID.fullmatch(correction["target"])
    if match is None:
        return None
    changed = database.execute(
        "select version_id from uncorrected where correction_id = ? and version_id is not null", [correction["id"]]
    )
    return kindred(database, [int(match[1])]) | {row[0] for row in changed.fetchall()}


def _articles_of(database: Database, target: str) -> set[int]:
    """Articles in several versions that a new correction of this target concerns."""
    match = FIGURE_ID.fullmatch(target)
    if match is not None:
        versions = kindred(database, [int(match[1])])
        concerned = "select article_id from versions where id in (select value from json_each(:versions))"
    else:
        versions = set()
        concerned = " union ".join(
            f"select article_id from {table} where {column} = :target" for table, column in REFERENCES
        )
    rows = database.execute(
        f"select id from articles where versions > 1 and id in ({concerned})",
        {"versions": json.dumps([*versions]), "target": target},
    )
    return {row[0] for row in rows.fetchall()}


def _articles(database: Database) -> set[int]:
    """Articles in several versions that corrections changed a row of."""
    rows = database.execute(
        """select distinct a.id from uncorrected u join versions v on v.id = u.version_id
        join articles a on a.id = v.article_id where a.versions > 1"""
    )
    return {row[0] for row in rows.fetchall()}


def _tell_changes(database: Database, articles: Iterable[int]) -> None:
    for article in articles:
        save_changes(database, article)
