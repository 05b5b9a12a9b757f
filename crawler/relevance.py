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

_NOT_WORD = re.compile(r"[^\w$€£%]+")


def score(article: Article, terms: Sequence[Term], zones: Mapping[str, float], threshold: float) -> Decision:
    """The article's relevance: the sum of weight x zone factor x (1 + ln count) over terms and zones.

    A term whose `needs` do not occur anywhere in the article does not count, nor does one outside its `zones`. Of terms
    inside one another ('asylum' in 'asylum seekers') the longest counts. A zone missing in `zones` counts nothing.
    Reasons are ordered by how much they added or took away.
    """
    vocabulary = _vocabulary(tuple(terms))
    texts = {zone: text for zone, text in _zone_texts(article).items() if text and zones.get(zone)}
    everything = " ".join(texts.values())
    met = {index for index, needs in enumerate(vocabulary.needs) if needs is None or needs.search(everything)}
    reasons: list[Reason] = []
    for zone, text in texts.items():
        allowed = {index for index in met if not terms[index].zones or zone in terms[index].zones}
        for index, count in vocabulary.counts(text, allowed).items():
            factor = min(1 + math.log(count), MAX_FACTOR)
            reasons.append(Reason(terms[index].term, zone, round(terms[index].weight * zones[zone] * factor, 3), count))
    total = round(sum(reason.weight for reason in reasons), 3)
    reasons.sort(key=lambda reason: -abs(reason.weight))
    return Decision(score=total, kept=total >= threshold, reasons=tuple(reasons))


def _zone_texts(article: Article) -> dict[str, str]:
    """Normalised text of each zone. The lead is the first paragraphs of a few words; the body is all after it."""
    paragraphs = [paragraph for paragraph in article.text.split("\n\n") if paragraph.strip()]
    lead: list[str] = []
    full = 0
    while paragraphs and full < LEAD_PARAGRAPHS and len(" ".join(lead).split()) < LEAD_WORDS:
        lead.append(paragraphs.pop(0))
        full += len(lead[-1].split()) >= 8
    return {
        "headline": normalise(article.headline or ""),
        "lead": normalise(" ".join(lead)),
        "body": normalise(" ".join(paragraphs)),
        "url": normalise(unquote(urlsplit(article.url).path)),
    }


def normalise(text: str) -> str:
    """Lower-case words without accents, one space between them: 'Réfugiés, demandeurs-d’asile' is
    'refugies demandeurs d asile'."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_WORD.sub(" ", "".join(char for char in decomposed if not unicodedata.combining(char))).strip()


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Terms compiled: one pattern for all, and for each term its needs and the terms inside it."""

    pattern: re.Pattern[str] | None
    groups: tuple[int, ...]
    """Term index of each group of the pattern, from group 1 on."""
    needs: tuple[re.Pattern[str] | None, ...]
    inside: tuple[tuple[tuple[int, re.Pattern[str]], ...], ...]

    def counts(self, text: str, allowed: set[int]) -> Counter[int]:
        found: Counter[int] = Counter()
        if self.pattern is None:
            return found
        for match in self.pattern.finditer(text):
            index = self.groups[(match.lastindex or 1) - 1]
            if index in allowed:
                found[index] += 1
                continue
            # The longest term doesn't count here; the next longest inside it may.
            for shorter, pattern in self.inside[index]:
                if shorter in allowed and pattern.search(match[0]):
                    found[shorter] += 1
                    break
        return found


@lru_cache(maxsize=8)
def _vocabulary(terms: tuple[Term, ...]) -> _Vocabulary:
    forms: dict[str, int] = {}
    for index, term in enumerate(terms):
        form = normalise(term.term)
        # One spelling may stand under two languages; the weightier one decides.
        if form and (form not in forms or abs(term.weight) > abs(terms[forms[form]].weight)):
            forms[form] = index
    longest = sorted(forms, key=len, reverse=True)
    inside: list[tuple[tuple[int, re.Pattern[str]], ...]] = [()] * len(terms)
    for form in longest:
        shorter = ((forms[other], _words_pattern([other])) for other in longest if len(other) < len(form))
        inside[forms[form]] = tuple((index, pattern) for index, pattern in shorter if pattern.search(form))
    return _Vocabulary(
        pattern=re.compile(r"\b(?:" + "|".join(f"({_tolerant(form)})" for form in longest) + r")\b") if longest else None,
        groups=tuple(forms[form] for form in longest),
        needs=tuple(_words_pattern([normalise(need) for need in term.needs]) if term.needs else None for term in terms),
        inside=tuple(inside),
    )


def _words_pattern(forms: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(_tolerant(form) for form in sorted(forms, key=len, reverse=True)) + r")\b")


def _tolerant(form: str) -> str:
    """Pattern of a normalised term that also takes the plural or singular of each of its words."""
    return " ".join(_number_tolerant(word) for word in form.split())


def _number_tolerant(word: str) -> str:
    if len(word) < 3 or not word.isalpha():
        return re.escape(word)
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}(?:y|ies?)"
    if word.endswith("y"):
        return f"{word[:-1]}(?:y|ies)"
    if word.endswith(("s", "x")):
        return word if word.endswith(("ss", "us", "is")) else f"{word[:-1]}{word[-1]}?"
    return f"{word}(?:e?s|x)?"
