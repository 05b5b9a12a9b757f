"""Texts on their way to the pipelines: what one is, why one may not be read, how many are read at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from db.records import Annotation

T = TypeVar("T")

BATCH = 16
"""Texts a batch: 8 to 64 are within 7 % of each other, 256 costs more time and memory."""

BATCH_CHARACTERS = 100_000
"""Characters a batch, unless it is one text: what the models keep of them takes about half a gigabyte."""


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


class UnreadableError(Exception):
    """The text breaks the pipeline, or the process that reads it; the message says how. Given in place of an
    annotation."""


Reading = Annotation | UnknownLanguageError | UnreadableError
"""What becomes of a text."""


def batches(items: Iterable[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    """At most BATCH items together, and, where it is more than one, at most BATCH_CHARACTERS characters."""
    batch: list[T] = []
    characters = 0
    for item in items:
        size = length(item)
        if batch and (len(batch) == BATCH or characters + size > BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(item)
        characters += size
    if batch:
        yield batch
