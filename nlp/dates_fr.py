"""The French date grammar: the expressions, the words before them that change what they mean, and intervals."""

from __future__ import annotations

import re

from nlp import dates_fr_absolute, dates_fr_relative
from nlp.date_grammar import Grammar, Pair, Prefix, Reading, compiled, first_words
from nlp.date_readings import PARTABLE, adjoining, counted_part, edge_of, moved, part_of, period_to, since, span
from nlp.dates_fr_words import (
    CENTURIES,
    DASH,
    FINAL,
    HOLIDAY,
    HOLIDAYS,
    MONTH,
    MONTHS,
    NEXT,
    NUMBER,
    NUMBERS,
    OF,
    ORDINAL,
    ORDINALS,
    SEASON,
    SEASONS,
    UNIT,
    UNITS,
    WEEKDAY,
    WEEKDAYS,
    number_of,
    unit_of,
)
from nlp.intervals import Part, week, weekend


def _since(_: re.Match[str], inner: Reading) -> Reading | None:
    return since(inner)


_SHADES: dict[str, Part] = {"mi-": "mid", "début": "early", "fin": "late", "milieu": "mid"}
_EDGES: dict[str, Part] = {"début": "start", "fin": "end", "milieu": "mid"}


def _shade(match: re.Match[str], inner: Reading) -> Reading | None:
    """'début mars' and 'la mi-mars' are a third of it."""
    return part_of(_SHADES[match["shade"].casefold().strip()], inner) if inner.sort in PARTABLE else None


def _edge(match: re.Match[str], inner: Reading) -> Reading | None:
    """'la fin de mars' is its last day."""
    return edge_of(_EDGES[match["edge"].casefold()], inner) if inner.sort in PARTABLE else None


def _counted_part(match: re.Match[str], inner: Reading) -> Reading | None:
    if inner.sort not in PARTABLE:
        return None
    ordinal = ORDINALS.get((match["ordinal"] or match["outer"] or match["inner"]).casefold())
    number = match["count"] or match["number"]
    count, unit = number_of(number) if number else 1, unit_of(match["unit"])
    if ordinal is None:
        return counted_part(count, unit, inner, from_end=True)
    return counted_part(count, unit, inner, ordinal=1 if number else ordinal)


def _week_of(match: re.Match[str], inner: Reading) -> Reading | None:
    if inner.sort not in ("day", "weekday", "holiday"):
        return None
    build = week if unit_of(match["unit"]) == "week" else weekend
    return Reading("week", lambda context: build(inner.resolve(context).start))


def _moved(match: re.Match[str], inner: Reading) -> Reading | None:
    sign = -1 if match["way"].casefold() == "avant" else 1
    return moved(inner, sign * number_of(match["count"]), unit_of(match["unit"]))


def _period_ended(match: re.Match[str], inner: Reading) -> Reading | None:
    """'les douze mois terminés le 31 mars', 'l'exercice clos le 31 mars'."""
    return period_to(inner, number_of(match["count"]) if match["count"] else 1, unit_of(match["unit"]))


def _day_beside(match: re.Match[str], inner: Reading) -> Reading | None:
    return moved(inner, -1 if match["word"].casefold() == "veille" else 1, "day")


_PLURAL = "(?:premiers|premières|derniers|dernières)"
_PREFIXES = (
    (rf"(?P<count>{NUMBER}) (?P<unit>{UNIT}) (?P<way>avant|après) (?=\S)", _moved),
    (r"(?:la |le )?(?P<word>veille|lendemain) (?:du |de |d['’])(?=\S)", _day_beside),
    (r"depuis (?:au moins |environ )?(?:\d{1,2} ?h(?: ?\d\d)?,? |minuit |midi )?", _since),
    (r"(?:la |le )?(?P<shade>mi-|début |fin (?!de semaine))(?=\S)", _shade),
    (rf"(?:la |le )?(?P<edge>fin(?! de semaine)|début|milieu) {OF}(?=\S)", _edge),
    (
        rf"(?:la |le |les |l['’])?(?:(?P<count>{NUMBER}) (?P<inner>{_PLURAL})"
        rf"|(?P<outer>{_PLURAL}) (?P<number>{NUMBER})|(?P<ordinal>{ORDINAL}|{FINAL})) (?P<unit>{UNIT}) (?:{OF}|en )",
        _counted_part,
    ),
    (r"(?:la |le )?(?P<unit>semaine|fin de semaine|week-end) (?:du|commençant le) (?=\d)", _week_of),
    (
        rf"(?:l['’]|le |les )?(?:(?P<count>{NUMBER}) )?"
        r"(?P<unit>mois|trimestre|semestre|exercice|année|année financière) "
        r"(?:se terminant|qui se termin(?:e|ait)|qui s['’]est terminée?|terminée?s?|clos|ayant pris fin)"
        r"(?: (?:en|au|fin))? (?=\S)",
        _period_ended,
    ),
    (r"(?:le )?mois (?:de |d['’])", lambda _, inner: inner if inner.sort == "month" else None),
)
_OTHER_FIRST_WORDS = (
    "la le les l des du de d ce cet cette ces toute mi hier avant aujourd demain après veille surlendemain lendemain "
    "depuis entre il voilà début milieu plus même pareille matin soir nuit dernier dernière derniers dernières "
    "prochain prochaine prochains prochaines dans xvie xviie xviiie xixe xxe xxie"
)
_STARTS = (
    r"(?:(?:la |le |les |des |du |de la |de l['’]|de |d['’]|l['’]|ce |cet |cette |ces |toute l['’]))?"
    rf"(?:(?:1[5-9]|20)\d\d|1er|\d{{1,2}} (?:{MONTH}|au |et )|\d{{1,2}}[/.-]\d"
    rf"|{NUMBER} ?(?:{UNIT}|{FINAL}|{NEXT}|prem)|mi-"
    rf"|(?:{MONTH}|{WEEKDAY}|{SEASON}|{ORDINAL}|{FINAL}|{NEXT}|{HOLIDAY}|{UNIT}|(?:{'|'.join(CENTURIES)})(?:e|ème)"
    r"|hier|avant-hier|aujourd['’]hui|demain|après-demain|(?:avant-)?veille|(?:sur)?lendemain|depuis|entre|il y a"
    r"|voilà|d['’]ici|dans|fin|début|milieu|plus (?:tôt|tard)|même|pareille|matin|soir|après-midi|nuit)(?!\w))"
)

GRAMMAR = Grammar(
    first_words=first_words(MONTHS, WEEKDAYS, SEASONS, NUMBERS, ORDINALS, HOLIDAYS, UNITS, _OTHER_FIRST_WORDS.split()),
    starts=compiled(_STARTS),
    phrases=dates_fr_absolute.PHRASES + dates_fr_relative.PHRASES,
    prefixes=tuple(Prefix(compiled(pattern), read, read is _period_ended) for pattern, read in _PREFIXES),
    pairs=(
        Pair(compiled("entre (?:le |la |les )?"), compiled(",? et (?:le |la |les )?"), span),
        Pair(
            compiled("(?:de la |de l['’]|du |de |d['’])"),
            compiled(",? (?:à la |à l['’]|à |au |jusqu['’]en |jusqu['’]au |jusqu['’]à )"),
            span,
        ),
        Pair(None, compiled(rf" ?{DASH} ?"), span, same_sort=True),
        Pair(None, compiled(" et (?:le )?"), adjoining),
    ),
)
