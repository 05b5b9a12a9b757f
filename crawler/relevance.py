"""Whether an article is on the topic, and why: weighted terms by zone, each with what it added.

A term counts by the zone it stands in, and repetition counts less and less. Texts longer than a report count by how
much of them is on the topic: a sitting or a statute that names the subject once is not on it. Terms of all languages
are looked for in every text: names of one language stand in texts of another.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from crawler.boilerplate import article_paragraphs
from crawler.stems import stems
from db.records import Article, Decision, Reason, Term

EDITION = "3"
"""Raised when the same terms score differently."""
MAX_FACTOR = 3.0
"""A term repeated without end counts as much as three single ones."""
FULL_WORDS = 2500
"""In the body of a longer text an occurrence counts for this many words' share of one."""
NEAR = 500
"""Words within which a term finds what it needs: in most articles that is anywhere."""
LEAD_PARAGRAPHS = 2
LEAD_WORDS = 120
"""The lead ends with the sentence that reaches this, if its paragraphs are longer."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]{0,3}\s")
_SENTENCE_WORDS = 8
"""A first paragraph with fewer is a place and date line, not yet the lead."""
_BREAK = ""
"""Stands between paragraphs, so that no phrase runs from one into the next."""


def score(article: Article, terms: Sequence[Term], zones: Mapping[str, float], threshold: float) -> Decision:
    """The article's relevance: the sum of weight x zone factor x damped count over terms and zones.

    A term counts where one of its `needs` stands in the headline, the lead, the URL or within NEAR words of it, and in
    its `zones` only. Of terms inside one another ('asylum' in 'asylum seekers') the longest counts. A zone missing in
    `zones` counts nothing. What `crawler.boilerplate` finds is not the article's. Reasons are ordered by how much they
    added or took away.
    """
    vocabulary = _vocabulary(tuple(terms))
    counts: Counter[tuple[str, int]] = Counter()
    text = _zones(article)
    for zone, index in vocabulary.occurrences(text):
        if zones.get(zone):
            counts[zone, index] += 1
    share = min(1.0, FULL_WORDS / len(text.words))
    reasons: list[Reason] = []
    for (zone, index), count in counts.items():
        weight = terms[index].weight * zones[zone] * _damped(count * share if zone == "body" else count)
        reasons.append(Reason(terms[index].term, zone, round(weight, 3), count))
    total = round(sum(reason.weight for reason in reasons), 3)
    reasons.sort(key=lambda reason: -abs(reason.weight))
    return Decision(score=total, kept=total >= threshold, reasons=tuple(reasons))


def _damped(count: float) -> float:
    """What so many occurrences count; less than one is what remains of one in a long text."""
    return min(1 + math.log(count), MAX_FACTOR) if count >= 1 else math.sqrt(count)


def edition(terms: Sequence[Term], zones: Mapping[str, float], threshold: float) -> str:
    """Names what decisions depend on: it changes when any of it does."""
    basis = [EDITION, [asdict(term) for term in terms], sorted(zones.items()), threshold]
    return hashlib.sha256(json.dumps(basis).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Text:
    """An article's stems in one row, zone after zone."""

    words: list[str]
    starts: tuple[tuple[str, int], ...]
    """Each zone with the index of its first word. The body is last."""

    @property
    def body(self) -> int:
        return self.starts[-1][1]

    def zone(self, position: int) -> str:
        return next(zone for zone, start in reversed(self.starts) if start <= position)


def _zones(article: Article) -> _Text:
    lead, body = _lead(article_paragraphs(article.text))
    address = urlsplit(article.url)
    words: list[str] = []
    starts: list[tuple[str, int]] = []
    for zone, texts in (
        ("headline", [article.headline or ""]),
        ("lead", lead),
        ("url", [address.hostname or "", unquote(address.path)]),
        ("body", body),
    ):
        starts.append((zone, len(words)))
        for each in texts:
            words += stems(each)
            words.append(_BREAK)
    return _Text(words, tuple(starts))


