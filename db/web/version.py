"""The page of one version: what changed since the one before it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from datasette.database import Database
from markupsafe import Markup, escape

from db.web.article import changes
from db.web.links import Links, web_address

LONGEST = 1200
"""Words up to which a paragraph is compared word by word: difflib's time grows with their square."""
CONTEXT = 12
"""Words shown on either side of a change where the source keeps the rights to its text."""
ADDED = 40
"""Words shown of what was added or removed there."""
_WORD = re.compile(r"\S+")

VERSION = """
select v.*, a.headline as present_headline, a.url, a.language, a.versions, a.version_id as present, s.name as source,
  s.rights, b.id as before_id, b.captured_at as before_at, b.sha256 as before_sha256,
  (select id from versions n where n.article_id = v.article_id and n.number = v.number + 1) as next_id,
  (select max(number) from versions o where o.article_id = v.article_id and o.number < v.number - 1
    and o.sha256 = v.sha256) as back_to
from versions v join articles a on a.id = v.article_id join sources s on s.id = a.source_id
  left join versions b on b.article_id = v.article_id and b.number = v.number - 1
where v.id = :id
"""


async def version_page(database: Database, links: Links, version_id: str) -> dict[str, Any]:
    """What row-roxham-versions.html shows: the paragraphs that changed, word by word."""
    version = dict((await database.execute(VERSION, {"id": version_id})).first())
    stored = json.loads(version["changes"])
    excerpt = version["rights"] != "full"
    return {
        "version": version,
        "address": web_address(version["url"]),
        "changes": changes(version["changes"]),
        "headline_diff": word_diff(*stored["headline"]) if "headline" in stored else None,
        "paragraph_diffs": [
            word_diff(old or "", new or "", excerpt=excerpt) for old, new in stored.get("paragraphs", [])
        ],
        "quotes": [_quote(change) for change in stored.get("quotes", [])],
        "named": [change["new"] for change in stored.get("names", []) if change["new"]],
        "no_longer_named": [change["old"] for change in stored.get("names", []) if change["old"]],
        "words": _balance(stored.get("paragraphs", [])),
    }


def word_diff(old: str, new: str, *, excerpt: bool = False) -> Markup:
    """Both texts as one, `<del>` and `<ins>` around the words that differ; for an excerpt, only what is near them."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    most = ADDED if excerpt else None
    if max(len(a), len(b)) > LONGEST:
        return _changed("del", a, most) + _changed("ins", b, most)
    html = Markup()
    operations = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for number, (operation, i1, i2, j1, j2) in enumerate(operations):
        if operation == "equal":
            kept = _near(a[i1:i2], number > 0, number < len(operations) - 1) if excerpt else a[i1:i2]
            html += escape(" ".join(kept)) + " "
        else:
            html += _changed("del", a[i1:i2], most) + _changed("ins", b[j1:j2], most)
    return html


def _near(words: list[str], after: bool, before: bool) -> list[str]:
    """Of words that stayed, those after the change before them and before the change after them."""
    if len(words) <= CONTEXT * (after + before):
        return words
    return [*(words[:CONTEXT] if after else ()), "…", *(words[-CONTEXT:] if before else ())]


def _quote(change: dict[str, Any]) -> dict[str, Any]:
    """A quote's words as one text with marks, and its speakers before and after."""
    old, new = ((change[side] or {"text": "", "speaker": None}) for side in ("old", "new"))
    return {
        "words": word_diff(old["text"], new["text"]),
        "before": old["speaker"],
        "speaker": new["speaker"] if change["new"] else old["speaker"],
        "moved": bool(change["old"] and change["new"]) and old["speaker"] != new["speaker"],
    }


def _changed(tag: str, words: Sequence[str], most: int | None) -> Markup:
    shown = words if most is None or len(words) <= most else [*words[:most], "…"]
    return Markup("<{0}>{1}</{0}> ").format(tag, " ".join(shown)) if shown else Markup()


def _balance(paragraphs: Sequence[Sequence[str | None]]) -> int:
    """How many words the text gained, negative where it lost."""
    return sum(len((new or "").split()) - len((old or "").split()) for old, new in paragraphs)
