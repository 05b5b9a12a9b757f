"""What changed between two versions of a text: headline, paragraphs, and the figures in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

_WORD = re.compile(r"[^\W\d]+")
SAME_SENTENCE = 0.6
"""Two sentences say the same of another number when so much of their words, numbers left out, agrees."""


def normalise(text: str) -> str:
    """The text as compared: spacing says nothing, words do."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n") if paragraph.strip())


def text_changes(old_headline: str, old_text: str, new_headline: str, new_text: str) -> dict[str, Any]:
    """`headline` ([old, new], where it changed) and `paragraphs` (a list of [old or null, new or null])."""
    changes: dict[str, Any] = {}
    if old_headline != new_headline:
        changes["headline"] = [old_headline, new_headline]
    old, new = normalise(old_text).split("\n\n"), normalise(new_text).split("\n\n")
    paragraphs: list[list[str | None]] = []
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            continue
        paragraphs += [list(pair) for pair in zip_longest(old[i1:i2], new[j1:j2])]
    if paragraphs:
        changes["paragraphs"] = paragraphs
    return changes


def figure_changes(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Figures whose number or attribution changed between two versions, and those that came or went.

    Rows are those of `figures`. Each change holds `old` and `new` (id, text, value, value_high, unit, attribution;
    null for one that came or went).
    """
    gone, come = list(old), list(new)
    for before in old:
        twin = next((after for after in come if _says(after) == _says(before)), None)
        if twin is not None:
            gone.remove(before)
            come.remove(twin)
    changes = []
    for before in list(gone):
        after = max(come, key=lambda row: _likeness(before, row), default=None)
        if after is not None and _likeness(before, after) >= SAME_SENTENCE:
            gone.remove(before)
            come.remove(after)
            changes.append({"old": _brief(before), "new": _brief(after)})
    changes += [{"old": _brief(row), "new": None} for row in gone]
    changes += [{"old": None, "new": _brief(row)} for row in come]
    return changes


def _says(row: Mapping[str, Any]) -> tuple[object, ...]:
    return (row["value"], row["value_high"], row["unit"], row["qualifier"], row["speaker_id"], row["measure_id"])


def _likeness(old: Mapping[str, Any], new: Mapping[str, Any]) -> float:
    a, b = (_WORD.findall(row["sentence"].lower()) for row in (old, new))
    same_number = 0.3 if old["value"] == new["value"] else 0
    return SequenceMatcher(None, a, b, autojunk=False).ratio() + (
        0.1 + same_number if old["unit"] == new["unit"] else 0
    )


def _brief(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("id", "text", "value", "value_high", "unit", "attribution")}