def _lead(paragraphs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The first paragraphs of more than a few words, and what follows."""
    lead: list[str] = []
    full, room = 0, LEAD_WORDS
    for index, paragraph in enumerate(paragraphs):
        if full == LEAD_PARAGRAPHS or room <= 0:
            return lead, list(paragraphs[index:])
        length = len(paragraph.split())
        full += length >= _SENTENCE_WORDS
        if length > room:
            first, rest = _cut(paragraph, room)
            return [*lead, first], [rest, *paragraphs[index + 1 :]]
        lead.append(paragraph)
        room -= length
    return lead, []


def _cut(paragraph: str, words: int) -> tuple[str, str]:
    """The paragraph up to the end of the sentence in which so many words are reached, and the rest."""
    beginning = paragraph.split(maxsplit=words)
    reached = len(paragraph) - len(beginning[-1]) if len(beginning) > words else len(paragraph)
    end = _SENTENCE_END.search(paragraph, max(reached - 2, 0))
    at = end.end() if end else len(paragraph)
    return paragraph[:at], paragraph[at:]


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases, reached by the stems that lead to it."""

    nexts: dict[str, _Node] = field(default_factory=dict)
    term: int | None = None
    """Index of the term that ends here."""
    need: bool = False
    """Whether something that terms need ends here."""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The topic's terms and what they need, in one tree: a text is gone through once, however many there are."""

    root: _Node
    zones: tuple[frozenset[str], ...]
    """For each term where it counts; empty for everywhere."""
    needs: tuple[tuple[tuple[str, ...], ...], ...]
    """For each term the phrases of which it needs one."""

    def occurrences(self, text: _Text) -> Iterator[tuple[str, int]]:
        """Zone and index of each term that counts; a word counts for the longest only."""
        found: list[tuple[int, list[tuple[int, int]]]] = []
        stand: dict[tuple[str, ...], list[int]] = defaultdict(list)
        words, root = text.words, self.root.nexts
        for position, word in enumerate(words):
            node = root.get(word)
            if node is None:
                continue
            terms: list[tuple[int, int]] = []
            end = position
            while node is not None:
                end += 1
                if node.term is not None:
                    terms.append((end, node.term))
                if node.need:
                    stand[tuple(words[position:end])].append(position)
                node = node.nexts.get(words[end]) if end < len(words) else None
            if terms:
                found.append((position, terms))
        free = 0
        for position, terms in found:
            if position < free:
                continue
            zone = text.zone(position)
            for end, index in reversed(terms):
                allowed = self.zones[index]
                if (not allowed or zone in allowed) and self._has_needs(index, position, stand, text.body):
                    free = end
                    yield zone, index
                    break

    def _has_needs(self, index: int, position: int, stand: Mapping[tuple[str, ...], list[int]], body: int) -> bool:
        needs = self.needs[index]
        return not needs or any(_is_near(stand[need], position, body) for need in needs if need in stand)


def _is_near(positions: Sequence[int], position: int, body: int) -> bool:
    """Whether one of the positions, which are in order, is before the body or within NEAR words."""
    if positions[0] < body:
        return True
    following = bisect_left(positions, position - NEAR)
    return following < len(positions) and positions[following] <= position + NEAR


@lru_cache(maxsize=8)
def _vocabulary(terms: tuple[Term, ...]) -> _Vocabulary:
    root = _Node()
    for index, term in enumerate(terms):
        if not (phrase := tuple(stems(term.term))):
            continue
        node = _node(root, phrase)
        # One spelling may stand under two languages; the weightier one decides.
        if node.term is None or abs(term.weight) > abs(terms[node.term].weight):
            node.term = index
    needs = tuple(tuple(phrase for need in term.needs if (phrase := tuple(stems(need)))) for term in terms)
    for phrase in {phrase for phrases in needs for phrase in phrases}:
        _node(root, phrase).need = True
    return _Vocabulary(root, tuple(frozenset(term.zones) for term in terms), needs)


def _node(root: _Node, phrase: Sequence[str]) -> _Node:
    for word in phrase:
        root = root.nexts.setdefault(word, _Node())
    return root
