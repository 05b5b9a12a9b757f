"""How well figures are read, on gold of one's own: `roxham eval figures`. A line of gold is a JSON object with "id",
"text", "figures", and what the reader may know: "date", "language" (English where it is not given), "country".

A figure of gold has `value`, `value2` (the other end of a range), `unit`, `change` (one of = ~ > < up down: a bound
wins over a direction), `concept` (the content words of what it is said of), and, where they are annotated,
`period_start`, `period_end`, `speaker` (a name, or several that are all right) and `measure`. In their place stand as
well the names that readings have: `value_high`, `qualifier` with `change`, `counted`.

Figures of a text are paired one to one, those that agree on most first. docs/evaluation.md says what each line counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from db.errors import RoxhamError
from db.records import Topic
from nlp.number_words import word_set
from nlp.pipeline import Reader
from nlp.texts import Text
from roxham.gold_units import COINS, NONE, is_money, singular, unit_form, unit_words

Row = Mapping[str, Any]

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "figures.jsonl"

# How much each agreement says for a pair; the span decides between otherwise equal ones.
WEIGHTS = {
    "value": 10_000,
    "value+unit": 1_000,
    "value+unit~": 100,
    "value+change": 500,
    "value+unit+change": 50,
    "concept partial": 3,
    "concept complete": 1,
}
SPAN = 10
SCOPE = ("period_start", "period_end", "speaker", "measure", "place")
"""Told of the figures whose value was found."""

_BOUNDS = {"about": "~", "at_least": ">", "more_than": ">", "at_most": "<", "less_than": "<"}
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_STOP = word_set(
    """a an the of in on at for to from by with and or as than per its their his her this that these those is are was
    were be been has have had which who all de la le les des du et à au aux dans par pour sur un une"""
)


def rows_of(evaluations: Mapping[str, Evaluation]) -> list[dict[str, Any]]:
    """A table of percentages: an agreement a row, then a field of matched figures, each language's F1 beside."""

    def percent(share: float | None) -> str:
        return "-" if share is None else f"{100 * share:.1f}"

    whole = evaluations["all"]
    others = {language: evaluation for language, evaluation in evaluations.items() if language != "all"}
    found = [
        {"what": name, "p": percent(score.precision), "r": percent(score.recall), "f1": percent(score.f1)}
        | {language: percent(other.found[name].f1) for language, other in others.items()}
        for name, score in whole.found.items()
    ]
    scope = [
        {"what": f"{name}, of matched", "p": "", "r": percent(score.recall), "f1": ""}
        | {language: percent(other.scope.get(name, Score()).recall) for language, other in others.items()}
        for name, score in whole.scope.items()
    ]
    return found + scope


class GoldError(RoxhamError):
    """A gold file is missing or has a line that is none. Names the file and the line."""


@dataclass(slots=True)
class Score:
    """How many of the figures in gold were read right, and how many were read."""

    right: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        return 2 * self.right / (self.gold + self.predicted) if self.gold + self.predicted else None


@dataclass(slots=True)
class Evaluation:
    """`found` by agreement, of all figures; `scope` by field, of those whose value was found."""

    texts: int = 0
    found: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in WEIGHTS})
    scope: dict[str, Score] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        def rates(score: Score, *names: str) -> dict[str, Any]:
            return {name: getattr(score, name) for name in names} | asdict(score)

        return {
            "texts": self.texts,
            "figures": {name: rates(score, "precision", "recall", "f1") for name, score in self.found.items()},
            "of_matched": {name: rates(score, "recall") for name, score in self.scope.items()},
        }


def evaluate_figures(paths: Sequence[Path], topic: Topic) -> dict[str, Evaluation]:
    """Read the texts of the gold files with the topic's names and measures, and compare: all of them, under `all`, and
    each language's where there are several. Without paths, on the gold of the source tree. Raises GoldError.
    """
    if not paths and not GOLD.exists():
        raise GoldError("name a FILE of gold: Roxham's own lies in its source tree only, as tests/gold/figures.jsonl")
    rows = [row for path in paths or [GOLD] for row in load_gold(path)]
    reader = Reader(topic.entities, topic.measures, events=topic.events)
    texts = [Text(row["text"], row["language"], row.get("date"), row.get("country")) for row in rows]
    readings = []
    for row, reading in zip(rows, reader.read(texts), strict=True):
        if isinstance(reading, Exception):
            raise GoldError(f"the text '{row['id']}' could not be read: {reading}")
        readings.append([asdict(figure) for figure in reading.figures])
    pairs = [(row["language"], (row["figures"], found)) for row, found in zip(rows, readings, strict=True)]
    languages = sorted({language for language, _ in pairs})
    by_language = {
        language: compare(pair for other, pair in pairs if other == language)
        for language in languages
        if len(languages) > 1
    }
    return {"all": compare(pair for _, pair in pairs), **by_language}


def load_gold(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row["text"], str) or not all("value" in figure for figure in row["figures"]):
                raise ValueError("'text' must be a string, and each of the 'figures' needs a 'value'")
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{path}: line {number} is no gold: {type(error).__name__}: {error}") from error
        rows.append({"id": number, "language": "en"} | row)
    return rows


