"""What finding figures costs: CPU of `roxham_figures` in that of bare spaCy pipelines: `python -m benchmarks.figures`.

The bare pipelines are sentences and names alone (senter and ner), and the whole model. All read the same texts in
alternating rounds of one process, in English and French.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.reading import LANGUAGES, bare, cpu, load_pipeline, load_texts, pipe
from nlp.pipeline import COMPONENTS, make_doc

FIGURES = "roxham_figures"
LIMIT = 0.25
"""CPU of finding figures in that of the model it builds on."""


def measure(language: str, rounds: int) -> dict[str, Any]:
    nlp, texts = load_pipeline(language), load_texts(language)
    nlp.enable_pipe("senter")
    before = (*(name for name in bare(nlp) if name != "senter"), *COMPONENTS[: COMPONENTS.index(FIGURES)])

    def fresh(only: tuple[str, ...]) -> Callable[[], object]:
        return partial(pipe, nlp, [make_doc(nlp, text) for text in texts], only=only)

    def read() -> Callable[[], object]:
        docs = pipe(nlp, [make_doc(nlp, text) for text in texts], only=before)
        return partial(pipe, nlp, docs, only=(FIGURES,))

    read()()  # caches are filled once a process, not once a text
    full = tuple(name for name in before if name not in COMPONENTS)
    times = cpu(rounds, {"names": partial(fresh, ("senter", "ner")), "full": partial(fresh, full), "figures": read})
    return {
        "texts": len(texts),
        "ms_per_text": {name: round(1000 * seconds / len(texts), 2) for name, seconds in times.items()},
        "of_senter_and_ner": round(times["figures"] / times["names"], 3),
        "of_full": round(times["figures"] / times["full"], 3),
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
            print(
                f"{language}: {row['ms_per_text']} ms of CPU a text; figures take {row['of_senter_and_ner']} of senter "
                f"and ner, {row['of_full']} of the full model (limit {LIMIT})"
            )
    return int(any(row["of_full"] > LIMIT for row in found.values()))


if __name__ == "__main__":
    sys.exit(main())
