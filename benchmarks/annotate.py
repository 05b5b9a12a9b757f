"""What the whole analysis costs beside the bare spaCy pipeline that it is built on: `python -m benchmarks.annotate`.

Both read the same texts in one process, a few texts each by turns, so that whatever else the machine does falls on both
alike: words per CPU second, and the median of the rounds' ratios of their CPU, in English and French, for texts on the
topic, which are dense with figures, for other news, and for all of them, which the limit is for.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from spacy.language import Language

from benchmarks.reading import LANGUAGES, cpu_by_turns, load_model, load_news, load_pipeline, load_texts, pipe
from nlp.pipeline import make_doc
from nlp.texts import Text

LIMIT = 1.3
"""CPU of the whole analysis in that of the bare pipeline, over all texts of a language."""


def measure(language: str, rounds: int) -> dict[str, Any]:
    """A row for each kind of text, and one for `all` of them."""
    runs = {"bare": load_model(language), "whole": load_pipeline(language)}
    kinds = {kind: texts for kind, texts in (("topic", load_texts(language)), ("news", load_news(language))) if texts}
    times = {kind: _times(runs, texts, rounds) for kind, texts in kinds.items()}
    rows = {kind: _row(texts, times[kind]) for kind, texts in kinds.items()}
    both = {name: [sum(round_) for round_ in zip(*(times[kind][name] for kind in kinds), strict=True)] for name in runs}
    return rows | {"all": _row([text for texts in kinds.values() for text in texts], both)}


def _times(pipelines: Mapping[str, Language], texts: list[Text], rounds: int) -> dict[str, list[float]]:
    def prepare(nlp: Language, texts: list[Text]) -> partial[Any]:
        return partial(pipe, nlp, [make_doc(nlp, text) for text in texts])

    runs = {name: partial(prepare, nlp) for name, nlp in pipelines.items()}
    for run in runs.values():
        run(texts)()  # caches are filled once a process, not once a text
    return cpu_by_turns(rounds, texts, runs)


def _row(texts: list[Text], times: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    ratios = [whole / alone for whole, alone in zip(times["whole"], times["bare"], strict=True)]
    words = sum(len(text.text.split()) for text in texts)
    return {
        "texts": len(texts),
        "words": words,
        "words_per_cpu_second": {name: round(words / statistics.median(found)) for name, found in times.items()},
        "ratio": round(statistics.median(ratios), 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {language: measure(language, options.rounds) for language in LANGUAGES}
    if options.json:
        print(json.dumps(found))
    else:
        for language, kinds in found.items():
            for kind, row in kinds.items():
                speed = row["words_per_cpu_second"]
                print(
                    f"{language} {kind}: {row['words']} words, bare {speed['bare']} a CPU second, "
                    f"whole {speed['whole']}: {row['ratio']} x (limit {LIMIT})"
                )
    return int(any(kinds["all"]["ratio"] > LIMIT for kinds in found.values()))


if __name__ == "__main__":
    sys.exit(main())
