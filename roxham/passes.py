"""The passes over a home: init, crawl, annotate, import. One module knows crawler, nlp and db; they don't know it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from sqlite_utils import Database

from db.errors import RoxhamError
from db.records import Topic
from db.store import runs, topics
from db.store.connection import Home
from db.store.runs import RunState
from roxham.terminal import Terminal

if TYPE_CHECKING:
    from crawler.rescore import Rescored

OUTCOMES = ("new", "changed", "unchanged", "rejected", "refused", "gone", "failed")
COLUMNS = {"source_id": "source", **{outcome: outcome for outcome in OUTCOMES}, "reasons": "why"}
MOST_WORKERS = 4
"""Processes that read where nobody says how many: each takes about half a gigabyte."""
GOT = ("listings", "new", "changed", "unchanged", "rejected")
"""Outcomes of pages that were there."""


class LockedError(RoxhamError):
    """Another run is at work in this home. Raised by `lock`. Its exit code is EX_TEMPFAIL of sysexits.h."""

    exit_code = 75


class ContactError(RoxhamError):
    """A crawl has no contact for its User-Agent. Raised before anything is fetched."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl that has ended: its row of `runs`, and a row a source. `broken` if it broke off or got nothing at all."""

    run: dict[str, Any]
    sources: list[dict[str, Any]]

    @property
    def broken(self) -> bool:
        got = any(row[outcome] for row in self.sources for outcome in GOT)
        return self.run["state"] != "finished" or (bool(self.sources) and not got)

    def as_json(self) -> dict[str, Any]:
        return {"run": self.run, "sources": self.sources}


def init(home: Home, topic: Topic) -> None:
    home.create()
    with closing(home.open()) as database:
        topics.save_topic(database, topic)


@contextmanager
def lock(home: Home) -> Iterator[None]:
    """One run at a time. The kernel gives the lock back when its holder dies, however it dies."""
    held = FileLock(home.lock, timeout=0)
    try:
        with held:
            yield
    except Timeout as error:
        raise LockedError(f"another run is at work in {home.path} ({home.lock.name} is held): skipped") from error


def contact_of(topic: Topic) -> str:
    """Where the sites we ask can reach whoever runs this. Raises ContactError where nobody says."""
    contact = os.environ.get("ROXHAM_CONTACT") or topic.contact
    if not contact:
        raise ContactError(
            "no contact for the User-Agent: set [crawler] contact in the topic file, or $ROXHAM_CONTACT, to an "
            "e-mail address or a web page where the sites you crawl can reach you"
        )
    return contact


def crawl(
    home: Home,
    terminal: Terminal,
    *,
    trigger: str = "manual",
    ignore_due: bool = False,
    source: str | None = None,
    verbose: bool = False,
) -> Crawled:
    """Fetch what is due. Raises ContactError without a contact, RoxhamError for an unknown source."""
    from crawler.run import FINISHED, INTERRUPTED, Event, run_crawl

    states: dict[int, RunState] = {FINISHED: "finished", INTERRUPTED: "interrupted"}

    with closing(home.open()) as database, _crawling(home, database):
        topic = topics.load_topic(database)
        contact = contact_of(topic)
        if source is not None and source not in {s.id for s in topic.sources}:
            raise RoxhamError(f"no source '{source}' in the topic '{topic.id}': see 'roxham sources'")
        run_id = runs.start_run(database, trigger)
        state: RunState = "failed"
        try:
            with terminal.progress("crawling") as bar:
                bar.started(None)

                def visited(event: Event) -> None:
                    if event["event"] == "visit":
                        bar.advanced(f"{event['outcome']} {event['url']}")

                code = run_crawl(
                    home,
                    run_id,
                    ignore_due=ignore_due,
                    source_id=source,
                    contact=contact,
                    log_level="INFO" if verbose else "ERROR",
                    progress=visited,
                )
            state = states.get(code, "failed")
        except KeyboardInterrupt:
            state = "interrupted"
            raise
        finally:
            runs.finish_run(database, run_id, state)
        row = next(iter(database.query("select * from runs where id = ?", [run_id])))
        return Crawled(row, runs.run_summary(database, run_id))


