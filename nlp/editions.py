"""What an annotation depends on, by name: when that changes, the stored text is read again, or its figures assigned
anew. Imports no spaCy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version

from db.records import Event, Measure, TopicEntity
from nlp.models import model_version

EDITION = "5"
"""Raised when a component reads differently, so that stored texts are read again."""

ASSIGNMENT = "2"
"""Raised when `nlp.measures` assigns differently, so that stored figures are assigned anew."""


def pipeline_name(entities: Iterable[TopicEntity], events: Iterable[Event], models: Mapping[str, str]) -> str:
    """What is read depends on Roxham's components, spaCy and the models, and the names of the topic."""
    names = [
        *sorted([e.id, e.name, e.kind, sorted(e.aliases.items())] for e in entities),
        *sorted([e.date, sorted(e.aliases.items())] for e in events if e.aliases),
    ]
    versions = (f"{model} {model_version(model)}" for model in models.values())
    return f"{EDITION}, spaCy {version('spacy')}, {', '.join(versions)}, names {_hash(names)}"


def measures_name(measures: Iterable[Measure]) -> str:
    """Which measure a figure answers depends on the rules and on the measures' words and units, in their order."""
    return f"{ASSIGNMENT}, measures {_hash([[m.id, m.include, m.exclude, m.units] for m in measures])}"


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:8]
