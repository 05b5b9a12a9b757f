"""Files a person gives instead of a web site: saved pages, PDFs, texts. Scored for relevance, never rejected."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from crawler.captures import CaptureStore
from crawler.decode import gunzip
from crawler.exceptions import ExtractionError, UnsupportedFormat
from crawler.reading import Reading, Topicality, read_file
from crawler.warc import is_warc
from crawler.workers import WorkerError, WorkerPool
from db.errors import RoxhamError
from db.records import Source
from db.store.archive import MAX_SIZE, save_snapshot
from db.store.articles import save_article
from db.store.connection import Home, transaction
from db.store.official import save_official
from db.store.runs import Fetch, Outcome, last_snapshot, save_fetch
from db.store.topics import add_source, load_topic

SOURCE = Source(id="import", name="Imported files", kind="import", url="import:", publisher_kind="import")
TIME_LIMIT = 120.0
"""Seconds for one file: statutes and reports are longer than pages."""
AHEAD = 4
"""Files read in advance for each worker."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: new, changed, unchanged, refused (no format of ours) or failed (not readable).

    A web archive has one for each page in it, which may be rejected or gone as well.
    """

    path: Path
    outcome: Outcome
    reason: str | None = None
    url: str | None = None
    """The article's address: the page's own canonical address, else `file_address`. None where nothing was read."""
    headline: str | None = None
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Pending:
    path: Path
    content: bytes | None = None
    readings: Future[list[Reading]] | None = None
    result: Imported | None = None
    """Set where there is nothing to wait for."""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files in `paths`, folders walked in sorted order. Hidden files in folders are left out."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found |= dict.fromkeys(Path(folder, name) for name in sorted(names) if not name.startswith("."))
    return list(found)


def file_address(path: Path) -> str:
    """`import:<12 hex digits>/<file name>`, the digits from the SHA-256 of the absolute path.

    A file whose content changes gets a new version; files of one name in two folders stay two; the public database
    shows no path of this machine.
    """
    absolute = path.absolute()
    digest = hashlib.sha256(os.fsencode(absolute)).hexdigest()[:12]
    return f"import:{digest}/{quote(os.fsencode(absolute.name))}"


def import_paths(
    home: Home,
    paths: Iterable[Path],
    *,
    source_id: str | None = None,
    run_id: int | None = None,
    workers: int = 2,
) -> Iterator[Imported]:
    """Store the files in `paths`, folders walked, in order; yield what became of each as soon as it is stored.

    They belong to the source `source_id` of the topic, and are read by its options, else to one of their own. May be
    stopped at any moment and run again: what is stored comes out as unchanged, without being read again. Raises
    RoxhamError for an unknown source.
    """
    database, archive = home.open(), home.open_archive()
    pool = WorkerPool(workers, TIME_LIMIT)
    try:
        topic = load_topic(database)
        topicality = Topicality(topic.terms, topic.zones, topic.threshold)
        source = next((each for each in topic.sources if each.id == source_id), None)
        if source_id is None:
            add_source(database, source := SOURCE)
        if source is None:
            raise RoxhamError(f"no source '{source_id}' in the topic '{topic.id}': see 'roxham sources'")
        captures = CaptureStore(database, archive, pool, topic, source, run_id)
        waiting: deque[_Pending] = deque()
        for path in find_files(paths):
            if path.is_file() and is_warc(path):
                for url, outcome, reason in captures.store(path, workers):
                    yield Imported(path, outcome, reason, url)
                continue
            waiting.append(_begin(database, pool, path, source, topicality))
            if len(waiting) > AHEAD * workers:
                yield _store(database, archive, waiting.popleft(), source, run_id)
        while waiting:
            yield _store(database, archive, waiting.popleft(), source, run_id)
    finally:
        pool.close()
        database.close()
        archive.close()


def _begin(database: Database, pool: WorkerPool, path: Path, source: Source, topicality: Topicality) -> _Pending:
    try:
        if path.stat().st_size > MAX_SIZE:
            return _Pending(path, result=Imported(path, "refused", f"larger than {MAX_SIZE // 2**20} MB"))
        content = gunzip(path.read_bytes(), str(path))
    except OSError as error:
        return _Pending(path, result=Imported(path, "failed", error.strerror))
    except ExtractionError as error:
        return _Pending(path, result=Imported(path, "failed", _reason(error, str(path))))
    if not content:
        return _Pending(path, result=Imported(path, "failed", "an empty file"))
    snapshot = hashlib.sha256(content).hexdigest()
    if last_snapshot(database, source.id, file_address(path)) == snapshot:
        return _Pending(path, content, result=Imported(path, "unchanged"))
    return _Pending(path, content, pool.submit(read_file, content, file_address(path), source, topicality))


def _store(database: Database, archive: Database, pending: _Pending, source: Source, run_id: int | None) -> Imported:
    captured_at = datetime.now(UTC).isoformat(timespec="seconds")
    address = file_address(pending.path)
    result: Imported | None = pending.result
    readings: list[Reading] = []
    if pending.readings is not None:
        try:
            readings = pending.readings.result()
        except UnsupportedFormat as error:
            result = Imported(pending.path, "refused", _reason(error, address))
        except (ExtractionError, WorkerError) as error:
            result = Imported(pending.path, "failed", _reason(error, address))
        except Exception as error:
            # A fault of ours that one file brings out is that file's failure.
            result = Imported(pending.path, "failed", f"{type(error).__name__}: {error}")
    snapshot = None
    if pending.content:
        snapshot = hashlib.sha256(pending.content).hexdigest()
        if result is None or result.outcome != "unchanged":
            url = readings[0].article.url if len(readings) == 1 else address
            save_snapshot(archive, url, pending.content, status=200, headers={}, fetched_at=captured_at)
    with transaction(database):
        if readings:
            assert snapshot is not None
            result = _save(database, pending.path, readings, source, snapshot, captured_at)
        assert result is not None
        save_fetch(
            database,
            Fetch(
                source_id=source.id,
                url=address,
                outcome=result.outcome,
                fetched_at=captured_at,
                run_id=run_id,
                reason=result.reason,
                bytes=len(pending.content) if pending.content else None,
                snapshot=snapshot,
            ),
        )
    return result


def _save(
    database: Database, path: Path, readings: list[Reading], source: Source, snapshot: str, captured_at: str
) -> Imported:
    """Store what a file held. Of several documents, the file is new where all are, unchanged where all are."""
    saved = []
    for reading in readings:
        outcome, article_id = save_article(
            database,
            reading.article,
            replace(reading.decision, kept=True),
            source_id=source.id,
            snapshot=snapshot,
            captured_at=captured_at,
        )
        if reading.figures and outcome != "unchanged":
            assert article_id is not None
            save_official(database, article_id, source.name, reading.figures)
        saved.append((outcome, article_id))
    if len(saved) == 1:
        (outcome, article_id), article = saved[0], readings[0].article
        return Imported(path, outcome, url=article.url, headline=article.headline, article_id=article_id)
    counts = Counter(outcome for outcome, _ in saved)
    outcome = saved[0][0] if len(counts) == 1 else "changed"
    told = ", ".join(f"{counts[name]} {name}" for name in ("new", "changed", "unchanged") if counts[name])
    return Imported(path, outcome, reason=f"{len(saved)} documents: {told}")


def _reason(error: Exception, name: str) -> str:
    """What the error says, without the file's name, which stands beside it."""
    return str(error).removeprefix(f"{name}: ")
