"""spaCy component `roxham_figures`: every number a text asserts, with what it counts, when, where and who says so.

Candidates are all numerals of the text (`nlp.numbers`); what is no figure is filtered by rule (`nlp.figure_filters`);
unit and counted phrase (`nlp.units`, `nlp.figure_counted`, `nlp.figure_phrases`), bounds and direction
(`nlp.figure_qualifiers`), period, place and speaker (`nlp.figure_scope`, `nlp.figure_speakers`) and measure
(`nlp.measures`) follow.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from db.records import Change, Figure, Measure
from nlp.currencies import dollar_of
from nlp.extensions import text_of
from nlp.figure_carried import carried
from nlp.figure_counted import Counted, age_end, counted_noun, rate, rate_behind, rate_of_verb
from nlp.figure_filters import Masks, Words, one_counts, rejected, taken_back
from nlp.figure_nouns import partitive, with_kind
from nlp.figure_periods import period
from nlp.figure_persons import beside_name
from nlp.figure_phrases import Numeral, phrase
from nlp.figure_qualifiers import change, qualifier
from nlp.figure_scope import is_age, place
from nlp.figure_sentences import Sentences
from nlp.figure_speakers import attribution_text, speaker
from nlp.measures import assign_all
from nlp.number_words import word_set
from nlp.numbers import Number, read_numbers
from nlp.units import Unit, divisor, price_base, read_unit

_ENDS_JOIN = {"en": frozenset({"to", "from", "or"}), "fr": frozenset({"à", "contre", "de", "ou"})}
_BOUND_WORDS = word_set(
    "about nearly around roughly almost some fewer less more than at least between just over under moins plus près d "
    "' ’ environ quelque"
)
_ANAPHORS = word_set("that this those c' c’ ce cela")
# Characters after which a number without a noun no longer counts what an earlier figure did.
_SAID_FAR = 600
_BESIDE_NOW = re.compile(r"\s{1,3}(?:ago|earlier|before|later|after|old|from now|plus tôt|plus tard|auparavant)\b")
_SHARE_PERIODS = word_set("year month quarter week an année mois trimestre semaine")
_SUM_PERIODS = _SHARE_PERIODS | word_set("hour minute second season decade century heure minute seconde saison siècle")
_OF_NOUN = re.compile(r"[ \xa0](?:d['’]|(?:de|of|more|other|additional)\b)", re.IGNORECASE)
_RATE_JOIN = {"en": "per", "fr": "par"}


@dataclass(slots=True)
class _Candidate:
    number: Number
    words: Words
    sentence: Span
    unit: Unit | None
    counted: Counted
    whole: str | None
    """The noun of what the number is a part of: `two of Miller's deputies`."""
    rate: str | None
    end: int
    """Character offset after unit or noun."""
    base: bool = False
    """The start of a change over time: `from 130`."""
    taken_back: bool = False
    """A correction says that it is wrong; what it was said of is still that of the number which replaces it."""
    moved: Change | None = None
    """Where the end of a change over time lies from its start: `to 20`."""


@Language.factory("roxham_figures", assigns=["doc._.figures"], default_config={"measures": []})
def make_figures(nlp: Language, name: str, measures: list[dict[str, Any]]) -> FigureReader:
    """`measures`: the topic's measures as dictionaries of `db.records.Measure`."""
    return FigureReader("fr" if nlp.lang == "fr" else "en", [_measure(row) for row in measures])


def _measure(row: dict[str, Any] | Measure) -> Measure:
    fields = asdict(row) if isinstance(row, Measure) else dict(row)
    for key in ("include", "exclude", "units"):
        fields[key] = tuple(fields.get(key, ()))
    return Measure(**fields)


