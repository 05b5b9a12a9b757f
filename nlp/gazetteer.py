"""The names that are known beforehand: the topic's entities, and the world's countries, provinces and peoples.

Names are found by spaCy's PhraseMatcher, whose time does not grow with the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from db.records import EntityKind
from nlp.extensions import starts_of, text_of, words_of
from nlp.names import LINKS, Known, folded, is_acronym, misspelt, unaccented
from nlp.world import world

# A misspelt place is believed only after one of these.
_TOWARDS = frozenset(("in", "to", "from", "near", "into", "across", "au", "en", "à", "vers"))


_STATE_OF = re.compile(r"^(?:the )?(?:(?:State|Province|Republic) of |(?:province|république) (?:de |du |d['’]))", re.I)


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `start` to `end` (exclusive) are a name of `known`."""

    start: int
    end: int
    known: Known


@dataclass(frozen=True, slots=True)
class _Listed:
    known: Known
    after_comma: bool = False
    """Only after a comma: 'Ind.' and 'Ont.' follow a town."""


class Gazetteer:
    """Known names, found in a Doc or looked up one by one.

    entities: dicts with the fields id, name, kind and aliases ({language: [spelling, …]}) of `db.records.TopicEntity`;
    other fields are ignored. A topic entity takes a spelling from the world's list.
    Raises ValueError for an entity without id or name, or with an unknown kind.
    """

    def __init__(self, nlp: Language, entities: Iterable[Mapping[str, Any]] = ()) -> None:
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._lower = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._by_text: dict[str, _Listed] = {}
        self._listed: dict[int, _Listed] = {}
        # Where a word may be a slip, by the word beside it, on which side, and its first letter, which no slip changes:
        # its place in a name, and the name's words.
        self._slips: dict[str, dict[tuple[int, str], list[tuple[int, list[str], Known]]]] = {}
        self._clipped: dict[str, Known] = {}
        listed: dict[str, tuple[_Listed, list[str]]] = {}
        taken: set[str] = set()
        for entity in entities:
            known = _topic_entity(entity)
            spellings = [known.name, *(a for names in (entity.get("aliases") or {}).values() for a in names)]
            taken.update(map(folded, spellings))
            listed[known.id] = (_Listed(known), spellings)
        ids = {folded(spelling): item.known for item, names in listed.values() for spelling in names}
        for place, spellings, after_comma in world():
            known = ids.get(folded(place.name), place)
            free = [s for s in spellings if after_comma or ids.get(folded(s), known) is known]
            listed[f"{place.kind} {place.id} {after_comma}"] = (_Listed(known, after_comma), free)
        for key, (item, spellings) in listed.items():
            self._add(nlp, key, item, spellings)

    def _add(self, nlp: Language, key: str, item: _Listed, spellings: Sequence[str]) -> None:
        exact: dict[str, Doc] = {}
        lower: dict[str, Doc] = {}
        for spelling in spellings:
            self._by_text.setdefault(folded(spelling), item)
            for form in _forms(spelling):
                doc = nlp.make_doc(form)
                if len(doc) > 1 and not is_acronym(form):
                    lower.setdefault(form.lower(), doc)
                    if item.known.topic:
                        self._index(doc, item.known)
                else:
                    exact.setdefault(form, doc)
                    if item.known.kind == "place" and form.isalpha() and len(form) > 4:
                        self._clipped.update(
                            (form.lower()[:i] + form.lower()[i + 1 :], item.known) for i in range(1, len(form))
                        )
        self._listed[nlp.vocab.strings.add(key)] = item
        self._exact.add(key, list(exact.values()))
        self._lower.add(key, list(lower.values()))

    def _index(self, doc: Doc, known: Known) -> None:
        name = [token.lower_ for token in doc]
        telling = [len(word) > 3 and word not in LINKS for word in name]
        for place, word in enumerate(name):
            if len(word) > 3 and any(telling[:place] + telling[place + 1 :]):
                side = 1 if place else -1
                slips = self._slips.setdefault(name[place - side], {})
                slips.setdefault((side, word[0]), []).append((place, name, known))

    def lookup(self, text: str) -> Known | None:
        """The known entity with this spelling; case, accents, article and possessive don't matter."""
        item = self._by_text.get(folded(text)) or self._by_text.get(folded(_STATE_OF.sub("", text)))
        return item.known if item and not item.after_comma else None

    def matches(self, doc: Doc) -> list[Match]:
        """Known names in the text, the longest first where they overlap, misspelt ones included."""
        found = [
            self._without_region(doc, Match(start, end, item.known))
            for key, start, end in (*self._exact(doc), *self._lower(doc))
            if (item := self._listed[key]) and _capital(doc, start, end) and _allowed(doc, start, end, item)
        ]
        taken: set[int] = set()
        kept: list[Match] = []
        for match in sorted(
            (*found, *self._misspelt(doc)), key=lambda m: (m.start - m.end, not m.known.topic, m.start)
        ):
            if taken.isdisjoint(range(match.start, match.end)):
                kept.append(match)
                taken.update(range(match.start, match.end))
        return sorted(kept, key=lambda m: m.start)

    def _without_region(self, doc: Doc, match: Match) -> Match:
        """'Windsor, Ont.' tells which Windsor; the province has a mention of its own."""
        if match.known.kind != "place":
            return match
        for i in range(match.start + 1, match.end - 1):
            region = self._by_text.get(folded(doc[i + 1 : match.end].text)) if doc[i].text == "," else None
            if region and region.known != match.known:
                return Match(match.start, i, match.known)
        return match

    def _misspelt(self, doc: Doc) -> Iterator[Match]:
        """Names of several words of which one is a slip ('Roxham Rhoad'), or a place with a letter lost ('to Texa')."""
        lower = words_of(doc)
        for i, word in enumerate(lower):
            if word in self._slips:
                yield from self._with_slip(doc, lower, i)
            if word in self._clipped and len(word) > 3 and i and lower[i - 1] in _TOWARDS:
                place = doc[i]
                if place.pos_ == "PROPN" and not self.lookup(place.text):
                    yield Match(i, i + 1, self._clipped[word])

    def _with_slip(self, doc: Doc, lower: list[str], i: int) -> Iterator[Match]:
        """Names of which word `i` stands beside the misspelt one."""
        text, starts = text_of(doc), starts_of(doc)
        for side in (1, -1):
            at = i + side
            if not 0 <= at < len(lower) or not text[starts[at]].isupper():
                continue
            said = lower[at]
            for place, name, known in self._slips[lower[i]].get((side, said[0]), ()):
                if misspelt(said, name[place]):
                    start, end = at - place, at - place + len(name)
                    if lower[max(start, 0) : at] + lower[at + 1 : end] == name[:place] + name[place + 1 :]:
                        yield Match(start, end, known)


