"""The page of one question, and the summary of its answers that the home page shows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter, not_
from typing import Any

from datasette.database import Database, QueryInterrupted
from markupsafe import Markup

from db.web import formats
from db.web.charts import Bar, Dot, bars, point_label, strip
from db.web.corrections import figure_corrections
from db.web.links import Links
from db.web.marked import Span, marked

OFFICIAL = ("government", "parliament", "data")
"""Kinds of publisher whose own figure anchors the others where no official series has one."""
FEWEST_PERIODS = 3
SHOWN = 500
"""Claims listed on one page; the whole list is a query away."""
SERIES_SHOWN = 36
"""Periods of the official series that are listed, the newest first; the chart has all of them."""

# A wire copy speaks for its agency: sources are counted by where the text comes from.
COUNTED = """
select c.measure_id, m.question, c.period_start, c.period_end, c.place_id, p.name as place, c.unit, c.value,
  c.value_high, c.qualifier, c.verdict, c.language, c.kind, s.publisher_kind, count(*) as claims,
  m.kind in ('cap', 'target') as aimed,
  c.place_id is m.place and (m.kind in ('cap', 'target') or c.period_start is not null) as asked,
  json_group_array(distinct coalesce(o.source_id, c.source_id)) as sources
from claims c join measures m on m.id = c.measure_id join articles a on a.id = c.article_id
  left join articles o on o.id = a.copy_of join sources s on s.id = coalesce(o.source_id, c.source_id)
  left join entities p on p.id = c.place_id
where c.verdict <> 'superseded' and (:measure is null or c.measure_id = :measure)
group by c.measure_id, c.period_start, c.period_end, c.place_id, c.unit, c.value, c.value_high, c.qualifier,
  c.verdict, c.kind, s.publisher_kind
"""
CLAIMS = f"""
select c.*, a.headline, f.text, f.unit_assumed, s.name as source, s.publisher_kind, e.name as speaker, p.name as place,
  a.copy_of, a.version_id = c.version_id as stands, m.kind in ('cap', 'target') as aimed
from claims c join measures m on m.id = c.measure_id join articles a on a.id = c.article_id
  join figures f on f.id = c.figure_id join sources s on s.id = c.source_id
  left join entities e on e.id = c.speaker_id left join entities p on p.id = c.place_id
where c.measure_id = :measure
order by c.kind = 'official', coalesce(c.published_at, c.captured_at), c.figure_id limit {SHOWN}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is claimed of one question for one period and place, on one scale."""

    measure_id: str
    question: str
    period_start: str | None
    period_end: str | None
    place_id: str | None
    place: str | None
    scale: str
    value: float
    """The official series' value, else an official publisher's; where there is none, the one most sources state."""
    value_high: float | None
    unit: str | None
    qualifier: str
    language: str | None
    publisher_kind: str
    official: bool
    """Whether the value is an official publisher's."""
    series: bool
    """Whether it stands in a table of official statistics."""
    stated: float | None
    """The value that most sources other than the series state."""
    aimed: bool
    """Whether it is a cap or target, which is the same by when or from whenever a source says it holds."""
    asked: bool
    """Whether it is of the place that the question means, and of a period where it needs one."""
    compared: bool
    low: float
    high: float
    claims: int
    sources: int
    agreeing: int
    """Sources whose claim is the value or rounds to it."""
    conflicting: tuple[float, ...]
    """Values that no rounding brings together with the value."""

    def covers(self, row: Mapping[str, Any]) -> bool:
        """Whether a claim speaks of the same period and place, and of a number that can count the same thing."""
        if (row["measure_id"], row["place_id"], scale(row["unit"])) != (self.measure_id, self.place_id, self.scale):
            return False
        period = self.period_start, self.period_end
        return _answered(row, self.value, period, aimed=self.aimed)

    @property
    def is_year(self) -> bool:
        start, end = self.period_start or "", self.period_end or ""
        return start[5:] == "01-01" and end[5:] == "12-31" and start[:4] == end[:4]

    @property
    def is_month(self) -> bool:
        start, end = self.period_start or "", self.period_end or ""
        return start[8:] == "01" and start[:7] == end[:7] and end > start

    @property
    def period(self) -> str:
        return formats.period(self.period_start, self.period_end)

    @property
    def qualifier_words(self) -> str:
        return formats.QUALIFIERS.get(self.qualifier, self.qualifier)

    @property
    def amount(self) -> str:
        return formats.amount(self.value, self.value_high, self.unit)

    @property
    def noun(self) -> str:
        return formats.noun(self.value, self.value_high, self.unit, self.language)

    @property
    def range(self) -> str:
        """`39,000 to 49,540`; empty where all say the same."""
        if self.low == self.high:
            return ""
        return f"{formats.amount(self.low, None, self.unit)} to {formats.amount(self.high, None, self.unit)}"

    @property
    def verdict(self) -> str:
        """conflicts, agrees or alone."""
        return "conflicts" if self.conflicting else "agrees" if self.compared else "alone"

    @property
    def verdict_words(self) -> str:
        if self.conflicting:
            return "conflict: " + " vs ".join(formats.number(v) for v in (self.value, *self.conflicting[:2]))
        if self.compared:
            return f"{self.agreeing} sources agree"
        return "one source" if self.sources == 1 else "not compared"


