"""The spaCy component `roxham_quotes`: direct quotations and who said them, in English and French.

Who speaks is told by the reporting verb beside the quotation, else by the quotations and the sentence before. Words in
marks that nobody says, titles and labels are no quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from db.records import Quote
from nlp.coreference import SUBJECTS
from nlp.extensions import text_of, words_of
from nlp.names import TITLES
from nlp.number_words import word_set
from nlp.quotation_marks import SIGNATURE, Quoted, quoted
from nlp.quote_speakers import actor, beside, person_at, reporter, source_of
from nlp.reporting import is_quoting, is_reporting
from nlp.speakers import Speaker, attribution, identify, is_pronoun, mention_at
from nlp.trees import LONGEST_SENTENCE

_CONJUNCTIONS = word_set("and or but et ou mais")
_LOOK_AHEAD = 12
"""Quotations behind one that may tell who speaks."""
_COORDINATED = 12
"""Tokens, blanks too, between quotations that share their attribution."""
_SAME_SUBJECT = 8
_THEN = word_set("and et puis then avant before")
_SELF = word_set("i je j' j’ we nous")


@Language.factory("roxham_quotes", assigns=["doc._.quotes"], requires=["doc._.mentions", "token.dep"])
def make_quotes(nlp: Language, name: str) -> Quotes:
    return Quotes()


@dataclass(slots=True)
class _Speech:
    marks: Quoted
    first: int
    """First token of the marks, and the one after the last."""
    last: int
    text: str
    signature: re.Match[str] | None
    speaker: Speaker | None = None
    beside: bool = False
    """The reporting verb stands beside the quotation."""


class Quotes:
    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        speeches = [s for q in quoted(text) if q.end > q.start and (s := _tokens(doc, text, q))]
        doc._.quotes = []
        _read(doc, speeches)
        doc._.quotes = sorted([*doc._.quotes, *_indirect(doc, text)], key=lambda q: q.start)
        return doc


def _tokens(doc: Doc, text: str, q: Quoted) -> _Speech | None:
    span = doc.char_span(q.outer_start, q.outer_end, alignment_mode="expand")
    if span is None:
        return None
    return _Speech(q, span.start, span.end, text[q.start : q.end], SIGNATURE.match(text, q.outer_end))


def _read(doc: Doc, speeches: Sequence[_Speech]) -> None:
    """Append to `doc._.quotes`, in order: who a pronoun means depends on the quotations before."""
    if not speeches:
        return
    inside = [False] * len(doc)
    for s in speeches:
        inside[s.first : s.last] = [True] * (s.last - s.first)
    paragraph = _paragraphs(doc)
    previous: _Speech | None = None
    for k, s in enumerate(speeches):
        if s.marks.nested:
            s.speaker = _within_speech(doc, s, previous)
        elif s.marks.resumes and previous:
            s.speaker = previous.speaker
        elif previous and _coordinated(doc, previous, s):
            s.speaker, s.beside = previous.speaker, previous.beside
        else:
            s.speaker = _beside(doc, s, inside)
        s.beside = s.beside or s.speaker is not None or s.marks.resumes
        if s.speaker is None and not s.marks.nested:
            s.speaker = _carried(doc, s, previous, inside, paragraph, speeches[k + 1 : k + 1 + _LOOK_AHEAD])
        if _is_speech(doc, s):
            if not s.marks.nested:
                previous = s
            doc._.quotes.append(_quote(s))


def _quote(s: _Speech) -> Quote:
    who = s.speaker or Speaker(None, None, "")
    return Quote(
        s.marks.start,
        s.marks.end,
        s.text,
        who.name,
        who.id,
        who.text or None,
        who.cue,
        True,
    )


def _paragraphs(doc: Doc) -> list[int]:
    number, numbers = 0, []
    for word in words_of(doc):
        numbers.append(number)
        number += "\n" in word
    return numbers


def _ends_sentence(token: Token) -> bool:
    if token.text == "." and token.i and token.nbor(-1).lower_ + "." in TITLES:
        return False
    if token.i + 1 < len(token.doc) and token.nbor().text in (")", ","):
        return False
    return token.text in (".", "!", "?", ";")


def _after(doc: Doc, s: _Speech, inside: Sequence[bool]) -> list[Token]:
    """Tokens from the closing mark to the end of the sentence or the next quotation."""
    tokens: list[Token] = []
    for token in doc[s.last : s.last + 30]:
        if inside[token.i] or "\n" in token.text or _ends_sentence(token):
            break
        tokens.append(token)
    words = [t for t in tokens if not t.is_space]
    new_sentence = s.text[-1] in ".…" and bool(words) and words[0].text[:1].isupper()
    return [] if new_sentence and not any(is_reporting(t) for t in words[:4]) else words


def _before(doc: Doc, s: _Speech, inside: Sequence[bool]) -> list[Token]:
    tokens: list[Token] = []
    for i in range(s.first - 1, max(s.first - 40, -1), -1):
        token = doc[i]
        if inside[i] or "\n" in token.text or _ends_sentence(token):
            break
        if not token.is_space:
            tokens.append(token)
    return tokens[::-1]


def _coordinated(doc: Doc, previous: _Speech, s: _Speech) -> bool:
    """He called it “rash” and “dangerous”, and said that it “has failed” and that it “will fail”."""
    if s.first - previous.last > _COORDINATED:
        return False
    tokens = [t for t in doc[previous.last : s.first] if not t.is_space]
    if _goes_on_saying(tokens):
        return True
    between = [t.lower_ for t in tokens]
    if not between or "." in between or len(between) > 4:
        return False
    that = between[0] in _CONJUNCTIONS and bool({"that", "que", "qu'", "qu’"} & set(between))
    return that or (len(between) < 4 and (between[-1] in _CONJUNCTIONS or between[-1] == ","))


def _goes_on_saying(between: Sequence[Token]) -> bool:
    """He finds it “untenable” and demands “a plan”, avant d'évoquer « un risque »."""
    words = [t for t in between if t.text not in (",", "d'", "d’", "de")]
    if not 1 < len(words) < _SAME_SUBJECT or any(t.dep_ in SUBJECTS for t in words):
        return False
    return words[0].lower_ in _THEN and is_quoting(words[1])


