"""What changed between two versions of a text: headline and paragraphs, and the figures, quotes and names in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import product, zip_longest
from typing import Any

Row = Mapping[str, Any]
Change = dict[str, Any]

# Soft hyphens, zero-width spaces and joiners, byte order marks: a new editor or CDN puts them in and takes them out.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Straight and curved marks, hyphens and dashes: one for the other is the newsroom's typesetting.
_MARKS = str.maketrans(
    dict.fromkeys("‘’ʼ´`", "'") | dict.fromkeys("“”„", '"') | dict.fromkeys("‐‑–—−", "-") | {"…": "..."}
)
_WORD = re.compile(r"[^\W\d]+")
SAME_SENTENCE = 0.6
"""Two sentences say the same of another number when so much of their words, numbers left out, agrees."""

SAME_PARAGRAPH = 0.4
"""A paragraph became another when they share so many words."""
MOST_COMPARED = 10_000
"""Pairs of paragraphs up to which each is compared with each: more is a text rewritten."""


def normalise(text: str) -> str:
    """The text as compared, a blank line between paragraphs: spacing and what nobody sees say nothing, words do."""
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in seen.split("\n") if paragraph.strip())


def same_to_readers(a: str, b: str) -> bool:
    """Whether two texts differ in spacing and typesetting at most, paragraphs included."""
    return _set_plainly(normalise(a)).split() == _set_plainly(normalise(b)).split()


def _set_plainly(text: str) -> str:
    return text.translate(_MARKS)


def text_changes(old_headline: str, old_text: str, new_headline: str, new_text: str) -> dict[str, Any]:
    """`headline` ([old, new], where it changed) and `paragraphs` (a list of [old or null, new or null])."""
    changes: dict[str, Any] = {}
    if not same_to_readers(old_headline, new_headline):
        changes["headline"] = [old_headline, new_headline]
    old, new = normalise(old_text).split("\n\n"), normalise(new_text).split("\n\n")
    paragraphs: list[list[str | None]] = []
    plain = (list(map(_set_plainly, side)) for side in (old, new))
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, *plain, autojunk=False).get_opcodes():
        if operation == "equal":
            continue
        paragraphs += _paired(old[i1:i2], new[j1:j2])
    if paragraphs:
        changes["paragraphs"] = paragraphs
    return changes


def _paired(old: Sequence[str], new: Sequence[str]) -> list[list[str | None]]:
    """Paragraphs beside what they became, in their order: those alike enough first, what is left between them by rank.

    Without it, a paragraph added before three that were edited would be shown as the first of them, rewritten.
    """
    if len(old) * len(new) > MOST_COMPARED:
        return [list(pair) for pair in zip_longest(old, new)]
    words = [[set(_WORD.findall(paragraph.lower())) for paragraph in side] for side in (old, new)]
    # The longest common subsequence, weighted by likeness: best[i][j] is what old[i:] and new[j:] have in common.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, j in product(reversed(range(len(old))), reversed(range(len(new)))):
        best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + _alike(words[0][i], words[1][j]))
    pairs: list[list[str | None]] = []
    i = j = first_old = first_new = 0
    while i < len(old) and j < len(new):
        alike = _alike(words[0][i], words[1][j])
        if alike and best[i][j] == best[i + 1][j + 1] + alike:
            pairs += [list(pair) for pair in zip_longest(old[first_old:i], new[first_new:j])]
            pairs.append([old[i], new[j]])
            i, j = first_old, first_new = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs + [list(pair) for pair in zip_longest(old[first_old:], new[first_new:])]


def _alike(a: set[str], b: set[str]) -> float:
    """The share of common words (Dice), 0 where that is too little to be the same paragraph."""
    common = 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
    return common if common >= SAME_PARAGRAPH else 0.0


def figure_changes(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """Figures whose number or attribution changed between two versions, and those that came or went.

    Rows are those of `figures`. Each change holds `old` and `new` (id, text, value, value_high, unit, attribution;
    null for one that came or went).
    """
    columns = ("id", "text", "value", "value_high", "unit", "attribution")
    return _changes(old, new, _says, _likeness, columns)


def quote_changes(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """Direct quotes whose words or speaker changed between two versions, and those that came or went.

    Rows are those of `quotes`. Each change holds `old` and `new` (id, text, speaker; null for one that came or went).
    """
    before, after = ([row for row in rows if row["direct"]] for rows in (old, new))
    return _changes(before, after, _quoted, _quote_likeness, ("id", "text", "speaker"))


def name_changes(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """Entities that only one of two versions names: each change holds `old` or `new` (id, name), the other is null.

    Rows are those of `entities`.
    """
    changes = _changes(old, new, lambda row: (row["id"],), lambda a, b: 0.0, ("id", "name"))
    return sorted(changes, key=lambda change: (change["old"] is None, (change["old"] or change["new"] or {})["name"]))


def _changes(
    old: Sequence[Row],
    new: Sequence[Row],
    says: Callable[[Row], tuple[object, ...]],
    likeness: Callable[[Row, Row], float],
    columns: Sequence[str],
) -> list[Change]:
    """Rows that say the same are no change, wherever they stand; of the rest, those alike enough became one another."""
    gone, come = list(old), list(new)
    for before in old:
        twin = next((after for after in come if says(after) == says(before)), None)
        if twin is not None:
            gone.remove(before)
            come.remove(twin)
    changes: list[Change] = []
    for before in list(gone):
        after = max(come, key=lambda row: likeness(before, row), default=None)
        if after is not None and likeness(before, after) >= SAME_SENTENCE:
            gone.remove(before)
            come.remove(after)
            changes.append({"old": _brief(before, columns), "new": _brief(after, columns)})
    changes += [{"old": _brief(row, columns), "new": None} for row in gone]
    changes += [{"old": None, "new": _brief(row, columns)} for row in come]
    return changes


def _says(row: Row) -> tuple[object, ...]:
    return (row["value"], row["value_high"], row["unit"], row["qualifier"], row["speaker_id"], row["measure_id"])


def _likeness(old: Row, new: Row) -> float:
    same_number = 0.3 if old["value"] == new["value"] else 0
    return _ratio(old["sentence"], new["sentence"]) + (0.1 + same_number if old["unit"] == new["unit"] else 0)


def _quoted(row: Row) -> tuple[object, ...]:
    return (tuple(_WORD.findall(row["text"].lower())), row["speaker"])


def _quote_likeness(old: Row, new: Row) -> float:
    return _ratio(old["text"], new["text"])


def _ratio(old: str, new: str) -> float:
    a, b = (_WORD.findall(text.lower()) for text in (old, new))
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _brief(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    return {column: row[column] for column in columns}
