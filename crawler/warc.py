"""Web archives (WARC 1.0 and 1.1, ISO 28500) to the pages captured in them, as Common Crawl's CC-NEWS writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import (  # pyright: ignore[reportMissingModuleSource] (written in Rust)
    ArchiveIterator,
    WarcRecord,
    WarcRecordType,
)

_NEXT_RECORD = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]|\r\n\r\nWARC/1\.[01]\r\n")
"""How a record begins, packed by itself or not."""
_WINDOW = 1 << 20


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer, decoded from its transfer and content encodings, names of headers in lower case."""

    url: str
    fetched_at: datetime
    status: int
    headers: dict[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that can't be read, and the URL it is of where that is known."""

    offset: int
    """In the file, in bytes."""
    reason: str
    url: str | None = None


def is_warc(path: Path) -> bool:
    """Whether the file's name or its first bytes say that it is a web archive."""
    if re.search(r"\.warc(\.gz)?$", path.name, re.IGNORECASE):
        return True
    with path.open("rb") as file:
        return file.read(5) == b"WARC/"


def read_captures(path: Path) -> Iterator[Capture | Damage]:
    """The answers to requests for pages in the file. What is damaged is told, and what comes after it is read."""
    with path.open("rb") as file:
        start = 0
        while True:
            file.seek(start)
            last = 0
            try:
                for record in ArchiveIterator(
                    file, record_types=WarcRecordType.any_type, parse_http=False, auto_decode="all"
                ):
                    last = record.stream_pos
                    if record.record_type == WarcRecordType.response:
                        yield _capture(record, start)
                return
            except OSError as error:
                yield Damage(start + last, f"damaged after byte {start + last:,}: {error}")
            following = _next_record(file, start + last + 1)
            if following is None:
                return
            start = following


def _capture(record: WarcRecord, start: int) -> Capture | Damage:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    offset = start + record.stream_pos
    declared = record.headers.get("Content-Length") or ""
    if record.headers.get("WARC-Block-Digest") and not record.verify_block_digest():
        return Damage(offset, "its digest does not fit its content", url or None)
    if not declared.isdecimal() or record.content_length < int(declared):
        return Damage(offset, "truncated", url or None)
    record.parse_http(auto_decode="all")
    content = record.reader.read()
    head = record.http_headers
    if head is None or head.status_code is None or not url:
        return Damage(offset, "no answer of HTTP in it", url or None)
    when = record.record_date or datetime.now(UTC)
    headers = {name.lower(): value for name, value in head.asdict().items()}
    return Capture(url, when.astimezone(UTC), head.status_code, headers, content)


def _next_record(file: BinaryIO, start: int) -> int | None:
    """Where the first record begins that begins at `start` or later."""
    file.seek(start)
    position, tail = start, b""
    while window := file.read(_WINDOW):
        found = _NEXT_RECORD.search(tail + window)
        if found:
            begins = position - len(tail) + found.start()
            return begins + 4 if found[0].startswith(b"\r\n") else begins
        tail = (tail + window)[-16:]
        position += len(window)
    return None
