"""A web site on loopback that remembers who asked for what."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from crawler.run import FINISHED, Event, run_crawl
from db.records import Source, Term, Topic
from db.store.connection import Home
from db.store.runs import end_dead_runs, finish_run, start_run
from db.store.topics import save_topic

if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    # These tests start interpreters by the dozen, and each would compile all that it imports.
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir(), f"roxham-bytecode-{os.getuid()}")))


MANNERS = ("/robots.txt", "/.well-known/tdmrep.json")


@dataclass
class Answer:
    body: str | bytes = ""
    status: int = 200
    """0 hangs up without an answer."""
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    """Seconds before the answer."""
    validators: bool = True
    """Send an ETag, and 304 to who knows it."""


@dataclass(frozen=True)
class Hit:
    path: str
    status: int
    headers: dict[str, str]
    at: float


class Site:
    """`with Site({"/": Answer("…")}) as site:`; `site.pages` may be changed while it serves."""

    def __init__(self, pages: dict[str, Answer] | None = None, host: str = "127.0.0.1") -> None:
        self.pages = pages or {}
        self.hits: list[Hit] = []
        self.most_at_once = 0
        """How many requests were under way at the same time."""
        self._under_way = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer((host, 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://{host}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def under_way(self) -> Iterator[None]:
        with self._lock:
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        yield
        with self._lock:
            self._under_way -= 1

    def asked(self, *, manners: bool = False) -> Counter[str]:
        """How often each path was asked for; with `manners`, the files in which a site says what it allows, too."""
        return Counter(hit.path for hit in list(self.hits) if manners or hit.path not in MANNERS)

    def source(self, path: str = "/feed", kind: str = "rss", **options: object) -> Source:
        """The site as a source without rests, named by its port."""
        return Source(
            id=f"site-{self._server.server_address[1]}",
            name="Loopback Courier",
            kind=kind,
            url=self.address + path,
            publisher_kind="news",
            options={"delay": 0, "address": "127.0.0.1"} | options,
        )

    def feed(self, *paths: str) -> Answer:
        items = "".join(
            f"<item><title>{path}</title><link>{(path if '://' in path else self.address + path).replace('&', '&amp;')}"
            "</link></item>"
            for path in paths
        )
        return Answer(f"<rss version='2.0'><channel><title>Courier</title>{items}</channel></rss>")


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = site.pages.get(self.path) or site.pages.get(self.path.partition("?")[0]) or Answer(status=404)
            with site.under_way():
                time.sleep(answer.wait or 0.002)
            if answer.status == 0:
                self.close_connection = True
                return
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            headers = {"Content-Type": "text/html; charset=utf-8"} | answer.headers
            status = answer.status
            if answer.validators and status == 200:
                headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                if self.headers.get("If-None-Match") == headers["ETag"]:
                    status, body = 304, b""
            request = {name.lower(): value for name, value in self.headers.items()}
            site.hits.append(Hit(self.path, status, request, time.monotonic()))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle(self) -> None:
            with suppress(ConnectionError):  # the crawl hung up
                super().handle()

        def log_message(self, format: str, *args: object) -> None:
            """`hits` is the log."""

    return Handler


def article(headline: str, *paragraphs: str, head: str = "") -> Answer:
    """A page that a reader would call an article; without paragraphs, one on the topic."""
    paragraphs = paragraphs or (
        f"{headline}. More asylum seekers crossed at Roxham Road last month than in any month before, officials said.",
        "The minister told reporters on Tuesday that the border agreement between both countries would be looked at.",
        "Local groups said that they had run out of beds and asked the province for help before the winter begins.",
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return Answer(
        f"<!doctype html><html lang='en'><head><title>{headline}</title>{head}</head>"
        f"<body><article><h1>{headline}</h1>{body}</article></body></html>"
    )


TOPIC = Topic(
    id="crossings",
    name="Crossings",
    title="Crossings",
    summary="People who cross the border.",
    languages=("en",),
    contact="editor@example.org",
    threshold=1.0,
    zones={"headline": 3.0, "lead": 2.0, "body": 1.0, "url": 1.0},
    interval=3600,
    terms=(Term("Roxham Road", "en", 2.0), Term("asylum", "en", 1.0)),
)


def make_home(path: Path, *sources: Source) -> Home:
    """A home whose topic is crossings at Roxham Road, and whose sources are these."""
    home = Home(path)
    home.create()
    database = home.open()
    save_topic(database, replace(TOPIC, sources=sources))
    database.close()
    return home


def new_run(home: Home) -> int:
    database = home.open()
    try:
        end_dead_runs(database)
        return start_run(database, "test")
    finally:
        database.close()


def end_run(home: Home, run_id: int) -> None:
    database = home.open()
    finish_run(database, run_id, "finished")
    database.close()


def rows(home: Home, sql: str, *values: object) -> list[dict[str, object]]:
    database = home.open()
    try:
        return list(database.query(sql, list(values)))
    finally:
        database.close()


def crawl(home: Home, *, ignore_due: bool = False, source_id: str | None = None, **settings: object) -> list[Event]:
    """One run; returns its events. One worker is enough for a few pages."""
    run_id = new_run(home)
    events: list[Event] = []
    code = run_crawl(
        home,
        run_id,
        contact="editor@example.org",
        ignore_due=ignore_due,
        source_id=source_id,
        progress=events.append,
        settings={"EXTRACTION_WORKERS": 1} | settings,
    )
    end_run(home, run_id)
    assert code == FINISHED
    assert events[-1]["reason"] == "finished"
    return events


def outcomes(events: list[Event]) -> dict[str, tuple[object, object]]:
    """Outcome and reason of each visit by the path of its URL."""
    visits = (event for event in events if event["event"] == "visit")
    return {urlsplit(str(event["url"])).path: (event["outcome"], event["reason"]) for event in visits}
