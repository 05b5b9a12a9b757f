"""Which articles report the same thing: grouped by the names, numbers and words they share within a few days.

Articles are taken in the order they were published, and each joins the story it is most like on average, or begins one
(single-pass clustering, as in Topic Detection and Tracking). So a story depends on what was published before it, never
on the order in which articles were found. Names and numbers are the same in every language, words are not: articles of
two languages are compared by the former alone.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from db.store.stories import Report, reports, save_stories, ungrouped_since

WINDOW = 3.0
"""Days in which reports of one event follow each other."""
ALIKE = 0.25
"""Likeness (cosine) to a story's reports, on average, from which an article belongs to it."""
ALIKE_ABROAD = 0.4
"""The same between two languages, where words say nothing."""
MEMORY = 30.0
"""Days back over which is counted how common a name, number or word is: what everybody always names says little."""


@dataclass(slots=True)
class _Weighed:
    report: Report
    weights: Mapping[str, float]
    story: int


def group_stories(database: Database) -> None:
    """Give a story to every article that was read and has none, and to those published after it anew."""
    since = ungrouped_since(database)
    if since is not None:
        save_stories(database, group(reports(database, since, MEMORY + WINDOW)))


def group(reports: Iterable[Report]) -> dict[int, int]:
    """The story of each report: one that is known by its id, a new one by its first report's article id, negative.

    `reports` are in the order of publication; those whose `story` is known keep it.
    """
    stories: dict[int, int] = {}
    recent: deque[_Weighed] = deque()
    common: Counter[str] = Counter()
    remembered: deque[Report] = deque()
    for report in reports:
        remembered.append(report)
        common.update(report.terms.keys())
        while report.published - remembered[0].published > MEMORY:
            common.subtract(remembered.popleft().terms.keys())
        while recent and report.published - recent[0].report.published > WINDOW:
            recent.popleft()
        weighed = _Weighed(report, _weights(report, common, len(remembered)), -report.article_id)
        weighed.story = report.story if report.story is not None else _story(weighed, recent)
        stories[report.article_id] = weighed.story
        recent.append(weighed)
    return stories


def _story(report: _Weighed, recent: Iterable[_Weighed]) -> int:
    """The recent story that the report is most like, or its own."""
    likeness: dict[int, list[float]] = {}
    for other in recent:
        likeness.setdefault(other.story, []).append(_likeness(report, other))
    means = {story: sum(each) / len(each) for story, each in likeness.items()}
    best = max(means, key=means.__getitem__, default=None)
    return -report.report.article_id if best is None or means[best] < 1 else best


def _likeness(a: _Weighed, b: _Weighed) -> float:
    """1 and more for reports alike enough."""
    if a.report.language == b.report.language:
        return _cosine(a.weights, b.weights) / ALIKE
    return _cosine(_names(a.weights), _names(b.weights)) / ALIKE_ABROAD


def _names(weights: Mapping[str, float]) -> Mapping[str, float]:
    return {term: weight for term, weight in weights.items() if not term.startswith("word:")}


def _weights(report: Report, common: Mapping[str, int], among: int) -> dict[str, float]:
    # One is added so that what everybody reports this month, which may be the event itself, still says something.
    return {term: weight * math.log(1 + among / common[term]) for term, weight in report.terms.items()}


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    product = sum(weight * b[term] for term, weight in a.items() if term in b)
    return product / (_length(a) * _length(b)) if product else 0.0


def _length(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))
