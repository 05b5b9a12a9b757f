"""Which of the topic's measures a figure answers, from the words of the topic file alone, and why.

A measure takes a figure whose unit it allows, near which one of its `include` words stands and none of its
`exclude` words. What the figure is said of tells most, then its part of the sentence, then the rest of the sentence.
Nothing here knows a particular measure or looks at a parse, so a changed topic file re-assigns stored figures from
what is stored of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from db.records import Figure, Measure
from nlp.figure_scope import is_age, restates
from nlp.number_words import word_set
from nlp.units import singular

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_AGREEING = re.compile(r"(?<=\w\w)([éiu])es?$|(?<=\w\wé)s$")
_MONEY = re.compile(r"[A-Z]{3}(?: p[ae]r |\Z)")
_ANAPHOR = re.compile(r"(?:that|this|those|ce|cela)\b|c['’]", re.IGNORECASE)
_PART = re.compile(r"\b(?:of (?:them|those|these|whom)|including|dont|d['’]entre|parmi)\b[^,;]{0,30}\Z", re.IGNORECASE)
_PART_BEHIND = re.compile(
    r"(?:\s?(?:per cent|percent|%))?\s(?:of (?:them|those|these|the (?:\w+ )?(?:total|group))|d['’]entre (?:eux|elles)"
    r"|du (?:total|nombre|groupe))\b",
    re.IGNORECASE,
)
# A share of the sum before it: `$42 million, or about 35 per cent`, `620 000 $, dont la moitié`.
_OF_SUM = re.compile(r"[^.;:\n]*[,(—–] ?(?:[^\W\d]+['’ ] ?){0,4}\Z")
# What was said before is counted: `There were 40`, `Elles ont atteint 40`, `On en compte 40`.
_REFERS = re.compile(
    r"(?:there (?:were|was|are|is)|it (?:was|is)|they|that|it['’]s|il y en|ils|elles|c['’]|il s['’]agi"
    r"|(?:the|that|this|its|le|ce|cette|son) (?:correct )?(?:figure|number|total|tally|count|rest|proportion|share"
    r"|chiffre|nombre|reste|bilan))\b",
    re.IGNORECASE,
)
# `the total stands at 40`, `le compte atteint 40`: of whatever was counted last.
_TOTAL = re.compile(
    r"\b(?:the|le|ce|this|its|son) (?:\w+[ -])?(?:total|tally|count|compte|bilan|nombre|figure|number)"
    r"(?: (?!of\b|de\b|du\b|des\b|d['’])[^\W\d]+){1,4} \Z",
    re.IGNORECASE,
)
_TOLD_LATELY = 600
_TOTAL_REACH = 60
_PARTITIVE = re.compile(r"\b(?:en|n['’]en|l['’]en|d['’]en) (?:[^\W\d]+['’ ] ?){1,5}\Z", re.IGNORECASE)
_CAPITAL = re.compile(
    r"\b(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:[a-z]*day|[a-z]*\b))[A-ZÀ-Þ]"
)
# `three times the number`, as against `three times in May`.
_MULTIPLE = re.compile(
    r"\s(?:times|fois) (?:the|as|more|what|that|higher|larger|plus|moins|le|la|ce|celui)\b", re.IGNORECASE
)
# `rounded to the nearest five`, `arrondis au multiple de cinq`.
_NEAREST = re.compile(r"\b(?:nearest|multiples? (?:of|de)|arrondi\w* (?:à|au)) \Z", re.IGNORECASE)
_BEFORE = 20
_QUOTE = re.compile(r"[“«\"]")
_DOUBLED = re.compile(r"\b(?:doubl|tripl|quadrupl)\w*\Z", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][»”\"'’)\s]*\s")
# Bodies that report, and words for numbers: what is said of one of them counts something else.
_EMPTY = word_set(
    "force agency department ministry government board police tribunal commission service office report document data "
    "ministère agence gouvernement bureau rapport donnée figure number total tally count rest proportion share chiffre "
    "nombre reste bilan compte correct the le far cry drop rise increase decrease fall jump hausse baisse chute recul "
    "bond augmentation diminution"
)
_BOUNDARY = re.compile(r"[;:()—–“”«»]|,(?!\d)|\s-\s")
_DURATIONS = frozenset({"day", "jour", "hour", "heure", "month", "mois", "year", "an"})

# How much a word tells by where it stands.
_COUNTED = 2.0
_COUNTED_ELSEWHERE = 1.4
"""In what the figure is said of, by way of another part of the sentence."""
_GENERIC = 1.2
"""A word for people that is a unit of several measures."""
_OWN_PART = 1.5
_NEAR_UNIT = 1.0
_SENTENCE = 0.9
_PER_WORD = 0.02
_SUM = 0.5
_UNIT = 0.5
_SHARED = 3
_BESIDE = 12
"""Characters of `all the`, `per cent of the`: what a share is a share of."""
_SPECIFIC = 2
_NO_WORDS = "no measure has its words"


def assign_all(text: str, figures: Sequence[Figure], measures: Sequence[Measure]) -> list[Figure]:
    """The figures of one text, in its order, with `measure` and `measure_reason` set anew.

    A number without a noun of its own (`Nine came late`) answers what the figure before it in the paragraph does.
    Uses of a figure only what is stored: its span, unit, counted phrase and sentence.
    """
    if not figures:
        return []
    assigned: list[Figure] = []
    by_id = {measure.id: measure for measure in measures}
    latest: dict[str, Figure] = {}
    shared = _shared_units(measures)
    for figure in figures:
        measure, reason = _assign(text, figure, measures, shared)
        if measure is None:
            earlier = _carried_from(text, assigned[-1] if assigned else None, latest, figure, by_id)
            if earlier is not None:
                measure, reason = earlier.measure, f"as the {earlier.text} before it"
            elif reason == _NO_WORDS:
                for told in _told_before(text, figure):
                    measure, reason = _assign(text, told, measures, shared)
                    if measure is not None:
                        break
        assigned.append(replace(figure, measure=measure, measure_reason=reason))
        if measure is not None:
            latest[measure] = assigned[-1]
    return assigned


@dataclass(frozen=True, slots=True)
class _Evidence:
    score: float
    reason: str


def assign(text: str, figure: Figure, measures: Sequence[Measure]) -> tuple[str | None, str]:
    """The id of the measure that `figure` of `text` answers by its own words, or None, and the reason in words."""
    return _assign(text, figure, measures, _shared_units(measures))


def _shared_units(measures: Sequence[Measure]) -> Counter[str]:
    """How many measures each unit may answer."""
    return Counter(unit for measure in measures for unit in set(measure.units))


def _assign(text: str, figure: Figure, measures: Sequence[Measure], shared: Counter[str]) -> tuple[str | None, str]:
    if figure.unit is None and is_age(text, figure.start, figure.end):
        return None, "an age"
    if _NEAREST.search(text, max(0, figure.start - _BEFORE), figure.start):
        return None, "what numbers are rounded to"
    if _MULTIPLE.match(text, figure.end):
        figure = replace(figure, unit=None)
    context = _Context.of(text, figure)
    best: tuple[float, str, str] | None = None
    excluded, floor, barred = _NO_WORDS, 0.0, ""
    for measure in measures:
        if not (measure.include or measure.units) or not _unit_fits(figure, measure):
            continue
        found = _evidence(figure, measure, context, shared)
        if found is None:
            continue
        named = shared[figure.unit or ""] == 1 and figure.unit in measure.units and figure.unit in measure.include
        unfit = context.excluded(measure.exclude, near=found.score >= _NEAR_UNIT, named=named)
        if unfit:
            excluded = f"'{unfit}' excludes it from {measure.id}"
            # what is counted is told, and something else is said of it
            if found.score > floor:
                floor, barred = min(found.score, _GENERIC), unfit
        elif best is None or found.score > best[0]:
            best = (found.score, measure.id, found.reason)
    if best is None:
        return None, excluded
    # `renvoyé vers`: what bars the one measure speaks for the other
    spoken = floor < _GENERIC or best[0] >= floor or any(m.id == best[1] and barred in m.include for m in measures)
    return (best[1], best[2]) if spoken else (None, excluded)


@dataclass(frozen=True, slots=True)
class _Context:
    """The words of what a figure is said of, of its part of the sentence, and of the sentence around it."""

    phrase: str
    part: str
    before: str
    after: str
    whole: str
    """All of them: a word that is not here is in none of them."""
    words: frozenset[str]

    @classmethod
    def of(cls, text: str, figure: Figure) -> _Context:
        sentence = figure.sentence
        at = text.rfind(sentence, 0, figure.end + len(sentence)) if sentence else -1
        phrase = _normal(_phrase(figure))
        if not 0 <= at <= figure.start:
            words = _normal(sentence)
            whole = f"{phrase}|{words}"
            return cls(phrase, words, "", words, whole, frozenset(whole.split()))
        start, end = figure.start - at, figure.end - at
        opens = max((m.end() for m in _BOUNDARY.finditer(sentence, 0, start)), default=0)
        closes = next((m.start() for m in _BOUNDARY.finditer(sentence, end)), len(sentence))
        part, before, after = map(_normal, (sentence[opens:closes], sentence[:start], sentence[end:]))
        whole = f"{phrase}|{part}|{before}|{after}"
        return cls(phrase, part, before, after, whole, frozenset(whole.split()))

    def present(self, terms: tuple[str, ...]) -> list[tuple[str, str]]:
        """Those of `terms` that stand anywhere around the figure, each with its normal form."""
        places, normals = _by_first_word(terms), _normals(terms)
        near = sorted(place for word in self.words & places.keys() for place in places[word])
        return [normals[place] for place in near if normals[place][1] in self.whole]

    def distance(self, term: str) -> int | None:
        """Words between the figure and `term` in the sentence; None where it is not there."""
        found = []
        if (at := self.after.find(term)) >= 0:
            found.append(self.after[:at].count(" "))
        if (at := self.before.rfind(term)) >= 0:
            found.append(self.before[at + len(term) :].count(" "))
        return min(found, default=None)

    def excluded(self, terms: tuple[str, ...], *, near: bool, named: bool = False) -> str | None:
        """The first of `terms` in what is counted or its part of the sentence; in all of it where nothing `near` the
        figure speaks for the measure; in what is counted alone where its unit is `named` for the measure alone."""
        for term, words in self.present(terms):
            if words in self.phrase or (words in self.part and not named):
                return term
            if not near and (words in self.before or words in self.after):
                return term
        return None


def _evidence(figure: Figure, measure: Measure, context: _Context, shared: Counter[str]) -> _Evidence | None:
    """The best word of the measure and what it tells; None where nothing speaks for the measure."""
    present = context.present(measure.include)
    bare = figure.unit is None or _is_rate(figure.unit) or _is_share(figure.unit)
    other_noun = bool(present) and _other_noun(figure, measure)
    only_money = bool(present) and _sums(measure) and not _is_money(figure.unit)
    best: _Evidence | None = None
    for term, words in present:
        score, reason = None, ""
        if words in context.phrase:
            generic = shared[term] >= _SHARED
            score = _GENERIC if generic else _COUNTED if words in context.part else _COUNTED_ELSEWHERE
            reason = f"counted has '{term}'"
        elif other_noun or (term in measure.units and (not bare or (" " not in term and shared[term] < _SHARED))):
            # what could be counted, and is not, says little: `40 people at the crossing`; so does a verb: `she claims`
            continue
        elif only_money:
            if bare and 0 <= context.after.find(words) <= _BESIDE:
                score, reason = _OWN_PART, f"beside it stands '{term}'"
        elif words in context.part:
            score = _OWN_PART if bare else _NEAR_UNIT
            reason = f"beside it stands '{term}'"
        elif (distance := context.distance(words)) is not None:
            score = max(_SENTENCE - _PER_WORD * distance, _SUM)
            reason = f"sentence has '{term}'"
        if score is not None:
            score += len(term) / 100
            if best is None or score > best.score:
                best = _Evidence(score, reason)
    if best is None:
        # a sum of money answers a question of money without a further word
        sums = _is_money(figure.unit) or not measure.include
        return _Evidence(_SUM, f"unit is {figure.unit}") if sums and _allowed(figure, measure) else None
    unit = next((u for u in _units(figure.unit) if u in measure.units), None)
    return replace(best, score=best.score + _UNIT / shared[unit]) if unit else best


def _phrase(figure: Figure) -> str:
    return " ".join(filter(None, (figure.counted, None if _is_money(figure.unit) else figure.unit)))


def _carried_from(
    text: str,
    previous: Figure | None,
    latest: Mapping[str, Figure],
    figure: Figure,
    measures: Mapping[str, Measure],
) -> Figure | None:
    """The earlier figure whose question this one answers as well.

    The figure before it in the paragraph, for a number without a noun of its own; the `latest` of a measure, for a
    unit that hardly another measure counts: `another 4,000 places`.
    """
    if _is_money(figure.unit) or (figure.unit is None and is_age(text, figure.start, figure.end)):
        return None
    behind = _PART_BEHIND.match(text, figure.end) is not None
    total = figure.unit is None and _TOTAL.search(text, max(0, figure.start - _TOTAL_REACH), figure.start)
    if (behind or total) and (previous is None or previous.measure is None):
        previous = max(latest.values(), key=lambda f: f.start, default=None)
        if previous is not None and _QUOTE.search(text, previous.end, figure.start):
            previous = None
    if total and previous is not None and not _is_money(previous.unit):
        return previous if figure.start - previous.end <= _TOLD_LATELY else None
    if (
        previous is not None
        and previous.measure is not None
        and (behind or "\n" not in text[previous.end : figure.start])
    ):
        bare = figure.unit is None or _is_rate(figure.unit)
        share = _is_share(figure.unit)
        within = figure.sentence == previous.sentence
        part = behind or (share and _PART.search(text[previous.end : figure.start]) is not None)
        same = figure.counted == previous.counted or not _other_noun(figure, measures[previous.measure])
        among = figure.place is not None and previous.place is not None
        said = bare and same and (within or among or not _names_another(text, figure))
        said = said or (share and within and _is_share(previous.unit))
        refers = _ANAPHOR.match(figure.sentence) or (within and restates(text, previous, figure))
        refers = refers and _unit_fits(figure, measures[previous.measure])
        if not _is_money(previous.unit) and (said or part or refers):
            return previous
        of_sum = within and _is_money(previous.unit) and (share or _is_fraction(figure))
        if of_sum and _OF_SUM.match(text, previous.end, figure.start):
            return previous
    if figure.unit is None or sum(_allowed(figure, measure) for measure in measures.values()) > _SPECIFIC:
        return None
    words = _Context.of(text, figure)
    for name, earlier in latest.items():
        allowed = _allowed(figure, measures[name]) and _unit_fits(figure, measures[name])
        if allowed and not words.excluded(measures[name].exclude, near=False):
            return earlier
    return None


def _told_before(text: str, figure: Figure) -> Iterable[Figure]:
    """A number of what its sentence names earlier, or else the sentence before, as if it were said of all of that."""
    if not (figure.unit is None or _is_rate(figure.unit)) or is_age(text, figure.start, figure.end):
        return
    at = text.rfind(figure.sentence, 0, figure.end + len(figure.sentence))
    partitive = _PARTITIVE.search(text, at, figure.start) if at >= 0 else None
    if partitive:
        yield replace(figure, counted=None)
    if partitive and _BOUNDARY.search(text, at, partitive.start()):
        return
    if at < 0 or not (partitive or _REFERS.match(figure.sentence)):
        return
    before = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    ends = [m.end() for m in _SENTENCE_END.finditer(before)]
    if sentence := before[ends[-1] if ends else 0 :]:
        yield replace(figure, sentence=sentence, counted=None)


def _names_another(text: str, figure: Figure) -> bool:
    """A name between the beginning of the sentence and the figure: `Germany took in 700`."""
    at = text.rfind(figure.sentence, 0, figure.end + len(figure.sentence))
    return at >= 0 and _CAPITAL.search(text, at + 1, figure.start) is not None


def _units(unit: str | None) -> Iterable[str]:
    """The unit, without its rate and as its last word, from the narrowest."""
    unit = (unit or "").split(" per ")[0].split(" par ")[0]
    if unit:
        yield unit
        yield unit.split()[-1]
        yield unit.split()[0]


def _allowed(figure: Figure, measure: Measure) -> bool:
    return _among(figure.unit, measure.units)


@lru_cache(maxsize=8192)
def _among(unit: str | None, units: tuple[str, ...]) -> bool:
    return any(one in units for one in _units(unit))


def _other_noun(figure: Figure, measure: Measure) -> bool:
    """A bare number said of something that the measure does not count: `two [trips]`."""
    if not (figure.unit is None or _is_rate(figure.unit)) or not figure.counted or figure.counted[0].isupper():
        return False
    words = _normal(figure.counted).split()
    if _EMPTY.issuperset(words):
        return False
    return not any(unit.strip() in words for _, unit in _normals(measure.units))


def _unit_fits(figure: Figure, measure: Measure) -> bool:
    if not measure.units or _allowed(figure, measure):
        # `seven days a week` are no window of seven days
        return not (_durations(measure.units) and _is_rated(figure.unit))
    if figure.unit is not None and _normal(figure.unit) in _forms(measure.include):
        # `3330 renvoyées aux États-Unis`
        return True
    # a share or a bare number says nothing of its unit: the words decide
    return (figure.unit is None or _is_rate(figure.unit) or _is_share(figure.unit)) and not _durations(measure.units)


def _is_rate(unit: str | None) -> bool:
    """`per day`, without what is counted."""
    return unit is not None and unit.startswith(("per ", "par "))


def _is_rated(unit: str | None) -> bool:
    """`person per day`."""
    return unit is not None and (" per " in unit or " par " in unit)


def _is_share(unit: str | None) -> bool:
    return unit is not None and unit.startswith(("percent", "point de pourcentage"))


def _is_fraction(figure: Figure) -> bool:
    """`a third`, `le double`, `1.5 times`."""
    if figure.unit is not None:
        return figure.unit in ("time", "fois")
    return not figure.value.is_integer() or _DOUBLED.search(figure.text) is not None


def _is_money(unit: str | None) -> bool:
    return unit is not None and _MONEY.match(unit) is not None


def _sums(measure: Measure) -> bool:
    return bool(measure.units) and all(_is_money(unit) for unit in measure.units)


def _durations(units: tuple[str, ...]) -> bool:
    return all(unit in _DURATIONS for unit in units)


@lru_cache(maxsize=512)
def _normals(terms: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((term, _normal(term)) for term in terms)


@lru_cache(maxsize=512)
def _forms(terms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words for _, words in _normals(terms))


@lru_cache(maxsize=512)
def _by_first_word(terms: tuple[str, ...]) -> dict[str, list[int]]:
    """The places in `terms` of those that begin with a word."""
    places: dict[str, list[int]] = {}
    for place, (_, words) in enumerate(_normals(terms)):
        for first in words.split()[:1]:
            places.setdefault(first, []).append(place)
    return places


@lru_cache(maxsize=8192)
def _normal(text: str) -> str:
    """Lower-case words in the singular, without elided articles and the agreement of participles, each after a
    space."""
    words = _WORD.findall(_ELIDED.sub(" ", text.lower()))
    return " " + " ".join(_AGREEING.sub(r"\1", singular(word, "en")) for word in words) + " "
