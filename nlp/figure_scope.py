"""Where what a figure counts is or happened, and which numbers are ages, of which nothing is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Span

from db.records import Figure, Mention
from nlp.dates_en_words import MONTH_NAMES, WEEKDAY_NAMES
from nlp.extensions import starting_in, text_of
from nlp.figure_dates import TIMELESS_UNITS
from nlp.figure_periods import governing_verb
from nlp.number_words import word_set
from nlp.reporting import is_reporting

_PLACE_PREPOSITIONS = word_set("in at to near into across outside à au aux en dans vers chez près")
_QUANTIFIERS = word_set("nearly almost most all many some half la plupart presque surtout mostly mainly principalement")
_BEING = word_set("is was turned be")
_PERSONS = word_set("she he i who")
_OF_PLACE = word_set("in at from for en au aux à dans de du pour")
_TIMES = frozenset((*WEEKDAY_NAMES, *MONTH_NAMES))
_SOMEONE = word_set("man woman boy girl son daughter father mother husband wife driver teenager homme femme")
# Up to a number in apposition: nothing but a mark and what qualifies a number.
_RESTATED = re.compile(
    r"[^.;:()—–\n]*(?:\((?:or |soit )?|[—–] ?(?:or |soit )?|, (?:or|soit) )"
    r"(?:(?:about|some|almost|nearly|roughly|approximately|around|over|more than|environ|quelque|près de|plus de)"
    r" ?)?\Z",
    re.IGNORECASE,
)
_NAME_REACH = 40
_FRONT = 4
_NEAR = 3
_OF_SUBJECT = 20.0


def restates(text: str, first: Figure, second: Figure) -> bool:
    """Share and count of the same, the second beside the first: `64 per cent of all claims (some 58,800 people)`."""
    share = [f.unit is not None and f.unit.startswith("percent") for f in (first, second)]
    return share[0] != share[1] and _RESTATED.match(text, first.end, second.start) is not None


def is_age(text: str, start: int, end: int) -> bool:
    """A bare age: `Hal Brewster, 61, drove`, `She is 47`; not the count of a place or month: `in Ontario, 61`."""
    if text[end : end + 1] not in (",", ".", ")"):
        return False
    before = text[max(0, start - _NAME_REACH) : start].split()
    if len(before) > 1 and before[-1].lower() in _BEING and before[-2].lower() in _PERSONS:
        return text[end] != ")"
    if not before or not before[-1].endswith(","):
        return False
    last = before[-1].rstrip(",").lower()
    if last in _TIMES:
        return False
    if last in _SOMEONE:
        return text[end] == ","
    name = 0
    while name < len(before) and before[-1 - name][:1].isupper() and before[-1 - name].lower() not in _OF_PLACE:
        name += 1
    return name > 0 and (name == len(before) or before[-1 - name].lower() not in _OF_PLACE)


def place(
    doc: Doc, sentence: Span, start: int, end: int, others: Sequence[tuple[int, int]], unit: str | None
) -> Mention | None:
    """Where the thing counted is or happened, by the figure's own clause.

    The nearest place that a preposition introduces, without another figure in between; else the one whose own it is
    (`Quebec's offices took 40 claims`) or that acts (`Canada received 40 claims`). Lengths and durations have none.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    best: tuple[float, Mention] | None = None
    for mention in starting_in(doc._.mentions, sentence.start_char, sentence.end_char):
        if mention.kind != "place":
            continue
        where = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if where is None or _coordinated(doc, where):
            continue
        cost = _place_cost(doc, sentence, where, span, others)
        if cost is None or (unit in TIMELESS_UNITS and not (where.start >= span.end and cost <= _NEAR)):
            continue
        if best is None or cost < best[0]:
            best = (cost, mention)
    return best[1] if best else None


def _coordinated(doc: Doc, where: Span) -> bool:
    """One of several places, or half of a name: `South and Central America`."""
    following = doc[where.end : where.end + 2]
    return len(following) == 2 and following[0].pos_ == "CCONJ" and following[1].text[:1].isupper()


def _place_cost(doc: Doc, sentence: Span, where: Span, span: Span, others: Sequence[tuple[int, int]]) -> float | None:
    """How far the place is from the figure in words; None where it can't be the figure's."""
    after = where.start >= span.end
    between = doc[span.end : where.start] if after else doc[where.end : span.start]
    fronted = not after and where.start - sentence.start <= 2 * _FRONT
    low, high = (span.end_char, where.start_char) if after else (where.end_char, span.start_char)
    if any(low <= o[0] < high for o in others) and not fronted:
        return None
    if any(
        t.text in ";:" or (t.text == "," and t.nbor(1).lower_ in _QUANTIFIERS) for t in between if t.i + 1 < len(doc)
    ):
        return None
    if not after and where.end < len(doc) and doc[where.end].text == "(" and len(between) <= _NEAR:
        # `Manitoba (90)`
        return 0.0
    cost = float(len(between)) if after else 2.0 * len(between)
    words = (
        text_of(doc)[max(0, where.start_char - 14) : where.start_char]
        .lower()
        .replace("'", " ")
        .replace("’", " ")
        .split()
    )
    if words and words[-1] in ("the", "le", "la", "l", "chemin"):
        words.pop()
    if words and words[-1] in _PLACE_PREPOSITIONS:
        return cost
    if after:
        return None
    owns = where.end < len(doc) and where.end < span.start and doc[where.end].text in ("'s", "’s")
    subject = where.root
    while subject.dep_ in ("nmod", "amod") and subject.head.i < subject.i:
        # `les bureaux frontaliers du Québec`, whichever of the two words the parser gives Quebec to
        subject = subject.head
    acts = subject.dep_ in ("nsubj", "nsubj:pass", "nsubjpass") and subject.head == governing_verb(span.root)
    if (owns or acts) and not is_reporting(subject.head):
        return cost + _OF_SUBJECT
    return None
