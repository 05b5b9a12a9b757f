"""The sentences that figures stand in: the parser's, with its cuts mended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from nlp.extensions import text_of, words_of
from nlp.number_words import word_set

# A sentence of more tokens is a table or a list without full stops. Each figure costs a walk over its sentence.
_LONGEST_SENTENCE = 250
_CUTS = re.compile(r"[\n»”]")
_ABBREVIATIONS = word_set(
    "sgt cpl const supt insp gov sen rep gen lt capt col maj dr mr mrs ms st que ont man sask alta vt no jr sr dept "
    "u.s mme mlle me m pr etc env p cf"
)


class Sentences:
    """Sentences by character offset, in one walk."""

    def __init__(self, doc: Doc) -> None:
        self._all: list[Span] = []
        for sentence in self._cut(doc):
            # after `Samedi et dimanche` the parser ends a sentence before the comma
            whole = not self._all or len(self._all[-1]) >= _LONGEST_SENTENCE
            if not whole and (sentence[0].text == "," or _cut_at_abbreviation(self._all[-1], sentence)):
                sentence = doc[self._all.pop().start : sentence.end]
            self._all.append(sentence)
        self._at = 0

    def _cut(self, doc: Doc) -> Iterator[Span]:
        """The parser's sentences, ended also by a line break and by a full stop inside closing marks."""
        text, words = text_of(doc), words_of(doc)
        for sentence in doc.sents if doc.has_annotation("SENT_START") else [doc[:]]:
            start = sentence.start
            if len(sentence) <= _LONGEST_SENTENCE and not _CUTS.search(text, sentence.start_char, sentence.end_char):
                yield sentence
                continue
            for i in range(sentence.start + 1, sentence.end):
                closed = words[i - 1] in "»”" and i > 1 and doc[i].text[:1].isupper() and _stop_before(doc, i - 1)
                if "\n" in words[i - 1] or closed or i - start == _LONGEST_SENTENCE:
                    yield doc[start:i]
                    start = i
            yield doc[start : sentence.end]

    def of(self, offset: int) -> Span:
        while self._at + 1 < len(self._all) and self._all[self._at + 1].start_char <= offset:
            self._at += 1
        while self._at and self._all[self._at].start_char > offset:
            self._at -= 1
        return self._all[self._at]


def _stop_before(doc: Doc, i: int) -> bool:
    while i > 0 and doc[i - 1].is_space:
        i -= 1
    return i > 0 and doc[i - 1].text in (".", "!", "?", "…")


def _cut_at_abbreviation(sentence: Span, following: Span) -> bool:
    """The parser ended a sentence after `Staff Sgt.`."""
    text = text_of(sentence.doc)[sentence.start_char : sentence.end_char]
    words = text.rstrip()[-8:].split()
    last = words[-1].lower() if words else ""
    return (
        last.endswith(".") and last[:-1] in _ABBREVIATIONS and following[0].text[:1].isupper() and "\n" not in text[-2:]
    )
