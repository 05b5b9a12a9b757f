"""The spaCy pipelines: one a language, each a model followed by Roxham's components."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date

import py3langid
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from db.records import Annotation, Event, Measure, TopicEntity
from nlp import extensions  # noqa: F401 (registers Doc._.published and the other attributes)
from nlp.models import configured_models
from nlp.texts import BATCH_CHARACTERS, Reading, Text, UnknownLanguageError, UnreadableError, batches

# The entry points in pyproject.toml name their factories. In this order each finds what it needs of those before it.
COMPONENTS = ("roxham_entities", "roxham_dates", "roxham_quotes", "roxham_figures")


class Reader:
    """Reads texts of several languages. A language's pipeline is loaded when a text first needs it."""

    def __init__(
        self,
        topic_entities: Sequence[TopicEntity],
        measures: Sequence[Measure],
        models: Mapping[str, str] | None = None,
        *,
        events: Sequence[Event] = (),
    ) -> None:
        """`models`: package or folder by language, `nlp.models.configured_models()` unless given. `events`: those by
        which texts tell dates."""
        self.models = configured_models() if models is None else dict(models)
        self._entities = [asdict(entity) for entity in topic_entities]
        self._measures = [asdict(measure) for measure in measures]
        self._events = [asdict(event) for event in events]
        self._loaded: dict[str, Language] = {}

    def read(self, texts: Iterable[Text]) -> Iterator[Reading]:
        """What each text says, in order; for a text that can't be read, the exception that says why."""
        for batch in batches(texts, lambda text: len(text.text)):
            results: dict[int, Reading] = {}
            by_language: dict[str, list[int]] = {}
            for index, text in enumerate(batch):
                if not text.text.strip():
                    results[index] = Annotation()
                    continue
                language = (text.language or py3langid.classify(text.text)[0]).split("-")[0].lower()
                if language in self.models:
                    by_language.setdefault(language, []).append(index)
                else:
                    results[index] = UnknownLanguageError(f"no model reads '{language}'")
            for language, indexes in by_language.items():
                results.update(zip(indexes, self._read(language, [batch[i] for i in indexes]), strict=True))
            for index in range(len(batch)):
                yield results[index]

    def pipeline(self, language: str) -> Language:
        """The pipeline of one language. Raises KeyError for a language without a model."""
        if language not in self._loaded:
            nlp = spacy.load(self.models[language])
            if nlp.has_pipe("morphologizer") and nlp.has_pipe("attribute_ruler"):
                # All that the morphologizer leaves to it is to copy parts of speech to tags, which no rule asks for.
                nlp.remove_pipe("attribute_ruler")
            config = {
                "roxham_entities": {"entities": self._entities},
                "roxham_dates": {"events": self._events},
                "roxham_figures": {"measures": self._measures},
            }
            for name in COMPONENTS:
                nlp.add_pipe(name, config=config.get(name, {}))
            self._loaded[language] = nlp
            # A pipeline stays: the collector need not look through it with every batch. 5 to 10 % of the CPU, measured.
            gc.freeze()
        return self._loaded[language]

    def _read(self, language: str, texts: list[Text]) -> list[Reading]:
        nlp = self.pipeline(language)
        try:
            if len(texts) == 1 and len(texts[0].text) > BATCH_CHARACTERS:
                return [_annotation(_giant(nlp, texts[0]))]
            return [_annotation(doc) for doc in nlp.pipe([make_doc(nlp, text) for text in texts])]
        except Exception as error:
            # One text spoils its batch: read each alone to find out which.
            if len(texts) == 1:
                return [UnreadableError(f"{type(error).__name__}: {error}")]
            return [result for text in texts for result in self._read(language, [text])]


def make_doc(nlp: Language, text: Text) -> Doc:
    """The text as tokens, with what the components resolve dates and money by."""
    return _dated(nlp.make_doc(text.text), text)


def _giant(nlp: Language, text: Text) -> Doc:
    """The model reads a giant text in pieces, for its memory grows with the length; our components read it whole."""
    with nlp.select_pipes(disable=COMPONENTS):
        pieces = [nlp(piece) for piece in _pieces(text.text)]
    doc = _dated(Doc.from_docs(pieces, ensure_whitespace=False), text)
    for name in COMPONENTS:
        doc = nlp.get_pipe(name)(doc)
    return doc


def _pieces(text: str) -> Iterator[str]:
    """Pieces of at most BATCH_CHARACTERS, cut after a paragraph, else a line, else a word, where there is one."""
    start = 0
    while start < len(text):
        end = start + BATCH_CHARACTERS
        if end < len(text):
            ends = (text.rfind(mark, start, end) + len(mark) for mark in ("\n\n", "\n", " "))
            end = next((cut for cut in ends if cut > start + BATCH_CHARACTERS // 2), end)
        yield text[start:end]
        start = end


def _dated(doc: Doc, text: Text) -> Doc:
    doc._.published = date.fromisoformat(text.published[:10]) if text.published else None
    doc._.country = text.country
    return doc


def _annotation(doc: Doc) -> Annotation:
    return Annotation(
        figures=tuple(doc._.figures),
        entities=tuple(doc._.mentions),
        quotes=tuple(doc._.quotes),
        dates=tuple(doc._.dates),
    )