class FigureReader:
    def __init__(self, language: str, measures: list[Measure]) -> None:
        self.language = language
        self.measures = measures

    def __call__(self, doc: Doc) -> Doc:
        candidates = self.candidates(doc)
        neighbours: dict[int, list[_Candidate]] = {}
        for c in candidates:
            neighbours.setdefault(c.sentence.start, []).append(c)
        figures: list[Figure] = []
        before = candidates[0] if candidates else None
        said, said_at = None, 0
        for c in candidates:
            others = [o for o in neighbours[c.sentence.start] if o is not c]
            within = [(o.number.start, o.number.end) for o in others]
            if c.number.start - said_at > _SAID_FAR:
                said = None
            units = [(o.number.start, o.end) for o in others if o.unit is not None]
            figure = self.figure(doc, c, within, units, said)
            if c.unit is None and figure.counted:
                said, said_at = figure.counted, c.number.start
            if figures and before is not None and _restates(before, c, text_of(doc)):
                same = c.counted.head is None and figures[-1].counted
                figure = replace(
                    figure,
                    counted=figures[-1].counted if same else figure.counted,
                    qualifier=figures[-1].qualifier if figure.qualifier == "exact" else figure.qualifier,
                    change=None if _is_level(c, figures[-1]) else figure.change or figures[-1].change,
                )
            elif figures and before is not None and _goes_on(before, c):
                figure = replace(figure, change=figure.change or figures[-1].change)
            figures.append(_carried(doc, figure, c, figures) if figures else figure)
            before = c
        stand = [figure for figure, c in zip(figures, candidates, strict=True) if not c.taken_back]
        doc._.figures = assign_all(text_of(doc), stand, self.measures)
        return doc

    def candidates(self, doc: Doc) -> list[_Candidate]:
        text, found = text_of(doc), []
        numbers = read_numbers(text, self.language)
        if not numbers:
            return []
        # with a unit behind it `1520` is no year after all
        dates = {(d.start, d.end) for d in doc._.dates}
        masks = Masks(text, sorted(dates))
        persons = {mention.end for mention in doc._.mentions if mention.kind == "person"}
        dollar = dollar_of(text, self.language, doc._.country)
        sentences = Sentences(doc)
        starts = [n.start for n in numbers]
        for number in self.split(numbers, text):
            unit = read_unit(text, number, self.language, dollar)
            if unit and unit.name == "metre" and text[number.end : unit.end] == "m" and _of_many(doc, unit.end):
                # `35m of its devices`
                number, unit = replace(number, value=number.value * 1e6, end=unit.end, scaled=True), None
            if masks.covers(number.start, number.end) and not (unit and (number.start, number.end) in dates):
                measured = unit is not None or counted_noun(doc, number, self.language).noun is not None
                if not (measured and _ranges_beyond(number, dates)):
                    continue
            sentence = sentences.of(number.start)
            words = Words(text, number, sentence.start_char, sentence.end_char)
            if unit and unit.kind == "money" and (goods := price_base(text, unit.end, self.language)):
                unit = replace(unit, name=f"{unit.name} {_RATE_JOIN[self.language]} {goods[0]}", end=goods[1])
            counted = Counted(None, None, unit.end) if unit else counted_noun(doc, number, self.language)
            if counted.head is not None and any(start <= counted.head.idx < end for start, end in dates):
                counted = Counted(None, None, number.end)  # `up from 12 last summer`
            if self.language == "en":
                counted = with_kind(doc, counted, number)
            whole = None if unit or counted.noun else partitive(doc, number, self.language)
            if found and number.start < found[-1].counted.end and (unit is None or found[-1].unit):
                # the 737 of `two 737 Max jets`, the 100 of `5 l/100 km`
                continue
            if aged := age_end(doc, unit.end if unit else counted.end, self.language):
                noun = unit.name if unit else counted.noun
                if noun in ("year", "month", "week", "day"):
                    unit, counted = None, replace(counted, noun=f"{noun} of age", end=aged)
            noun = counted.noun is not None and (counted.plural or number.value == 1)
            beside = beside_name(doc, number, words, persons) if unit is None and not noun else None
            if beside == "label":
                continue
            if beside is None and rejected(text, number, words, self.language, has_unit=unit is not None, noun=noun):
                continue
            tells = noun and counted.head is not None and counted.head.tag_ != "VBZ"
            if beside is None and _names(doc, number, words) and unit is None and not tells:
                continue
            first, last = bisect_left(starts, sentence.start_char), bisect_left(starts, sentence.end_char)
            others = any(n is not number for n in numbers[first:last])
            known = noun or unit is not None
            one = number.word in ("one", "un", "une") and not whole
            if one and not one_counts(words, self.language, noun=known, others=others):
                continue
            every, end = self.rate(doc, unit.end if unit else counted.end)
            every = every or rate_of_verb(counted, self.language)
            base = words.back(1) == "from" or (number.link == "from" and number.high is None)
            nearby = numbers[bisect_right(starts, number.end) : bisect_left(starts, number.end + 40)]
            falls_to = any(" à " in text[number.end : n.start] for n in nearby)
            base = base or (words.back(1) == "de" and words.back(2) in _CHANGE_VERBS and falls_to)
            wrong = taken_back(text, number, words)
            found.append(_Candidate(number, words, sentence, unit, counted, whole, every, end, base, wrong))
        return self.shared(_with_elided_sums(self.with_cents(found, text), text))

    def rate(self, doc: Doc, end: int) -> tuple[str | None, int]:
        """What the number is for one of, and the offset behind it: `a day`, `per game`, `of water a year`."""
        text = text_of(doc)
        per = rate(doc, end, self.language)
        if per and _BESIDE_NOW.match(text, per[1]):
            # `$4 million a year earlier`
            return None, end
        per = per or divisor(text, end, self.language)
        return per or (rate_behind(doc, end, self.language), end)

    def split(self, numbers: list[Number], text: str) -> Iterator[Number]:
        """Ranges, but `from 130 to 20` as the two figures of a change over time."""
        for number in numbers:
            if number.link == "from" and number.parts is not None and _over_time(text, number):
                yield replace(number.parts[0], link="from")
                yield number.parts[1]
            elif number.link == "to" and number.parts is not None and _moves(text, number):
                yield from number.parts
            else:
                yield number

    def with_cents(self, found: list[_Candidate], text: str) -> list[_Candidate]:
        """`3 dollars and 50 cents`, `15 dollars 50` as one sum."""
        out: list[_Candidate] = []
        for c in found:
            whole = out[-1] if out else None
            if whole is not None and _is_cents(whole, c, text):
                value = whole.number.value + c.number.value / 100
                whole.number = replace(whole.number, value=value, end=c.end)
                whole.end = c.end
            else:
                out.append(c)
        return out

    def shared(self, found: list[_Candidate]) -> list[_Candidate]:
        """The ends of `from 54 minutes to 38` share unit and rate; so does a second number joined by `to` or `à`."""
        for first, second in pairwise(found):
            if first.sentence.start != second.sentence.start or second.number.start - first.end > 30:
                continue
            if second.counted.noun == "point" and _is_index(
                first, text_of(first.sentence.doc)[first.end : second.number.start]
            ):
                first.counted = replace(first.counted, noun="point")
            gap = [word for word in second.words.before[-4:] if word not in _BOUND_WORDS]
            if "," in first.words.after[: len(second.words.before)] and "," in second.words.before[-6:]:
                # `39,171 of them, or about 99 per cent` says the same in another unit
                continue
            if not gap or gap[-1] not in _ENDS_JOIN[self.language] or (gap[-1] in ("to", "à") and not first.base):
                continue
            if {first.number.kind, second.number.kind} & {"ratio", "multiple"}:
                continue
            if first.base and gap[-1] in ("to", "à") and _is_over_time(first, second):
                second.moved = "up" if second.number.value > first.number.value else "down"
            if first.unit and second.unit is None and second.counted.noun is None and first.unit.kind != "money":
                second.unit = first.unit
            elif (
                second.unit
                and first.unit is None
                and first.counted.noun is None
                and first.number.end + 30 > second.number.start
            ):
                first.unit = second.unit
            if first.counted.noun and second.unit is None and second.counted.noun is None:
                second.counted = replace(second.counted, noun=first.counted.noun)
            elif second.counted.noun and first.unit is None and first.counted.noun is None:
                first.counted = replace(first.counted, noun=second.counted.noun)
            if first.rate and not second.rate:
                second.rate = first.rate
            elif second.rate and not first.rate:
                first.rate = second.rate
        return found

    def unit(self, candidate: _Candidate) -> str | None:
        name = candidate.unit.name if candidate.unit else candidate.counted.noun or candidate.whole
        if candidate.rate is None or (candidate.unit and not _divides(candidate.unit, candidate.rate)):
            return name
        return f"{name or ''} {_RATE_JOIN[self.language]} {candidate.rate}".strip()

    def figure(
        self,
        doc: Doc,
        candidate: _Candidate,
        others: list[tuple[int, int]],
        units: list[tuple[int, int]],
        said: str | None,
    ) -> Figure:
        """`units`: the other figures that have a unit, up to its end. `said`: what the figure before it is said of."""
        number, words = candidate.number, candidate.words
        after_unit = Words(text_of(doc), replace(number, end=candidate.end), 0, candidate.sentence.end_char).after
        low, high = number.value, number.high
        unit = self.unit(candidate)
        aged = unit is None and is_age(text_of(doc), number.start, number.end)
        days = (
            None
            if aged
            else period(
                doc, candidate.sentence, number.start, number.end, others, unit, self.language, base=candidate.base
            )
        )
        where = None if aged else place(doc, candidate.sentence, number.start, number.end, others, unit)
        who = speaker(doc, candidate.sentence, number.start, number.end, self.language)
        numeral = Numeral(
            number,
            candidate.counted,
            candidate.sentence,
            candidate.end,
            money=candidate.unit is not None and candidate.unit.kind == "money",
            bare=candidate.unit is None and candidate.counted.noun is None,
            others=(*others, *units),
        )
        return Figure(
            start=number.start,
            end=number.end,
            text=text_of(doc)[number.start : number.end],
            value=_round(min(low, high) if high is not None else low),
            value_high=None if high is None else _round(max(low, high)),
            unit=unit,
            counted=phrase(doc, numeral, self.language, said),
            qualifier=qualifier(number, words.before, words.after, after_unit, self.language),
            change=change(number, words.before, words.after, self.language) or candidate.moved,
            period_start=days[0] if days else None,
            period_end=days[1] if days else None,
            place=where.name if where else None,
            place_id=where.entity if where else None,
            speaker=who.name if who else None,
            speaker_id=who.id if who else None,
            attribution=attribution_text(doc, candidate.sentence, who) if who else None,
            measure=None,
            sentence=text_of(doc)[candidate.sentence.start_char : candidate.sentence.end_char].strip(),
            unit_assumed=candidate.unit is not None and candidate.unit.assumed,
        )


