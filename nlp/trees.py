"""Parse trees of bounded size, so that a walk up or down one costs no more in a giant text than in any other.

The parser may take a list or a table of thousands of words for one sentence; who reads it looks at every ancestor,
child or word of the sentence once a number or quotation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from spacy.attrs import DEP, HEAD
from spacy.tokens import Doc, Span

LONGEST_SENTENCE = 250
"""Tokens. News has none so long; statutes have a few."""


def cut_giant_sentences(doc: Doc) -> None:
    """Make sentences of at most LONGEST_SENTENCE tokens of the longer ones, in place: what hangs on a head beyond the
    cut becomes a root."""
    if not doc.has_annotation("DEP"):
        return
    cuts = [cut for sentence in doc.sents if len(sentence) > LONGEST_SENTENCE for cut in _cuts(sentence)]
    if not cuts:
        return
    root = 0, doc.vocab.strings.add("ROOT")
    parse = doc.to_array([HEAD, DEP])
    for token in doc:
        if bisect_right(cuts, token.head.i) != bisect_right(cuts, token.i):
            parse[token.i] = root
    doc.from_array([HEAD, DEP], parse)  # pyright: ignore[reportArgumentType]  (spaCy's own type of it)


def _cuts(sentence: Span) -> Iterator[int]:
    """Where pieces begin: behind the last comma or line break of what fits, if its second half has one."""
    doc, start = sentence.doc, sentence.start
    while sentence.end - start > LONGEST_SENTENCE:
        end = start + LONGEST_SENTENCE
        while end > start + LONGEST_SENTENCE // 2 and not _parts(doc[end - 1].text):
            end -= 1
        start = end if end > start + LONGEST_SENTENCE // 2 else start + LONGEST_SENTENCE
        yield start


def _parts(text: str) -> bool:
    return text in (",", ";") or "\n" in text