def _beside(doc: Doc, s: _Speech, inside: Sequence[bool]) -> Speaker | None:
    """The speaker that the quotation's own sentence names."""
    signed = _signed(doc, s)
    if signed:
        return signed
    before, after = _before(doc, s, inside), _after(doc, s, inside)
    goes_on = s.text[0].islower() or (bool(before) and before[-1].text in (":", ",", "that", "que"))
    return beside(doc, before, after, goes_on=goes_on, words=s.last - s.first)


def _signed(doc: Doc, s: _Speech) -> Speaker | None:
    if s.signature is None:
        return None
    span = doc.char_span(*s.signature.span("name"), alignment_mode="expand")
    return identify(doc, span.root) if span is not None else None


def _within_speech(doc: Doc, s: _Speech, outer: _Speech | None) -> Speaker | None:
    """Speech inside speech: the subject of the verb before it, the outer speaker where that is *I*."""
    start = max(outer.first, s.first - LONGEST_SENTENCE) if outer else max(0, s.first - 20)
    before = [t for t in doc[start : s.first] if not t.is_space]
    for verb in reversed([t for t in before if is_reporting(t)]):
        source = source_of(doc, verb, before)
        if source is None:
            continue
        if source.lower_ in _SELF and outer and outer.speaker:
            return outer.speaker._replace(cue=verb.text)
        return identify(doc, source)._replace(cue=verb.text)
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
    goes_on = s.marks.continues
    for other in later:
        if paragraph[other.first] != here:
            if not goes_on:
                break
            here, goes_on = paragraph[other.first], other.marks.continues
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
    """The subject of the last reporting verb of the sentence before, else the person it is about."""
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
    tokens = tokens[::-1]
    speaker = reporter(doc, tokens, reverse=True)
    if speaker is None and s.text[-1] in ".!?…" and s.text[0].isupper():
        # 'Ana Ruiz was twelve then. “We had to walk.”'
        about = actor(doc, [t for t in tokens if person_at(doc, t) or is_pronoun(t)])
        return about if about and about.name else None
    return speaker


