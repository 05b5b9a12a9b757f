"""What the whole analysis costs beside the bare spaCy pipeline that it is built on: `python -m benchmarks.annotate`.

Both read the same texts in one process, a few texts each by turns, so that whatever else the machine does falls on both
alike: words per CPU second, and the median of the rounds' ratios of their CPU, in English and French.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from functools import partial
from typing import Any

from benchmarks.reading import LANGUAGES, bare, cpu_by_turns, load_pipeline, load_texts, pipe
from nlp.pipeline import make_doc
from nlp.texts import Text

LIMIT = 1.3
"""CPU of the whole analysis in that of the bare pipeline."""


def measure(language: str, rounds: int) -> dict[str, Any]:
    nlp, texts = load_pipeline(language), load_texts(language)

    def prepare(only: tuple[str, ...] | None, texts: list[Text]) -> partial[Any]:
        return partial(pipe, nlp, [make_doc(nlp, text) for text in texts], only=only)

    prepare(None, texts)()  # caches are filled once a process, not once a text
    times = cpu_by_turns(rounds, texts, {"bare": partial(prepare, bare(nlp)), "whole": partial(prepare, None)})
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
        for language, row in found.items():
            speed = row["words_per_cpu_second"]
            print(
                f"{language}: {row['words']} words, bare {speed['bare']} a CPU second, whole {speed['whole']}: "
                f"{row['ratio']} x (limit {LIMIT})"
            )
    return int(any(row["ratio"] > LIMIT for row in found.values()))


if __name__ == "__main__":
    sys.exit(main())
