"""Floors under who says what in tests/gold/speakers.jsonl: bare and hyphenated surnames, incises, roles, documents."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from db.records import Annotation
from nlp.pipeline import Reader, Text

GOLD = Path(__file__).parent / "gold" / "speakers.jsonl"
FLOORS = {"en": {"quotations": 0.95, "figures": 0.88}, "fr": {"quotations": 0.90, "figures": 0.84}}


@cache
def read(language: str) -> list[tuple[dict[str, Any], Annotation]]:
    rows = [row for row in map(json.loads, GOLD.read_text().splitlines()) if row["language"] == language]
    readings = list(Reader((), ()).read(Text(row["text"], language, row["date"]) for row in rows))
    assert not [reading for reading in readings if isinstance(reading, Exception)]
    return [(row, reading) for row, reading in zip(rows, readings, strict=True) if isinstance(reading, Annotation)]


def right(gold: dict[str, Any], found: list[Any]) -> bool:
    """Whether what was found there has the gold's speaker, by the last word of the name, or neither has one."""
    overlapping = [f for f in found if f.start < gold["end"] and f.end > gold["start"]]
    if not overlapping:
        return False
    names = (overlapping[0].speaker, gold["speaker"])
    return len({name.split()[-1].casefold() if name else None for name in names}) == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_says_what(language: str) -> None:
    quotations = [
        right(gold, [quote for quote in reading.quotes if quote.direct])
        for row, reading in read(language)
        for gold in row["quotes"]
    ]
    figures = [right(gold, list(reading.figures)) for row, reading in read(language) for gold in row["figures"]]
    assert sum(quotations) / len(quotations) >= FLOORS[language]["quotations"]
    assert sum(figures) / len(figures) >= FLOORS[language]["figures"]


def test_the_gold_is_whole() -> None:
    rows = [json.loads(line) for line in GOLD.read_text().splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == 74
    for row in rows:
        for gold in (*row["quotes"], *row["figures"]):
            assert row["text"][gold["start"] : gold["end"]] == gold["surface"], row["id"]