def _carried(doc: Doc, figure: Figure, candidate: _Candidate, before: list[Figure]) -> Figure:
    """A number without a noun of its own, or one said of `that`, takes over what those before it leave unsaid."""
    previous = before[-1]
    bare = candidate.unit is None and candidate.counted.noun is None and candidate.number.kind == "cardinal"
    if candidate.base or (bare and is_age(text_of(doc), figure.start, figure.end)):
        return figure
    figure = carried(doc, candidate.sentence, figure, before, bare=bare)
    if "\n" in text_of(doc)[previous.end : figure.start]:
        return figure
    refers = bare or candidate.sentence[0].lower_ in _ANAPHORS
    if refers and figure.place is None and figure.counted == previous.counted:
        figure = replace(figure, place=previous.place, place_id=previous.place_id)
    return figure


def _ranges_beyond(number: Number, dates: set[tuple[int, int]]) -> bool:
    """`2000-2500 calories`, of whose ends the first looks like a year and the second doesn't."""
    return number.link == "-" and any(start == number.start and end < number.end for start, end in dates)


def _divides(unit: Unit, per: str) -> bool:
    """A sum a month is no sum, but one a head or a night is; a share of something is one whatever it is in."""
    if unit.kind == "measure":
        return True
    return per in (_SUM_PERIODS if unit.kind == "money" else _SHARE_PERIODS)


