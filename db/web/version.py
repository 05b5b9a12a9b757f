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
    return {
        "version": version,
        "address": web_address(version["url"]),
        "changes": changes(version["changes"]),
        "headline_diff": word_diff(*stored["headline"]) if "headline" in stored else None,
        "paragraph_diffs": [word_diff(old or "", new or "") for old, new in stored.get("paragraphs", [])],
        "quotes": [_quote(change) for change in stored.get("quotes", [])],
        "named": [change["new"] for change in stored.get("names", []) if change["new"]],
        "no_longer_named": [change["old"] for change in stored.get("names", []) if change["old"]],
        "words": _balance(stored.get("paragraphs", [])),
    }


def word_diff(old: str, new: str) -> Markup:
    """Both texts as one, with `<del>` and `<ins>` around the words that differ."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    if max(len(a), len(b)) > LONGEST:
        return _changed("del", a) + _changed("ins", b)
    html = Markup()
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if operation == "equal":
            html += escape(" ".join(a[i1:i2])) + " "
        else:
            html += _changed("del", a[i1:i2]) + _changed("ins", b[j1:j2])
    return html


def _quote(change: dict[str, Any]) -> dict[str, Any]:
    """A quote's words as one text with marks, and its speakers before and after."""
    old, new = ((change[side] or {"text": "", "speaker": None}) for side in ("old", "new"))
    return {
        "words": word_diff(old["text"], new["text"]),
        "before": old["speaker"],
        "speaker": new["speaker"] if change["new"] else old["speaker"],
        "moved": bool(change["old"] and change["new"]) and old["speaker"] != new["speaker"],
    }


def _changed(tag: str, words: Sequence[str]) -> Markup:
    return Markup("<{0}>{1}</{0}> ").format(tag, " ".join(words)) if words else Markup()


def _balance(paragraphs: Sequence[Sequence[str | None]]) -> int:
    """How many words the text gained, negative where it lost."""
    return sum(len((new or "").split()) - len((old or "").split()) for old, new in paragraphs)
