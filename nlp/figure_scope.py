"""The scope of a figure: when it holds and where.

The period is a date of the figure's own sentence, the one nearest to it by clause and words. A date that only says
when data were released, or that is a base of comparison (`than in 2021`), is not when the figure holds. A number
without a noun of its own (`Nine arrived late`) takes over the period of the figure before it. An age has none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from db.records import DateMention, Mention
from nlp.extensions import text_of
from nlp.number_words import word_set
from nlp.reporting import is_reporting

_COMPARED = {
    "en": word_set("than from versus vs compared against"),
    "fr": word_set("que qu contre comparé comparativement rapport"),
}
# Lemmas of what is done with a text or a table rather than with what it counts.
_PUBLISHING = word_set(
    "release publish announce say tell date post obtain file unveil report issue table sign "
    "write leak testify confirm declare "
    "note warn launch transmit publier dévoiler annoncer dire dater obtenir déposer signer transmettre indiquer "
    "affirmer déclarer "
    "diffuser rapporter préciser confirmer présenter rendre"
)
_TIMELESS_UNITS = word_set(
    "day week month year hour minute second kilometre metre mile foot centimetre degree "
    "celsius fahrenheit page "
    "jour semaine mois an année heure minute seconde kilomètre mètre page"
)
_PLACE_PREPOSITIONS = word_set("in at to near into across outside à au aux en dans vers chez près")
_BREAKS = word_set("; : — – but though although while whereas mais tandis alors")
_DATE_OPENERS = word_set("in the a en l le la du au dans")
_SIDE_CLAUSES = frozenset({"relcl", "acl", "acl:relcl", "advcl", "parataxis", "conj"})
_NOW = word_set("now currently presently maintenant actuellement")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BASES = word_set("number level levels rate total double triple half nombre niveau total moitié")
_QUANTIFIERS = word_set("nearly almost most all many some half la plupart presque surtout mostly mainly principalement")
_BEING = word_set("is was turned be")
_PERSONS = word_set("she he i who")
_OF_PLACE = word_set("in at from for en au aux à dans de du pour")
_NAME_REACH = 40
_FRONT = 4
_FRONTED = 8.0
_NEAR = 3
_RIGHT_BEHIND = 12
_TOO_FAR = 20
_OF_SUBJECT = 20.0


def period(
    doc: Doc,
    sentence: Span,
    start: int,
    end: int,
    others: Sequence[tuple[int, int]],
    unit: str | None,
    language: str,
    *,
    base: bool = False,
) -> tuple[str, str] | None:
    """First and last day (ISO 8601) of the figure at `start` to `end`; `others`: the other figures of the sentence.

    `base`: the figure is where a change starts (`from 130`), so that only a date right behind it is its own.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    verb = _verb(span.root)
    best: tuple[float, DateMention] | None = None
    for date in doc._.dates:
        if not sentence.start_char <= date.start < sentence.end_char:
            continue
        cost = _cost(doc, sentence, date, span, verb, others, unit, language)
        if base and not (0 <= date.start - end <= _RIGHT_BEHIND):
            continue
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, date)
    if best is None and doc._.published is not None and unit not in _TIMELESS_UNITS:
        near = doc[max(sentence.start, span.start - 6) : min(sentence.end, span.end + 6)]
        if any(token.lower_ in _NOW for token in near):
            return doc._.published.isoformat(), doc._.published.isoformat()
    if best is None or best[0] > _TOO_FAR or best[1].date_start is None or best[1].date_end is None:
        return None
    return _in_named_year(doc, sentence, best[1]) or (best[1].date_start, best[1].date_end)


def _in_named_year(doc: Doc, sentence: Span, month: DateMention) -> tuple[str, str] | None:
    """A month without a year takes the one that the sentence named before: `in the tables for 2023, 40 in January`."""
    start, end = month.date_start, month.date_end
    if start is None or end is None or start[:7] != end[:7] or any(c.isdecimal() for c in month.text):
        return None
    if start[8:] != "01" or end[8:] < "28":
        return None
    named = [
        date
        for date in doc._.dates
        if sentence.start_char <= date.start < month.start and date.date_start and _YEAR.search(date.text)
    ]
    if not named or named[-1].date_start is None:
        return None
    anchor = named[-1].date_start
    year = int(anchor[:4])
    if not named[-1].text.strip().isdecimal():
        # `in December 2022 and in January`: the January nearest to it
        distance = {y: abs((y - year) * 12 + int(start[5:7]) - int(anchor[5:7])) for y in (year - 1, year, year + 1)}
        year = min(distance, key=lambda y: (distance[y], y))
    return f"{year}-{start[5:7]}-01", f"{year}-{start[5:7]}-{monthrange(year, int(start[5:7]))[1]}"