def _of_many(doc: Doc, end: int) -> bool:
    """Whether what stands at `end` is counted rather than measured: `of them`, `of its users`, `people`."""
    i = bisect_left(range(len(doc)), end, key=lambda k: doc[k].idx)
    if i + 1 < len(doc) and doc[i].lower_ == "of":
        return doc[i + 1].pos_ in ("PRON", "DET") or doc[i + 1].tag_ in ("NNS", "PRP$")
    return i < len(doc) and doc[i].tag_ == "NNS"


def _names(doc: Doc, number: Number, words: Words) -> bool:
    """A small number behind the name that begins a sentence is a part of it: `Channel 6 reported`."""
    span = doc.char_span(number.start, number.end)
    if span is None or span.start == 0 or number.value > 99 or number.word is not None or len(words.before) != 1:
        return False
    return doc[span.start - 1].pos_ == "PROPN" and words.ahead(1).isalpha()


def _is_index(level: _Candidate, gap: str) -> bool:
    """An index before its change: `16,369.03, up 58.06 points`."""
    return level.unit is None and level.counted.noun is None and gap.strip(" ,") in ("up", "down")


def _is_over_time(first: _Candidate, second: _Candidate) -> bool:
    """`grew from 12 to 30`, `from 300 in 2019 to 1,400`, but not `range from 80 for some to 25`."""
    changes = _CHANGE_VERBS & set(first.words.before[-7:])
    return bool(changes) or any(word.isdecimal() and len(word) == 4 for word in second.words.before[-4:])


