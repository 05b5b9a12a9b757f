"""When a figure holds: the days of the date that stands nearest to it in its own clause.

A date that only says when data were released, that belongs to an aside about something else (`the pact, signed in
2002, covers 117 posts`) or that is a base of comparison (`than in 2021`) is not when the figure holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as day

from spacy.tokens import Doc, Span, Token

from nlp.extensions import starting_in, text_of
from nlp.figure_dates import SAME_TIME, TIMELESS_UNITS, Days, FigureDate, figure_dates
from nlp.number_words import word_set
from nlp.reporting import is_reporting

Other = tuple[int, int]
"""Start and end of another figure of the sentence."""


_COMPARED = {
    "en": word_set("than from versus vs compared against"),
    "fr": word_set("que qu contre comparé comparativement rapport"),
}
AGAINST = re.compile(
    r"\b(?:compared|versus|vs|against|(?:up|down) from|contre|comparée?s?|comparativement)\b", re.IGNORECASE
)
# Lemmas, beside the reporting verbs, of what is done with a text or a table rather than with what it counts.
_PUBLISHING = word_set(
    "release publish post obtain file unveil issue table sign leak date launch transmit "
    "publier dévoiler dire dater obtenir déposer signer transmettre diffuser présenter rendre"
)
# Those of them that are done with what is counted too: `permits issued in May`, `demandes déposées en mai`.
_GRANTING = word_set("issue obtain file sign obtenir déposer signer transmettre rendre")
# Nouns whose own date says nothing of the numbers in or under them: `the March budget`, `l'entente de 2002`.
_DOCUMENTS = word_set(
    "budget report memo statement letter ruling survey poll law deal treaty agreement pact accord protocol order "
    "announcement election campaign pledge rapport note communiqué lettre jugement arrêt sondage loi entente traité "
    "décret annonce élection campagne promesse protocole"
)
_BREAKS = word_set("; : — – but though although while whereas mais tandis alors")
_DATE_OPENERS = word_set("in the a with to en l le la du au aux dans à avec")
# Of those words, the ones that make a date a base wherever it stands: `Compared with 2022, 40 fewer came`.
_ALWAYS_COMPARED = word_set("than versus vs compared comparé comparativement rapport")
_SIDE_CLAUSES = frozenset({"relcl", "acl", "acl:relcl", "advcl", "parataxis", "conj"})
_RELATIVES = word_set("who which whose where qui que où with avec")
_WHEN = word_set("when quand lorsque lorsqu lorsqu' lorsqu’ où")
_BASED = word_set("based given fondé basé")
_ARTICLES = word_set("a an un une")
_SAME = re.compile(r"\b(?:the |les? |la )?(?:same|mêmes?) \Z", re.IGNORECASE)
_WITH = word_set("with avec")
_OF = word_set("of de d d' d’ des du")
_SOME = word_set("some certains certaines quelques-uns quelques-unes")
_MORE = word_set("plus moins autant more less fewer higher lower")
_BASES = word_set(
    "number level levels rate total double triple half figure count tally sum amount nombre niveau total moitié "
    "chiffre somme montant"
)
# Behind a multiple or fraction, what it is one of: `five times the sum of 2022`, `half what it was in May`.
_TIMES = re.compile(
    r"\b(?:times|fois|half|double|triple|quarter|thirds?|tiers|quart|moitié) (?:the|(?:of |de )?what|ce que|that of"
    r"|those of|as|more|higher|fewer|less|plus|moins|ce|celui|celle)\b[^,;:.]*\Z",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:average|averaged|moyenne?)\b", re.IGNORECASE)
_AGED = re.compile(r"\b(?:age of|aged?|âgée?s? de) \Z", re.IGNORECASE)
_FRONT = 4
_FRONTED = 8.0
_NEAR = 3
_RIGHT_BEHIND = 12
_BASE_REACH = 34
_TOO_FAR = 20
_LONG = 7
_OWN = 3


def period(
    doc: Doc,
    sentence: Span,
    start: int,
    end: int,
    others: Sequence[Other],
    unit: str | None,
    language: str,
    *,
    base: bool = False,
) -> Days | None:
    """First and last day of the figure at `start` to `end`; `others`: the other figures of the sentence.

    `base`: the figure is where a change starts (`from 130`), so that only a date right behind it is its own.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    verb = governing_verb(span.root)
    timeless = unit in TIMELESS_UNITS
    if _AGED.search(text_of(doc)[max(0, start - _RIGHT_BEHIND) : start]):
        return None
    best: tuple[float, FigureDate] | None = None
    for when in figure_dates(doc, sentence, unit):
        if base and not _right_behind(text_of(doc), end, when.start, others):
            continue
        cost = _cost(doc, sentence, when, span, verb, others, language, timeless=timeless)
        if cost is not None and cost <= _TOO_FAR and (best is None or cost < best[0]):
            best = (cost, when)
    return best[1].days if best else None


