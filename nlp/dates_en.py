"""The English date grammar."""

from __future__ import annotations

import re
from datetime import date

from nlp.date_grammar import (
    Context,
    Grammar,
    Pair,
    Phrase,
    Prefix,
    Reading,
    alternatives,
    compiled,
    following_word,
    preceding_word,
)
from nlp.date_readings import (
    ago,
    beside_anchor,
    counted_part,
    day_of_month,
    fixed,
    from_anchor,
    last_before,
    neighbour,
    next_after,
    ordinal_unit,
    part_of,
    recurring,
    rolling,
    season_of,
    since,
    so_far,
    span,
    still_to_come,
    this_season,
    this_weekend,
    weekday,
)
from nlp.intervals import (
    Interval,
    Part,
    Unit,
    containing,
    day,
    easter,
    fiscal_year,
    half,
    months,
    nth_weekday,
    quarter,
    season,
    step,
    week,
    weekend,
    year,
)

_MONTH_NAMES = (
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    ["jan", "feb", "mar", "apr", "-", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
)
MONTHS = {name: number for names in _MONTH_NAMES for number, name in enumerate(names, 1) if name != "-"} | {"sept": 9}
WEEKDAYS = {
    name: number
    for names in (
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        ["-", "tues", "weds", "thurs", "-", "-", "-"],
    )
    for number, name in enumerate(names)
    if name != "-"
}
_FULL_WEEKDAYS = [name for name in WEEKDAYS if name.endswith("day")]
_SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
NUMBERS: dict[str, float] = {name: number for number, name in enumerate(_SMALL, 1)} | {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a dozen": 12,
    "two dozen": 24,
    "a half": 0.5,
    "half a": 0.5,
}
ORDINALS = {
    name: number
    for names in (["first", "second", "third", "fourth", "fifth"], ["1st", "2nd", "3rd", "4th", "5th"])
    for number, name in enumerate(names, 1)
} | {"opening": 1}
SEASONS = {"winter": "winter", "spring": "spring", "summer": "summer", "fall": "fall", "autumn": "fall"}
UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "half": "half",
    "year": "year",
    "decade": "decade",
    "century": "century",
    "fiscal year": "fiscal",
    "school year": "year",
    "calendar year": "year",
}
_DECADES = {
    "twenties": 2,
    "thirties": 3,
    "forties": 4,
    "fifties": 5,
    "sixties": 6,
    "seventies": 7,
    "eighties": 8,
    "nineties": 9,
}
# fmt: skip
HOLIDAYS = {
    "new year's day": lambda y: date(y, 1, 1),
    "new year's eve": lambda y: date(y, 12, 31),
    "martin luther king jr. day": lambda y: nth_weekday(y, 1, 0, 3),
    "valentine's day": lambda y: date(y, 2, 14),
    "st. patrick's day": lambda y: date(y, 3, 17),
    "good friday": lambda y: step(easter(y), -2, "day"),
    "easter sunday": easter,
    "easter monday": lambda y: step(easter(y), 1, "day"),
    "easter": easter,
    "mother's day": lambda y: nth_weekday(y, 5, 6, 2),
    "victoria day": lambda y: step(date(y, 5, 24), -(date(y, 5, 24).weekday()), "day"),
    "memorial day": lambda y: nth_weekday(y, 5, 0, -1),
    "juneteenth": lambda y: date(y, 6, 19),
    "canada day": lambda y: date(y, 7, 1),
    "fourth of july": lambda y: date(y, 7, 4),
    "independence day": lambda y: date(y, 7, 4),
    "labor day": lambda y: nth_weekday(y, 9, 0, 1),
    "labour day": lambda y: nth_weekday(y, 9, 0, 1),
    "columbus day": lambda y: nth_weekday(y, 10, 0, 2),
    "halloween": lambda y: date(y, 10, 31),
    "election day": lambda y: step(nth_weekday(y, 11, 0, 1), 1, "day"),
    "remembrance day": lambda y: date(y, 11, 11),
    "veterans day": lambda y: date(y, 11, 11),
    "thanksgiving day": lambda y: nth_weekday(y, 11, 3, 4),
    "thanksgiving": lambda y: nth_weekday(y, 11, 3, 4),
    "christmas eve": lambda y: date(y, 12, 24),
    "christmas day": lambda y: date(y, 12, 25),
    "christmas": lambda y: date(y, 12, 25),
    "boxing day": lambda y: date(y, 12, 26),
}  # fmt: skip

