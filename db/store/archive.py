"""The evidence: every body fetched, once, under its SHA-256, with the headers it came with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import zstandard
from sqlite_utils import Database

from db.errors import RoxhamError
from db.store.connection import now, transaction

LEVEL = 3  # zstd-9 is 9 % smaller at many times the CPU
MAX_SIZE = 64 * 1024 * 1024


class EvidenceError(RoxhamError):
    """A stored body is missing or is not what its hash says. Raised on reading."""


def save_snapshot(
    archive: Database,
    url: str,
    content: bytes,
    *,
    status: int,
    headers: Mapping[str, str],
    fetched_at: str | None = None,
) -> str:
    """Keep a body and return its SHA-256 (hex). The same bytes are kept once.

    The page's previous body serves as zstd dictionary: an edit costs a few hundred bytes.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction(archive):
        if not archive.execute("select 1 from bodies where sha256 = ?", [sha256]).fetchone():
            base = _previous(archive, url)
            archive.table("bodies").insert(
                {
                    "sha256": sha256,
                    "base": base,
                    "size": len(content),
                    "zstd": _compressor(load_body(archive, base) if base else None).compress(content),
                }
            )
        archive.table("snapshots").insert(
            {
                "url": url,
                "fetched_at": fetched_at or now(),
                "status": status,
                "headers": json.dumps(dict(headers), ensure_ascii=False),
                "sha256": sha256,
            }
        )
    return sha256


def load_body(archive: Database, sha256: str) -> bytes:
    """The bytes with this hash. Raises EvidenceError where they are missing or altered."""
    row = archive.execute("select base, size, zstd from bodies where sha256 = ?", [sha256]).fetchone()
    if row is None:
        raise EvidenceError(f"The archive has no body {sha256}.")
    base, size, compressed = row
    dictionary = _dictionary(load_body(archive, base)) if base else None
    try:
        content = zstandard.ZstdDecompressor(dict_data=dictionary).decompress(compressed, max_output_size=size or 1)
    except zstandard.ZstdError as error:
        raise EvidenceError(f"Body {sha256} can't be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EvidenceError(f"Body {sha256} was altered: its bytes have another hash.")
    return content


def _previous(archive: Database, url: str) -> str | None:
    """The body that the page's next one is compressed against: one that itself stands alone, so chains stay short."""
    row = archive.execute(
        """select coalesce(b.base, b.sha256) from snapshots s join bodies b on b.sha256 = s.sha256
        where s.url = ? order by s.id desc limit 1""",
        [url],
    ).fetchone()
    return row[0] if row else None


def _dictionary(content: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _compressor(base: bytes | None) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=_dictionary(base) if base else None)