def _cost(
    doc: Doc,
    sentence: Span,
    when: FigureDate,
    span: Span,
    verb: Token | None,
    others: Sequence[Other],
    language: str,
    *,
    timeless: bool,
) -> float | None:
    """How far the date is from the figure; None where it can't be the figure's."""
    text = text_of(doc)
    after = when.first >= span.end
    between = doc[span.end : when.first] if after else doc[when.last : span.start]
    numerals = (*others, (span.start_char, span.end_char))
    if _is_base(text, when, span.start_char, language) or _of_document(doc, when):
        return None
    if after and _TIMES.search(text, span.start_char, when.start):
        return None
    if any(
        o[1] <= when.start and _starts_change(text, o, others) and _right_behind(text, o[1], when.start, numerals)
        for o in others
    ):
        return None
    if after and any(span.end_char <= o[0] and when.end <= o[0] <= when.end + 1 for o in others):
        # `January brought 4,994, February 4,517`
        return None
    if after and any(span.end_char <= o[0] and 0 < when.start - o[1] <= _RIGHT_BEHIND for o in others):
        # `4,173 people, against 4,517 in February`
        return None
    if not after and AGAINST.search(text, when.end, span.start_char):
        return None
    # a date at the head of the sentence holds for all of it
    fronted = not after and when.first - sentence.start <= _FRONT
    if _apart(doc, sentence, when, span, holds=fronted and _length(when.days) > _LONG):
        return None
    its_verb = governing_verb(when.root) if when.root is not None else None
    described = its_verb is not None and _describes(its_verb, span)
    if _length(when.days) == 1 and _said_on(doc, when):
        return None
    published = its_verb is not None and (its_verb.lemma_.lower() in _PUBLISHING or is_reporting(its_verb))
    if published and its_verb != verb and not (described and its_verb and its_verb.lemma_.lower() in _GRANTING):
        return None
    averaged = fronted and _AVERAGE.search(text, sentence.start_char, span.start_char) is not None
    if timeless and not averaged and not (after and len(between) <= _NEAR):
        return None
    if verb is not None and _is_past(verb) and doc._.published and when.days[0] > doc._.published.isoformat():
        return None
    cost = float(len(between)) * (1 if after else 1.2)
    if fronted:
        cost = min(cost, _FRONTED)
    cost += 12 * sum(token.lower_ in _BREAKS for token in between)
    if after and _right_behind(text, span.end_char, when.start, others):
        # `6,200 meals last year and 900 so far this year`
        cost -= _OWN
    figures_between = sum(
        1 for o in others if (span.end_char <= o[0] < when.start) or (when.end <= o[0] < span.start_char)
    )
    cost += (10 if after else 2) * figures_between
    if its_verb is not None and (its_verb == verb or described or _opens_clause(doc, when, verb)):
        cost = cost / 2 - 6
    elif its_verb is not None and verb is not None:
        if is_present(verb) and not is_present(its_verb) and _over(doc, when.days):
            # `opened on May 3 and is limited to 600`
            return None
        if after and verb.dep_ in ("relcl", "acl:relcl") and its_verb.is_ancestor(verb):
            # `a trailer that once held 60 cots was hauled away on Saturday`
            return None
        # the date of a side clause, or that of the main clause for a figure in a side clause
        lower, upper = (its_verb, verb) if verb.is_ancestor(its_verb) else (verb, its_verb)
        cost += 12 if upper.is_ancestor(lower) and lower.dep_ in _SIDE_CLAUSES else 5
    return cost