_MONTH = alternatives(MONTHS)
_WEEKDAY = alternatives(WEEKDAYS)
_FULL_WEEKDAY = alternatives(_FULL_WEEKDAYS)
_NUMBER = rf"(?:\d{{1,3}}|{alternatives(NUMBERS)})"
_ORDINAL = alternatives(ORDINALS)
_SEASON = alternatives(SEASONS)
_UNIT = alternatives(UNITS)
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d|[%$€°])"
_END = r"(?![\w])"
_DASH = "(?:-|–|—)"
_DAYTIME = "(?: (?:early |late )?(?:morning|afternoon|evening|night|noon))?"


def _number(word: str) -> float:
    word = word.casefold()
    return float(word) if word.isdigit() else NUMBERS[" ".join(word.split())]


def _month(word: str) -> int:
    return MONTHS[word.casefold().rstrip(".")]


def _capital(word: str) -> bool:
    return word[0].isupper()


def _before(match: re.Match[str]) -> str:
    """The word before the match, lower-case, or the mark where there is one; '' at the start of a paragraph."""
    found = re.search(
        r"([\w'’]+|[^\w\s])[ \t\u00a0\u202f]*\Z", match.string[max(0, match.start() - 25) : match.start()]
    )
    return found[1].casefold() if found else ""


def _after(match: re.Match[str]) -> str:
    found = re.match(r"[ \t\u00a0\u202f]*([\w'’-]{1,30}|[^\w\s]?)", match.string[match.end() : match.end() + 34])
    return found[1] if found else ""


# Absolute dates.


def _month_day(match: re.Match[str]) -> Reading | None:
    if not _capital(match["month"]):
        return None
    return day_of_month(_month(match["month"]), int(match["day"]), match["year"])


def _month_days(match: re.Match[str]) -> Reading | None:
    first, last = (day_of_month(_month(match["month"]), int(match[name]), match["year"]) for name in ("day", "last"))
    if not first or not last or not _capital(match["month"]) or int(match["day"]) >= int(match["last"]):
        return None
    return span(first, last)


def _iso(match: re.Match[str]) -> Reading | None:
    return day_of_month(int(match[2]), int(match[3]), match[1]) if 1 <= int(match[2]) <= 12 else None


def _numeric(match: re.Match[str]) -> Reading | None:
    first, second, of_year = int(match[1]), int(match[2]), int(match[3])
    if first > 12:
        first, second = second, first
    if not 1 <= first <= 12:
        return None
    return day_of_month(first, second, of_year + 2000 if of_year < 100 else of_year)


def _month_year(match: re.Match[str]) -> Reading | None:
    return fixed("month", months(int(match["year"]), _month(match["month"]))) if _capital(match["month"]) else None


# 'May' and 'March' are verbs, 'April', 'June' and 'August' names: they need a word before them that dates have.
_LICENCES = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "to",
        "through",
        "during",
        "before",
        "after",
        "for",
        "of",
        "and",
        "or",
        "last",
        "next",
        "this",
        "late",
        "early",
        "mid",
        "around",
        "about",
        "between",
        "every",
        "each",
        "was",
        "than",
        "past",
        "again",
        "the",
        "one",
        "on",
    ]
)


def _bare_month(match: re.Match[str]) -> Reading | None:
    word, number = match["month"], _month(match["month"])
    before, after = preceding_word(match), following_word(match)
    abbreviated = word.casefold() not in _MONTH_NAMES[0]
    if not _capital(word) or (abbreviated and not match.group().endswith(".") and word.casefold() != "sept"):
        return None
    if number in (3, 5) or abbreviated:
        if before not in _LICENCES or (before in ("the", "of", "and", "to") and after[:1].isalpha()):
            return None
    elif number in (4, 6, 8) and before not in _LICENCES and after[:1].isupper():
        return None
    if after in ("'s", "’s") and before == "women":
        return None
    return recurring("month", lambda y: months(y, number))