def rescore(home: Home, terminal: Terminal) -> Rescored:
    """Decide again on what is archived, without fetching. Raises LockedError while a crawl or a run is at work: it may
    go by earlier terms. A crawl that is started meanwhile waits."""
    from crawler.rescore import rescore as rescore_all

    with lock(home), home.crawl_lock.open("w") as file, terminal.progress("deciding again") as bar:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(f"a crawl is at work in {home.path}: decide again when it has ended") from error
        return rescore_all(home, started=bar.started, advanced=bar.advanced)


@contextmanager
def _crawling(home: Home, database: Database) -> Iterator[None]:
    """Several crawls share a home's work. The first, while nobody else crawls, ends what killed ones left behind.

    By flock(2), which the kernel takes back from a process that dies, however it dies.
    """
    with home.crawl_lock.open("w") as file:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            runs.end_dead_runs(database)
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def annotate(home: Home, terminal: Terminal, workers: int | None = None) -> dict[str, Any]:
    """Read what is unread, in at most `workers` processes. `failed` maps version ids to what broke."""
    from nlp.annotate import annotate as annotate_all

    with (
        closing(home.open()) as database,
        _one_reading(home, terminal),
        terminal.progress("reading") as bar,
    ):
        workers = workers or min(MOST_WORKERS, os.cpu_count() or 1)
        return asdict(annotate_all(database, workers=workers, started=bar.started, advanced=bar.advanced))


@contextmanager
def _one_reading(home: Home, terminal: Terminal) -> Iterator[None]:
    """A second one waits, and reads what the first has left. By flock(2), which a process that dies gives back."""
    with home.annotate_lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            terminal.error(f"another annotate is at work in {home.path}: waiting for it to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def import_paths(home: Home, terminal: Terminal, paths: Sequence[Path], source: str | None = None) -> dict[str, Any]:
    """Store files. `refused` maps paths to why Roxham does not take them, `failed` to why they could not be read."""
    from crawler.importer import find_files
    from crawler.importer import import_paths as import_files

    counts = dict.fromkeys(("new", "changed", "unchanged", "rejected", "gone"), 0)
    reasons: dict[str, dict[str, str]] = {"refused": {}, "failed": {}}
    with terminal.progress("importing") as bar:
        files = find_files(paths)
        bar.started(len(files))
        here: Path | None = None
        for result in import_files(home, files, source_id=source):
            if result.path != here:
                here = result.path
                bar.advanced(here.name)
            if result.outcome in counts:
                counts[result.outcome] += 1
            else:
                name = f"{here}: {result.url}" if result.url else str(here)
                reasons[result.outcome][name] = result.reason or ""
    for outcome, found in reasons.items():
        for path, reason in found.items():
            terminal.error(f"{outcome}: {path}: {reason}")
    told = {name: n for name, n in counts.items() if n or name not in ("rejected", "gone")}
    told |= {outcome: len(found) for outcome, found in reasons.items()}
    terminal.say("imported: " + ", ".join(f"{number} {outcome}" for outcome, number in told.items()))
    return {**counts, **reasons}


def report_crawl(terminal: Terminal, crawled: Crawled) -> None:
    run = crawled.run
    terminal.table(crawled.sources, COLUMNS)
    totals = {outcome: sum(row[outcome] for row in crawled.sources) for outcome in OUTCOMES}
    counts = ", ".join(f"{number} {outcome}" for outcome, number in totals.items())
    terminal.say(f"run {run['id']} {run['state']}: {counts}")


def report_rescore(terminal: Terminal, rescored: Rescored) -> None:
    for url, reason in rescored.failed.items():
        terminal.error(f"failed: {url}: {reason}")
    terminal.say(
        f"decided again: {rescored.kept} kept, {rescored.rejected} rejected; {rescored.new} articles and "
        f"{rescored.changed} further versions stored, {rescored.turned} stored articles decided otherwise, "
        f"{len(rescored.failed)} failed"
    )


def report_annotation(terminal: Terminal, annotated: dict[str, Any]) -> None:
    for version, error in annotated["failed"].items():
        terminal.error(f"version {version} could not be read: {error}")
    terminal.say(
        f"read: {annotated['done']} texts"
        + (f", {annotated['not_read']} in languages without a model" if annotated["not_read"] else "")
        + (f", {annotated['reassigned']} figures assigned anew" if annotated["reassigned"] else "")
        + (f", {len(annotated['failed'])} failed" if annotated["failed"] else "")
    )
