"""Values in tables, as readers want them: numbers with commas, days, safe links, lists in words."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from db.views import VIEWS
from db.web import formats
from db.web.links import Links, outbound

IDS = {
    "article_id": "articles",
    "version_id": "versions",
    "source_id": "sources",
    "measure_id": "measures",
    "figure_id": "figures",
    "entity_id": "entities",
    "place_id": "entities",
    "speaker_id": "entities",
}
INSTANTS = ("_at", "next_due", "lease_until")
JSON_LISTS = {"include", "exclude", "units", "languages", "needs"}


def cell(value: Any, column: str, table: str | None, links: Links) -> Markup | str | None:
    """What stands in the cell; None leaves it to Datasette, which labels the foreign keys of tables."""
    if value is None or isinstance(value, bytes):
        return None
    if column in IDS and (table is None or table in VIEWS):
        return Markup('<a href="{}">{}</a>').format(links.row(IDS[column], value), value)
    if isinstance(value, float):
        return formats.number(value)
    if not isinstance(value, str):
        return None
    if value.startswith(("http://", "https://")):
        return outbound(value)
    if column.endswith(INSTANTS):
        return formats.moment(value)
    if column == "reasons":
        return _reasons(value)
    if column in JSON_LISTS:
        return _joined(value)
    return None


def _reasons(value: str) -> str | None:
    try:
        return ", ".join(f"{r['term']} ({r['zone']}) {r['weight']:+.3g}" for r in json.loads(value)) or "none"
    except (ValueError, TypeError, KeyError):
        return None


def _joined(value: str) -> str | None:
    try:
        return ", ".join(map(str, json.loads(value))) or "none"
    except (ValueError, TypeError):
        return None