_YEAR_LICENCES = _LICENCES | frozenset(
    [
        "a",
        "an",
        "as",
        "its",
        "their",
        "his",
        "her",
        "our",
        "that",
        "these",
        "those",
        "year",
        "years",
        "(",
        "–",
        "-",
        "—",
        "/",
        ":",
        ";",
        ",",
    ]
)
# Words that a number is counted with, not a year.
_COUNTED = frozenset(
    [
        "about",
        "some",
        "nearly",
        "almost",
        "approximately",
        "roughly",
        "over",
        "under",
        "least",
        "most",
        "only",
        "exactly",
        "no",
        "number",
    ]
)
_NUMBERED = frozenset(
    [
        "highway",
        "route",
        "section",
        "bill",
        "title",
        "room",
        "suite",
        "flight",
        "channel",
        "article",
        "chapter",
        "act",
        "page",
        "no",
        "#",
        "unit",
        "$",
        "£",
        "€",
        "box",
        "rule",
        "interstate",
        "resolution",
    ]
)
_FUNCTION_WORDS = frozenset(
    [
        "to",
        "and",
        "or",
        "but",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "was",
        "is",
        "were",
        "are",
        "had",
        "has",
        "have",
        "when",
        "while",
        "as",
        "after",
        "before",
        "that",
        "which",
        "who",
        "than",
        "since",
        "until",
        "through",
        "because",
        "if",
        "the",
        "a",
        "an",
        "saw",
        "brought",
        "became",
        "will",
        "would",
        "could",
        "may",
        "might",
        "did",
        "does",
    ]
)


def _bare_year(match: re.Match[str]) -> Reading | None:
    before, after = preceding_word(match), following_word(match)
    explicit = match.group().casefold().startswith(("the year", "calendar", "year", "all of"))
    number = int(match["year"])
    if not explicit:
        if before in _NUMBERED or (before in _COUNTED and after[:1].isalpha()):
            return None
        if before == "." and match.string[max(0, match.start() - 4) : match.start()].casefold().strip() in (
            "no.",
            "nos.",
        ):
            return None
        counted = after[:1].isalpha() and after.islower() and after not in _FUNCTION_WORDS
        if counted and before not in _YEAR_LICENCES:
            return None
        if counted and before in ("of", "and", "or", "to", "than", "for", ",") and after.endswith("s"):
            return None
        if number < 1800 and before not in ("in", "since", "of", "from", "until", "by", "the", "to", "("):
            return None
        if after in (
            "Street",
            "Avenue",
            "Road",
            "St",
            "Ave",
            "km",
            "m",
            "kg",
            "feet",
            "mph",
            "hours",
            "people",
            "migrants",
        ):
            return None
    return fixed("year", year(number))


def _years(match: re.Match[str]) -> Reading | None:
    first, last = int(match["first"]), match["last"]
    final = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if final <= first or final - first > 120:
        return None
    if len(last) == 2 and final == first + 1:
        return Reading("years", lambda context: _financial(first, final, context))
    return fixed("years", Interval(year(first).start, year(final).end))


def _financial(first: int, final: int, context: Context) -> Interval:
    """'2022-23' is how Canada writes its fiscal years."""
    if context.country == "CA":
        return fiscal_year(final, "CA")
    return Interval(year(first).start, year(final).end)


def _decade(match: re.Match[str]) -> Reading | None:
    digits, name = match["digits"], match["name"]
    first = _DECADES[name.casefold()] * 10 if name else int(digits)
    if first < 100:
        first += 1900 if first > 20 or name else 2000
    whole = fixed("decade", containing(date(first, 1, 1), "decade"))
    return part_of(_part(match["part"]), whole) if match["part"] else whole


