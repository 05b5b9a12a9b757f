"""The filters: one JSON object a line in, one out, order kept; a bad line is said on stderr with its number."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.records import Topic

Row = dict[str, Any]
Filter = Callable[[Iterable[Row]], Iterator[Row | Exception]]
"""A row out for each row in, in order, or the exception that says why there is none."""

EXTRACTED = ("headline", "text", "authors", "published", "modified", "language", "section", "canonical_url")
MOST_BAD = 100
"""Exit codes above are the shell's own."""


def filter_lines(lines: Iterable[bytes], rows: Filter, needs: Sequence[str]) -> int:
    """Print a line for each good line; return how many were bad, at most 100, for the exit code.

    An object needs an "id" and one of the keys `needs`, a string.
    """
    numbers: deque[int] = deque()
    bad = 0

    def complain(number: int, error: object) -> None:
        nonlocal bad
        bad += 1
        print(f"roxham: line {number}: {error}", file=sys.stderr)  # noqa: T201

    def parsed() -> Iterator[Row]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row, dict) or "id" not in row:
                    raise ValueError('not an object with an "id"')
                if not any(isinstance(row.get(key), str) for key in needs):
                    raise ValueError(f"no text under {' or '.join(needs)}")
            except (ValueError, RecursionError) as error:
                complain(number, error)
            else:
                numbers.append(number)
                yield row

    for result in rows(parsed()):
        number = numbers.popleft()
        if isinstance(result, Exception):
            complain(number, str(result) or type(result).__name__)
        else:
            sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return min(bad, MOST_BAD)


def extract_lines(rows: Iterable[Row]) -> Iterator[Row | Exception]:
    """`{"id", "url", "html" or "path"}` -> what the page says. A path may be gzipped HTML, or a PDF."""
    from crawler.extract import extract

    for row in rows:
        try:
            content = row["html"] if isinstance(row.get("html"), str) else Path(row["path"]).read_bytes()
            article = extract(content, row.get("url") or "")
        except Exception as error:
            yield ValueError(f"{row.get('path') or row.get('url') or row['id']}: {error or type(error).__name__}")
            continue
        fields = asdict(article)
        yield {
            "id": row["id"],
            "url": article.url,
            **{key: fields[key] for key in EXTRACTED},
        }


def analyze_with(topic: Topic) -> Filter:
    """`{"id", "text", "date", "language", "country"}` -> figures, entities, quotes, dates."""
    from nlp.analyze import analyze
    from nlp.pipeline import Reader

    reader = Reader(topic.entities, topic.measures, events=topic.events)

    def analyze_rows(rows: Iterable[Row]) -> Iterator[Row | Exception]:
        return analyze(reader, rows)

    return analyze_rows
