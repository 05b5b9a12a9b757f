"""Relevance by the way a page takes to its decision: `python -m benchmarks.relevance`.

The texts of `relevance` in the gold data (see benchmarks.accuracy) are judged by a topic made for them, relevance.toml
beside this file, and by the topic Roxham ships with. The texts are split in two halves by a hash of their id: the
errors of the first have been read, those of the second have not. With `--errors` the wrong decisions of the first half
are listed with their reasons. Exits with 1 where an acceptance is missed.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import DATA
from crawler.relevance import score
from db.records import Article, Decision, Topic
from roxham.topic import load_topic

TEXTS = DATA / "relevance/articles.jsonl"
TOPIC = Path(__file__).with_suffix(".toml")
ON_TOPIC = ("stca", "ca_asylum_mention", "imm_asylum")
OFF_TOPIC = ("off", "near", "off_mention")
"""The other classes lie between the two: what becomes of them is shown and not judged."""
FLOOR = 0.90
HALVES = ("read", "unread")


@dataclass(frozen=True, slots=True)
class Judged:
    id: str
    stratum: str
    half: str
    article: Article
    decision: Decision


def articles() -> list[tuple[str, str, Article]]:
    """Id, class and article of each text."""
    rows = map(json.loads, TEXTS.read_text().splitlines())
    return [
        (row["id"], row["stratum"], Article(url=row["url"] or "", text=row["text"], headline=row["title"]))
        for row in rows
    ]


def half_of(id_: str) -> str:
    return HALVES[int(hashlib.sha256(id_.encode()).hexdigest(), 16) % 2]


def judge(topic: Topic) -> list[Judged]:
    return [
        Judged(id_, stratum, half_of(id_), article, score(article, topic.terms, topic.zones, topic.threshold))
        for id_, stratum, article in articles()
    ]


def precision_recall(judged: Iterable[Judged]) -> tuple[float, float]:
    judged = list(judged)
    right = sum(each.decision.kept for each in judged if each.stratum in ON_TOPIC)
    kept = right + sum(each.decision.kept for each in judged if each.stratum in OFF_TOPIC)
    on_topic = sum(each.stratum in ON_TOPIC for each in judged)
    return right / max(kept, 1), right / max(on_topic, 1)


def print_table(judged: Iterable[Judged]) -> None:
    counts: dict[str, dict[tuple[str, bool], int]] = defaultdict(lambda: defaultdict(int))
    for each in judged:
        counts[each.stratum][each.half, each.decision.kept] += 1
    print(f"{'class':24} {'read half':>20} {'unread half':>20}")
    print(f"{'':24} {'kept':>10}{'rejected':>10} {'kept':>10}{'rejected':>10}")
    for stratum in (*ON_TOPIC, *OFF_TOPIC, *sorted(set(counts) - {*ON_TOPIC, *OFF_TOPIC})):
        row = counts[stratum]
        print(
            f"{stratum:24} {row['read', True]:>10}{row['read', False]:>10} "
            f"{row['unread', True]:>10}{row['unread', False]:>10}"
        )


def print_errors(judged: Iterable[Judged], wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> None:
    for each in judged:
        wrong = not each.decision.kept if each.stratum in wanted else each.stratum in unwanted and each.decision.kept
        if wrong and each.half == "read":
            print(f"{each.stratum} {each.decision.score} {each.article.headline}")
            for reason in each.decision.reasons:
                print(f"    {reason.weight:+} {reason.term} ({reason.zone}, {reason.count})")


def main(arguments: list[str]) -> int:
    if not TEXTS.exists():
        print(f"{TEXTS} is not there: nothing measured")
        return 0
    made = judge(load_topic(TOPIC))
    print(f"== {TOPIC.name}, made for these texts: {', '.join(ON_TOPIC)} against {', '.join(OFF_TOPIC)}")
    print_table(made)
    passed = True
    for name, part in [(half, [each for each in made if each.half == half]) for half in HALVES] + [("both", made)]:
        precision, recall = precision_recall(part)
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f} (floor {FLOOR})")
        passed = passed and (name != "both" or min(precision, recall) >= FLOOR)
    topic = load_topic("safe-third-country")
    began = time.process_time()
    shipped = judge(topic)
    spent = time.process_time() - began
    print(f"\n== {topic.id}, as shipped: every stca kept, no near or off_mention")
    print_table(shipped)
    lost = sum(not each.decision.kept for each in shipped if each.stratum == "stca")
    stray = sum(each.decision.kept for each in shipped if each.stratum in ("near", "off_mention"))
    words = sum(len(each.article.text.split()) for each in shipped)
    print(f"lost {lost}, stray {stray}; {len(shipped)} texts, {words / spent / 1e6:.2f} million words a second")
    if "--errors" in arguments:
        print_errors(made, ON_TOPIC, OFF_TOPIC)
        print_errors(shipped, ("stca",), OFF_TOPIC)
    return 0 if passed and not lost and not stray else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