def _is_speech(doc: Doc, s: _Speech) -> bool:
    words = [t for t in doc[s.first : s.last] if t.is_alpha]
    if not words:
        return False
    if _is_title(doc, s, words):
        return False
    if s.beside:
        return True
    if _stands_alone(doc, s) or _announced(doc, s):
        return True
    return len(words) > 4 and any(w.pos_ in ("VERB", "AUX") for w in words)


def _is_title(doc: Doc, s: _Speech, words: Sequence[Token]) -> bool:
    """The name of a book, a programme, a campaign: capitals throughout, in mid-sentence."""
    capital = all(w.text[0].isupper() or (w.is_stop and n) for n, w in enumerate(words))
    before = doc[s.first - 1].text if s.first else "\n"
    opens = before in (":", ",", ".", "!", "?") or "\n" in before
    return capital and not opens and s.text[-1] not in "!?" and words[0].lower_ not in _SELF


def _stands_alone(doc: Doc, s: _Speech) -> bool:
    """A sentence of its own: it opens one and ends in its own full stop."""
    before = s.first - 1
    while before >= 0 and doc[before].text == " ":
        before -= 1
    opens = before < 0 or doc[before].text in (".", "!", "?", "”", "»", '"') or "\n" in doc[before].text
    ends = s.text[-1] in ".!?…"
    return opens and ends and s.speaker is not None


def _announced(doc: Doc, s: _Speech) -> bool:
    """A whole sentence behind a colon."""
    before = s.first - 1
    while before >= 0 and doc[before].text == " ":
        before -= 1
    return before >= 0 and doc[before].text == ":" and s.text[0].isupper() and s.text[-1] in ".!?…"


def _indirect(doc: Doc, text: str) -> Iterator[Quote]:
    """Reported speech that carries a number: 'she said 300 people came', '300 people came, according to the RCMP'."""
    covered = bytearray(len(text))
    for q in doc._.quotes:
        covered[q.start : q.end] = b"\1" * (q.end - q.start)
    for token in doc:
        if not token.like_num or token.ent_type_ in ("DATE", "TIME", "ORDINAL") or mention_at(doc, token):
            continue
        if covered[token.idx]:
            continue
        found = attribution(token)
        if found is None:
            continue
        source, cue = found
        first, last = _clause(token, source, cue)
        start, end = doc[first].idx, doc[last].idx + len(doc[last])
        if any(covered[start:end]):
            continue
        covered[start:end] = b"\1" * (end - start)
        who = identify(doc, source)
        yield Quote(start, end, text[start:end], who.name, who.id, who.text, cue.text, False)


def _clause(token: Token, source: Token, cue: Token) -> tuple[int, int]:
    """First and last token of what is said, on the number's side of the words that attribute it."""
    doc, sentence = token.doc, token.sent
    source_start, source_end = source.left_edge.i, source.right_edge.i
    if source_start <= token.i <= source_end:
        source_start = source_end = source.i
    if token.i > max(cue.i, source.i):
        first, last = max(cue.i, source_end) + 1, sentence.end - 1
    else:
        first, last = sentence.start, min(cue.i, source_start) - 1
    while first < token.i and (_is_blank(doc[first]) or doc[first].lower_ in ("that", "que", "qu'", "qu’")):
        first += 1
    while last > token.i and _is_blank(doc[last]):
        last -= 1
    return first, max(last, token.i)


def _is_blank(token: Token) -> bool:
    return token.is_punct or token.is_space