def _century(match: re.Match[str]) -> Reading | None:
    number = int(match[1])
    return fixed("century", months(100 * (number - 1), 1, 1200)) if 2 <= number <= 22 else None


# Fiscal years, quarters, seasons.


def _fiscal(match: re.Match[str]) -> Reading | None:
    of_year, last = int(match["year"]), match["last"]
    if last:
        final = of_year // 100 * 100 + int(last[-2:])
        return fixed("fiscal", fiscal_year(final, "CA")) if final == of_year + 1 else None
    return Reading("fiscal", lambda context: fiscal_year(of_year, context.country))


def _quarter(match: re.Match[str]) -> Reading | None:
    kind = match["kind"].casefold()
    word = match["ordinal"].casefold()
    of_year = match["before"] or match["after"]
    if kind == "quarter":
        number = 4 if word in ("last", "final") else ORDINALS.get(word, 0)
        if not 1 <= number <= 4 or (word in ("last", "final") and not (of_year or match["relative"])):
            return None
        build = quarter
    else:
        number = 2 if word in ("last", "final", "latter", "back") else ORDINALS.get(word, 0)
        if not 1 <= number <= 2 or not (of_year or match["relative"] or match["of"]):
            return None
        build = half
    if of_year:
        return fixed(kind, build(int(of_year), number))
    relative = (match["relative"] or match["of"] or "").casefold()
    if relative:
        offset = -1 if relative.startswith("last") else 1 if relative.startswith("next") else 0
        return Reading(kind, lambda context: build(context.today.year + offset, number))
    return ordinal_unit("quarter", number, quarter)


def _short_quarter(match: re.Match[str]) -> Reading | None:
    number = int(match[1])
    return fixed("quarter", quarter(int(match[2]), number)) if match[2] else ordinal_unit("quarter", number, quarter)


def _season_year(match: re.Match[str]) -> Reading | None:
    name = SEASONS[match["season"].casefold()]
    return fixed("season", season(name, int(match["year"])))


def _season(match: re.Match[str]) -> Reading | None:
    name = SEASONS[match["season"].casefold()]
    which = (match["which"] or "").casefold()
    of_year = season_of(name)
    if which in ("last", "past", "this past"):
        return Reading("season", last_before(of_year))
    if which in ("next", "coming", "this coming"):
        return Reading("season", next_after(of_year))
    if which in ("this", "earlier this", "later this"):
        return this_season(name)
    if preceding_word(match) not in (
        "in",
        "by",
        "since",
        "until",
        "during",
        "over",
        "through",
        "for",
        "of",
        "to",
        "from",
        "and",
    ):
        return None
    if name == "fall" and following_word(match) == "of":
        return None
    return recurring("season", of_year)


# Relative dates.

_NEIGHBOURS = {
    "last": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
    "this coming": 1,
    "this past": -1,
}


def _neighbour(match: re.Match[str]) -> Reading | None:
    which, name = match["which"].casefold(), " ".join(match["unit"].casefold().split())
    if name in SEASONS:
        return None
    unit = UNITS[name]
    if unit in ("half", "day"):
        return None
    if which in ("previous", "prior", "preceding", "following"):
        return beside_anchor(1 if which == "following" else -1, unit)
    determined = match["the"]
    if determined and which in ("last", "past"):
        return rolling(-1, unit) if unit not in ("weekend",) else neighbour(unit, -1)
    if determined and which == "next":
        return beside_anchor(1, unit) if unit in ("weekend", "quarter") else rolling(1, unit)
    if which == "past":
        return None
    reading = neighbour(unit, _NEIGHBOURS[which])
    if unit == "weekend" and which == "this past":
        return Reading("weekend", lambda context: weekend(step(context.today, -6, "day")))
    if unit == "weekend" and which == "this":
        return this_weekend()
    shade = (match["shade"] or "").casefold()
    if shade in ("earlier", "so far"):
        return so_far(reading)
    if shade == "later":
        return still_to_come(reading)
    if shade in ("early", "late", "mid"):
        return part_of(_part(shade), reading)
    return reading


