"""The Datasette plugin: Roxham's pages. It does nothing where metadata.yaml's `plugins: roxham` is not in force."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import tilde_decode
from datasette.utils.asgi import Request
from jinja2 import Environment
from markupsafe import Markup

from db.web import formats
from db.web.article import article_page
from db.web.cards import article_cards, figure_cards
from db.web.entity import entity_page
from db.web.home import home_page
from db.web.links import DATABASE, Links, outbound
from db.web.measure import measure_page
from db.web.security import LIMITS, secured
from db.web.version import version_page

if TYPE_CHECKING:  # datasette.app loads this plugin, so it can't be imported while the plugin is
    from datasette.app import Datasette

ROW_PAGES: dict[str, Callable[..., Awaitable[dict[str, Any]]]] = {
    "articles": article_page,
    "entities": entity_page,
    "measures": measure_page,
    "versions": lambda database, links, key: version_page(database, key),
}
URL_COLUMNS = {"url", "source_url", "atom_link"}
INSTANTS = ("_at", "next_due", "lease_until")
JSON_LISTS = {"include", "exclude", "units", "languages", "needs"}


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
        "stated": formats.stated,
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
        "database_name": DATABASE,
    }

    async def load_topic() -> None:
        # Also for error pages, which get no variables from `extra_template_vars`.
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
            found["home"] = await home_page(db, links, queries)
        elif view_name == "row" and database == DATABASE and table in ROW_PAGES and request:
            key = request.url_vars["pks"]
            found["page"] = await ROW_PAGES[table](db, links, tilde_decode(key))
        elif view_name == "table" and database == DATABASE:
            search = request.args.get("_search") if request else None

            async def articles(rows: list[Any]) -> list[dict[str, Any]]:
                return await article_cards(db, links, [_cell(row, "id") for row in rows], search)

            async def figures(rows: list[Any]) -> list[dict[str, Any]]:
                return await figure_cards(db, links, [_cell(row, "id") for row in rows])

            found |= {"article_cards": articles, "figure_cards": figures}
        return found

    return variables


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | str | None:
    if database != DATABASE or not publishes(datasette):
        return None
    if isinstance(value, float):
        return formats.number(value)
    if not isinstance(value, str):
        return None
    if column in URL_COLUMNS or value.startswith(("http://", "https://")):
        return outbound(value)
    if column.endswith(INSTANTS):
        return formats.moment(value)
    if column == "reasons":
        return _reasons(value)
    if column in JSON_LISTS:
        return _joined(value)
    return None


async def _topic(datasette: Datasette) -> dict[str, Any] | None:
    row = (await datasette.get_database(DATABASE).execute("select * from topic")).first()
    return dict(row) if row else None


def _cell(row: Any, column: str) -> Any:
    return next(cell["raw"] for cell in row if cell["column"] == column)


def _reasons(value: str) -> str | None:
    try:
        return ", ".join(f"{r['term']} ({r['zone']}) {r['weight']:+.3g}" for r in json.loads(value))
    except (ValueError, TypeError, KeyError):
        return None


def _joined(value: str) -> str | None:
    try:
        return ", ".join(map(str, json.loads(value)))
    except (ValueError, TypeError):
        return None
