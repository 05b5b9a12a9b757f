"""The filter behind `roxham analyze`: one JSON object a line in, one out, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from db.records import Annotation
from nlp.pipeline import Reader, Text


def analyze(reader: Reader, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any] | Exception]:
    """`{"id", "text", "date", "language", "country"}` (the last three optional) -> `{"id", "figures", "entities",
    "quotes", "dates"}`, or the exception that says why a text could not be read."""
    ids: deque[object] = deque()

    def texts() -> Iterator[Text]:
        for row in rows:
            ids.append(row["id"])
            yield Text(row["text"], row.get("language"), row.get("date"), row.get("country"))

    for annotation in reader.read(texts()):
        id_ = ids.popleft()
        yield annotation if isinstance(annotation, Exception) else {"id": id_, **as_json(annotation)}


def as_json(annotation: Annotation) -> dict[str, Any]:
    """The annotation's lists as JSON-able objects, with the names of the records' fields."""
    return {
        "figures": [asdict(figure) for figure in annotation.figures],
        "entities": [asdict(mention) for mention in annotation.entities],
        "quotes": [asdict(quote) for quote in annotation.quotes],
        "dates": [asdict(mention) for mention in annotation.dates],
    }
