"""`roxham correct`: what a person knows better, one correction at a time or from a CSV file."""

from __future__ import annotations

import csv
import getpass
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.errors import RoxhamError
from roxham.options import FAILED, Common, Group, common, pass_common

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS: tuple[str, ...] = ("id", "kind", "target", "change", "author", "reason", "created_at")
NEEDED = ("kind", "target", "change", "reason")
LISTED = {name: name for name in ("id", "state", "kind", "target", "change", "author", "reason", "created_at")}

PLAIN = {
    "merge": "into",
    "rename": "name",
    "alias": "alias",
    "kind": "kind",
    "value": "value",
    "measure": "measure",
    "speaker": "speaker",
}
"""Kinds whose change may be written as one value in place of JSON, and the key it stands for."""
NONE = "none"
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


@click.group(cls=Group)
@common
def correct() -> None:
    """Say what was read wrongly: of an entity or a figure, with the reason.

    A correction is applied at once, and again whenever texts are read or the topic is loaded again, until it is undone.
    Ids are those of the addresses of pages: /roxham/entities/ID, /roxham/figures/ID.
    """


def signed(command: Callable[..., Any]) -> Callable[..., Any]:
    for decorate in (
        pass_common,
        common,
        click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing."),
        click.option("--author", help="Who corrects.  [default: $ROXHAM_AUTHOR or the login name]"),
        click.option("--reason", required=True, help="Why: shown beside what is corrected."),
    ):
        command = decorate(command)
    return command


@correct.command()
@click.argument("entity")
@click.argument("into")
@signed
def merge(common: Common, entity: str, into: str, **signature: Any) -> None:
    """ENTITY is INTO: its mentions, quotes, figures and names become INTO's."""
    _correct(common, "merge", entity, {"into": into}, **signature)


@correct.command()
@click.argument("entity")
@click.option("--article", type=int, metavar="ID", help="The article in which somebody else is meant.")
@click.option("--source", metavar="NAME", help="The source in whose articles somebody else is meant.")
@click.option("--into", required=True, metavar="NAME|ID", help="Who is meant there; made if not known yet.")
@click.option("--kind", help="Kind of the new entity.  [default: that of ENTITY]")
@signed
def split(
    common: Common,
    entity: str,
    article: int | None,
    source: str | None,
    into: str,
    kind: str | None,
    **signature: Any,
) -> None:
    """In one article, or in one source, ENTITY is somebody or something else."""
    change = {"article": article, "source": source, "into": into, "kind": kind}
    _correct(common, "split", entity, change, **signature)


@correct.command()
@click.argument("entity")
@click.argument("name")
@signed
def rename(common: Common, entity: str, name: str, **signature: Any) -> None:
    """ENTITY is called NAME. Its id stays, and the old name stays one of its names."""
    _correct(common, "rename", entity, {"name": name}, **signature)


@correct.command()
@click.argument("entity")
@click.argument("name")
@click.option("--language", default="und", help="Language of NAME (ISO 639-1).")
@signed
def alias(common: Common, entity: str, name: str, language: str, **signature: Any) -> None:
    """ENTITY is also called NAME: later readings look for it."""
    _correct(common, "alias", entity, {"alias": name, "language": language}, **signature)


@correct.command()
@click.argument("target", metavar="ENTITY|FIGURE")
@signed
def reject(common: Common, target: str, **signature: Any) -> None:
    """ENTITY is no entity, or FIGURE no figure: it goes, and comes back in no reading."""
    _correct(common, "reject", target, {}, **signature)


@correct.command()
@click.argument("entity")
@click.argument("kind", metavar="KIND")
@signed
def kind(common: Common, entity: str, kind: str, **signature: Any) -> None:
    """ENTITY is a person, organisation, place, law, event or group."""
    _correct(common, "kind", entity, {"kind": kind}, **signature)


@correct.command()
@click.argument("figure")
@click.argument("number", type=float)
@click.option("--high", type=float, help="Upper end, where the figure is a range.")
@signed
def value(common: Common, figure: str, number: float, high: float | None, **signature: Any) -> None:
    """FIGURE says NUMBER, in its unit: 15000 for '15 thousand'."""
    _correct(common, "value", figure, {"value": number, "value_high": high}, **signature)


