"""`roxham eval figures`: what counts as right, and floors under what is read of the gold in tests/gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from roxham.cli import main
from roxham.evaluate import GOLD, WEIGHTS, compare, load_gold

FLOORS = {
    "en": {"value": 0.965, "value+unit": 0.915, "value+unit+change": 0.86, "concept partial": 0.74},
    "fr": {"value": 0.96, "value+unit": 0.905, "value+unit+change": 0.845, "concept partial": 0.74},
}
FLOORS_OF_MATCHED = {
    "en": {"period (both ends)": 0.83, "speaker": 0.92, "measure": 0.89},
    "fr": {"period (both ends)": 0.88, "speaker": 0.92, "measure": 0.87},
}


def roxham(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def gold(value: float, **more: Any) -> dict[str, Any]:
    return {"value": value, "value2": None, "unit": "-", "change": "=", "concept": []} | more


def read(value: float, **more: Any) -> dict[str, Any]:
    return {
        "value": value,
        "value_high": None,
        "unit": None,
        "qualifier": "exact",
        "change": None,
        "counted": None,
    } | more


def agreed(ours: dict[str, Any], theirs: dict[str, Any]) -> set[str]:
    return {name for name, score in compare([([ours], [theirs])]).found.items() if score.right}


def test_the_shipped_gold_is_whole() -> None:
    rows = load_gold(GOLD)
    assert {row["language"] for row in rows} == {"en", "fr"}
    assert len(rows) >= 120
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        for figure in row["figures"]:
            assert row["text"][figure["start"] : figure["end"]] == figure["surface"], row["id"]


def test_gold_against_itself_is_right_and_against_nothing_is_not() -> None:
    figures = [row["figures"] for row in load_gold(GOLD)]
    same, nothing = compare((f, f) for f in figures), compare((f, []) for f in figures)
    assert all(score.precision == score.recall == score.f1 == 1 for score in same.found.values())
    assert all(score.recall == 1 for score in same.scope.values())
    assert all(score.f1 == 0 and score.precision is None for score in nothing.found.values())
    assert nothing.scope == {}


@pytest.mark.parametrize(
    ("ours", "theirs", "names"),
    [
        (gold(39000, unit="people", change="~"), read(39000, unit="person", qualifier="about"), set(WEIGHTS)),
        (gold(15, value2=20), read(20, value_high=15.0), set(WEIGHTS)),
        (gold(15, value2=20), read(15), set()),
        (gold(40, unit="percentage", change="up"), read(40, unit="percent", change="up"), set(WEIGHTS)),
        (gold(20, change="~"), read(20, qualifier="about", change="down"), set(WEIGHTS)),
        (gold(20, change=">"), read(20, qualifier="at_least"), set(WEIGHTS)),
        (gold(19, unit="cent"), read(0.19, unit="USD"), set(WEIGHTS)),
        (
            gold(5, unit="dollar", concept=["hotel", "rooms"]),
            read(5, unit="CAD", counted="a room"),
            {"value", "value+unit~", "value+change", "concept partial"},
        ),
        (gold(7, concept=["claims"]), read(7), {*WEIGHTS} - {"concept partial", "concept complete"}),
    ],
)
def test_what_two_figures_agree_on(ours: dict[str, Any], theirs: dict[str, Any], names: set[str]) -> None:
    assert agreed(ours, theirs) == names


def test_figures_are_paired_one_to_one_and_best_first() -> None:
    twice = compare([([gold(8, unit="day"), gold(8, unit="person")], [read(8, unit="person"), read(8, unit="day")])])
    assert twice.found["value+unit"].right == 2
    once = compare([([gold(8)], [read(8), read(8)])])
    assert (once.found["value"].precision, once.found["value"].recall) == (0.5, 1.0)


def test_scope_is_told_of_matched_figures_only() -> None:
    scope = {
        "speaker": ["the minister", "Sean Fraser"],
        "measure": "other",
        "period_start": None,
        "period_end": "2022-12-31",
    }
    found = compare(
        [([gold(8, **scope), gold(9, **scope)], [read(8, speaker="Fraser", measure=None, period_end="2021-12-31")])]
    ).scope
    assert {name: (score.right, score.gold) for name, score in found.items()} == {
        "speaker": (1, 1),
        "measure": (1, 1),
        "period_start": (1, 1),
        "period_end": (0, 1),
        "period (both ends)": (0, 1),
    }


def test_the_shipped_gold_is_read_as_well_as_it_was() -> None:
    result = roxham("eval", "figures", "--json")
    assert result.exit_code == 0, result.output
    scores = json.loads(result.stdout)
    assert scores["all"]["texts"] == len(load_gold(GOLD))
    below = [
        (language, name, found)
        for floors, part, rate in ((FLOORS, "figures", "f1"), (FLOORS_OF_MATCHED, "of_matched", "recall"))
        for language, names in floors.items()
        for name, floor in names.items()
        if (found := scores[language][part][name][rate]) < floor
    ]
    assert not below


def test_any_file_is_evaluated_and_printed_as_a_table(tmp_path: Path) -> None:
    text = "In 2022, 39,540 people crossed."
    file = tmp_path / "mine.jsonl"
    file.write_text(json.dumps({"id": 1, "text": text, "language": "en", "figures": [gold(39540, unit="person")]}))
    result = roxham("eval", "figures", file)
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert lines[0] == ["figures", "P", "R", "F1"]
    assert lines[2] == ["value+unit", "100.0", "100.0", "100.0"]
    assert lines[-1] == ["texts: 1, figures in gold: 1, read: 1"]


@pytest.mark.parametrize(
    ("line", "words"),
    [("{", "line 2 is no gold"), ('{"text": 1, "figures": []}', "must be a string"), ('{"text": ""}', "figures")],
)
def test_a_line_that_is_no_gold_is_named(tmp_path: Path, line: str, words: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": "Nobody.", "figures": []}\n' + line + "\n")
    result = roxham("eval", "figures", file)
    assert result.exit_code == 1
    assert f"{file}: line 2" in result.stderr
    assert words in result.stderr


def test_a_file_that_is_missing_is_named() -> None:
    result = roxham("eval", "figures", "nosuch.jsonl")
    assert result.exit_code == 1
    assert "nosuch.jsonl" in result.stderr