def _said_on(doc: Doc, when: FigureDate) -> bool:
    """`reported Thursday`, `said on Thursday`: the day of the report."""
    i = when.first - 1
    if i > 0 and doc[i].lower_ in ("on", "le", "ce"):
        i -= 1
    return i > 0 and doc[i].pos_ in ("VERB", "AUX") and is_reporting(doc[i])


def is_present(verb: Token | None) -> bool:
    """`is capped`, `compte`; not `has received`, `will take`."""
    if verb is None:
        return False
    auxiliaries = [c for c in verb.children if c.dep_.startswith("aux") or c.dep_ == "cop"]
    if any(c.lemma_ in ("have", "avoir") or c.dep_ == "aux:tense" or c.tag_ == "MD" for c in auxiliaries):
        return False
    return any(
        "Pres" in t.morph.get("Tense", []) and "Fin" in t.morph.get("VerbForm", []) for t in (verb, *auxiliaries)
    )


def _is_past(verb: Token) -> bool:
    """`came`, `ont été`; not `will have come`."""
    words = (verb, *verb.children)
    return any("Past" in t.morph.get("Tense", []) and "Fin" in t.morph.get("VerbForm", []) for t in words)


def _over(doc: Doc, days: Days) -> bool:
    return doc._.published is not None and days[1] < doc._.published.isoformat()


def _length(days: Days) -> int:
    return (day.fromisoformat(days[1]) - day.fromisoformat(days[0])).days + 1


def _apart(doc: Doc, sentence: Span, when: FigureDate, span: Span, *, holds: bool) -> bool:
    """One of the two stands in an aside about something else, the other outside it.

    `holds`: the date stands before the sentence and is long enough to hold for its asides as well.
    """
    dated = _aside(doc, sentence, when.first)
    if dated is not None and not (dated.start <= span.start < dated.end):
        return _describes_else(dated, span)
    counted = _aside(doc, sentence, span.start)
    if counted is None or counted.start <= when.first < counted.end or holds:
        return False
    if counted[0].lower_ in _WITH and when.root is not None and (verb := governing_verb(when.root)) is not None:
        # `stayed low in June, with 36 people intercepted`, but not `The shelter, with 12 beds, closed in June`
        return verb.i > counted.start
    return counted[0].lower_ not in _ARTICLES


def _describes_else(aside: Span, span: Span) -> bool:
    """Not `39,540 people, most of whom came in December`: the aside may be about what the figure counts."""
    return not (aside.start >= span.end and aside.start - span.end <= _NEAR and aside[0].lower_ in _RELATIVES)


def _aside(doc: Doc, sentence: Span, i: int) -> Span | None:
    """The stretch between commas that holds token `i` and adds something about a noun: a relative clause without
    a bound, a participle, an apposition."""
    dates = [(d.start, d.end) for d in starting_in(doc._.dates, sentence.start_char, sentence.end_char)]

    def stops(token: Token) -> bool:
        return token.text in (",", "—", "–", "(", ")", ";") and not any(a < token.idx < b for a, b in dates)

    start = i
    while start > sentence.start and not stops(doc[start - 1]):
        start -= 1
    end = i
    while end < sentence.end and not stops(doc[end]):
        end += 1
    while start < end and doc[start].is_space:
        start += 1
    if start >= end:
        return None
    opener = doc[start]
    participle = "Part" in opener.morph.get("VerbForm", []) and "Pres" not in opener.morph.get("Tense", [])
    # `, ouvert le 17 novembre,`
    enclosed = start > sentence.start and doc[start - 1].text == "," and end < sentence.end
    participle = participle or (opener.pos_ == "ADJ" and enclosed)
    participle = participle and opener.lower_ not in _BASED and opener.pos_ in ("VERB", "ADJ")
    if start == sentence.start:
        return doc[start:end] if end < sentence.end and participle else None
    if opener.lower_ in _RELATIVES | _ARTICLES | _SOME or participle:
        return doc[start:end]
    in_force = (
        opener.lower_ in ("in", "en") and start + 1 < end and opener.nbor().lower_ in ("force", "effect", "vigueur")
    )
    return doc[start:end] if in_force else None


