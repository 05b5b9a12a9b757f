"""Where quotation marks open and close, in English and French typography, from the characters alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.reporting import FORMS

_OPENING = {"“": "”", "«": "»", "„": "”", "‘": "’"}
_CLOSING = {"”": '"', "»": "«", "’": "‘"}
_PARAGRAPH = re.compile(r"[^\n]+")
# What may be a French incise inside the marks: « Venez, dit Mme Roy, il est tard ».
_INCISE = re.compile(
    r"(?P<before>[,?!…])\s(?P<clause>(?:(?:se|nous|lui|leur|me) |[msl]['’])?"
    r"(?P<word>\w+)(?P<inverted>(?:-t)?-(?:ils?|elles?|on)\b)?"
    r"(?: (?P<participle>\w+))?(?:M\.\s|[^,.«»!?\n]){0,80})(?P<after>[,.]|(?=\s?»))\s*"
)
SIGNATURE = re.compile(
    r"(?<=[”\"»])[ \xa0]?(?:[—―–]|--?)[ \xa0]?"
    r"(?P<name>[A-ZÀ-Þ][\w.'’-]+(?:[ \xa0][A-ZÀ-Þ][\w.'’-]*){1,3})(?=[ \xa0]?(?:[\n.,]|$))"
)
"""“…” ― Ana Ruiz"""
_AUXILIARIES = frozenset(("a", "ont", "avait", "avaient", "est", "sont"))


@dataclass(frozen=True, slots=True)
class Quoted:
    """Characters in quotation marks: `start` to `end` without the marks, `outer_start` to `outer_end` with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    nested: bool = False
    continues: bool = False
    """The paragraph ends without a closing mark, and the next one goes on."""
    resumes: bool = False
    """The same speech went on before, interrupted by a reporting clause inside the marks."""


def quoted(text: str) -> list[Quoted]:
    """All stretches in quotation marks, in the order of their starts."""
    found: list[Quoted] = []
    for paragraph in _PARAGRAPH.finditer(text):
        found += _in_paragraph(text, *paragraph.span())
    return sorted((part for q in found for part in _without_incise(text, q)), key=lambda q: (q.start, -q.end))


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quoted]:
    open_marks: list[tuple[str, int]] = []
    for i in range(start, end):
        mark = text[i]
        if mark == '"' or (mark == "”" and not open_marks and _begins_word(text, i)):
            mark = _straight(text, i, start, open_marks)
        if mark in ("‘", "’") and not _single_mark(text, i, mark, open_marks):
            continue
        if mark in _OPENING:
            open_marks.append((mark, i))
        elif mark in _CLOSING and open_marks:
            while len(open_marks) > 1 and _OPENING[open_marks[-1][0]] != mark:
                open_marks.pop()
            opening, at = open_marks[-1]
            if _OPENING[opening] == mark:
                open_marks.pop()
                yield _trimmed(text, at + 1, i, at, i + 1, nested=bool(open_marks))
    if open_marks and open_marks[0][0] != "‘":
        opening, at = open_marks[0]
        yield _trimmed(text, at + 1, end, at, end, continues=True)


def _straight(text: str, i: int, start: int, open_marks: Sequence[tuple[str, int]]) -> str:
    """The curly mark that a straight one stands for; itself where it is a sign for inches."""
    is_open = any(mark in "“„" for mark, _ in open_marks)
    if not is_open and i > start and text[i - 1].isdigit():
        return '"'
    return "”" if is_open else "“"


def _begins_word(text: str, i: int) -> bool:
    """A closing mark typed for an opening one."""
    return (i == 0 or text[i - 1].isspace()) and text[i + 1 : i + 2].isalnum()


def _single_mark(text: str, i: int, mark: str, open_marks: Sequence[tuple[str, int]]) -> bool:
    after = text[i + 1 : i + 2]
    if mark == "‘":
        before = text[i - 1 : i]
        return (not before or not before.isalnum()) and after.isalnum()
    return bool(open_marks) and open_marks[-1][0] == "‘" and not after.isalnum()


def _trimmed(
    text: str, start: int, end: int, outer_start: int, outer_end: int, *, nested: bool = False, continues: bool = False
) -> Quoted:
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Quoted(start, end, outer_start, outer_end, nested, continues)


def _reports(incise: re.Match[str]) -> bool:
    word = incise["word"].casefold()
    if word in _AUXILIARIES:
        word = (incise["participle"] or "").casefold()
    return bool(incise["inverted"]) or (word in FORMS and any(c.isupper() for c in incise["clause"]))


def _without_incise(text: str, q: Quoted) -> Iterator[Quoted]:
    """« Venez, dit-elle, il est tard » is two stretches of speech."""
    if text[q.outer_start] != "«":
        yield q
        return
    at, outer = q.start, q.outer_start
    search_from = q.start
    while match := _INCISE.search(text, search_from, q.outer_end):
        search_from = match.end() if _reports(match) else match.start() + 1
        if not _reports(match):
            continue
        cut = match.start("before") + (match["before"] != ",")
        yield _trimmed(text, at, cut, outer, cut)
        at = outer = match.end()
    if outer == q.outer_start:
        yield q
    elif at < q.end:
        yield Quoted(at, q.end, outer, q.outer_end, q.nested, q.continues, resumes=True)