def _anchored_day(match: re.Match[str]) -> Reading | None:
    word = match["which"].casefold()
    return from_anchor(1 if word in ("next", "following", "after", "day after") else 0 if word == "same" else -1, "day")


def _anchored_same(match: re.Match[str]) -> Reading | None:
    unit = UNITS.get(match["unit"].casefold())
    if unit is None:
        return None
    return Reading(unit, lambda context: containing(context.here.start, unit, context.country))


def _rolling(match: re.Match[str]) -> Reading | None:
    unit = UNITS[match["unit"].casefold()]
    count = _number(match["count"]) + (0.5 if match["half"] else 0)
    return rolling(count if match["which"].casefold() in ("next", "coming", "following") else -count, unit)


def _ago(match: re.Match[str]) -> Reading | None:
    count = _number(match["count"]) + (0.5 if match["half"] else 0)
    return ago(-count, UNITS[match["unit"].casefold()])


def _from_now_on(match: re.Match[str]) -> Reading | None:
    return ago(_number(match["count"]), UNITS[match["unit"].casefold()])


_STOPS = frozenset(
    [".", ",", ";", ":", ")", "”", "’", "!", "?", "—", "–", "and", "but", "to", "when,", "with", "from", "in"]
) | {""}


def _shift(match: re.Match[str]) -> Reading | None:
    word = match["way"].casefold()
    if word in ("before", "after") and following_word(match) not in _STOPS:
        return None
    count = _number(match["count"])
    return from_anchor(count if word in ("later", "after") else -count, UNITS[match["unit"].casefold()])


def _today(match: re.Match[str]) -> Reading | None:
    word = match["word"].casefold()
    offset = -1 if word in ("yesterday", "last night") else 1 if word.startswith("tomorrow") else 0
    if word == "overnight":
        return None
    return Reading("day", lambda context: day(step(context.today, offset, "day")))


def _day_counted(match: re.Match[str]) -> Reading | None:
    offset = -2 if match[1].casefold() == "before yesterday" else 2
    return Reading("day", lambda context: day(step(context.today, offset, "day")))


def _weekday_reading(match: re.Match[str]) -> Reading | None:
    name, which = match["weekday"], (match["which"] or "").casefold()
    if not _capital(name):
        return None
    choices = {
        "last": "last",
        "past": "last",
        "next": "next",
        "coming": "next",
        "this": "this",
        "previous": "previous",
        "following": "following",
    }
    return weekday(WEEKDAYS[name.casefold()], choices.get(which))  # type: ignore[arg-type]


def _last_month(match: re.Match[str]) -> Reading | None:
    number = _month(match["month"])
    if not _capital(match["month"]):
        return None
    of_year = (lambda y: months(y, number)) if not match["day"] else (lambda y: day(date(y, number, int(match["day"]))))
    if match["day"] and day_of_month(number, int(match["day"]), None) is None:
        return None
    sort = "day" if match["day"] else "month"
    match match["which"].casefold():
        case "last" | "this past" | "past":
            return Reading(sort, last_before(of_year))
        case "next" | "this coming":
            return Reading(sort, next_after(of_year))
        case _:
            return Reading(sort, lambda context: of_year(context.today.year))


def _month_of_relative(match: re.Match[str]) -> Reading | None:
    """'in March last year', 'March of this year'."""
    number = _month(match["month"])
    offset = {"last": -1, "next": 1, "this": 0}[match["which"].casefold()]
    if match["day"]:
        if day_of_month(number, int(match["day"]), None) is None:
            return None
        return Reading("day", lambda context: day(date(context.today.year + offset, number, int(match["day"]))))
    return Reading("month", lambda context: months(context.today.year + offset, number))


def _holiday(match: re.Match[str]) -> Reading | None:
    word = match["holiday"].casefold().replace("’", "'")
    of_year = HOLIDAYS[word]
    if not _capital(match["holiday"]) and word not in ("juneteenth",):
        return None
    if following_word(match)[:1].isupper() or following_word(match) in (
        "Island",
        "tree",
        "present",
        "presents",
        "gift",
        "gifts",
    ):
        return None
    if match["year"]:
        return fixed("holiday", day(of_year(int(match["year"]))))
    return recurring("holiday", lambda y: day(of_year(y)))


