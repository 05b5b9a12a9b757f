"""The dates that may hold for the figures of a sentence, each as the days that it gives them.

Beside the dates of the text (`nlp.dates`) those are clauses of time (`since the pact was widened`), words for now, and
words for a date before (`that year`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from db.records import DateMention
from nlp.extensions import starting_before, starting_in, text_of, words_of
from nlp.names import folded
from nlp.number_words import word_set

Days = tuple[str, str]
"""First and last day, ISO 8601."""
TIMELESS_UNITS = word_set(
    "day week month year hour minute second kilometre metre mile foot centimetre degree celsius fahrenheit page "
    "jour semaine mois an année heure minute seconde kilomètre mètre page paragraph paragraphe"
)
"""Lengths and durations, which hold at no time unless a date stands right behind them."""
_NOW = word_set("now currently presently maintenant actuellement présentement")
_ALREADY = word_set("already déjà")
_SO_FAR = re.compile(
    r"\b(?:so far|thus far|to date|until now|up to now|jusqu['’](?:ici|à présent|à maintenant)|à ce jour|à date)\b",
    re.IGNORECASE,
)
_SAME_WORDS = (
    r"\b(?:same (?:\w+ )?(?:months?|period|weeks?|time|stretch|quarter|span|point|days?)"
    r"|mêmes? (?:mois|périodes?|semaines?|trimestres?|temps|jours?|date))"
)
SAME_TIME = re.compile(
    rf"(?:the |la |le |l['’])?{_SAME_WORDS}(?: (?:of|in|during|for|de|en|du|au cours de|pour))?(?: the| l['’]| la)?"
    r"\s*\Z",
    re.IGNORECASE,
)
_A_YEAR_EARLIER = re.compile(
    r"(?:(?:a|one|the) year (?:earlier|before)|the (?:previous|prior) year|l['’]année (?:précédente|d['’]avant)"
    r"|un an (?:plus tôt|auparavant|avant))\Z",
    re.IGNORECASE,
)
_SAME_WITH_YEAR = re.compile(rf"{_SAME_WORDS} (?:of|in|during|de|en|du) \d{{4}}\Z", re.IGNORECASE)
_SAME_REACH = 12
_YEAR_EARLIER = re.compile(
    rf"{_SAME_WORDS}.{{0,20}}\b(?:(?:a|one|the|previous|prior) (?:year|year earlier|year before)"
    r"|(?:un|l['’])\s?an(?:née)? (?:plus tôt|auparavant|avant|d['’]avant|précédente?))\Z",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"\b(?:(?:that|the same) (?:year|month|week|day|period|summer|winter|spring|fall|quarter|season)"
    r"|(?:cette|ce|la même|le même) (?:année|mois|semaine|jour|journée|période|été|hiver|printemps|automne)(?:-là)?)\b",
    re.IGNORECASE,
)
# All that was or will be before or after it: no time of its own.
_BOUNDED = re.compile(r"\b(?:before|prior to|after|avant|après)(?: the| le| la| l['’])?\s*\Z", re.IGNORECASE)
# A time that begins there and has no end: `starting Nov. 17`.
_OPENING = re.compile(
    r"\b(?:starting|beginning|effective|as of|as from|à (?:partir|compter) d[eu]|dès)(?: the| on| in| le| la| l['’])?"
    r"\s*\Z",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:by|until|till|d['’]ici(?: à)?|jusqu['’](?:à|en|au))(?: the| la| l['’]| le)?\s*\Z", re.IGNORECASE
)
_SINCE = word_set("since depuis")
_BARE_SINCE = word_set("then lors")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# `for 2021, 2022 and 2023`: one period. Without the `and` each may have a figure of its own.
_YEARS_IN_A_ROW = re.compile(r"(?:19|20)\d\d(?:, (?:19|20)\d\d)+,? (?:and|et) (?:19|20)\d\d\b")
_ROW = re.compile(r"[ \t]*\|")
_SINCE_REACH = 12
_LOOK_BACK = 100
"""Dates before one that may tell what it means. Farther ones are out of view."""
_STEM = 5


class FigureDate(NamedTuple):
    """A date of the sentence by character and token offsets, with the days it gives a figure."""

    start: int
    end: int
    first: int
    last: int
    days: Days
    root: Token | None
    """None for the whole of a clause of time, `since the pact was widened in March`."""


def figure_dates(doc: Doc, sentence: Span, unit: str | None) -> list[FigureDate]:
    """The dates that may hold for a figure of the sentence, each as what its words around make of it."""
    found: list[FigureDate] = []
    mentioned = starting_in(doc._.dates, sentence.start_char, sentence.end_char)
    for mention in mentioned:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        days = _meant(doc, sentence, mention)
        if span is None or days is None:
            continue
        row = _YEARS_IN_A_ROW.match(text_of(doc), found[-1].start) if found else None
        if row is not None and row.end() >= mention.end and found[-1].days[0] < days[1]:
            found[-1] = found[-1]._replace(end=mention.end, last=span.end, days=(found[-1].days[0], days[1]))
            continue
        if found and found[-1].end + 1 == mention.start and found[-1].days[1] == days[1]:
            # 'in the year ended' 'March 31'
            found[-1] = found[-1]._replace(end=mention.end, last=span.end)
            continue
        since = _since_before(doc, sentence, span)
        if since is None or doc._.published is None or days[0] >= doc._.published.isoformat():
            found.append(FigureDate(mention.start, mention.end, span.start, span.end, days, span.root))
        else:
            days = days[0], doc._.published.isoformat()
            found.append(FigureDate(since.idx, mention.end, since.i, span.end, days, None))
    taken = {i for when in found for i in range(when.first, when.last)}
    published = doc._.published if unit not in TIMELESS_UNITS else None
    words = words_of(doc)
    for i in range(sentence.start, sentence.end):
        if i in taken or not (words[i] in _SINCE or words[i] in _NOW or words[i] in _ALREADY):
            continue
        token, days = doc[i], None
        if token.lower_ in _SINCE:
            days = _since(doc, sentence, token, mentioned, rate=" per " in f" {unit}" or " par " in f" {unit}")
        elif published is not None and _is_now(token, unit):
            days = (published.isoformat(),) * 2
        if days is not None:
            found.append(FigureDate(token.idx, token.idx + len(token), token.i, token.i + 1, days, token))
    for match in _THAT.finditer(text_of(doc)[sentence.start_char : sentence.end_char]):
        at = sentence.start_char + match.start()
        span = doc.char_span(at, at + len(match.group()), alignment_mode="expand")
        before = _last_before(doc, at)
        if (
            span is not None
            and before is not None
            and not any(w.start <= at < w.end and w.end > w.start for w in found)
        ):
            found.append(FigureDate(at, span.end_char, span.start, span.end, before, span.root))
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
    same = SAME_TIME.search(before)
    earlier = _YEAR_EARLIER.search(f"{same.group() if same else ''}{date.text}") is not None
    earlier = earlier or (_A_YEAR_EARLIER.match(date.text) is not None and _told_long(doc, sentence, date))
    # the date of `the same months of 2023` may begin behind `same`
    as_before = same or earlier or _SAME_WITH_YEAR.search(before[-_SAME_REACH:] + date.text)
    if as_before and (meant := _same_of(doc, date, a_year_earlier=earlier)):
        return meant
    if named := _in_named_year(doc, sentence, date):
        return named
    if _BOUNDED.search(before):
        return None
    if published is not None and days[0] > published.isoformat() and _OPENING.search(before):
        return None
    if published is None or days[0] >= published.isoformat():
        # `another ten by Christmas`: from now on
        return (published.isoformat(), days[1]) if published and _BY.search(before) else days
    around = before[-30:] + " " + text[date.end : min(sentence.end_char, date.end + 16)]
    if days[1] > published.isoformat() and _SO_FAR.search(around):
        return days[0], published.isoformat()
    return days


def _told_long(doc: Doc, sentence: Span, date: DateMention) -> bool:
    """Whether the sentence tells a time of more than a day before `date`."""
    before = starting_in(doc._.dates, sentence.start_char, date.start)
    return any(d.date_start != d.date_end and not d.text.lower().startswith(tuple(_SINCE)) for d in before)


def _same_of(doc: Doc, date: DateMention, *, a_year_earlier: bool) -> Days | None:
    """`the same months last year`: the days of the date before, in that year or `a_year_earlier`.

    A single day, which may be that of the report, only where no longer time stands before.
    """
    before = _last_before(doc, date.start, at_least=2) or _last_before(doc, date.start)
    if before is None or date.date_start is None:
        return None
    first, final = (int(days[:4]) for days in before)
    year = final - 1 if a_year_earlier else int(date.date_start[:4])
    month, last = int(before[1][5:7]), int(before[1][8:])
    whole = last == monthrange(final, month)[1]
    last = monthrange(year, month)[1] if whole else min(last, monthrange(year, month)[1])
    return f"{year - final + first}{before[0][4:]}", f"{year}-{month:02}-{last:02}"


def _last_before(doc: Doc, offset: int, *, at_least: int = 1) -> Days | None:
    """The days of the last date before `offset`; `at_least`: how many they are."""
    for mention in islice(starting_before(doc._.dates, offset), _LOOK_BACK):
        if mention.end <= offset and mention.date_start and mention.date_end:
            if at_least > 1 and mention.date_start == mention.date_end:
                continue
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
        for date in starting_in(doc._.dates, sentence.start_char, month.start)
        if date.date_start and _YEAR.search(date.text)
    ]
    if not named and (year := _over_table(doc, month)):
        named = [year]
    if not named or named[-1].date_start is None:
        return None
    anchor = named[-1].date_start
    year = int(anchor[:4])
    if not named[-1].text.strip().isdecimal():
        # `in December 2022 and in January`: the January nearest to it
        distance = {y: abs((y - year) * 12 + int(start[5:7]) - int(anchor[5:7])) for y in (year - 1, year, year + 1)}
        year = min(distance, key=lambda y: (distance[y], y))
    return f"{year}-{start[5:7]}-01", f"{year}-{start[5:7]}-{monthrange(year, int(start[5:7]))[1]}"


def _over_table(doc: Doc, cell: DateMention) -> DateMention | None:
    """The year in the line over the table of a cell: `Claims in 2023` over `| January | 40 |`."""
    text = text_of(doc)
    line = text.rfind("\n", 0, cell.start) + 1
    if not _ROW.match(text, line):
        return None
    for mention in islice(starting_before(doc._.dates, line), _LOOK_BACK):
        heading = text.rfind("\n", 0, mention.start) + 1
        if not _ROW.match(text, heading):
            below = text[mention.end : line].split("\n")[1:]
            named = mention.date_start is not None and mention.text.strip().isdecimal()
            return mention if named and all(not row.strip() or _ROW.match(row) for row in below) else None
    return None
