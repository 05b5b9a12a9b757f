"""Charts as SVG made on the server: links and a title on every point, no script, printable."""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from db.web.formats import PUBLISHERS, day, number

WIDE, NARROW = 1040, 350
"""Widths drawn, in CSS pixels: the style sheet shows the one that fits, so that text never shrinks."""
LABEL = {WIDE: 52, NARROW: 24}
"""Letters of an event's name that are shown."""
LANE = 34
RADIUS = 5.5
_MONTHS = tuple(calendar.month_abbr)


@dataclass(frozen=True, slots=True)
class Dot:
    """A point: `at` is a day (ISO 8601) on a timeline, a value on a strip."""

    at: str | float
    lane: str
    """Kind of publisher: decides the colour, and on a timeline the row."""
    label: str
    href: str
    count: int = 1
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A value for the days from `start` to `end` (ISO 8601), None where nobody states one. `verdict` decides the
    colour.
    """

    start: str
    end: str
    value: float | None
    verdict: str
    label: str
    href: str


def timeline(dots: Sequence[Dot], events: Sequence[tuple[str, str]], label: str) -> Markup:
    """A row for each kind of publisher, a dot for each day with articles, a line for each event (day, title)."""
    placed = [(when, dot) for dot in dots if (when := _day(str(dot.at)))]
    if not placed:
        return Markup()
    return _both(lambda width: _timeline(placed, events, width), label)


def strip(dots: Sequence[Dot], unit: str, label: str, official: float | None = None) -> Markup:
    """Values along one axis, equal ones stacked: a diamond for an approximate figure, a disc for an exact one.

    A line stands at the official value.
    """
    if not dots:
        return Markup()
    return _both(lambda width: _strip(dots, unit, width, official), label)


def bars(series: Sequence[Bar], unit: str, label: str, official: Sequence[Bar] = ()) -> Markup:
    """Values over time, each as wide as its period and as high as its value, from zero.

    The `official` ones are a line over the bars, with a mark in the middle of each period.
    """
    placed, line = _placed(series), _placed(official)
    if not placed and not line:
        return Markup()
    return _both(lambda width: _bars(placed, line, unit, width), label)


def _placed(series: Sequence[Bar]) -> list[tuple[date, date, Bar]]:
    placed = [(start, end, bar) for bar in series if (start := _day(bar.start)) and (end := _day(bar.end))]
    return sorted(placed, key=lambda each: each[:2])


def _both(draw: Callable[[int], tuple[int, Markup]], label: str) -> Markup:
    html = Markup()
    for width, name in ((WIDE, "wide"), (NARROW, "narrow")):
        height, body = draw(width)
        html += Markup('<svg class="chart {}" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
            name, width, height, label, body
        )
    return html


def _timeline(placed: list[tuple[date, Dot]], events: Sequence[tuple[str, str]], width: int) -> tuple[int, Markup]:
    lanes = [kind for kind in PUBLISHERS if any(dot.lane == kind for _, dot in placed)]
    lanes += sorted({dot.lane for _, dot in placed} - set(lanes))
    left, right = (128, width - 24) if width == WIDE else (8, width - 12)
    first, last = min(when for when, _ in placed), max(when for when, _ in placed)
    margin = timedelta(days=max(4, (last - first).days // 40))
    first, last = first - margin, last + margin

    def x(when: date) -> float:
        return left + (right - left) * ((when - first).days / ((last - first).days or 1))

    marks = [(when, title) for iso, title in events if (when := _day(iso)) and first <= when <= last]
    labels = _event_labels([(x(when), title) for when, title in marks], width)
    top = 14 + 16 * (1 + max((row for _, row, _ in labels), default=-1))
    step = LANE if width == WIDE else LANE + 14
    bottom = top + step * len(lanes)
    body = Markup()
    for when, text in _ticks(first, last, 8 if width == WIDE else 4):
        body += Markup('<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>').format(x(when), top, bottom)
        body += Markup('<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
            x(when), bottom + 18, text
        )
    for (when, title), (at, row, anchor) in zip(marks, labels, strict=True):
        line = Markup('<line class="event" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>')
        body += line.format(x(when), 14 + 16 * row + 4, bottom)
        body += Markup('<text class="event-label" x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
            at + (-4 if anchor == "end" else 4), 14 + 16 * row, anchor, _short(title, LABEL[width])
        )
    for index, lane in enumerate(lanes):
        y = top + step * index + step / 2
        text_y, text_x, anchor = (y + 4, left - 14, "end") if width == WIDE else (y - 12, left, "start")
        body += Markup('<line class="lane" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(left, right, y, y)
        body += Markup('<text class="lane-label" x="{}" y="{}" text-anchor="{}">{}</text>').format(
            text_x, text_y, anchor, PUBLISHERS.get(lane, lane)
        )
        for when, dot in placed:
            if dot.lane == lane:
                body += _point(dot, x(when), y)
    return bottom + 28, body


def _event_labels(marks: list[tuple[float, str]], width: int) -> list[tuple[float, int, str]]:
    """Where each event's name goes: x, row (counted from the top) and anchor, so that none covers another."""
    letter = 6.6
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for at, title in marks:
        length = letter * len(_short(title, LABEL[width])) + 10
        anchor = "end" if at + length > width else "start"
        span = (at - length, at) if anchor == "end" else (at, at + length)
        row = next((i for i, taken in enumerate(rows) if all(span[1] < a or span[0] > b for a, b in taken)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(span)
        placed.append((at, row, anchor))
    return placed


def _short(title: str, letters: int) -> str:
    return title if len(title) <= letters else title[: letters - 1].rstrip() + "…"


def _ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    days = (last - first).days
    if days < 75:
        step = next(s for s in (1, 2, 7, 14, 28) if days / s <= most or s == 28)
        starts = [first + timedelta(days=n) for n in range(days + 1) if (first.toordinal() + n) % step == 0]
        return [(when, f"{when.day} {_MONTHS[when.month]}") for when in starts]
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= most), 240)
    ticks = []
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        if index % step == 0:
            when = date(index // 12, index % 12 + 1, 1)
            if first <= when <= last:
                ticks.append((when, str(when.year) if step >= 12 else f"{_MONTHS[when.month]} {when.year}"))
    return ticks


def _strip(dots: Sequence[Dot], unit: str, width: int, official: float | None) -> tuple[int, Markup]:
    low, high = min(float(dot.at) for dot in dots), max(float(dot.at) for dot in dots)
    pad = (high - low) * 0.04 or max(abs(high) * 0.1, 1)
    low, high = (0 if 0 <= low < pad else low - pad), high + pad
    left, right = 28, width - 28
    slots = 110 if width == WIDE else 28
    stacks: dict[int, list[Dot]] = {}
    for dot in sorted(dots, key=lambda dot: float(dot.at)):
        stacks.setdefault(round((float(dot.at) - low) / (high - low) * slots), []).append(dot)
    gap = 2 * RADIUS + 3
    # A value that very many state is drawn closer, so that a chart is never higher than a page.
    gap = min(gap, 240 / max(len(stack) for stack in stacks.values()))
    baseline = 16 + gap * max(len(stack) for stack in stacks.values())

    def x(value: float) -> float:
        return left + (right - left) * (value - low) / (high - low)

    body = Markup('<line class="lane" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(left, right, baseline, baseline)
    for value in _round_values(low, high, 7 if width == WIDE else 3):
        body += Markup('<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>').format(
            x(value), baseline, baseline + 6
        )
        body += Markup('<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
            x(value), baseline + 22, number(value)
        )
    body += Markup('<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>').format(right, baseline + 40, unit)
    if official is not None and low <= official <= high:
        body += Markup('<line class="official" x1="{0:.1f}" x2="{0:.1f}" y1="4" y2="{1}"/>').format(
            x(official), baseline + 6
        )
    for stack in stacks.values():
        for height, dot in enumerate(stack):
            body += _point(dot, x(float(dot.at)), baseline - gap * (height + 0.5))
    return math.ceil(baseline + 46), body


def _bars(
    placed: Sequence[tuple[date, date, Bar]], line: Sequence[tuple[date, date, Bar]], unit: str, width: int
) -> tuple[int, Markup]:
    both = [*placed, *line]
    first, last = min(start for start, _, _ in both), max(end for _, end, _ in both)
    top, bottom, left, right = 24, 190, 62, width - 12
    highest = max(bar.value or 0 for _, _, bar in both) or 1

    def x(when: date) -> float:
        return left + (right - left) * ((when - first).days / ((last - first).days + 1))

    def y(value: float) -> float:
        return bottom - (bottom - top) * max(value, 0) / highest

    body = Markup('<text class="tick" x="0" y="12">{}</text>').format(unit)
    for value in _round_values(0, highest, 4):
        body += Markup('<line class="grid" x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}"/>').format(left, right, y(value))
        body += Markup('<text class="tick" x="{}" y="{:.1f}" text-anchor="end">{}</text>').format(
            left - 8, y(value) + 4, number(value)
        )
    for start, end, bar in placed:
        if bar.value is None:
            continue
        body += Markup(
            '<a class="bar {}" href="{}" aria-label="{}"><title>{}</title>'
            '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/></a>'
        ).format(
            bar.verdict,
            bar.href,
            bar.label,
            bar.label,
            x(start) + 1,
            min(y(bar.value), bottom - 2),
            max(x(end + timedelta(days=1)) - x(start) - 2, 2),
            max(bottom - y(bar.value), 2),
        )
    points = [(x(start + (end - start) / 2), y(bar.value or 0), bar) for start, end, bar in line]
    for (_, end, _), (start, _, _), (x1, y1, _), (x2, y2, _) in zip(line, line[1:], points, points[1:], strict=False):
        if (start - end).days == 1:  # where a period is missing, the line is cut
            body += Markup('<line class="official" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
                x1, y1, x2, y2
            )
    for across, down, bar in points:
        body += Markup(
            '<a class="official" href="{}" aria-label="{}"><title>{}</title>'
            '<rect x="{:.1f}" y="{:.1f}" width="9" height="9"/></a>'
        ).format(bar.href, f"Official, {bar.label}", f"Official, {bar.label}", across - 4.5, down - 4.5)
    body += Markup('<line class="lane" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(left, right, bottom, bottom)
    for when, text in _ticks(first, last, 8 if width == WIDE else 4):
        body += Markup('<text class="tick" x="{:.1f}" y="{}">{}</text>').format(x(when), bottom + 18, text)
    return bottom + 26, body


def _point(dot: Dot, x: float, y: float) -> Markup:
    radius = min(RADIUS + math.log2(dot.count), 14)
    if dot.approximate:
        corners = f"{x:.1f},{y - radius:.1f} {x + radius:.1f},{y:.1f} {x:.1f},{y + radius:.1f} {x - radius:.1f},{y:.1f}"
        shape = Markup('<polygon points="{}"/>').format(corners)
    else:
        shape = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(x, y, radius)
    return Markup('<a class="point {}" href="{}" aria-label="{}"><title>{}</title>{}</a>').format(
        dot.lane if dot.lane in PUBLISHERS else "other", dot.href, dot.label, dot.label, shape
    )


def _round_values(low: float, high: float, most: int) -> list[float]:
    """At most `most` + 1 round values between two, evenly spaced."""
    rough = (high - low) / most
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [index * step for index in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def point_label(when: str | None, source: str, words: str) -> str:
    return f"{day(when)}, {source}: {words}" if when else f"{source}: {words}"