def _year_end(match: re.Match[str]) -> Reading | None:
    return Reading("day", lambda context: _last_of_year(context))


def _last_of_year(context: Context) -> Interval:
    number = context.today.year - (context.tense == "past" and context.today.month < 12)
    return day(date(number, 12, 31))


def _the_unit(match: re.Match[str]) -> Reading | None:
    """'the year', 'the month' after 'the end of': the one of the article, or of the date before it."""
    unit = UNITS[match["unit"].casefold()]
    if preceding_word(match) not in ("of",):
        return None
    return Reading(unit, lambda context: containing(context.today, unit, context.country))


# Words before another expression.


def _part(word: str) -> Part:
    word = word.casefold()
    if word in ("early", "earlier"):
        return "early"
    if word in ("mid", "middle"):
        return "mid"
    if word in ("late", "later"):
        return "late"
    return "end" if word in ("end", "close", "tail end") else "start"


_PARTABLE = frozenset(("month", "year", "season", "quarter", "decade", "week", "fiscal", "century", "years", "half"))


def _shade(match: re.Match[str], inner: Reading) -> Reading | None:
    """'early March' is a third of it; 'late Tuesday' the whole day."""
    return part_of(_part(match["shade"]), inner) if inner.sort in _PARTABLE else inner


def _edge(match: re.Match[str], inner: Reading) -> Reading | None:
    return part_of(_part(match["edge"]), inner) if inner.sort in _PARTABLE else None


def _counted_part(match: re.Match[str], inner: Reading) -> Reading | None:
    if inner.sort not in _PARTABLE | {"fiscal"}:
        return None
    word = match["ordinal"].casefold()
    unit = UNITS[match["unit"].casefold()]
    from_end = word in ("last", "final", "closing", "latter", "back")
    number = int(_number(match["count"])) if match["count"] else 1
    ordinal = 1 if from_end or match["count"] else ORDINALS[word]
    return counted_part(number, unit, inner, from_end, ordinal)


def _week_of(match: re.Match[str], inner: Reading) -> Reading | None:
    unit, ending = match["unit"].casefold(), match["ending"]

    def resolve(context: Context) -> Interval:
        found = inner.resolve(context)
        if ending:
            return Interval(step(found.end, -6, "day"), found.end)
        return week(found.start) if unit == "week" else weekend(found.start)

    return Reading(unit, resolve) if inner.sort in ("day", "weekday", "holiday") else None


def _period_ended(match: re.Match[str], inner: Reading) -> Reading | None:
    """'the year ended March 31', 'the three months ended Sept. 30'."""
    if inner.sort not in ("day", "month"):
        return None
    count = int(_number(match["count"])) if match["count"] else 1
    unit = UNITS[match["unit"].casefold()]

    def resolve(context: Context) -> Interval:
        last = inner.resolve(context).end
        return Interval(step(step(last, 1, "day"), -count, unit), last)

    return Reading("period", resolve)


def _plain(_: re.Match[str], inner: Reading) -> Reading | None:
    return inner


def _since(_: re.Match[str], inner: Reading) -> Reading | None:
    return since(inner) if inner.sort not in ("rolling", "since", "span") else None