def _with_elided_sums(found: list[_Candidate], text: str) -> list[_Candidate]:
    """`750 millions de dollars; elle exigeait un milliard`: millions of nothing behind a sum are as much money."""
    unit, end = None, 0
    for c in found:
        if c.unit is not None and c.unit.kind == "money" and text[c.number.start - 1 : c.number.start] != "(":
            # but not `4.1 billion shekels ($1.1 billion) and 95 million`
            unit, end = c.unit, c.end
        bare = not (c.unit or c.counted.noun) and c.number.scaled and c.number.value >= 1e6
        if unit and bare and "\n" not in text[end : c.number.start] and not _OF_NOUN.match(text, c.number.end):
            c.unit = replace(unit, end=c.number.end)
    return found


def _is_cents(whole: _Candidate, part: _Candidate, text: str) -> bool:
    money = whole.unit is not None and whole.unit.kind == "money" and part.number.start - whole.end <= 5
    if not money or whole.number.high is not None or not 0 < part.number.value < 100 or part.number.sign:
        return False
    coins = part.unit is not None and part.unit.name in ("cent", "penny", "centime")
    gap = text[whole.end : part.number.start].strip()
    if gap not in ("", "and", "et") and not (coins and gap == ","):
        return False
    if part.unit is not None and part.unit.end == part.number.end:
        # `17 USD 25`, whose code belongs to the whole
        return whole.unit is not None and whole.unit.end > whole.number.end and gap == ""
    return coins or (part.unit is None and part.counted.noun is None and part.words.ahead(1) in ("", "."))


def _restates(first: _Candidate, second: _Candidate, text: str) -> bool:
    """`seven miles (11 km)`, `190 points, or 0.6 per cent`, `rose 18 sen to RM23.50`."""
    gap = text[first.end : second.number.start].strip().lower()
    return gap in ("(", "(or", ", or", "or", ", soit", "to", "/")


def _goes_on(first: _Candidate, second: _Candidate) -> bool:
    """A verb that is said once: `were down 2.3%, Kohl's by 2.6%`."""
    shares = all(one.unit is not None and one.unit.kind == "percent" for one in (first, second))
    return shares and first.sentence.start == second.sentence.start and second.words.back(1) == "by"


def _is_level(candidate: _Candidate, change: Figure) -> bool:
    """The index after its change: `gained 0.7 per cent to 6,327.80`."""
    return candidate.unit is None and not candidate.number.value.is_integer() and change.unit == "percent"


_CHANGE_VERBS = word_set(
    "fell fall falls fallen dropped drop drops dropping rose rise rises risen rising grew grow grown growing "
    "climbed climbs climb jumped increased increase increases increasing declined decline decreased plunged plunge "
    "plummeted tumbled slid gained lost shed leaped leapt skidded sank eased added slipped cut raised raise raising "
    "lowered reduced lifted lengthened shortened went gone going moved widened swelled soared surged shrank dipped "
    "up down passé passée passés passées passe passer passera augmenté augmente diminué diminue tombé tombée monté "
    "montée chuté baissé grimpé bondi descendu"
)


def _moves(text: str, number: Number) -> bool:
    """A change and the level it led to, `fell $1.50 to $18`; not `rose 5 to 10 per cent`."""
    before = text[max(0, number.start - 20) : number.start].lower().split()
    signed = number.parts is not None and all(part.sign for part in number.parts)
    far = number.high is not None and number.high > (3 if signed else 15) * number.value
    return far and bool(before) and before[-1] in _CHANGE_VERBS


def _over_time(text: str, number: Number) -> bool:
    before = text[max(0, number.start - 60) : number.start].lower().split()
    return number.high is not None and (number.high < number.value or bool(_CHANGE_VERBS & set(before[-7:])))


def _round(value: float) -> float:
    """Without the dust of binary fractions: 16.4 million is 16400000."""
    return float(f"{value:.12g}")
