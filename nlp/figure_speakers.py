"""Who says a figure, and the words that attribute it: `according to RCMP data`, `the RCMP counted`, `selon la GRC`."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from nlp.speakers import Speaker, identify, resolve

_SOURCE_CUES = {"en": ("according to", "figures from", "data from", "numbers from"), "fr": ("selon", "d'après", "d’après")}


def speaker(doc: Doc, sentence: Span, start: int, end: int, language: str) -> Speaker | None:
    """The one to whom the figure at `start` to `end` is attributed; None where the text asserts it itself."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    found = resolve(doc, span)
    return found


def attribution_text(found: Speaker) -> str | None:
    """The words that attribute: `according to RCMP data`, `Whitcombe said`."""
    parts = [found.cue, found.text] if found.cue and found.cue.lower() in ("according", "selon") else [found.text, found.cue]
    return " ".join(part for part in parts if part) or None