_OF_YEAR = rf"(?:,? (?:of |in )?(?P<after>{_YEAR}))?"
_PHRASES = (
    (
        rf"(?:{_FULL_WEEKDAY}|{_WEEKDAY}\.?)?,? ?(?P<month>{_MONTH})\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|,\d|\.\d)(?:,? (?P<year>{_YEAR}))?{_END}",
        _month_day,
    ),
    (
        rf"(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)? ?(?:{_DASH}|to|through|until) ?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|,\d|\.\d| {_MONTH})(?:,? (?P<year>{_YEAR}))?{_END}",
        _month_days,
    ),
    (
        rf"(?:{_WEEKDAY}\.?,? )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})(?:,? (?P<year>{_YEAR}))?{_END}",
        _month_day,
    ),
    (rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_END}", _iso),
    (rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}){_END}", lambda m: _numeric_of(m)),
    (rf"(?P<month>{_MONTH})(?:\.|,)?(?: of)? (?P<year>{_YEAR}){_END}", _month_year),
    (rf"(?P<month>{_MONTH})\b\.?", _bare_month),
    (rf"(?:the year |calendar (?:year )?|all of )?(?P<year>{_YEAR}){_END}(?!{_DASH}\d)", _bare_year),
    (rf"(?P<first>{_YEAR})(?:{_DASH}|/)(?P<last>\d{{4}}|\d\d){_END}", _years),
    (
        rf"(?:the )?(?:(?P<part>early|mid|late)(?: |-)(?:to(?: |-)late(?: |-))?)?['’]?(?:(?P<digits>(?:1[5-9]|20)?\d0)['’]?s|(?P<name>{alternatives(_DECADES)})){_END}",
        _decade,
    ),
    (r"(?:the )?(\d\d?)(?:st|nd|rd|th) century", _century),
    (
        rf"(?:the )?(?:federal |financial )?(?:fiscal(?: year)?|FY|financial year) ?(?P<year>(?:19|20)\d\d)(?:(?:{_DASH}|/)(?P<last>\d{{4}}|\d\d))?{_END}",
        _fiscal,
    ),
    (
        rf"(?:the )?(?P<year>(?:19|20)\d\d)(?:(?:{_DASH}|/)(?P<last>\d{{4}}|\d\d))? (?:fiscal|financial|budget)(?: |-)year",
        _fiscal,
    ),
    (
        rf"(?:the )?(?:(?P<before>{_YEAR}) |(?P<relative>last|this|next) year['’]s )?(?P<ordinal>{_ORDINAL}|last|final|latter|back)(?: |-)(?P<kind>quarter|half){_END}(?: of (?P<of>(?:last|this|next|the) year))?{_OF_YEAR}",
        _quarter,
    ),
    (rf"Q([1-4])(?: (?:of )?({_YEAR}))?{_END}", _short_quarter),
    (rf"(?:the )?(?P<season>{_SEASON})(?: of|,)? (?P<year>{_YEAR}){_END}", _season_year),
    (
        rf"(?:the )?(?:(?P<which>last|past|this past|next|coming|this coming|this|earlier this|later this) )?(?P<season>{_SEASON}){_END}",
        _season,
    ),
    (
        rf"(?:(?P<shade>earlier|later|so far|early|late|mid)(?: |-))?(?P<the>the |over the )?(?P<which>last|past|this coming|this past|this|current|next|coming|previous|prior|preceding|following) (?P<unit>{_UNIT}){_END}",
        _neighbour,
    ),
    (r"(?:the |that )(?P<which>next|following|same|previous) day\b", _anchored_day),
    (r"(?:the )day (?P<which>before|after)(?=[.,;]|\s*$)", _anchored_day),
    (r"(?:the |that )same (?P<unit>week|month|quarter|year)\b", _anchored_same),
    (
        rf"(?:the |these )?(?P<which>past|last|previous|next|coming|following) (?P<count>{_NUMBER})(?: |-)(?P<unit>{_UNIT})s?(?P<half> and a half)?{_END}",
        _rolling,
    ),
    (rf"(?P<count>{_NUMBER}) (?P<unit>{_UNIT})s?(?P<half> and a half)? ago{_END}", _ago),
    (rf"(?P<count>{_NUMBER}) (?P<unit>{_UNIT})s? from (?:now|today){_END}", _from_now_on),
    (rf"(?P<count>{_NUMBER}) (?P<unit>{_UNIT})s? (?P<way>earlier|before|previously|later|after){_END}", _shift),
    (
        rf"(?:(?:earlier|later|late|early) )?(?P<word>today|tonight|yesterday|tomorrow|last night|this morning|this afternoon|this evening){_DAYTIME}{_END}",
        _today,
    ),
    (r"the day (before yesterday|after tomorrow)\b", _day_counted),
    (
        rf"(?:the |this )?(?:(?P<which>last|past|next|coming|this|previous|following) )?(?P<weekday>{_FULL_WEEKDAY}){_END}(?:,? ?(?:early |late )?(?:morning|afternoon|evening|night|noon){_END})?",
        _weekday_reading,
    ),
    (
        rf"(?P<which>last|this past|past|next|this coming|this) (?P<month>{_MONTH})\b\.?(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_END})?",
        _last_month,
    ),
    (
        rf"(?P<month>{_MONTH})\b\.?(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?,?(?: of)? (?P<which>last|this|next) year\b",
        _month_of_relative,
    ),
    (
        rf"(?P<holiday>{alternatives(HOLIDAYS)}|{alternatives(k.replace(chr(39), '’') for k in HOLIDAYS)}){_END}(?:,? (?:of |in )?(?P<year>{_YEAR}))?",
        _holiday,
    ),
    (r"(?:the )?year(?: |-)end\b(?! (?:review|party|bonus))", _year_end),
    (rf"the (?P<unit>year|month|week|decade|quarter|fiscal year){_END}", _the_unit),
)
_PREFIXES = (
    (r"(?:ever )?since (?:the )?(?:about |around |at least )?(?:\d\d?:\d\d [ap]\.?m\.? on )?", _since),
    (r"(?P<shade>early|mid|late|earlier|later)(?: in |-| )(?:the )?(?:month of )?", _shade),
    (r"(?:the )?(?P<edge>end|close|beginning|start|middle|early part|tail end) of (?=\S)", _edge),
    (
        rf"(?:the |its )?(?P<ordinal>{_ORDINAL}|last|final|closing|latter|back)(?: (?P<count>{_NUMBER}))?(?: |-)(?P<unit>day|week|weekend|month|quarter|year|half)s? (?:of|in) ",
        _counted_part,
    ),
    (r"(?:the )?(?P<unit>week|weekend) (?:of|beginning|starting|(?P<ending>ending|ended))(?: on)? ", _week_of),
    (
        rf"(?:the )?(?:(?P<count>{_NUMBER})(?: |-))?(?:fiscal )?(?P<unit>week|month|quarter|year)s? (?:ended|ending|to)(?: on)? ",
        _period_ended,
    ),
    (r"(?:the )?(?:month|year|summer|fall|winter|spring)s? of ", _plain),
)
_STARTS = compiled(
    rf"(?<![\w$€£#/.,:-])(?:\d|(?:{_MONTH}|{_WEEKDAY}|{_SEASON}|{_NUMBER}|{_ORDINAL}|{alternatives(HOLIDAYS)}|{alternatives(_DECADES)}"
    r"|the|that|this|these|last|past|next|coming|previous|prior|preceding|following|final|latter|back|its|earlier|early|later|late|mid|so far|current|today"
    r"|tonight|yesterday|tomorrow|since|ever since|between|from|fiscal|federal|financial|FY|FY20\d\d|Q[1-4]|year|calendar|all of|end|close"
    r"|beginning|start|middle|week|weekend|month|months|over the)(?!\w)|['’]\d0s)"
)


def _numeric_of(match: re.Match[str]) -> Reading | None:
    first, second, of_year = int(match[1]), int(match[3]), int(match[4])
    if first > 12:
        first, second = second, first
    return day_of_month(first, second, of_year) if 1 <= first <= 12 else None


GRAMMAR = Grammar(
    starts=_STARTS,
    phrases=tuple(Phrase(compiled(pattern), read) for pattern, read in _PHRASES),
    prefixes=tuple(Prefix(compiled(pattern), read) for pattern, read in _PREFIXES),
    pairs=(
        Pair(compiled(r"between "), compiled(r",? and "), span),
        Pair(compiled(r"from "), compiled(r",? (?:to|through|until|till|up to) "), span),
        Pair(None, compiled(rf" ?(?:{_DASH}) ?| (?:to|through|until) "), span, same_sort=True),
    ),
)
