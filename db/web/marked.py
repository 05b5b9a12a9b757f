"""A text with its figures, quotes and names marked. Everything of the text itself is escaped."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from markupsafe import Markup, escape

LEAD = 280
"""Characters of the beginning that are shown where the publisher keeps the rights."""
_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[.!?…]+(?:\s?[\"'”’»)])*\s+")

Range = tuple[int, int]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Span:
    """Something marked: `tag` and `attributes` wrap every piece of it, `anchor` names the first piece."""

    start: int
    end: int
    tag: str
    attributes: Sequence[tuple[str, str]] = ()
    anchor: str | None = None
    after: Markup | None = None
    """What follows the last piece: a figure's number."""
    depth: int = 0
    """Outer spans have the lower depth: a quote holds figures, a figure holds names."""

    def opening(self, first: bool) -> Markup:
        attributes = [*self.attributes, ("id", self.anchor)] if first and self.anchor else self.attributes
        return Markup("<{}{}>").format(
            self.tag, Markup().join(Markup(' {}="{}"').format(name, value) for name, value in attributes)
        )

    def closing(self) -> Markup:
        return Markup("</{}>").format(self.tag)


def marked(text: str, spans: Iterable[Span], window: Range | None = None) -> Markup:
    """The part of `text` in `window`, as HTML. Spans that overlap are cut into pieces, so tags always nest."""
    low, high = window or (0, len(text))
    inside = [span for span in spans if span.start < high and span.end > low and span.start < span.end]
    edges = sorted({low, high} | {min(max(edge, low), high) for span in inside for edge in (span.start, span.end)})
    html = Markup()
    for start, end in pairwise(edges):
        around = sorted((s for s in inside if s.start <= start and s.end >= end), key=lambda s: (s.depth, s.start))
        html += Markup().join(span.opening(first=max(span.start, low) == start) for span in around)
        html += escape(text[start:end])
        html += Markup().join(span.closing() for span in reversed(around))
        html += Markup().join(span.after for span in around if span.after and min(span.end, high) == end)
    return html


def paragraphs(text: str, spans: Sequence[Span], shown: Sequence[Range] | None = None) -> Iterator[Markup]:
    """Each paragraph as HTML; of those partly `shown` (ranges in order), the shown parts, with … for what is left out.

    A table of official statistics has thousands of both: each is looked at where it stands, once.
    """
    spans_here, ranges_here = _passing(spans, lambda span: (span.start, span.end)), _passing(shown or (), lambda r: r)
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        inside, ranges = spans_here(start, end), ranges_here(start, end)
        if not match.group().strip():
            continue
        windows = [(start, end)] if shown is None else [(max(a, start), min(b, end)) for a, b in ranges]
        if not windows:
            continue
        html = Markup(" … ").join(marked(text, inside, window) for window in windows)
        yield (
            (Markup("… ") if windows[0][0] > start else Markup())
            + html
            + (Markup(" …") if windows[-1][1] < end else Markup())
        )


def _passing(things: Iterable[Thing], place: Callable[[Thing], Range]) -> Callable[[int, int], list[Thing]]:
    """A function that gives what overlaps a range, asked of ranges in the order of the text."""
    waiting = deque(sorted(things, key=place))
    open_: list[Thing] = []

    def overlapping(start: int, end: int) -> list[Thing]:
        while waiting and place(waiting[0])[0] < end:
            open_.append(waiting.popleft())
        open_[:] = [thing for thing in open_ if place(thing)[1] > start]
        return list(open_)

    return overlapping


def passages(text: str, spans: Iterable[Range]) -> list[Range]:
    """What may be shown of a text whose publisher keeps the rights: its beginning, and the sentences of `spans`."""
    lead = len(text) if len(text) <= LEAD else max(text.rfind(" ", 0, LEAD), text.rfind("\n", 0, LEAD), 1)
    ranges = [(0, lead), *(sentence(text, start, end) for start, end in spans)]
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def sentence(text: str, start: int, end: int) -> Range:
    """The sentence (within its paragraph) around a span. 'Gov. Hochul' may end it early, never beyond the span."""
    top = text.rfind("\n", 0, start) + 1
    bottom = text.find("\n", end)
    bottom = len(text) if bottom < 0 else bottom
    first = top
    for match in _SENTENCE_END.finditer(text, top, start):
        first = match.end()
    after = _SENTENCE_END.search(text, max(end - 1, 0), bottom)
    last = max(end, len(text[: after.end()].rstrip())) if after else bottom
    return first, last