def compare(texts: Iterable[tuple[Sequence[Row], Sequence[Row]]]) -> Evaluation:
    """Gold figures and read ones, a pair of lists a text."""
    result = Evaluation()
    for gold, predicted in texts:
        result.texts += 1
        concepts = all(_concept(figure) is not None for figure in gold)
        for name, score in result.found.items():
            if concepts or not name.startswith("concept"):
                score.gold += len(gold)
                score.predicted += len(predicted)
        for ours, theirs, agreed in _pairs(gold, predicted):
            for name in WEIGHTS:
                result.found[name].right += agreed[name]
            _compare_scope(result.scope, ours, theirs)
    return result


def _compare_scope(scope: dict[str, Score], gold: Row, predicted: Row) -> None:
    same = {name: _same(name, gold[name], predicted.get(name)) for name in SCOPE if name in gold}
    if "period_start" in same and "period_end" in same:
        same["period (both ends)"] = same["period_start"] and same["period_end"]
    for name, right in same.items():
        score = scope.setdefault(name, Score())
        score.gold += 1
        score.right += right


def _pairs(gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[Row, Row, dict[str, bool]]]:
    """One to one, the pair that agrees on most first."""
    candidates = []
    for i, ours in enumerate(gold):
        for k, theirs in enumerate(predicted):
            if agreed := _agreed(ours, theirs):
                weight = sum(WEIGHTS[name] for name, same in agreed.items() if same)
                candidates.append((-weight - SPAN * _overlap(ours, theirs), i, k, agreed))
    pairs, taken = [], (set[int](), set[int]())
    for _, i, k, agreed in sorted(candidates, key=lambda candidate: candidate[:3]):
        if i not in taken[0] and k not in taken[1]:
            taken[0].add(i)
            taken[1].add(k)
            pairs.append((gold[i], predicted[k], agreed))
    return pairs


def _agreed(gold: Row, predicted: Row) -> dict[str, bool] | None:
    """What the two agree on, or None where the values differ."""
    unit, read = unit_form(gold.get("unit")), unit_form(predicted.get("unit"))
    values, read_values = _values(gold), _values(predicted)
    if not values or len(values) != len(read_values):
        return None
    if unit in COINS and is_money(read) and all(map(_close, (v / 100 for v in values), read_values)):
        unit = read
    elif not all(map(_close, values, read_values)):
        return None
    same_unit = unit == read
    change = _change(gold) in (None, _change(predicted) or "=")
    concept, read_concept = _concept(gold), _concept(predicted) or {NONE}
    return {
        "value": True,
        "value+unit": same_unit,
        "value+unit~": same_unit or bool(unit_words(unit) & unit_words(read)),
        "value+change": change,
        "value+unit+change": change and same_unit,
        "concept partial": concept is not None and bool(concept & read_concept),
        "concept complete": concept == read_concept,
    }


def _values(figure: Row) -> list[float]:
    """The value, or both ends of a range in order."""
    high = figure.get("value_high", figure.get("value2"))
    return sorted(float(value) for value in (figure["value"], high) if value is not None)


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-5 * max(abs(a), abs(b)) + 1e-8


def _change(figure: Row) -> str | None:
    """Bound or direction; None where neither is annotated."""
    change = figure.get("change")
    if "qualifier" not in figure:
        return change or None
    return _BOUNDS.get(figure["qualifier"] or "exact") or change or "="


def _concept(figure: Row) -> set[str] | None:
    """Content words without the unit's own; {NONE} for no concept, None where it is not annotated."""
    phrase = figure.get("concept", figure.get("counted"))
    if phrase is None and "counted" not in figure:
        return None
    words = _WORD.findall((" ".join(phrase) if isinstance(phrase, list) else phrase or "").lower())
    unit = {singular(word) for word in unit_form(figure.get("unit")).split()}
    return {word for word in map(singular, words) if word not in _STOP} - unit or {NONE}


def _overlap(gold: Row, predicted: Row) -> bool:
    if gold.get("start") is None or predicted.get("start") is None:
        return False
    return min(gold["end"], predicted["end"]) > max(gold["start"], predicted["start"])


def _same(name: str, gold: Any, predicted: Any) -> bool:
    if name in ("speaker", "place"):
        return _same_name(gold, predicted)
    if name == "measure":
        return _measure(gold) == _measure(predicted)
    return (gold or None) == ((predicted or "")[:10] or None)


def _measure(measure: str | None) -> str | None:
    return None if measure == "other" else measure


def _same_name(gold: str | list[str] | None, predicted: str | None) -> bool:
    """The same name, or one is a part of the other: 'Fraser', 'Sean Fraser'."""
    if isinstance(gold, list):
        return any(_same_name(name, predicted) for name in gold) if gold else predicted is None
    if gold is None or predicted is None:
        return gold is predicted
    ours, theirs = ({w for w in re.findall(r"\w+", name.lower()) if w not in _STOP} for name in (gold, predicted))
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)