@correct.command()
@click.argument("figure")
@click.argument("measure", metavar="MEASURE|none")
@signed
def measure(common: Common, figure: str, measure: str, **signature: Any) -> None:
    """FIGURE answers the question MEASURE, or none."""
    _correct(common, "measure", figure, {"measure": _or_none(measure)}, **signature)


@correct.command()
@click.argument("figure")
@click.argument("entity", metavar="ENTITY|none")
@signed
def speaker(common: Common, figure: str, entity: str, **signature: Any) -> None:
    """FIGURE is given by ENTITY, or by nobody known."""
    _correct(common, "speaker", figure, {"speaker": _or_none(entity)}, **signature)


@correct.command()
@click.argument("number", type=int)
@signed
def undo(common: Common, number: int, **signature: Any) -> None:
    """Correction NUMBER no longer holds. An undo is recorded like any other, and can be undone."""
    _correct(common, "undo", str(number), {}, **signature)


@correct.command("list")
@common
@pass_common
def list_(common: Common) -> None:
    """Every correction: in force, undone, or waiting while no text names what it is about."""
    from db.store.corrections import corrections

    terminal = common.terminal()
    with closing(common.ready_home().open()) as database:
        found = corrections(database)
    terminal.table([{**row, "change": json.dumps(row["change"], ensure_ascii=False)} for row in found], LISTED)
    terminal.result(found)


@correct.command()
@common
@pass_common
def export(common: Common) -> None:
    """Print every correction as CSV, undone ones and undos included: `import` makes the same of it elsewhere."""
    from db.store.corrections import corrections

    with closing(common.ready_home().open()) as database:
        found = corrections(database)
    writer = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in found:
        writer.writerow({**row, "change": json.dumps(row["change"], ensure_ascii=False) if row["change"] else ""})


@correct.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--author", help="Who corrects, where a row does not say.  [default: $ROXHAM_AUTHOR or the login name]")
@common
@pass_common
def import_(common: Common, file: Path, dry_run: bool, author: str | None) -> None:
    """Make the corrections of a CSV file with the columns kind, target, change, reason, and author, created_at, id.

    A change is JSON, or the one value that its kind needs. A row made before is not made again; a bad row is reported
    with its line, and the others are made. The exit code is 1 if there was a bad row.
    """
    terminal = common.terminal()
    with _writing(common, dry_run) as database:
        counts, bad = import_rows(database, file, author or _author())
    for line, error in bad.items():
        terminal.error(f"{file}:{line}: {error}")
    would = "would be " if dry_run else ""
    terminal.say(f"corrections {would}made: {counts['made']}, known: {counts['known']}, bad rows: {len(bad)}")
    terminal.result({**counts, "bad": bad})
    sys.exit(FAILED if bad else 0)


def import_rows(database: Database, file: Path, author: str) -> tuple[dict[str, int], dict[int, str]]:
    """Make each row's correction, in a transaction of its own. Returns counts, and errors by line number.

    Raises RoxhamError where the file is no CSV with the columns needed.
    """
    counts = {"made": 0, "known": 0}
    bad: dict[int, str] = {}
    ids: dict[str, int] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        try:
            header = lines.readline()
            names = next(csv.reader([header], delimiter=_delimiter(header)), [])
            missing = [name for name in NEEDED if name not in names]
            if missing:
                raise RoxhamError(f"{file}: no column {', '.join(missing)}")
            reader = csv.DictReader(lines, names, delimiter=_delimiter(header), strict=True)
            for row in reader:
                try:
                    id_, new = _make(database, row, author, ids)
                except (RoxhamError, ValueError) as error:
                    bad[reader.line_num + 1] = str(error)
                    continue
                counts["made" if new else "known"] += 1
                if row.get("id"):
                    ids[row["id"]] = id_
        except (csv.Error, UnicodeDecodeError) as error:
            raise RoxhamError(f"{file}: no CSV file in UTF-8: {error}") from error
    return counts, bad


def _delimiter(header: str) -> str:
    # Spreadsheets write semicolons where the decimal mark is a comma.
    return ";" if header.count(";") > header.count(",") else ","


