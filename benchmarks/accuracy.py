"""What `make bench` prints: Roxham's scores on gold data that lies beside the project, by the scorers that lie there.

The data are real pages and texts of others, for local tests only, so none of them is in the project. They are looked
for in `../shared`, or where $ROXHAM_SHARED says. Name tasks to run some: `make bench BENCH_ARGS="extract topic"`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ROXHAM_SHARED", ROOT.parent / "shared"))
SCORE, DATA = SHARED / "score", SHARED / "data"


@dataclass(frozen=True)
class Task:
    """Gold files, the filter that answers them, and the scorers (with their options) that compare."""

    gold: tuple[str, ...]
    command: str
    scorers: tuple[tuple[str, ...], ...]


RECOGNIZERS = tuple(
    f"nlp/rt_{name}.jsonl" for name in ("number_en", "number_fr", "currency_en", "currency_fr", "percent_en")
)
TASKS = {
    "extract": Task(("pages/truth.jsonl",), "extract", (("extract.py",),)),
    "newsquant": Task(("nlp/newsquant.jsonl",), "analyze", (("figures.py",),)),
    "rtext": Task(("nlp/rtext.jsonl",), "analyze", (("figures.py",),)),
    "topic": Task(("topic/gold.jsonl",), "analyze", (("topic.py",), ("figures.py",))),
    "topic-en": Task(("topic/gold.jsonl",), "analyze", (("topic.py",), ("figures.py",))),
    "topic-fr": Task(("topic/gold.jsonl",), "analyze", (("topic.py",), ("figures.py",))),
    "gum": Task(("nlp/gum_news.jsonl",), "analyze", (("entities.py",), ("dates.py",))),
    "timebank": Task(("nlp/timex_tbaq.jsonl",), "analyze", (("dates.py",),)),
    "polnear": Task(("nlp/polnear.jsonl",), "analyze", (("quotes.py",),)),
    "numbers": Task(RECOGNIZERS, "analyze", (("numbers.py",),)),
}


def main(names: list[str]) -> int:
    if not SCORE.is_dir():
        print(f"no scorers in {SCORE}: set ROXHAM_SHARED to where they are", file=sys.stderr)
        return 1
    if unknown := set(names) - set(TASKS):
        print(f"no task {', '.join(sorted(unknown))}: there is {', '.join(TASKS)}", file=sys.stderr)
        return 2
    for name in names or TASKS:
        print(f"\n== {name}", flush=True)
        run(name, TASKS[name])
    return 0


def run(name: str, task: Task) -> None:
    with tempfile.TemporaryDirectory() as folder:
        gold, answers = Path(folder, "gold.jsonl"), Path(folder, "answers.jsonl")
        # A scorer finds a page's file beside the gold, so gold in one file is used where it lies.
        language = name.partition("-")[2]
        if len(task.gold) == 1 and not language:
            gold = DATA / task.gold[0]
        else:
            lines = [line for path in task.gold for line in (DATA / path).read_text().splitlines()]
            gold.write_text("\n".join(line for line in lines if f'"language": "{language}' in line or not language))
        roxham = Path(sys.executable).with_name("roxham")
        inputs = subprocess.run([sys.executable, SCORE / "inputs.py", gold], stdout=subprocess.PIPE, check=True).stdout
        answered = subprocess.run([roxham, task.command], input=inputs, stdout=subprocess.PIPE, check=False)
        if answered.returncode:
            print(f"{answered.returncode} lines could not be read")
        answers.write_bytes(answered.stdout)
        for scorer, *options in task.scorers:
            subprocess.run([sys.executable, SCORE / scorer, gold, answers, *options], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
