"""docs/tables.md, made from metadata.yaml and the schema: `python -m db.web.tables_doc > docs/tables.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from db import migrations, views
from db.web.serve import metadata

HEAD = """# Tables

The public interface of `roxham.db`: what each table, view and column means. Made from `db/web/metadata.yaml` and the
schema by `python -m db.web.tables_doc > docs/tables.md`; do not edit it here.

Days are `YYYY-MM-DD`. Instants are ISO 8601 with their UTC offset. Offsets count characters of one version's text, the
end exclusive. Every table can be had as CSV (`/roxham/figures.csv`) and JSON (`/roxham/figures.json?_shape=array`).
"""


def tables_doc() -> str:
    """The whole page, in Markdown. Raises KeyError where a table or column is not described."""
    with schema() as database:
        return "\n".join(_lines(database, metadata()["databases"]["roxham"]))


@contextmanager
def schema() -> Iterator[Database]:
    """An empty roxham.db, in memory."""
    with Database(memory=True) as database:
        migrations.roxham.apply(database)
        views.create(database)
        yield database


def _lines(database: Database, described: dict) -> Iterator[str]:
    yield HEAD
    names = {"table": set(database.table_names()), "view": set(database.view_names())}
    for name, about in described["tables"].items():
        kind = "view" if name in names["view"] else "table"
        target = database.view(name) if kind == "view" else database.table(name)
        keys = {} if kind == "view" else {key.column: key.other_table for key in database.table(name).foreign_keys}
        kind += ", internal" if about.get("hidden") else ""
        yield f"## {name}\n\n{about['title']} ({kind}). {about['description']}"
        yield "\n| column | type | meaning |\n| --- | --- | --- |"
        for column in target.columns:
            refers = f" (→ {keys[column.name]})" if column.name in keys else ""
            yield f"| `{column.name}` | {column.type.lower()}{refers} | {about['columns'][column.name]} |"
        yield ""
    yield "## Ready questions\n\nQueries with an address of their own, `/roxham/NAME`.\n"
    yield "| name | question | what it gives |\n| --- | --- | --- |"
    for name, query in described["queries"].items():
        parameters = "".join(f" `{p}`" for p in query.get("params", ()))
        yield f"| `{name}`{parameters} | {query['title']} | {query['description']} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(tables_doc())