# What is compared with what: the same as in the view `claims`.


def scale(unit: str | None) -> str:
    """Rates, shares, each currency, and counts of whatever noun."""
    for per in ("per ", "par "):
        if unit and per in unit:
            return unit[unit.index(per) :]
    return unit if unit and (unit == "percent" or (len(unit) == 3 and unit.isupper())) else "count"


def comparable(a: float, b: float) -> bool:
    """Numbers further apart than twice count different things: one town's share, one month."""
    return a <= 2 * b and b <= 2 * a


def _answered(row: Mapping[str, Any], value: float, period: tuple[str | None, str | None], *, aimed: bool) -> bool:
    """Whether a claim of the same place and scale says something of the `value` of that period."""
    same = (row["period_start"], row["period_end"]) == period
    return comparable(row["value"], value) and (same or (aimed and near(row["value"], row["value_high"], value)))


def _scope(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    period = (None, None) if row["aimed"] else (row["period_start"], row["period_end"])
    return row["measure_id"], *period, row["place_id"], scale(row["unit"])


def answers(rows: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """Rows of COUNTED as answers: those the question asks for first, and of them what most sources speak of."""
    groups: dict[tuple[str | None, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(_scope(row), []).append(row)
    found: list[Answer] = []
    for group in groups.values():
        while group:
            best = max(group, key=lambda row: _weight(row, group))
            period = best["period_start"], best["period_end"]
            said = [_answered(row, best["value"], period, aimed=bool(best["aimed"])) for row in group]
            found.append(_answer(best, list(compress(group, said))))
            group = list(compress(group, map(not_, said)))
    # A year says more than a month; of two answers with as many sources, the later is news.
    return sorted(
        found, key=lambda a: (a.asked, a.is_year, a.series, a.sources, a.claims, a.period_end or ""), reverse=True
    )


def _weight(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> tuple[bool, bool, bool, int, bool]:
    """The official series first, then official publishers, what nobody contradicts, what most sources state; of two
    the English one, as the pages are."""
    sources = {source for other in rows if other["value"] == row["value"] for source in json.loads(other["sources"])}
    return _series(row), _official(row), row["verdict"] != "conflicts", len(sources), row["language"] == "en"


def _series(row: Mapping[str, Any]) -> bool:
    return row["kind"] == "official"


def _official(row: Mapping[str, Any]) -> bool:
    return _series(row) or (row["publisher_kind"] in OFFICIAL and row["qualifier"] == "exact")


def _answer(best: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Answer:
    by_value: dict[float, set[str]] = {}
    stated: dict[float, set[str]] = {}
    for row in rows:
        by_value.setdefault(row["value"], set()).update(json.loads(row["sources"]))
        if not _series(row):
            stated.setdefault(row["value"], set()).update(json.loads(row["sources"]))

    conflicting = {row["value"] for row in rows if row["verdict"] == "conflicts"} - {best["value"]}
    agreeing = [sources for value, sources in by_value.items() if value not in conflicting]
    return Answer(
        measure_id=best["measure_id"],
        question=best["question"],
        period_start=best["period_start"],
        period_end=best["period_end"],
        place_id=best["place_id"],
        place=best["place"],
        scale=scale(best["unit"]),
        value=best["value"],
        value_high=best["value_high"],
        unit=best["unit"],
        qualifier=best["qualifier"],
        language=best["language"],
        publisher_kind=best["publisher_kind"],
        official=_official(best),
        series=_series(best),
        stated=max(stated, key=lambda value: len(stated[value]), default=None),
        aimed=bool(best["aimed"]),
        asked=bool(best["asked"]),
        compared=any(row["verdict"] in ("agrees", "rounds_to") for row in rows),
        low=min(row["value"] for row in rows),
        high=max(row["value"] if row["value_high"] is None else row["value_high"] for row in rows),
        claims=sum(row["claims"] for row in rows),
        sources=len(set().union(*by_value.values())),
        agreeing=len(set().union(*agreeing)),
        conflicting=tuple(sorted(conflicting)),
    )


def standing(value: float, value_high: float | None, official: float) -> str:
    """How a number stands to the official one, in words."""
    if value == official and value_high is None:
        return "as the official figure"
    if near(value, value_high, official):
        return f"rounds the official {formats.number(official)}"
    off = (value - official) / official if official else math.inf
    return f"{abs(off):.1%} {'above' if off > 0 else 'below'} the official {formats.number(official)}"


def near(value: float, value_high: float | None, other: float) -> bool:
    """Whether one number rounds the other, cuts it off, or is a range that holds it: as the view `claims` has it."""
    if value_high is not None:
        return value <= other <= value_high
    return _rounds(value, other) or _rounds(other, value)


def _rounds(short: float, full: float) -> bool:
    step = next((step for step in _STEPS if short % step == 0), 0.1) if short else 0.1
    cut = full > short and full - short < step and step * 10 <= full
    return abs(short - full) <= 0.05 * full and (abs(short - full) * 2 <= step or cut)


_STEPS = tuple(10**power for power in range(9, -1, -1))


def evidence(sentence: str, words: str) -> Markup:
    """The sentence of a figure with the figure marked."""
    start = sentence.find(words)
    return marked(sentence, [Span(start, start + len(words), "mark")] if start >= 0 else [])


async def measure_page(database: Database, links: Links, measure_id: str) -> dict[str, Any]:
    """What row-roxham-measures.html shows: answers by period, and under each its claims."""
    measure = dict((await database.execute("select * from measures where id = ?", [measure_id])).first())
    try:
        counted = await database.execute(COUNTED, {"measure": measure_id})
        rows = [dict(row) for row in (await database.execute(CLAIMS, {"measure": measure_id})).rows]
    except QueryInterrupted:
        return {"measure": measure}
    found = answers(counted.rows)
    corrected = await figure_corrections(database, [row["figure_id"] for row in rows])
    grouped: dict[Answer | None, list[dict[str, Any]]] = {answer: [] for answer in (*found, None)}
    for row in rows:
        answer = next((answer for answer in found if answer.covers(row)), None)
        row["correction"] = corrected.get(row["figure_id"])
        row["evidence"] = evidence(row["sentence"], row["text"])
        row["standing"] = (
            standing(row["value"], row["value_high"], answer.value)
            if answer and answer.series and row["kind"] != "official" and row["verdict"] != "superseded"
            else None
        )
        row["href"] = (
            links.figure(row["article_id"], row["figure_id"])
            if row["stands"]
            else links.row("versions", row["version_id"])
        )
        grouped[answer].append(row)
    # The leading answer first, then from the newest period to the oldest; those without a period say least.
    found[1:] = sorted(found[1:], key=lambda a: (a.period_start or "", a.period_end or "", a.sources), reverse=True)
    sections = [
        Section(f"answer-{number}", answer, _official_first(grouped[answer])) for number, answer in enumerate(found, 1)
    ]
    series = [section for section in sections if section.answer.series]
    charted = _charted(sections)
    return {
        "measure": measure,
        "leading": found[0] if found else None,
        "series": series[:SERIES_SHOWN],
        "series_length": len(series),
        "series_rows": [section.rows[0] for section in series if section.rows],
        "chart": _over_time(charted),
        "chart_official": any(section.answer.series for section in charted),
        "stated": [section for section in sections if not section.answer.series],
        # What the official series alone says is in its list: a section of its own would say it twice.
        "sections": [section for section in sections if section.answer.stated is not None or not section.answer.series],
        "others": grouped[None],
        "claims": len(rows),
        "sources": len({row["source_id"] for row in rows if row["stands"]}),
        "articles": len({row["article_id"] for row in rows}),
        "first": min((row["published_at"] for row in rows if row["published_at"]), default=None),
        "last": max((row["published_at"] for row in rows if row["published_at"]), default=None),
        "shown": SHOWN,
    }


@dataclass(frozen=True, slots=True)
class Section:
    """One answer on the page: its anchor and its claims."""

    anchor: str
    answer: Answer
    rows: list[dict[str, Any]]

    @property
    def chart(self) -> Markup:
        return _strip(self.answer, self.rows)

    @property
    def href(self) -> str:
        """Where the page tells more: the section, or the table's line where nobody else states it."""
        alone = self.answer.series and self.answer.stated is None
        return self.rows[0]["href"] if alone and self.rows else f"#{self.anchor}"


def _official_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["kind"] != "official")


def _charted(sections: Sequence[Section]) -> list[Section]:
    """Months of the place asked for, or its years: those that the official series has, else those there are most of."""
    found: list[list[Section]] = []
    for fits in (attrgetter("is_month"), attrgetter("is_year")):
        periods: dict[str | None, Section] = {}
        for section in sections:
            answer = section.answer
            if answer.asked and fits(answer):
                held = periods.get(answer.period_start)
                if held is None or (answer.series, answer.sources) > (held.answer.series, held.answer.sources):
                    periods[answer.period_start] = section
        if len(periods) >= FEWEST_PERIODS:
            found.append(list(periods.values()))
    return max(found, key=lambda each: (any(section.answer.series for section in each), len(each)), default=[])


def _over_time(charted: Sequence[Section]) -> Markup:
    """What others state as bars, the official series as a line."""
    return bars(
        [_bar(section, section.answer.stated) for section in charted],
        charted[0].answer.noun if charted else "",
        "What is claimed for each period, and the official series",
        official=[_bar(section, section.answer.value) for section in charted if section.answer.series],
    )


def _bar(section: Section, value: float | None) -> Bar:
    answer = section.answer
    return Bar(
        answer.period_start or "",
        answer.period_end or "",
        value,
        answer.verdict,
        f"{answer.period}: {formats.number(value)}, {answer.verdict_words}",
        section.href,
    )


def _strip(answer: Answer, rows: Sequence[Mapping[str, Any]]) -> Markup:
    dots = [
        Dot(
            at=row["value"],
            lane=row["publisher_kind"],
            label=point_label(row["published_at"], row["source"], formats.stated(row)),
            href=f"#claim-{row['figure_id']}",
            approximate=row["qualifier"] != "exact",
        )
        for row in rows
        if row["verdict"] != "superseded"
    ]
    if len({dot.at for dot in dots}) < 2:
        return Markup()
    label = f"Claims for {answer.period or 'this question'} along the values they state"
    return strip(dots, answer.noun, label, official=answer.value if answer.series else None)
