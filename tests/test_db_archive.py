"""The evidence comes back byte for byte, once, and an edit costs little."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from db.store.archive import EvidenceError, load_body, save_snapshot
from db.store.connection import Home

URL = "http://127.0.0.1:1/a"
PAGE = b"39,540 claims, " + random.Random(1).randbytes(20_000).hex().encode()


@pytest.fixture
def archive(home: Home) -> Iterator[Database]:
    archive = home.open_archive()
    yield archive
    archive.close()


def keep(archive: Database, content: bytes, url: str = URL) -> str:
    return save_snapshot(archive, url, content, status=200, headers={"Content-Type": "text/html"})


@pytest.mark.parametrize("content", [PAGE, b"", b"\x00\xff" * 9, "é".encode("cp1252")])
def test_a_body_comes_back_as_it_was(archive: Database, content: bytes) -> None:
    sha256 = keep(archive, content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert load_body(archive, sha256) == content


def test_the_same_bytes_are_kept_once_and_each_capture_is_recorded(archive: Database) -> None:
    keep(archive, PAGE)
    keep(archive, PAGE)
    keep(archive, PAGE, "http://127.0.0.1:2/copy")
    assert archive.execute("select count(*) from bodies").fetchone()[0] == 1
    assert archive.execute("select count(*) from snapshots").fetchone()[0] == 3


def test_an_edited_page_costs_a_few_hundred_bytes(archive: Database) -> None:
    versions = [PAGE, PAGE.replace(b"39,540", b"39,171", 1), PAGE.replace(b"claims", b"appeals")]
    hashes = [keep(archive, version) for version in versions]
    sizes = [row[0] for row in archive.execute("select length(zstd) from bodies order by rowid").fetchall()]
    assert max(sizes[1:]) < 300 < sizes[0]
    assert [load_body(archive, sha256) for sha256 in hashes] == versions


def test_altered_evidence_is_found_out(archive: Database) -> None:
    sha256, other = keep(archive, PAGE), keep(archive, b"other", "http://127.0.0.1:1/b")
    archive.execute(
        "update bodies set size = 5, base = null, zstd = (select zstd from bodies where sha256 = ?) where sha256 = ?",
        [other, sha256],
    )
    with pytest.raises(EvidenceError, match="was altered"):
        load_body(archive, sha256)
    with pytest.raises(EvidenceError, match="no body 00"):
        load_body(archive, "00")
