"""Copies and versions by the way a user's files take: `python -m benchmarks.dedupe`.

The articles of `dedupe` in the gold data (see benchmarks.accuracy) are written as saved pages and imported, in three
orders; pairs that ended as one article or as copies of one are held against the labels. Of `revisions` each page is
imported, then its other edition at the same address. Exits with 1 where an acceptance is missed.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.accuracy import DATA
from crawler.importer import import_paths
from db.records import Term, Topic
from db.store.connection import Home
from db.store.topics import save_topic

TOPIC = Topic(
    id="copies",
    name="Copies",
    title="Copies",
    summary="Anything.",
    languages=("en",),
    contact=None,
    threshold=1.0,
    zones={"body": 1.0},
    interval=3600,
    terms=(Term("the", "en", 1.0),),
)
F1 = 0.90
NEVER = ("boilerplate", "same_event", "different")
"""Labels of pairs that must not be merged; what the labels leave open (a wire story reworked) counts in F1 only."""


@dataclass(frozen=True, slots=True)
class Score:
    merged: Counter[str]
    """Pairs by label."""
    pairs: Counter[str]
    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)

    @property
    def passed(self) -> bool:
        return self.f1 >= F1 and not any(self.merged[label] for label in NEVER)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def _home(folder: Path) -> Home:
    home = Home(folder)
    home.create()
    with closing(home.open()) as database:
        save_topic(database, TOPIC)
    return home


def _page(article: dict[str, Any]) -> str:
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in article["text"].split("\n\n"))
    date = f'<meta property="article:published_time" content="{article["date"]}">' if article["date"] else ""
    title = escape(article["title"])
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{date}</head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def groups(articles: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The original that each article ends at, by the article's id, imported in this order."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = _home(folder / "home")
        originals: dict[str, int] = {}
        paths = {}
        for article in articles:
            path = folder / f"{article['id']}.html"
            path.write_text(_page(article))
            paths[path] = article["id"]
        stored = {paths[result.path]: result.article_id for result in import_paths(home, list(paths))}
        with closing(home.open()) as database:
            by_article = dict(database.execute("select id, coalesce(copy_of, id) from articles").fetchall())
        for article, stored_id in stored.items():
            assert stored_id is not None, f"{article} was not stored"
            originals[article] = by_article[stored_id]
        return originals


def score(originals: dict[str, int], pairs: Iterable[dict[str, Any]]) -> Score:
    merged, of = Counter[str](), Counter[str]()
    right = wrong = missed = 0
    for pair in pairs:
        together = originals[pair["a"]] == originals[pair["b"]]
        of[pair["label"]] += 1
        merged[pair["label"]] += together
        right += together and pair["merge"]
        wrong += together and not pair["merge"]
        missed += pair["merge"] and not together
    return Score(merged, of, right, wrong, missed)


def dedupe() -> bool:
    articles, pairs = _lines(DATA / "dedupe/articles.jsonl"), _lines(DATA / "dedupe/pairs.jsonl")
    shuffled = random.Random(1).sample(articles, len(articles))
    passed, seen = True, []
    for name, order in (("as listed", articles), ("reversed", articles[::-1]), ("shuffled", shuffled)):
        originals = groups(order)
        result = score(originals, pairs)
        members: dict[int, set[str]] = {}
        for article, original in originals.items():
            members.setdefault(original, set()).add(article)
        seen.append({frozenset(group) for group in members.values()})
        labels = ", ".join(f"{label} {result.merged[label]}/{number}" for label, number in result.pairs.items())
        print(f"copies, {name}: F1 {result.f1:.3f}; merged {labels}; {len(members)} texts of {len(articles)}")
        passed = passed and result.passed
    same = all(groups == seen[0] for groups in seen)
    print(f"copies: the groups {'are the same' if same else 'DIFFER'} in every order")
    return passed and same


def revisions() -> bool:
    passed = True
    for pair in _lines(DATA / "revisions/manifest.jsonl"):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            home = _home(folder / "home")
            outcomes = []
            for side in ("a", "b"):
                source = DATA / pair[side]
                content = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
                path = folder / "page.html"
                path.write_bytes(content)
                outcomes += [result.outcome for result in import_paths(home, [path])]
            right = outcomes == ["new", pair["expect"]]
            print(f"{'right' if right else 'WRONG'}: {pair['publisher']}, {pair['what']}: {outcomes}")
            passed = passed and right
    return passed


def main() -> int:
    if not DATA.exists():
        print(f"{DATA} is not there: nothing measured")
        return 0
    return 0 if all([dedupe(), revisions()]) else 1


if __name__ == "__main__":
    sys.exit(main())
