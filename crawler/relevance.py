"""Whether an article is on the topic, and why: weighted terms by zone, each with what it added.

A term counts by the zone it stands in, and repetition counts less and less, so that a long text is not on the topic
by its length. Terms of all languages are looked for in every text: names of one language stand in texts of another.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from db.records import Article, Decision, Reason, Term

MAX_FACTOR = 3.0
"""A term repeated without end counts as much as three single ones."""
LEAD_PARAGRAPHS = 2
LEAD_WORDS = 120
"""The lead ends here, if its paragraphs are longer."""

_WORD = re.compile(r"\w+")


def score(article: Article, terms: Sequence[Term], zones: Mapping[str, float], threshold: float) -> Decision:
    """The article's relevance: the sum of weight x zone factor x (1 + ln count) over terms and zones.

    A term whose `needs` do not occur anywhere in the article does not count, nor does one outside its `zones`. Of terms
    inside one another ('asylum' in 'asylum seekers') the longest counts. A zone missing in `zones` counts nothing.
    Reasons are ordered by how much they added or took away.
    """
    vocabulary = _vocabulary(tuple(terms))
    texts = {zone: words for zone, words in _zone_words(article).items() if words and zones.get(zone)}
    everything = " " + "  ".join(" ".join(words) for words in texts.values()) + " "
    met = {i for i, needs in enumerate(vocabulary.needs) if not needs or any(need in everything for need in needs)}
    reasons: list[Reason] = []
    for zone, words in texts.items():
        allowed = {index for index in met if not terms[index].zones or zone in terms[index].zones}
        for index, count in vocabulary.counts(words, allowed).items():
            factor = min(1 + math.log(count), MAX_FACTOR)
            reasons.append(Reason(terms[index].term, zone, round(terms[index].weight * zones[zone] * factor, 3), count))
    total = round(sum(reason.weight for reason in reasons), 3)
    reasons.sort(key=lambda reason: -abs(reason.weight))
    return Decision(score=total, kept=total >= threshold, reasons=tuple(reasons))


def _zone_words(article: Article) -> dict[str, list[str]]:
    """Stems of the words of each zone. The lead is the first paragraphs of more than a few words; the body follows."""
    paragraphs = [paragraph for paragraph in article.text.split("\n\n") if paragraph.strip()]
    lead: list[str] = []
    full = 0
    while paragraphs and full < LEAD_PARAGRAPHS and len(" ".join(lead).split()) < LEAD_WORDS:
        lead.append(paragraphs.pop(0))
        full += len(lead[-1].split()) >= 8
    return {
        "headline": stems(article.headline or ""),
        "lead": stems(" ".join(lead)),
        "body": stems(" ".join(paragraphs)),
        "url": stems(unquote(urlsplit(article.url).path)),
    }


def stems(text: str) -> list[str]:
    """Words in lower case, without accents and plural endings: 'Réfugiés, demandeurs-d’asile' is
    ['refugy', 'demandeur', 'd', 'asile']."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return [_singular(word) for word in _WORD.findall(plain)]


@lru_cache(maxsize=50_000)
def _singular(word: str) -> str:
    """Rough English and French singular, the same for both forms of a word, which is all that matching needs."""
    if len(word) < 4:
        return word
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith(("aux", "eux", "oux")) or (word.endswith("s") and not word.endswith(("ss", "us", "is"))):
        word = word[:-1]
    # country and countries, but also réfugié and réfugiés
    return f"{word[:-2]}y" if word.endswith("ie") else word


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Terms as stems."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], int], ...]]
    """By their first word: the phrases, longest first, with the index of their term."""
    needs: tuple[tuple[str, ...], ...]
    """For each term what it needs, each as stems between spaces."""

    def counts(self, words: Sequence[str], allowed: set[int]) -> Counter[int]:
        """How often each allowed term occurs; a word counts for the longest term only."""
        found: Counter[int] = Counter()
        position = 0
        while position < len(words):
            step = 1
            for phrase, index in self.phrases.get(words[position], ()):
                if index in allowed and tuple(words[position : position + len(phrase)]) == phrase:
                    found[index] += 1
                    step = len(phrase)
                    break
            position += step
        return found


@lru_cache(maxsize=8)
def _vocabulary(terms: tuple[Term, ...]) -> _Vocabulary:
    indices: dict[tuple[str, ...], int] = {}
    for index, term in enumerate(terms):
        phrase = tuple(stems(term.term))
        # One spelling may stand under two languages; the weightier one decides.
        if phrase and (phrase not in indices or abs(term.weight) > abs(terms[indices[phrase]].weight)):
            indices[phrase] = index
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for phrase in sorted(indices, key=len, reverse=True):
        phrases.setdefault(phrase[0], []).append((phrase, indices[phrase]))
    return _Vocabulary(
        phrases={first: tuple(each) for first, each in phrases.items()},
        needs=tuple(tuple(f" {' '.join(stems(need))} " for need in term.needs) for term in terms),
    )
