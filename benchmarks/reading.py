"""What the benchmarks of reading share: texts, pipelines, and CPU measured side by side.

Texts on the topic, dense with figures, are the sample newsroom's articles and, where `../shared` (or $ROXHAM_SHARED)
lies beside, its texts on the topic. Other news, with fewer figures, is there only.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.models import configured_models
from nlp.pipeline import COMPONENTS, Reader
from nlp.texts import BATCH, Text
from roxham.demo.content import load_articles
from roxham.topic import load_topic

SHARED = Path(os.environ.get("ROXHAM_SHARED", Path(__file__).parents[2] / "shared"), "data")
LANGUAGES = ("en", "fr")
_TURN = 16


def load_texts(language: str) -> list[Text]:
    """Texts on the topic."""
    texts = [
        Text("\n\n".join(article.paragraphs), article.language, article.published.date().isoformat(), "CA")
        for article in load_articles(edition=1)
        if article.language == language
    ]
    rows = _rows(SHARED / "topic" / "gold.jsonl")
    return texts + [Text(row["text"], language, row["date"]) for row in rows if row["language"] == language]


def load_news(language: str) -> list[Text]:
    """Other news."""
    if language == "en":
        return [Text(row["text"], language, row["date"]) for row in _rows(SHARED / "nlp" / "gum_news.jsonl")]
    rows = _rows(SHARED / "pages" / "truth.jsonl")
    return [Text(row["body"], language, row.get("date")) for row in rows if row["lang"] == language and row.get("body")]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def load_model(language: str) -> Language:
    """The bare model, as spaCy loads it."""
    return spacy.load(configured_models()[language])


def load_pipeline(language: str) -> Language:
    topic = load_topic("safe-third-country")
    return Reader(topic.entities, topic.measures, events=topic.events).pipeline(language)


def pipe(nlp: Language, docs: list[Doc], *, only: tuple[str, ...] | None = None) -> list[Doc]:
    """Run the pipeline, or `only` some of its components, over docs."""
    with ExitStack() as stack:
        if only is not None:
            stack.enter_context(nlp.select_pipes(enable=list(only)))
        return list(nlp.pipe(docs, batch_size=BATCH))


def bare(nlp: Language) -> tuple[str, ...]:
    """The model's own components."""
    return tuple(name for name in nlp.pipe_names if name not in COMPONENTS)


def cpu(rounds: int, runs: Mapping[str, Callable[[], Callable[[], object]]]) -> dict[str, float]:
    """The median CPU seconds of each run. A run is prepared by its function, which is not measured, in every round."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, prepare in runs.items():
            run = prepare()
            begin = time.process_time()
            run()
            found[name].append(time.process_time() - begin)
    return {name: statistics.median(times) for name, times in found.items()}


def cpu_by_turns(
    rounds: int, texts: list[Text], runs: Mapping[str, Callable[[list[Text]], Callable[[], object]]]
) -> dict[str, list[float]]:
    """The CPU seconds that each run takes over all texts, a round each. The runs take turns with every `_TURN` texts,
    each first by turns, and are prepared by their function, which is not measured."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    order = list(runs)
    for _ in range(rounds):
        times = dict.fromkeys(runs, 0.0)
        for start in range(0, len(texts), _TURN):
            order.reverse()
            for name in order:
                run = runs[name](texts[start : start + _TURN])
                begin = time.process_time()
                run()
                times[name] += time.process_time() - begin
        for name, seconds in times.items():
            found[name].append(seconds)
    return found
