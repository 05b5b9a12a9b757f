"""The spaCy component `roxham_quotes`: direct quotations and who said them, in English and French.

Marks are read from the characters, paragraph by paragraph (“ ”, « », " " and ‘ ’ inside them); who speaks is told by
the reporting verb beside the quotation, else by the quotation before. Words in marks that nobody says, titles and
labels are no quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from db.records import Quote
from nlp import extensions  # noqa: F401 (registers the attributes)
from nlp.names import TITLES
from nlp.speakers import Speaker, identify, is_pronoun, is_reporting, mention_at, subject

_OPENING = {"“": "”", "«": "»", "„": "”", "‘": "’"}
_CLOSING = {"”": '"', "»": "«", "’": "‘"}
_PARAGRAPH = re.compile(r"[^\n]+")
# A French incise: the reporting clause inside the marks, between commas or before the full stop.
_INCISE = re.compile(
    r"(?P<before>[,?!…])\s(?P<incise>(?:(?:m'|m’|l'|l’|nous |lui |se |s'|s’)?"
    r"(?:a|ont|avait|avaient)(?:-t-(?:il|elle|on)|-(?:ils|elles))?\s+\w+é|"
    r"\w+(?:-t)?-(?:il|elle|ils|elles|on)|"
    r"(?:dit|disait|lance|lançait|explique|expliquait|ajoute|affirme|raconte|soutient|résume|soupire|confie|précise|déclare|"
    r"poursuit|indique|estime|note|souligne|rappelle|répond|conclut|observe|assure|insiste|plaide|avance|constate)(?=\s))"
    r"[^,.«»!?\n]{0,80}(?:,[^,.«»!?\n]{0,60}(?=,))?)(?P<after>[,.])\s*"
)


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
        if mark == '"':
            mark = _straight(text, i, start, end, open_marks)
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


def _straight(text: str, i: int, start: int, end: int, open_marks: Sequence[tuple[str, int]]) -> str:
    """The curly mark that a straight one stands for; itself where it is a sign for inches."""
    is_open = any(mark in "“„" for mark, _ in open_marks)
    if not is_open and i > start and text[i - 1].isdigit():
        return '"'
    return "”" if is_open else "“"


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


def _without_incise(text: str, q: Quoted) -> Iterator[Quoted]:
    """« Venez, dit-elle, il est tard » is two stretches of speech."""
    if text[q.outer_start] != "«":
        yield q
        return
    at, outer = q.start, q.outer_start
    for match in _INCISE.finditer(text, q.start, q.end):
        cut = match.start("before") + (match["before"] != ",")
        yield _trimmed(text, at, cut, outer, cut)
        at = outer = match.end()
    if outer == q.outer_start:
        yield q
    elif at < q.end:
        yield Quoted(at, q.end, outer, q.outer_end, q.nested, q.continues, resumes=True)


@Language.factory("roxham_quotes", assigns=["doc._.quotes"], requires=["doc._.mentions", "token.dep"])
def make_quotes(nlp: Language, name: str) -> Quotes:
    return Quotes()


@dataclass(slots=True)
class _Speech:
    marks: Quoted
    first: int
    """First token of the marks, and the one after the last."""
    last: int
    speaker: Speaker | None = None
    beside: bool = False
    """The reporting verb stands beside the quotation."""


class Quotes:
    def __call__(self, doc: Doc) -> Doc:
        speeches = [s for q in quoted(doc.text) if q.end > q.start and (s := _tokens(doc, q))]
        doc._.quotes = []
        _read(doc, speeches)
        return doc


def _tokens(doc: Doc, q: Quoted) -> _Speech | None:
    span = doc.char_span(q.outer_start, q.outer_end, alignment_mode="expand")
    return _Speech(q, span.start, span.end) if span is not None else None


def _read(doc: Doc, speeches: Sequence[_Speech]) -> None:
    """Append to `doc._.quotes`, in order: who a pronoun means depends on the quotations before."""
    inside = [False] * len(doc)
    for s in speeches:
        inside[s.first : s.last] = [True] * (s.last - s.first)
    paragraph = _paragraphs(doc)
    previous: _Speech | None = None
    for k, s in enumerate(speeches):
        resumes = s.marks.resumes and previous is not None
        s.speaker = previous.speaker if resumes and previous else _beside(doc, s, inside)
        s.beside = resumes or s.speaker is not None
        if s.speaker is None and not s.marks.nested:
            s.speaker = _carried(doc, s, previous, inside, paragraph, speeches[k + 1 :])
        if _is_speech(doc, s):
            if not s.marks.nested:
                previous = s
            doc._.quotes.append(_quote(s, doc))


def _quote(s: _Speech, doc: Doc) -> Quote:
    who = s.speaker or Speaker(None, None, "")
    return Quote(
        s.marks.start,
        s.marks.end,
        doc.text[s.marks.start : s.marks.end],
        who.name,
        who.id,
        who.text or None,
        who.cue,
        True,
    )


def _paragraphs(doc: Doc) -> list[int]:
    number, numbers = 0, []
    for token in doc:
        numbers.append(number)
        number += "\n" in token.text
    return numbers


def _ends_sentence(token: Token) -> bool:
    if token.text == "." and token.i and token.nbor(-1).lower_ + "." in TITLES:
        return False
    return token.text in (".", "!", "?", ";")


def _after(doc: Doc, s: _Speech, inside: Sequence[bool]) -> list[Token]:
    """Tokens from the closing mark to the end of the sentence or the next quotation."""
    tokens: list[Token] = []
    ended = s.last > 1 and doc[s.last - 2].text[-1:] in (".",) and s.last < len(doc) and doc[s.last].text[:1].isupper()
    for token in doc[s.last :]:
        if inside[token.i] or "\n" in token.text or _ends_sentence(token) or len(tokens) > 30:
            break
        tokens.append(token)
    if ended and not any(is_reporting(t) for t in tokens[:3]):
        return []
    return tokens


def _before(doc: Doc, s: _Speech, inside: Sequence[bool]) -> list[Token]:
    tokens: list[Token] = []
    for i in range(s.first - 1, -1, -1):
        token = doc[i]
        if inside[i] or "\n" in token.text or _ends_sentence(token) or len(tokens) > 40:
            break
        tokens.append(token)
    return tokens[::-1]


def _beside(doc: Doc, s: _Speech, inside: Sequence[bool]) -> Speaker | None:
    before, after = _before(doc, s, inside), _after(doc, s, inside)
    goes_on = doc.text[s.marks.start].islower() or (bool(before) and before[-1].text in (":", ",", "that", "que"))
    leads = goes_on and any(is_reporting(t) for t in before)
    sides = (before, after) if leads else (after, before)
    for side in sides:
        speaker = _reporter(doc, side, reverse=side is before)
        if speaker:
            return speaker
    return None


def _reporter(doc: Doc, tokens: Sequence[Token], *, reverse: bool) -> Speaker | None:
    """The subject of the reporting verb nearest to the quotation among these tokens."""
    if not tokens:
        return None
    verbs = [t for t in tokens if is_reporting(t)]
    for verb in reversed(verbs) if reverse else verbs:
        source = _source(doc, verb, tokens)
        if source is not None:
            return identify(doc, source)._replace(cue=verb.text)
    for i, token in enumerate(tokens[:-1]):
        if (token.lower_ == "according" and tokens[i + 1].lower_ == "to") or token.lower_ == "selon":
            rest = tokens[i + 1 :]
            named = next((t for t in rest if mention_at(doc, t) or t.pos_ in ("NOUN", "PRON", "PROPN")), None)
            if named is not None:
                return identify(doc, named)._replace(cue=token.text)
    return None


def _source(doc: Doc, verb: Token, tokens: Sequence[Token]) -> Token | None:
    where = {t.i for t in tokens}
    inverted = next((t for t in tokens if t.text.startswith("-") and is_pronoun(t) and abs(t.i - verb.i) < 4), None)
    source = inverted or subject(verb)
    if source is not None and source.i in where:
        return source
    after = [t for t in tokens if verb.i < t.i <= verb.i + 6]
    before = [t for t in tokens if t.i < verb.i][::-1]
    for token in after:
        if token.pos_ in ("PROPN", "PRON") or mention_at(doc, token):
            if token.lower_ not in ("me", "us", "reporters", "that", "it"):
                return token
        elif token.pos_ == "NOUN":
            return token
        elif token.text in (",", ":"):
            break
    for token in before:
        if mention_at(doc, token) or token.pos_ in ("PRON", "NOUN", "PROPN"):
            return token
    return None


def _carried(
    doc: Doc,
    s: _Speech,
    previous: _Speech | None,
    inside: Sequence[bool],
    paragraph: Sequence[int],
    later: Sequence[_Speech],
) -> Speaker | None:
    """The speaker from the quotation before, from a sentence that ends in a colon, or from what follows."""
    here = paragraph[s.first]
    if previous and paragraph[previous.first] == here:
        return previous.speaker
    for other in later:
        if paragraph[other.first] != here:
            break
        speaker = _beside(doc, other, inside)
        if speaker:
            return speaker
    introduced = _introduced(doc, s, inside)
    if introduced:
        return introduced
    if previous and paragraph[previous.first] >= here - 1:
        return previous.speaker
    return None


def _introduced(doc: Doc, s: _Speech, inside: Sequence[bool]) -> Speaker | None:
    """The subject of the last reporting verb of the paragraph before."""
    i = s.first - 1
    while i >= 0 and doc[i].is_space:
        i -= 1
    if i < 0 or i == s.first - 1:
        return None
    tokens = []
    for j in range(i, max(i - 40, -1), -1):
        if "\n" in doc[j].text or (_ends_sentence(doc[j]) and j != i):
            break
        if not inside[j]:
            tokens.append(doc[j])
    return _reporter(doc, tokens[::-1], reverse=True)


def _is_speech(doc: Doc, s: _Speech) -> bool:
    words = [t for t in doc[s.first : s.last] if t.is_alpha]
    if not words:
        return False
    if s.beside:
        return True
    if _stands_alone(doc, s):
        return True
    if all(w.text[0].isupper() or w.is_stop for w in words) and len(words) > 1:
        return False
    return len(words) > 4 and any(w.pos_ in ("VERB", "AUX") for w in words)


def _stands_alone(doc: Doc, s: _Speech) -> bool:
    """A sentence of its own: it opens one and ends in its own full stop."""
    before = s.first - 1
    while before >= 0 and doc[before].text == " ":
        before -= 1
    opens = before < 0 or doc[before].text in (".", "!", "?", "”", "»", '"') or "\n" in doc[before].text
    ends = doc.text[s.marks.end - 1] in ".!?…"
    return opens and ends and s.speaker is not None
