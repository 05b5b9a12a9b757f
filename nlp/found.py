"""A name found in a Doc, before it is told what kind of thing it is and who."""

from __future__ import annotations

from dataclasses import dataclass

from db.records import EntityKind
from nlp.names import Known


@dataclass(slots=True)
class Found:
    """Tokens `start` to `end` (exclusive). `label`: the model's, or TOPIC."""

    start: int
    end: int
    kind: EntityKind
    label: str | None
    known: Known | None = None
