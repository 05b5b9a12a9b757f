"""The English date grammar: the expressions, the words before them that change what they mean, and intervals."""

from __future__ import annotations

import re

from nlp import dates_en_absolute, dates_en_relative
from nlp.date_grammar import Context, Grammar, Pair, Prefix, Reading, compiled, first_words
from nlp.date_readings import PARTABLE, adjoining, counted_part, edge_of, moved, part_of, period_to, since, span
from nlp.dates_en_absolute import part_named
from nlp.dates_en_words import (
    ANY_WEEKDAY,
    DASH,
    DECADES,
    FINAL,
    HOLIDAY,
    HOLIDAYS,
    MONTH,
    MONTHS,
    NUMBER,
    NUMBERS,
    ORDINAL,
    ORDINALS,
    SEASON,
    SEASONS,
    SUFFIX,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    number_of,
    unit_of,
)
from nlp.intervals import Interval, step, week, weekend


def _since(_: re.Match[str], inner: Reading) -> Reading | None:
    return since(inner)


def _shade(match: re.Match[str], inner: Reading) -> Reading | None:
    """'early March' is a third of it; 'late Tuesday' the whole day."""
    return part_of(part_named(match["shade"]), inner) if inner.sort in PARTABLE else inner


def _edge(match: re.Match[str], inner: Reading) -> Reading | None:
    return edge_of(part_named(match["edge"]), inner) if inner.sort in PARTABLE else None


def _counted_part(match: re.Match[str], inner: Reading) -> Reading | None:
    if inner.sort not in PARTABLE:
        return None
    ordinal = ORDINALS.get(match["ordinal"].casefold())
    count = int(number_of(match["count"])) if match["count"] else 1
    unit = unit_of(match["unit"])
    if ordinal is None:
        return counted_part(count, unit, inner, from_end=True)
    return counted_part(count, unit, inner, ordinal=1 if match["count"] else ordinal)


def _week_of(match: re.Match[str], inner: Reading) -> Reading | None:
    if inner.sort not in ("day", "weekday", "holiday"):
        return None

    def resolve(context: Context) -> Interval:
        found = inner.resolve(context)
        if match["ending"]:
            return Interval(step(found.end, -6, "day"), found.end)
        return week(found.start) if match["unit"].casefold() == "week" else weekend(found.start)

    return Reading("week", resolve)


def _period_ended(match: re.Match[str], inner: Reading) -> Reading | None:
    """'the year ended March 31', 'the three months ended Sept. 30'."""
    return period_to(inner, int(number_of(match["count"])) if match["count"] else 1, unit_of(match["unit"]))


def _moved(match: re.Match[str], inner: Reading) -> Reading | None:
    sign = -1 if match["way"].casefold() == "before" else 1
    return moved(inner, sign * number_of(match["count"] or "a"), unit_of(match["unit"]))


_PREFIXES = (
    (rf"(?:the|(?P<count>{NUMBER})) (?P<unit>day|week|month|year)s? (?P<way>before|after|from) (?=\S)", _moved),
    (
        r"(?:ever )?since (?:about |around |at least )?(?:(?:\d\d?(?::\d\d)? [ap]\.?m\.?|midnight|noon) (?:on )?)?",
        _since,
    ),
    (r"(?P<shade>early|mid|late|earlier|later)(?: in |-| )(?:the )?(?:month of )?", _shade),
    (r"(?:the )?(?P<edge>end|close|beginning|start|middle|early part|tail end) of (?=\S)", _edge),
    (
        rf"(?:the |its )?(?P<ordinal>{ORDINAL}|{FINAL})(?: (?P<count>{NUMBER}))?(?: |-)"
        r"(?P<unit>day|week|weekend|month|quarter|year|half)s? (?:of|in) ",
        _counted_part,
    ),
    (r"(?:the )?(?P<unit>week|weekend) (?:of|beginning|starting|(?P<ending>ending|ended))(?: on)? ", _week_of),
    (
        rf"(?:the )?(?:(?P<count>{NUMBER})(?: |-))?(?:fiscal )?(?P<unit>week|month|quarter|year)s? "
        r"(?:(?:that |which )?ended|ending|to)(?: on| in)? ",
        _period_ended,
    ),
    (r"(?:the )?months? of ", lambda _, inner: inner),
)
_OTHER_FIRST_WORDS = (
    "the that these its this day week weekend month months quarter year decade past next coming previous prior "
    "preceding following current same earlier early later late mid today tonight yesterday tomorrow ever since between "
    "from fiscal federal financial fy calendar all end close beginning start middle tail last final closing latter "
    "back latest most just nineteen comparable corresponding"
)
_STARTS = (
    r"(?:(?:the|that|these|its|this) )?(?:(?:1[5-9]|20)\d\d|['’]?\d0['’]?s"
    rf"|(?<=['’])\d\d(?!\w)|\d{{1,3}}(?: and a half)?(?:(?: |-)(?:{UNIT}|{MONTH}|of )|{SUFFIX} |st|nd|rd|th|[/.-]\d)"
    rf"|{NUMBER}(?: and a half)?(?: |-)(?:{UNIT}|{WEEKDAY})|[a-z]{{4,11}}(?:-[a-z]{{4,8}})? of {MONTH}"
    r"|that (?:same )?(?:night|morning|afternoon|evening)(?!\w)"
    rf"|(?:{MONTH}|{ANY_WEEKDAY}|{SEASON}|{ORDINAL}|{FINAL}|{HOLIDAY}|{'|'.join(DECADES)}|day|week|weekend|months?"
    r"|quarter|year|decade|past|next|coming|previous|prior|preceding|following|current|same|this|earlier|early|later"
    r"|late|mid|today|tonight|yesterday|tomorrow|ever|since|between|from|fiscal|federal|financial|FY(?:\d\d(?:\d\d)?)?"
    r"|Q[1-4]|latest|most recent|just-ended|year(?: |-)(?:ago|earlier)|two thousand|nineteen"
    r"|comparable|corresponding|calendar|all of|end|close|beginning|start|middle|tail)(?!\w))"
)

GRAMMAR = Grammar(
    first_words=first_words(
        MONTHS, WEEKDAYS, SEASONS, NUMBERS, ORDINALS, HOLIDAYS, DECADES, _OTHER_FIRST_WORDS.split()
    ),
    starts=compiled(_STARTS),
    phrases=dates_en_absolute.PHRASES + dates_en_relative.PHRASES,
    prefixes=tuple(Prefix(compiled(pattern), read, read is _period_ended) for pattern, read in _PREFIXES),
    pairs=(
        Pair(compiled("between "), compiled(",? and "), span),
        Pair(compiled("from "), compiled(",? (?:to|through|until|till|up to) "), span),
        Pair(None, compiled(rf" ?{DASH} ?| (?:to|through|until) |-to-"), span, same_sort=True),
        Pair(None, compiled(" and "), adjoining),
    ),
)
