"""Where quotation marks open and close, in English and French typography, from the characters alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.coreference import is_role
from nlp.reporting import MADE_KNOWN, QUOTING_FORMS

_OPENING = {"“": "”", "«": "»", "„": "”", "‘": "’"}
_CLOSING = {"”": '"', "»": "«", "’": "‘"}
_DASHES = "—–"
_DEEPEST = 4
"""Quotations within quotations."""
_DOUBLE_MARK = re.compile(r"[«»“”„\"]")
_MARK = re.compile(r"[«»“”„\"‘’']")
_SINGLE_END = re.compile(r"[.,!?…]'|\w'(?=[\s,.;:?!”\"»])")
_PARAGRAPH = re.compile(r"[^\n]+")
# What may be a French incise inside the marks: « Venez, dit Mme Roy, il est tard ».
_INCISE = re.compile(
    r"(?P<before>[,?!…])\s(?P<clause>[a-zà-ÿ](?:(?:M|Mme|Dr|Me|St|Ste|[A-ZÀ-Þ])\.\s|[^,.«»“”\"!?\n]){2,100})(?P<after>[,.]|(?=\s?[»”\"]))\s*"
)
_INVERTED = re.compile(r"\w(?:-t)?-(?:ils?|elles?|on)\b")
_WORDS = re.compile(r"\w+(?:-\w+)*")
_SUBJECT = re.compile(r"[A-ZÀ-Þ]|\b(?:le|la|l['’]|un|une|son|sa|cet|cette)\s?\w")
_BEFORE_VERB = frozenset(
    (
        "se",
        "s",
        "lui",
        "leur",
        "nous",
        "me",
        "m",
        "y",
        "en",
        "a",
        "ont",
        "avait",
        "avaient",
        "est",
        "sont",
        "était",
        "fait",
    )
)
# What follows the speaker's name in an incise, up to the next comma or full stop: « …, dit Ana Ruiz, 34 ans, …
_APPOSITION = re.compile(
    r"(?:\d+ ans|(?:du|de|des|d['’]|qui|au|à)\b|(?:(?:le|la|l['’]|un|une|son|sa)\s?)?(?P<role>\w[\w-]+))"
    r"[^,.«»“”\"\n]{0,100}[,.]\s*"
)
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_NAME_BEHIND = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){1,3}[,.]\s*")
SIGNATURE = re.compile(
    r"(?<=[”\"»])[ \xa0]?(?:[—―–]|--?)[ \xa0]?"
    r"(?P<name>[A-ZÀ-Þ][\w.'’-]+(?:[ \xa0][A-ZÀ-Þ][\w.'’-]*){1,3})(?=[ \xa0]?(?:[\n.,]|$))"
)
"""“…” ― Ana Ruiz"""


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
    if text[start] in _DASHES and not _DOUBLE_MARK.search(text, start, end):
        # A line of dialogue, if an incise says that somebody speaks; else a line of a list.
        yield _trimmed(text, start + 1, end, start, end)
        return
    open_marks: list[tuple[str, int]] = []
    for found in _MARK.finditer(text, start, end):
        i, mark = found.start(), found.group()
        if mark == '"' or (mark == "”" and not open_marks and _begins_word(text, i)):
            mark = _straight(text, i, start, open_marks)
        if mark == "'" and open_marks:
            mark = _straight_single(text, i, end, open_marks)
        if mark in ("‘", "’") and not _single_mark(text, i, mark, open_marks):
            continue
        if mark in _OPENING and len(open_marks) < _DEEPEST:
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


def _straight_single(text: str, i: int, end: int, open_marks: Sequence[tuple[str, int]]) -> str:
    """The curly mark that a straight single one inside double ones stands for; itself where it is an apostrophe."""
    if open_marks[-1][0] == "‘":
        return "’"
    begins = not text[i - 1].isalnum() and text[i + 1 : i + 2].isalnum()
    return "‘" if begins and _SINGLE_END.search(text, i + 1, min(i + 500, end)) else "'"


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
    text: str,
    start: int,
    end: int,
    outer_start: int,
    outer_end: int,
    *,
    nested: bool = False,
    continues: bool = False,
    resumes: bool = False,
) -> Quoted:
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Quoted(start, end, outer_start, outer_end, nested, continues, resumes)


def _reports(clause: str) -> bool:
    """'dit Mme Roy', 's'est inquiétée la mairesse', 'a-t-elle lancé'."""
    if _INVERTED.search(clause[:30]):
        return True
    words = _WORDS.findall(clause)[:5]
    verb = next((w for w in words if w.casefold() not in _BEFORE_VERB), "")
    known = verb in QUOTING_FORMS or verb.removesuffix("s").removesuffix("e") in QUOTING_FORMS or verb in MADE_KNOWN
    return known and bool(_SUBJECT.search(clause, clause.find(verb) + len(verb)))


def _end_of_incise(text: str, incise: re.Match[str], end: int) -> int:
    """Behind what tells more of the speaker: « …, dit Ana Ruiz, 34 ans, directrice du refuge. Venez. »"""
    at = incise.end()
    if incise["after"] == "," and not _CAPITAL.search(incise["clause"]) and (name := _NAME_BEHIND.match(text, at, end)):
        at = name.end()  # « …, illustre son président, Yves Roy. On verra. »
    while incise["after"] == "," and (more := _APPOSITION.match(text, at, end)):
        if more["role"] and not is_role(more["role"]):
            break
        at = more.end()
    return at


def _without_incise(text: str, q: Quoted) -> Iterator[Quoted]:
    """« Venez, dit-elle, il est tard » is two stretches of speech."""
    at, outer = q.start, q.outer_start
    search_from = q.start
    while match := _INCISE.search(text, search_from, q.outer_end):
        if not _reports(match["clause"]):
            search_from = match.start() + 1
            continue
        cut = match.start("before") + (match["before"] != ",")
        yield _trimmed(text, at, cut, outer, cut, resumes=outer != q.outer_start)
        at = outer = search_from = _end_of_incise(text, match, q.outer_end)
    if outer == q.outer_start:
        if text[outer] not in _DASHES:
            yield q
    elif at < q.end:
        yield Quoted(at, q.end, outer, q.outer_end, q.nested, q.continues, resumes=True)
