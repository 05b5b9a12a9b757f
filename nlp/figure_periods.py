"""When a figure holds: the days of the date that stands nearest to it in its own clause.

A date that only says when data were released, that belongs to an aside about something else (`the pact, signed in
2002, covers 117 posts`) or that is a base of comparison (`than in 2021`) is not when the figure holds.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date as day
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from db.records import DateMention
from nlp.extensions import text_of
from nlp.names import folded
from nlp.number_words import word_set
from nlp.reporting import is_reporting

Days = tuple[str, str]
"""First and last day, ISO 8601."""
Other = tuple[int, int]
"""Start and end of another figure of the sentence."""

TIMELESS_UNITS = word_set(
    "day week month year hour minute second kilometre metre mile foot centimetre degree celsius fahrenheit page "
    "jour semaine mois an année heure minute seconde kilomètre mètre page"
)
"""Lengths and durations, which hold at no time unless a date stands right behind them."""

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
# Nouns whose own date says nothing of the numbers in or under them: `the March budget`, `l'entente de 2002`.
_DOCUMENTS = word_set(
    "budget report memo statement letter ruling survey poll law deal treaty agreement pact accord protocol order "
    "announcement election campaign pledge rapport note communiqué lettre jugement arrêt sondage loi entente traité "
    "décret annonce élection campagne promesse protocole"
)
_BREAKS = word_set("; : — – but though although while whereas mais tandis alors")
_DATE_OPENERS = word_set("in the a en l le la du au dans")
_SIDE_CLAUSES = frozenset({"relcl", "acl", "acl:relcl", "advcl", "parataxis", "conj"})
_RELATIVES = word_set("who which whose where qui que où with avec")
_BASED = word_set("based given fondé basé")
_ARTICLES = word_set("a an un une")
_NOW = word_set("now currently presently maintenant actuellement présentement")
_ALREADY = word_set("already déjà")
_SO_FAR = re.compile(
    r"\b(?:so far|thus far|to date|until now|up to now|jusqu['’](?:ici|à présent|à maintenant)|à ce jour|à date)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:same (?:\w+ )?(?:months?|period|weeks?|time|stretch|quarter|span|point|days?)"
    r"|mêmes? (?:mois|périodes?|semaines?|trimestres?|temps|jours?|date))"
    r"(?: (?:of|in|during|for|de|en|du|au cours de|pour))?(?: the| l['’]| la)?\s*\Z",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"\b(?:(?:that|the same) (?:year|month|week|day|period|summer|winter|spring|fall|quarter|season)"
    r"|(?:cette|ce|la même|le même) (?:année|mois|semaine|jour|journée|période|été|hiver|printemps|automne)(?:-là)?)\b",
    re.IGNORECASE,
)
_SINCE = word_set("since depuis")
_BARE_SINCE = word_set("then lors")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BASES = word_set("number level levels rate total double triple half nombre niveau total moitié")
_AGED = re.compile(r"\b(?:age of|aged?|âgée?s? de) \Z", re.IGNORECASE)
_FRONT = 4
_FRONTED = 8.0
_NEAR = 3
_RIGHT_BEHIND = 12
_BASE_REACH = 34
_SINCE_REACH = 12
_TOO_FAR = 20
_LONG = 7
_STEM = 5


class _Date(NamedTuple):
    """A date of the sentence by character and token offsets, with the days it gives a figure."""

    start: int
    end: int
    first: int
    last: int
    days: Days
    root: Token | None
    """None for the whole of a clause of time, `since the pact was widened in March`."""


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
    best: tuple[float, _Date] | None = None
    for when in _dates(doc, sentence, unit):
        if base and not _right_behind(text_of(doc), end, when.start, others):
            continue
        cost = _cost(doc, sentence, when, span, verb, others, language, timeless=timeless)
        if cost is not None and cost <= _TOO_FAR and (best is None or cost < best[0]):
            best = (cost, when)
    return best[1].days if best else None


def _dates(doc: Doc, sentence: Span, unit: str | None) -> list[_Date]:
    """The dates that may hold for a figure of the sentence, each as what its words around make of it."""
    found: list[_Date] = []
    mentioned = [d for d in doc._.dates if sentence.start_char <= d.start < sentence.end_char]
    for mention in mentioned:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        days = _meant(doc, sentence, mention)
        if span is None or days is None:
            continue
        since = _since_before(doc, sentence, span)
        if since is None or doc._.published is None or days[0] >= doc._.published.isoformat():
            found.append(_Date(mention.start, mention.end, span.start, span.end, days, span.root))
        else:
            days = days[0], doc._.published.isoformat()
            found.append(_Date(since.idx, mention.end, since.i, span.end, days, None))
    taken = {i for when in found for i in range(when.first, when.last)}
    published = doc._.published if unit not in TIMELESS_UNITS else None
    for token in sentence:
        if token.i in taken:
            continue
        days = None
        if token.lower_ in _SINCE:
            days = _since(doc, sentence, token, mentioned, rate=" per " in f" {unit}" or " par " in f" {unit}")
        elif published is not None and _is_now(token, unit):
            days = (published.isoformat(),) * 2
        if days is not None:
            found.append(_Date(token.idx, token.idx + len(token), token.i, token.i + 1, days, token))
    for match in _THAT.finditer(sentence.text):
        at = sentence.start_char + match.start()
        span = doc.char_span(at, at + len(match.group()), alignment_mode="expand")
        before = _last_before(doc, at)
        if (
            span is not None
            and before is not None
            and not any(w.start <= at < w.end and w.end > w.start for w in found)
        ):
            found.append(_Date(at, span.end_char, span.start, span.end, before, span.root))
    return found


def _is_now(token: Token, unit: str | None) -> bool:
    if token.lower_ in _NOW:
        return True
    # `Quebec already has 40`, not `has already doubled`
    if token.lower_ not in _ALREADY or token.i == 0 or unit == "percent":
        return False
    verb = token.head if token.head.pos_ in ("VERB", "AUX") else token.nbor(-1)
    compound = any(child.dep_ in ("aux", "aux:tense") for child in verb.children)
    return "Pres" in verb.morph.get("Tense", []) and "Fin" in verb.morph.get("VerbForm", []) and not compound


def _meant(doc: Doc, sentence: Span, date: DateMention) -> Days | None:
    """The days the mention gives a figure beside it."""
    if date.date_start is None or date.date_end is None:
        return None
    days = date.date_start, date.date_end
    text, published = text_of(doc), doc._.published
    before = text[sentence.start_char : date.start]
    if date.text.lower().startswith(tuple(_SINCE)):
        return days
    if text[date.end : date.end + 3] in ("-là", "‑là"):
        return _last_before(doc, date.start) or days
    if _SAME.search(before) and (same := _same_of(doc, date)):
        return same
    if named := _in_named_year(doc, sentence, date):
        return named
    if published is None or days[0] >= published.isoformat():
        return days
    around = before[-30:] + " " + text[date.end : min(sentence.end_char, date.end + 16)]
    if days[1] > published.isoformat() and _SO_FAR.search(around):
        return days[0], published.isoformat()
    return days


def _same_of(doc: Doc, date: DateMention) -> Days | None:
    """`the same months last year`: the days of the date before, in that year."""
    before = _last_before(doc, date.start)
    if before is None or date.date_start is None or before[0][:4] != before[1][:4]:
        return None
    year = int(date.date_start[:4])
    month, last = int(before[1][5:7]), int(before[1][8:])
    whole = last == monthrange(int(before[1][:4]), month)[1]
    last = monthrange(year, month)[1] if whole else min(last, monthrange(year, month)[1])
    return f"{year}{before[0][4:]}", f"{year}-{month:02}-{last:02}"


def _last_before(doc: Doc, offset: int) -> Days | None:
    for mention in reversed(doc._.dates):
        if mention.end <= offset and mention.date_start and mention.date_end:
            return mention.date_start, mention.date_end
    return None


def _since_before(doc: Doc, sentence: Span, span: Span) -> Token | None:
    """`since the pact was widened on March 25`, `depuis la réouverture, le 25 mars`: the date dates the clause."""
    if span[0].lower_ in _SINCE:
        return None
    for i in range(span.start - 1, max(sentence.start - 1, span.start - _SINCE_REACH), -1):
        token = doc[i]
        if token.lower_ in _SINCE:
            return token
        comma_before = token.text == "," and span.start - i <= 2
        if (token.text in ",;:—–" and not comma_before) or token.like_num:
            return None
    return None


def _since(doc: Doc, sentence: Span, token: Token, mentioned: Sequence[DateMention], *, rate: bool) -> Days | None:
    """`since the deal took effect`: from the day that the text gives for it; `since then`: from the date before.

    A rate since then holds now as well as then.
    """
    published = doc._.published
    if published is None:
        return None
    clause: list[Token] = []
    for following in doc[token.i + 1 : min(sentence.end, token.i + _SINCE_REACH)]:
        if following.text in ",.;:—–»”" or following.like_num:
            break
        clause.append(following)
    end = clause[-1].idx + len(clause[-1]) if clause else token.idx
    if any(token.idx <= d.start <= end + 5 for d in mentioned):
        return None
    if not clause or (len(clause) == 1 and clause[0].lower_ in _BARE_SINCE):
        before = None if rate else _last_before(doc, token.idx)
        return (before[0], published.isoformat()) if before and before[0] < published.isoformat() else None
    stems = _stems(clause)
    best: tuple[int, str] | None = None
    for mention in doc._.dates:
        day = mention.date_start
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None or day is None or day != mention.date_end or day >= published.isoformat():
            continue
        near = doc[max(span.sent.start, span.start - 2 * _SINCE_REACH) : min(span.sent.end, span.end + _SINCE_REACH)]
        shared = len(stems & _stems(near))
        if shared >= min(2, len(stems)) and (best is None or shared > best[0]):
            best = (shared, day)
    return (best[1], published.isoformat()) if best else None


def _stems(tokens: Sequence[Token] | Span) -> set[str]:
    content = (t for t in tokens if t.pos_ in ("VERB", "NOUN", "ADJ", "PROPN"))
    return {folded(t.lemma_)[:_STEM] for t in content}


def _in_named_year(doc: Doc, sentence: Span, month: DateMention) -> Days | None:
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
    when: _Date,
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
    if _is_base(text, when, span.start_char, language) or _of_document(doc, when):
        return None
    if any(
        o[1] <= when.start and _starts_change(text, o, others) and _right_behind(text, o[1], when.start, others)
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
    if its_verb is not None and its_verb != verb and (its_verb.lemma_.lower() in _PUBLISHING or is_reporting(its_verb)):
        return None
    if timeless and not (after and len(between) <= _NEAR):
        return None
    cost = float(len(between)) * (1 if after else 1.2)
    if fronted:
        cost = min(cost, _FRONTED)
    cost += 12 * sum(token.lower_ in _BREAKS for token in between)
    figures_between = sum(
        1 for o in others if (span.end_char <= o[0] < when.start) or (when.end <= o[0] < span.start_char)
    )
    cost += (10 if after else 2) * figures_between
    if its_verb is not None and (its_verb == verb or _describes(its_verb, span)):
        cost = cost / 2 - 6
    elif its_verb is not None and verb is not None:
        if is_present(verb) and not is_present(its_verb) and _over(doc, when.days):
            # `opened on Nov. 17 and is capped at 11,000`
            return None
        if after and verb.dep_ in ("relcl", "acl:relcl") and its_verb.is_ancestor(verb):
            # `a trailer that once held 60 cots was hauled away on Saturday`
            return None
        # the date of a side clause, or that of the main clause for a figure in a side clause
        lower, upper = (its_verb, verb) if verb.is_ancestor(its_verb) else (verb, its_verb)
        cost += 12 if upper.is_ancestor(lower) and lower.dep_ in _SIDE_CLAUSES else 5
    return cost


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


def _over(doc: Doc, days: Days) -> bool:
    return doc._.published is not None and days[1] < doc._.published.isoformat()


def _length(days: Days) -> int:
    return (day.fromisoformat(days[1]) - day.fromisoformat(days[0])).days + 1


def _apart(doc: Doc, sentence: Span, when: _Date, span: Span, *, holds: bool) -> bool:
    """One of the two stands in an aside about something else, the other outside it.

    `holds`: the date stands before the sentence and is long enough to hold for its asides as well.
    """
    dated = _aside(doc, sentence, when.first)
    if dated is not None and not (dated.start <= span.start < dated.end):
        return _describes_else(dated, span)
    counted = _aside(doc, sentence, span.start)
    if counted is None or counted.start <= when.first < counted.end or holds:
        return False
    return counted[0].lower_ not in _ARTICLES


def _describes_else(aside: Span, span: Span) -> bool:
    """Not `39,540 people, most of whom came in December`: the aside may be about what the figure counts."""
    return not (aside.start >= span.end and aside.start - span.end <= _NEAR and aside[0].lower_ in _RELATIVES)


def _aside(doc: Doc, sentence: Span, i: int) -> Span | None:
    """The stretch between commas that holds token `i` and adds something about a noun: a relative clause without
    a bound, a participle, an apposition."""
    dates = [(d.start, d.end) for d in doc._.dates if sentence.start_char <= d.start < sentence.end_char]

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
    participle = participle and opener.lower_ not in _BASED and opener.pos_ in ("VERB", "ADJ")
    if start == sentence.start:
        return doc[start:end] if end < sentence.end and participle else None
    if opener.lower_ in _RELATIVES or opener.lower_ in _ARTICLES or participle:
        return doc[start:end]
    in_force = (
        opener.lower_ in ("in", "en") and start + 1 < end and opener.nbor().lower_ in ("force", "effect", "vigueur")
    )
    return doc[start:end] if in_force else None


def _of_document(doc: Doc, when: _Date) -> bool:
    """`the March budget`, `l'entente de 2002`."""
    following = doc[when.last] if when.last < len(doc) else None
    if following is not None and following.lemma_.lower() in _DOCUMENTS:
        return True
    i = when.first - 1
    while i > 0 and doc[i].lower_ in ("de", "of", "du", "des", "d'", "d’", "l'", "l’", "the"):
        i -= 1
    return i < when.first - 1 and doc[i].lemma_.lower() in _DOCUMENTS


def _describes(verb: Token, span: Span) -> bool:
    """The verb of a clause about the counted noun itself: `40 people who crossed in May`."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    return verb.dep_ in ("relcl", "acl", "acl:relcl") and verb.head in (span.root, span.root.head)


def _starts_change(text: str, figure: Other, others: Sequence[Other]) -> bool:
    """`from 520 in 2021`, `de 130 en mars à 20`: the date behind it is that of the start alone."""
    before = text[max(0, figure[0] - 10) : figure[0]].rstrip().lower()
    if before.endswith((" from", " contre", "comparativement à")):
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


def _is_base(text: str, when: _Date, start: int, language: str) -> bool:
    words = text[max(0, when.start - 24) : when.start].lower().replace("'", " ").replace("’", " ").split()
    near = words[-2:] if words and words[-1] in _DATE_OPENERS else words[-1:]
    if when.start > start and bool(_COMPARED[language] & set(near)):
        return True
    # `half the number of 2022`, `le double de l'année précédente`
    words = words[:-1] if words and words[-1] in ("l", "la", "the", "last") else words
    return len(words) > 1 and words[-1] in ("of", "de", "in", "en") and words[-2] in _BASES and when.start > start
