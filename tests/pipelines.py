"""The pipelines of a topic that names nothing, for sentences of which any reader can say what they mean."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

from nlp.models import MODELS
from nlp.pipeline import COMPONENTS


@cache
def pipeline(language: str) -> Language:
    """The same for all tests: to load one takes longer than to read what a module of tests reads."""
    model = spacy.load(MODELS[language])
    for name in COMPONENTS:
        model.add_pipe(name)
    return model