def _cost(
    doc: Doc,
    sentence: Span,
    date: DateMention,
    span: Span,
    verb: Token | None,
    others: Sequence[tuple[int, int]],
    unit: str | None,
    language: str,
) -> float | None:
    """How far the date is from the figure; None where it can't be the figure's."""
    when = doc.char_span(date.start, date.end, alignment_mode="expand")
    if when is None or _is_base(text_of(doc), date, span.start_char, language):
        return None
    if any(0 <= date.start - o[1] <= _RIGHT_BEHIND and _starts_change(text_of(doc), o[0]) for o in others):
        return None
    after = when.start >= span.end
    between = doc[span.end : when.start] if after else doc[when.end : span.start]
    its_verb = _verb(when.root)
    if its_verb is not None and its_verb.lemma_.lower() in _PUBLISHING and its_verb != verb:
        return None
    if unit in _TIMELESS_UNITS and not (after and len(between) <= _NEAR):
        return None
    # a date at the head of the sentence holds for all of it
    fronted = not after and when.start - sentence.start <= _FRONT
    cost = _FRONTED if fronted else float(len(between)) * (1 if after else 1.2)
    cost += 12 * sum(token.lower_ in _BREAKS for token in between)
    if after and any(span.end_char <= o[0] and 0 < date.start - o[1] <= _RIGHT_BEHIND for o in others):
        # `4,173 people, against 4,517 in February`
        return None
    figures_between = sum(
        1 for o in others if (span.end_char <= o[0] < date.start) or (date.end <= o[0] < span.start_char)
    )
    cost += (10 if after else 2) * figures_between
    if its_verb is not None and (its_verb == verb or _describes(its_verb, span)):
        cost = cost / 2 - 6
    elif its_verb is not None and verb is not None:
        # the date of a side clause, or that of the main clause for a figure in a side clause
        lower, upper = (its_verb, verb) if verb.is_ancestor(its_verb) else (verb, its_verb)
        cost += 12 if upper.is_ancestor(lower) and lower.dep_ in _SIDE_CLAUSES else 5
    return cost


def _describes(verb: Token, span: Span) -> bool:
    """The verb of a clause about the counted noun itself: `40 people who crossed in May`."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    return verb.dep_ in ("relcl", "acl", "acl:relcl") and verb.head in (span.root, span.root.head)


def _starts_change(text: str, start: int) -> bool:
    """`from 520 in 2021`: the date is that of the start alone."""
    return text[max(0, start - 6) : start].rstrip().endswith((" from", " contre"))


def _verb(token: Token) -> Token | None:
    """The verb that governs `token`."""
    while token.pos_ not in ("VERB", "AUX"):
        if token.head == token:
            return None
        token = token.head
    return token


def _is_base(text: str, date: DateMention, start: int, language: str) -> bool:
    words = text[max(0, date.start - 24) : date.start].lower().replace("'", " ").replace("’", " ").split()
    near = words[-2:] if words and words[-1] in _DATE_OPENERS else words[-1:]
    if date.start > start and bool(_COMPARED[language] & set(near)):
        return True
    # `half the number of 2022`, `le double de l'année précédente`
    words = words[:-1] if words and words[-1] in ("l", "la", "the", "last") else words
    return len(words) > 1 and words[-1] in ("of", "de", "in", "en") and words[-2] in _BASES and date.start > start


def is_age(text: str, start: int, end: int) -> bool:
    """A bare age: `Hal Brewster, 61, drove`, `She is 47`; not the count of a place or month: `in Ontario, 61`."""
    if text[end : end + 1] not in (",", ".", ")"):
        return False
    before = text[max(0, start - _NAME_REACH) : start].split()
    if len(before) > 1 and before[-1].lower() in _BEING and before[-2].lower() in _PERSONS:
        return text[end] != ")"
    if not before or not before[-1].endswith(","):
        return False
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
    for mention in doc._.mentions:
        if mention.kind != "place" or not sentence.start_char <= mention.start < sentence.end_char:
            continue
        where = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if where is None or _coordinated(doc, where):
            continue
        cost = _place_cost(doc, sentence, where, span, others)
        if cost is None or (unit in _TIMELESS_UNITS and not (where.start >= span.end and cost <= _NEAR)):
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
    while subject.dep_ == "nmod" and subject.head.i < subject.i:
        subject = subject.head
    acts = subject.dep_ in ("nsubj", "nsubj:pass", "nsubjpass") and subject.head == _verb(span.root)
    if (owns or acts) and not is_reporting(subject.head):
        return cost + _OF_SUBJECT
    return None
