"""Lines that were broken to fit a page, to the paragraphs they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

ENDS_SENTENCE = re.compile(r"[.!?:;”»\"]\s*$")
STARTS_ITEM = re.compile(r"(?:[•●▪○–*-]|\(?\w{1,4}[.)])\s")
LEADERS = re.compile(r"\.{5}|(?:\. ){5}")
"""The dots of a table of contents: such a line is one by itself."""


def goes_on(previous: str, line: str, width: int) -> bool:
    """Whether a line goes on in the next one, of lines at most `width` characters long."""
    if not previous or not line or STARTS_ITEM.match(line) or LEADERS.search(previous):
        return False
    full = len(previous) > 0.7 * width and not ENDS_SENTENCE.search(previous)
    return line[0].islower() or full or len(previous) > 0.9 * width


def hyphenated(previous: str, line: str) -> bool:
    """Whether a word was broken at the end of a line that goes on in the next one."""
    return previous.endswith("-") and line[0].islower()


def unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """The paragraphs of lines without blank ones among them."""
    lines = list(lines)
    width = max(map(len, lines), default=0)
    parts: list[str] = []
    for line in lines:
        previous = parts[-1] if parts else ""
        if not goes_on(previous, line, width):
            if parts:
                yield "".join(parts)
            parts = [line]
        elif hyphenated(previous, line):
            parts[-1:] = [previous[:-1], line]
        else:
            parts += [" ", line]
    if parts:
        yield "".join(parts)