def _make(database: Database, row: Mapping[str, Any], author: str, ids: Mapping[str, int]) -> tuple[int, bool]:
    """The number of the row's correction, and whether it is new. `ids` has the file's numbers of those before it."""
    from db.store.corrections import find_correction

    if None in row or None in row.values():
        raise ValueError("the row has not as many cells as the header")
    kind, target, reason = (row[name].strip() for name in ("kind", "target", "reason"))
    author, at = (row.get("author") or author).strip(), row.get("created_at") or None
    if kind == "undo":
        target = str(ids.get(target, target))
    change = _resolved(database, kind, parsed_change(kind, row["change"].strip()))
    held = find_correction(database, kind, target, change, author=author, reason=reason, at=at)
    if held is not None:
        return held, False
    return _record(database, kind, target, change, author=author, reason=reason, created_at=at)


def parsed_change(kind: str, text: str) -> dict[str, Any]:
    """A change as written in a cell: JSON, or the one value that its kind needs. Raises ValueError."""
    if text.startswith("{"):
        try:
            return json.loads(text)
        except ValueError as error:
            raise ValueError(f"the change is no JSON object: {error}") from error
    if kind not in PLAIN:
        if text:
            example = ' such as {"article": 5, "into": "Ada Holm"}' if kind == "split" else ""
            raise ValueError(f"the change of a {kind} is a JSON object{example or ' or empty'}, not '{text}'")
        return {}
    if kind in ("measure", "speaker"):
        return {PLAIN[kind]: _or_none(text)}
    return {PLAIN[kind]: _number(text) if kind == "value" else text}


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    except ValueError as error:
        raise ValueError(f"the value of a figure is a number, not '{text}'") from error


def _or_none(text: str) -> str | None:
    return None if text in ("", NONE) else text


def _resolved(database: Database, kind: str, change: dict[str, Any]) -> dict[str, Any]:
    """With the id of the entity that a split makes: it is given by its name, or is there already."""
    into = change.get("into")
    if kind != "split" or not isinstance(into, str) or change.get("name"):
        return change
    from nlp.names import slug

    known = database.execute("select id, name from entities where id in (?, ?)", [into, slug(into)]).fetchone()
    id_, name = known or (slug(into), into)
    return {**change, "into": id_, "name": name}


def _correct(
    common: Common, kind: str, target: str, change: dict[str, Any], *, author: str | None, reason: str, dry_run: bool
) -> None:
    from db.store.topics import load_entities

    terminal = common.terminal()
    with _writing(common, dry_run) as database:
        names = load_entities(database)
        change = _resolved(database, kind, change)
        id_, new = _record(database, kind, target, change, author=author or _author(), reason=reason)
        read_again = load_entities(database) != names
    if not new:
        terminal.say(f"in force already, as correction {id_}")
    elif dry_run:
        terminal.say("this can be corrected so; nothing was done")
    else:
        terminal.say(f"correction {id_} is in force")
        if read_again:
            terminal.say("the names to look for changed: the next 'roxham annotate' reads all texts again")
    terminal.result({"id": id_, "new": new, "read_again": read_again, "dry_run": dry_run})


def _record(
    database: Database,
    kind: str,
    target: str,
    change: Mapping[str, Any],
    *,
    author: str,
    reason: str,
    created_at: str | None = None,
) -> tuple[int, bool]:
    from db.store.corrections import CorrectionError, add_correction, undo_correction

    if kind == "undo":
        if not target.isdecimal():
            raise CorrectionError(f"no correction '{target}': see 'roxham correct list'")
        recorded = undo_correction(database, int(target), author=author, reason=reason, created_at=created_at)
    else:
        recorded = add_correction(database, kind, target, change, author=author, reason=reason, created_at=created_at)
    return recorded.id, recorded.new


@contextmanager
def _writing(common: Common, dry_run: bool) -> Iterator[Database]:
    """The database; with `dry_run`, all that is done to it is taken back."""
    with closing(common.ready_home().open()) as database:
        if not dry_run:
            yield database
            return
        database.conn.execute("BEGIN IMMEDIATE")
        try:
            yield database
        finally:
            database.rollback()


def _author() -> str:
    try:
        return os.environ.get("ROXHAM_AUTHOR") or getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in a container
        return ""
