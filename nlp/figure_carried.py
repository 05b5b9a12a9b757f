"""The days and the place that a figure without its own takes over from the figures before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from db.records import Figure
from nlp.extensions import starting_in, text_of
from nlp.figure_dates import TIMELESS_UNITS, Days
from nlp.figure_periods import AGAINST, governing_verb, is_present
from nlp.figure_scope import restates
from nlp.number_words import word_set

_OF_THEM = re.compile(
    r"\b(?:(?:of|among) (?:them|those|these|whom|which)|including|dont|d['’]entre (?:eux|elles)"
    r"|parmi (?:eux|elles|ceux-ci)|d[eu] (?:ce )?(?:nombre|total)|of the total|y compris)\b",
    re.IGNORECASE,
)
_ANAPHORS = word_set("that this those these c' c’ ce cela")
# What may stand before a number that is the first thing its sentence says.
_LEADS = word_set(
    "a an about all almost another approximately around at barely exactly just least less more most nearly no not only "
    "over roughly some the there up to were was under than as many other une un autres au moins plus de près environ "
    "quelque quelques seuls seules seulement la le les il y a avait avaient eu on"
)
_SUBJECTS = word_set("he she it they we i il elle ils elles on nous je j' j’")
_MOST_BEFORE = 12
_BASE = re.compile(
    rf"{AGAINST.pattern}|\b(?:from|than)\b|\b(?:plus|moins|autant)(?: [^\W\d]+){{0,2}} qu(?:e\b|['’])", re.IGNORECASE
)
_BASE_REACH = 34
_REACHED = re.compile(r"\s(?!to\b|à\b).*\s(?:to|à)\s", re.IGNORECASE)


def carried(doc: Doc, sentence: Span, figure: Figure, before: Sequence[Figure], *, bare: bool) -> Figure:
    """`figure` with the days and the place that it leaves unsaid, from the figures before it in the paragraph.

    It takes them over where it is a part of them (`of those, 40`), where its sentence begins with it (`Nine came
    late`) or with a word for them (`That is 40 a day`), and where nothing else of its sentence says what it counts
    (`bare`).
    """
    text, previous = text_of(doc), before[-1]
    if "\n" in text[previous.end : figure.start] or figure.unit in TIMELESS_UNITS:
        return figure
    if _voice(doc, previous.start) != _voice(doc, figure.start):
        return figure
    span = doc.char_span(figure.start, figure.end, alignment_mode="expand")
    if span is None:
        return figure
    same_sentence = previous.start >= sentence.start_char
    leading = doc[sentence.start : span.start]
    part = _OF_THEM.search(text, max(sentence.start_char, previous.end), min(sentence.end_char, figure.end + 24))
    begins = not is_present(governing_verb(span.root)) and all(
        t.lower_ in _LEADS or t.is_punct or t.is_space or t.is_quote for t in leading
    )
    refers = any(t.lower_ in _ANAPHORS for t in doc[sentence.start : min(sentence.start + 2, span.start)])
    goes_on = figure.period_start is None and not same_sentence and _goes_on(doc, sentence, span, previous)
    if goes_on and (days := _main_period(text, before, last=False)):
        figure = replace(figure, period_start=days[0], period_end=days[1])
    alone = not (same_sentence or part or refers or (begins and not _is_money(figure.unit)))
    if alone and (not bare or starting_in(doc._.mentions, sentence.start_char, figure.start)):
        return figure
    # `, soit une hausse de 39 %`
    unit = figure.unit or ""
    changed = unit in ("time", "fois") or (figure.change is not None and unit.startswith(("percent", "point")))
    restated = same_sentence and restates(text, previous, figure)
    if same_sentence and not (part or bare or changed or restated):
        return figure
    of_last = restated or (same_sentence and part is not None)
    if figure.period_start is None and (days := _main_period(text, before, last=of_last)):
        figure = replace(figure, period_start=days[0], period_end=days[1])
    if figure.place is None:
        figure = replace(figure, place=previous.place, place_id=previous.place_id)
    return figure


def _is_base(text: str, start: int) -> bool:
    """`from 130 in March`, `contre 85 en avril et 70 en mai`; not the 20 of `from 130 in March to 20 in April`."""
    cues = list(_BASE.finditer(text, max(0, start - _BASE_REACH), start))
    if not cues:
        return False
    between = text[cues[-1].end() : start]
    bound = cues[-1].group().lower() == "than" and between.isspace()
    return not (bound or ", " in between or _REACHED.match(between))


def _goes_on(doc: Doc, sentence: Span, span: Span, previous: Figure) -> bool:
    """A past sentence whose subject is a pronoun, right behind one whose time it shares: `She turned away 50.`"""
    verb = governing_verb(span.root)
    if verb is None or is_present(verb) or sentence[0].lower_ not in _SUBJECTS:
        return False
    words = (verb, *verb.children)
    past = any("Past" in t.morph.get("Tense", []) or t.dep_ == "aux:tense" for t in words)
    perfect = any(t.dep_ == "aux" and t.lemma_ == "have" for t in words)
    before = text_of(doc)[previous.start : sentence.start_char]
    return past and not perfect and previous.sentence.endswith(before.strip(' "“”«»\xa0'))


def _main_period(text: str, before: Sequence[Figure], *, last: bool) -> Days | None:
    """The period of the last figure, or that of its sentence: not that of a base of comparison."""
    previous = before[-1]
    if not last or previous.period_start is None:
        told = [f for f in before[-_MOST_BEFORE:] if f.sentence == previous.sentence and f.period_start is not None]
        main = [f for f in told if not _is_base(text, f.start)]
        if told and not main:
            return None
        previous = (main or [previous])[-1]
    if previous.period_start is None or previous.period_end is None:
        return None
    return previous.period_start, previous.period_end


def _voice(doc: Doc, offset: int) -> str | None:
    """Who is quoted at `offset`; None outside quotations."""
    quote = next((q for q in doc._.quotes if q.direct and q.start <= offset < q.end), None)
    return (quote.speaker or quote.speaker_text or "") if quote else None


def _is_money(unit: str | None) -> bool:
    return unit is not None and len(unit) == 3 and unit.isupper()