def _of_document(doc: Doc, when: FigureDate) -> bool:
    """`the March budget`, `l'entente de 2002`."""
    following = doc[when.last] if when.last < len(doc) else None
    if following is not None and following.lemma_.lower() in _DOCUMENTS:
        return True
    i = when.first - 1
    while i > 0 and doc[i].lower_ in ("de", "of", "du", "des", "d'", "d’", "l'", "l’", "the"):
        i -= 1
    return i < when.first - 1 and doc[i].lemma_.lower() in _DOCUMENTS


def _describes(verb: Token, span: Span) -> bool:
    """The verb of a clause about the counted noun itself: `40 people who crossed in May`, `40 per cent of the claims
    made in May`."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    if verb.dep_ not in ("relcl", "acl", "acl:relcl"):
        return False
    noun, counted = verb.head, (span.root, span.root.head)
    while noun not in counted and noun.dep_ in ("pobj", "nmod", "obl:arg") and _is_of(noun):
        noun = noun.head.head if noun.dep_ == "pobj" else noun.head
    return noun in counted


def _is_of(noun: Token) -> bool:
    cases = (noun.head,) if noun.dep_ == "pobj" else noun.children
    return any(token.lower_ in _OF for token in cases)


def _opens_clause(doc: Doc, when: FigureDate, verb: Token | None) -> bool:
    """`peaked in December, when 4,689 people came`: what the clause says happened on that date."""
    i = when.last + (when.last < len(doc) and doc[when.last].text == ",")
    return verb is not None and i < len(doc) and doc[i].lower_ in _WHEN and i < verb.i


def _starts_change(text: str, figure: Other, others: Sequence[Other]) -> bool:
    """`from 300 in 2019`, `de 130 en mars à 20`: the date behind it is that of the start alone."""
    before = text[max(0, figure[0] - 20) : figure[0]].rstrip().lower()
    if before.endswith((" from", " contre", "comparativement à", " against", "compared with", "compared to", "versus")):
        return True
    if not before.endswith(" de"):
        return False
    return any(o[0] > figure[1] and " à " in text[max(figure[1], o[0] - _BASE_REACH) : o[0]] for o in others)


def _right_behind(text: str, end: int, date: int, others: Sequence[Other]) -> bool:
    """The date follows a figure's own noun, before any comma or other figure."""
    if not 0 <= date - end <= _BASE_REACH or any(end <= o[0] < date for o in others):
        return False
    between = text[end:date]
    return not any(mark in between for mark in ",;:(—–\n") and not re.search(r" (?:to|à) ", between)


def governing_verb(token: Token) -> Token | None:
    """The verb that governs `token`."""
    while token.pos_ not in ("VERB", "AUX"):
        if token.head == token:
            return None
        token = token.head
    return token


def _is_base(text: str, when: FigureDate, start: int, language: str) -> bool:
    before = text[max(0, when.start - _BASE_REACH) : when.start]
    if same := SAME_TIME.search(before) or _SAME.search(before):
        before = before[: same.start()]
    words = before.lower().replace("'", " ").replace("’", " ").split()
    near = set(words[-2:] if words and words[-1] in _DATE_OPENERS else words[-1:])
    if near & _COMPARED[language] and (when.start > start or near & _ALWAYS_COMPARED or _MORE & set(words)):
        return True
    # `half the number of 2022`, `le double de l'année précédente`
    words = words[:-1] if words and words[-1] in ("l", "la", "the", "last") else words
    linked = len(words) > 1 and words[-1] in ("of", "de", "d", "in", "en")
    return linked and words[-2] in _BASES and when.start > start