def _topic_entity(entity: Mapping[str, Any]) -> Known:
    if not entity.get("id") or not entity.get("name"):
        raise ValueError(f"entity without id or name: {dict(entity)!r}")
    if entity.get("kind") not in get_args(EntityKind):
        raise ValueError(f"entity {entity['id']!r}: kind {entity.get('kind')!r} is none of {get_args(EntityKind)}")
    return Known(entity["id"], entity["name"], entity["kind"])


def _forms(spelling: str) -> Iterator[str]:
    """A spelling with the apostrophes, dashes and capitals that newspapers use."""
    variants = {spelling}
    for typed, printed in (("'", "’"), ("’", "'"), ("-", "–"), ("–", "-"), ("-", "‑")):
        variants |= {v.replace(typed, printed) for v in variants}
    for variant in variants:
        yield variant
        if not is_acronym(variant):
            yield variant.upper()
            yield unaccented(variant.upper())


def _capital(doc: Doc, start: int, end: int) -> bool:
    return any(c.isupper() for token in doc[start:end] for c in token.text[:3])


def _goes_on(before: Token) -> bool:
    """A capitalised word inside a sentence, of which the next is a part."""
    return before.text[:1].isupper() and before.is_alpha and not before.is_sent_start and not before.is_stop


def _allowed(doc: Doc, start: int, end: int, item: _Listed) -> bool:
    if item.known.kind == "group" and end - start == 1 and start and _goes_on(doc[start - 1]):
        return False  # 'Bloc Québécois'
    if item.after_comma:
        return start > 0 and doc[start - 1].text == ","
    # '80 $ US' and 'US$ 80' are money.
    return not (start and "$" in doc[start - 1].text) and not (end < len(doc) and doc[end].text.startswith("$"))
