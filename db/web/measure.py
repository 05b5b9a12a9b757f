"""The page of one question, and the summary of its answers that the home page shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.database import Database, QueryInterrupted
from markupsafe import Markup

from db.web import formats
from db.web.charts import Bar, Dot, bars, point_label, strip
from db.web.corrections import figure_corrections
from db.web.links import Links
from db.web.marked import Span, marked

OFFICIAL = ("government", "court", "parliament", "data")
"""Kinds of publisher whose own figure anchors the others."""
FEWEST_MONTHS = 3
SHOWN = 500
"""Claims listed on one page; the whole list is a query away."""

# A wire copy speaks for its agency: sources are counted by where the text comes from.
COUNTED = """
select c.measure_id, m.question, c.period_start, c.period_end, c.place_id, p.name as place, c.unit, c.value,
  c.value_high, c.qualifier, c.verdict, c.language, s.publisher_kind, count(*) as claims,
  c.place_id is m.place and (m.kind in ('cap', 'target') or c.period_start is not null) as asked,
  json_group_array(distinct coalesce(o.source_id, c.source_id)) as sources
from claims c join measures m on m.id = c.measure_id join articles a on a.id = c.article_id
  left join articles o on o.id = a.copy_of join sources s on s.id = coalesce(o.source_id, c.source_id)
  left join entities p on p.id = c.place_id
where c.verdict <> 'superseded' and (:measure is null or c.measure_id = :measure)
group by c.measure_id, c.period_start, c.period_end, c.place_id, c.unit, c.value, c.value_high, c.qualifier,
  c.verdict, s.publisher_kind
"""
CLAIMS = f"""
select c.*, a.headline, f.text, f.unit_assumed, s.name as source, s.publisher_kind, e.name as speaker, p.name as place,
  a.copy_of, a.version_id = c.version_id as stands
from claims c join articles a on a.id = c.article_id join figures f on f.id = c.figure_id
  join sources s on s.id = c.source_id
  left join entities e on e.id = c.speaker_id left join entities p on p.id = c.place_id
where c.measure_id = :measure order by coalesce(c.published_at, c.captured_at), c.figure_id limit {SHOWN}
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
    """The official value; where there is none, the one most sources state."""
    value_high: float | None
    unit: str | None
    qualifier: str
    language: str | None
    official: bool
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
        return _scope(row) == (
            self.measure_id,
            self.period_start,
            self.period_end,
            self.place_id,
            self.scale,
        ) and comparable(row["value"], self.value)

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


def _scope(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    return row["measure_id"], row["period_start"], row["period_end"], row["place_id"], scale(row["unit"])


def answers(rows: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """Rows of COUNTED as answers: those the question asks for first, and of them what most sources speak of."""
    groups: dict[tuple[str | None, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(_scope(row), []).append(row)
    found: list[Answer] = []
    for group in groups.values():
        while group:
            best = max(group, key=lambda row: _weight(row, group))
            found.append(_answer(best, [row for row in group if comparable(row["value"], best["value"])]))
            group = [row for row in group if not comparable(row["value"], best["value"])]
    # A year says more than a month; of two answers with as many sources, the later is news.
    return sorted(found, key=lambda a: (a.asked, a.is_year, a.sources, a.claims, a.period_end or ""), reverse=True)


def _weight(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> tuple[bool, bool, int]:
    """Official first, then what nobody contradicts, then what most sources state."""
    sources = {source for other in rows if other["value"] == row["value"] for source in json.loads(other["sources"])}
    return _official(row), row["verdict"] != "conflicts", len(sources)


def _official(row: Mapping[str, Any]) -> bool:
    return row["publisher_kind"] in OFFICIAL and row["qualifier"] == "exact"


def _answer(best: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Answer:
    by_value: dict[float, set[str]] = {}
    for row in rows:
        by_value.setdefault(row["value"], set()).update(json.loads(row["sources"]))

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
        official=_official(best),
        asked=bool(best["asked"]),
        compared=any(row["verdict"] in ("agrees", "rounds_to") for row in rows),
        low=min(row["value"] for row in rows),
        high=max(row["value"] if row["value_high"] is None else row["value_high"] for row in rows),
        claims=sum(row["claims"] for row in rows),
        sources=len(set().union(*by_value.values())),
        agreeing=len(set().union(*agreeing)),
        conflicting=tuple(sorted(conflicting)),
    )


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
        return {"measure": measure, "answers": None}
    found = answers(counted.rows)
    grouped: dict[Answer | None, list[dict[str, Any]]] = {answer: [] for answer in (*found, None)}
    corrected = await figure_corrections(database, [row["figure_id"] for row in rows])
    for row in rows:
        row["correction"] = corrected.get(row["figure_id"])
        row["evidence"] = evidence(row["sentence"], row["text"])
        row["href"] = (
            links.figure(row["article_id"], row["figure_id"])
            if row["stands"]
            else links.row("versions", row["version_id"])
        )
        grouped[next((answer for answer in found if answer.covers(row)), None)].append(row)
    # The leading answer first, then from the newest period to the oldest; those without a period say least.
    found[1:] = sorted(found[1:], key=lambda a: (a.period_start or "", a.period_end or "", a.sources), reverse=True)
    return {
        "measure": measure,
        "answers": [(answer, grouped[answer], _strip(answer, grouped[answer])) for answer in found],
        "others": grouped[None],
        "months": _months(found),
        "claims": len(rows),
        "sources": len({row["source_id"] for row in rows if row["stands"]}),
        "articles": len({row["article_id"] for row in rows}),
        "first": min((row["published_at"] for row in rows if row["published_at"]), default=None),
        "last": max((row["published_at"] for row in rows if row["published_at"]), default=None),
        "shown": SHOWN,
    }


def _months(found: Sequence[Answer]) -> Markup:
    """Months of the place asked for, as bars; where a month has several answers, what most sources state."""
    months: dict[str | None, tuple[int, Answer]] = {}
    for place, answer in enumerate(found, 1):
        if answer.is_month and answer.asked:
            held = months.get(answer.period_start)
            if held is None or answer.sources > held[1].sources:
                months[answer.period_start] = (place, answer)
    if len(months) < FEWEST_MONTHS:
        return Markup()
    series = [
        Bar(
            answer.period_start or "",
            answer.period_end or "",
            answer.value,
            answer.verdict,
            f"{answer.period}: {answer.amount}, {answer.verdict_words}",
            f"#answer-{place}",
        )
        for place, answer in months.values()
    ]
    return bars(series, found[0].noun, "What is claimed for each month")


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
    return strip(dots, answer.noun, f"Claims for {answer.period or 'this question'} along the values they state")
