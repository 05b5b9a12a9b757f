"""The Datasette plugin: Roxham's pages. It does nothing where metadata.yaml's `plugins: roxham` is not in force.

The templates are in html/ and not in templates/, which Datasette would use for every database it serves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request, Response
from jinja2 import Environment
from markupsafe import Markup

from db.web import cards, formats
from db.web.article import article_page
from db.web.cells import cell
from db.web.corrections import correction_cards, gone
from db.web.entity import entity_page
from db.web.home import home_page
from db.web.links import DATABASE, Links, outbound
from db.web.measure import measure_page
from db.web.security import LIMITS, secured
from db.web.story import story_page
from db.web.version import version_page

if TYPE_CHECKING:  # datasette.app loads this plugin, so it can't be imported while the plugin is
    from datasette.app import Datasette

ROW_PAGES = {
    "articles": article_page,
    "entities": entity_page,
    "measures": measure_page,
    "stories": story_page,
    "versions": version_page,
}
CARDS = {
    "article_cards": ("id", cards.article_cards),
    "figure_cards": ("id", cards.figure_cards),
    "claim_cards": ("figure_id", cards.figure_cards),
    "entity_cards": ("id", cards.entity_cards),
    "measure_cards": ("id", cards.measure_cards),
    "source_cards": ("source_id", cards.source_cards),
    "story_cards": ("id", cards.story_cards),
    "lead_cards": ("url", cards.lead_cards),
    "correction_cards": ("id", correction_cards),
}
"""Functions for the templates that show rows as cards, and the column that names a row."""


def publishes(datasette: Datasette) -> bool:
    return datasette.plugin_config(DATABASE) is not None and DATABASE in datasette.databases


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    if database == DATABASE and publishes(datasette):
        for limit, value in LIMITS.items():
            conn.setlimit(limit, value)
        conn.create_function("permalink", 4, Links(datasette).absolute)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    return secured if publishes(datasette) else lambda app: app


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> Awaitable[None] | None:
    if not publishes(datasette):
        return None
    env.filters |= {
        "number": formats.number,
        "day": formats.day,
        "moment": formats.moment,
        "counted": formats.count,
        "outbound": outbound,
    }
    env.globals |= {
        "links": Links(datasette),
        "amount": formats.amount,
        "noun": formats.noun,
        "period": formats.period,
        "QUALIFIERS": formats.QUALIFIERS,
        "VERDICTS": formats.VERDICTS,
        "PUBLISHERS": formats.PUBLISHERS,
    }

    async def load_topic() -> None:
        # Error pages get no variables from `extra_template_vars`, and they too say that a sample is one.
        env.globals["topic"] = await _topic(datasette)

    return load_topic()


@hookimpl
def extra_template_vars(
    database: str | None, table: str | None, view_name: str, request: Request | None, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | dict[str, Any]:
    if not publishes(datasette):
        return {}
    db, links = datasette.get_database(DATABASE), Links(datasette)

    async def variables() -> dict[str, Any]:
        found: dict[str, Any] = {"topic": await _topic(datasette)}
        if view_name == "index":
            queries = datasette.metadata("queries", database=DATABASE, fallback=False) or {}
            return {**found, "home": await home_page(db, links, queries)}
        if database != DATABASE or table is None or request is None:
            return found
        if view_name == "row" and table in ROW_PAGES:
            return {**found, "page": await ROW_PAGES[table](db, links, tilde_decode(request.url_vars["pks"]))}
        if view_name == "row":
            found["linked"] = _linked(datasette, table)
        return {**found, **_card_functions(datasette, request.args.get("_search"))}

    return variables


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response | None]] | None:
    if not isinstance(exception, NotFound) or not publishes(datasette):
        return None
    return lambda: gone(datasette, request)


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | str | None:
    if database != DATABASE or not publishes(datasette):
        return None
    return cell(value, column, table, Links(datasette))


async def _topic(datasette: Datasette) -> dict[str, Any] | None:
    row = (await datasette.get_database(DATABASE).execute("select * from topic")).first()
    return dict(row) if row else None


def _linked(datasette: Datasette, table: str) -> Callable[[str, Any], Awaitable[tuple[str, str] | None]]:
    """A function for row.html: the table that a column's value refers to, and the label of the row there."""

    async def linked(column: str, value: Any) -> tuple[str, str] | None:
        keys = await datasette.get_database(DATABASE).foreign_keys_for_table(table)
        other = next((key["other_table"] for key in keys if key["column"] == column), None)
        if other is None or value is None:
            return None
        labels = await datasette.expand_foreign_keys(DATABASE, table, column, [value])
        return other, str(labels.get((column, value)) or value)

    return linked


def _card_functions(datasette: Datasette, search: str | None) -> dict[str, Callable[..., Any]]:
    db, links = datasette.get_database(DATABASE), Links(datasette)

    def of_rows(key: str, make: Callable[..., Any]) -> Callable[..., Any]:
        extra = {"search": search} if make is cards.article_cards else {}

        async def function(rows: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
            ids = [next(c["raw"] for c in row if c["column"] == key) for row in rows]
            return await make(db, links, ids, **extra)

        return function

    def values(rows: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """Rows as Datasette gives them to templates, as what is stored: a dict of columns each."""
        return [{cell["column"]: cell["raw"] for cell in row} for row in rows]

    return {"values": values, **{name: of_rows(key, make) for name, (key, make) in CARDS.items()}}
