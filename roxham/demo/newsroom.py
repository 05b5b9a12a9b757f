"""The sample newsroom: invented outlets that tell true facts, each an HTTP server on its own loopback port.

A crawl of it is a real crawl: feeds, sitemaps, robots.txt, validators and changed pages come over HTTP. The home
directory remembers ports and edition, so an article keeps its address from one run to the next.
"""

from __future__ import annotations

import gzip
import json
import threading
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from db.errors import RoxhamError
from db.records import Source, Topic
from roxham.demo import pages
from roxham.demo.content import EDITIONS, Outlet, load_outlets

HOST = "127.0.0.1"
DEFAULT_BASE_PORT = 8110


class PortBusyError(RoxhamError):
    """A port of the newsroom is in use by another program; the message names it."""


class PortsFixedError(RoxhamError):
    """The home's articles have addresses on other ports than those asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One request as an outlet saw it."""

    outlet: str
    path: str
    """With its query string."""
    status: int
    headers: dict[str, str]
    """Request headers, names in lower case."""


def sources(base_port: int) -> tuple[Source, ...]:
    """The newsroom's sources as a topic lists them, the outlets on `base_port` and the ports after it."""
    return _sources({outlet.id: base_port + number for number, outlet in enumerate(load_outlets())})


class Newsroom:
    """Serves every outlet while started: `with Newsroom(home) as newsroom: …`.

    `base_port` is the first outlet's port, the others follow; 0 lets the system choose free ports. None takes what
    the home remembers, or DEFAULT_BASE_PORT. Ports and edition are kept in `home/newsroom.json`.
    """

    def __init__(self, home: Path, base_port: int | None = None) -> None:
        """Raises PortsFixedError where `base_port` contradicts the home: its articles' addresses have ports."""
        self._state = home / "newsroom.json"
        self._outlets = load_outlets()
        self._edition = EDITIONS[0]
        self.ports: dict[str, int] = {}
        if self._state.exists():
            state = json.loads(self._state.read_text(encoding="utf-8"))
            self._edition, self.ports = state["edition"], state["ports"]
            if base_port and base_port != self.ports[self._outlets[0].id]:
                raise PortsFixedError(
                    f"{self._state}: this home's articles are on port {self.ports[self._outlets[0].id]} and after, "
                    f"not {base_port}: use another home for other ports"
                )
        elif base_port != 0:
            first = base_port or DEFAULT_BASE_PORT
            self.ports = {outlet.id: first + number for number, outlet in enumerate(self._outlets)}
        self._servers: list[_Server] = []
        self._pages: dict[str, dict[str, pages.Page]] = {}
        self.hits: list[Hit] = []

    def start(self) -> None:
        """Raises PortBusyError where a port can't be had; no outlet is left running then."""
        try:
            for outlet in self._outlets:
                self._servers.append(_listen(self, outlet, self.ports.get(outlet.id, 0)))
            self.ports = {server.outlet.id: server.server_address[1] for server in self._servers}
            self._publish()
        except Exception:
            self._close()
            raise
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
        self._close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def edition(self) -> int:
        """1 or 2: which state of the articles is served. Setting it takes effect with the next request."""
        return self._edition

    @edition.setter
    def edition(self, number: int) -> None:
        if number not in EDITIONS:
            raise ValueError(f"edition {number}: the newsroom has editions {EDITIONS}")
        self._edition = number
        if self.ports:
            self._publish()

    def sources(self) -> tuple[Source, ...]:
        """What to crawl. With `base_port=0` the ports are known once started."""
        return _sources(self.ports)

    def topic(self, topic: Topic) -> Topic:
        """`topic` with the newsroom's sources in place of its own, marked as a sample."""
        return replace(topic, sources=self.sources(), sample=True, contact="sample newsroom")

    def page(self, outlet: str, path: str) -> pages.Page | None:
        return self._pages[outlet].get(path)

    def _publish(self) -> None:
        self._pages = pages.build(self._edition, {id: _address(port) for id, port in self.ports.items()})
        self._state.parent.mkdir(parents=True, exist_ok=True)
        state = {"edition": self._edition, "ports": self.ports}
        self._state.write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")

    def _close(self) -> None:
        for server in self._servers:
            server.server_close()
        self._servers = []


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, newsroom: Newsroom, outlet: Outlet, port: int) -> None:
        self.newsroom = newsroom
        self.outlet = outlet
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        # HTTPServer's own asks the resolver for the host's full name, which takes seconds without a network.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        page = self.server.newsroom.page(self.server.outlet.id, path)
        if page is None:
            self._answer(HTTPStatus.NOT_FOUND, b"<!doctype html><title>Not found</title><p>No such page.", {})
            return
        headers = {
            "Content-Type": page.content_type,
            # Weak where the same page goes out in two encodings (RFC 9110, 8.8.1).
            "ETag": f"W/{page.etag}" if self.server.outlet.gzip else page.etag,
            "Last-Modified": format_datetime(page.modified.astimezone(UTC), usegmt=True),
            "Cache-Control": "no-cache",
        }
        if self._is_fresh(page):
            self._answer(HTTPStatus.NOT_MODIFIED, b"", headers)
            return
        body = page.body
        if self.server.outlet.gzip:
            headers |= {"Vary": "Accept-Encoding"}
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, mtime=0)
                headers |= {"Content-Encoding": "gzip"}
        self._answer(HTTPStatus.OK, body, headers)

    do_HEAD = do_GET  # the base class looks for these names

    def _is_fresh(self, page: pages.Page) -> bool:
        """RFC 9110, 13.2.2: If-Modified-Since counts only where there is no If-None-Match."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return page.etag in (tag.strip().removeprefix("W/") for tag in known.split(","))
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return page.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):  # a date the client made up, or one without a zone
            return False

    def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        request = {name.lower(): value for name, value in self.headers.items()}
        self.server.newsroom.hits.append(Hit(self.server.outlet.id, self.path, status.value, request))
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html; charset=utf-8"} | headers).items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """`hits` is the log."""


def _listen(newsroom: Newsroom, outlet: Outlet, port: int) -> _Server:
    try:
        return _Server(newsroom, outlet, port)
    except OSError as error:
        raise PortBusyError(
            f"port {port} on {HOST}, where {outlet.marked_name} is to be served, can't be had ({error.strerror}): "
            "stop the program that uses it, or start the newsroom in another home with another base port",
        ) from error


def _address(port: int) -> str:
    return f"http://{HOST}:{port}"


def _sources(ports: dict[str, int]) -> tuple[Source, ...]:
    return tuple(
        Source(
            id=entry.id,
            name=f"{outlet.marked_name}: {entry.title}" if entry.title else outlet.marked_name,
            kind=entry.kind,
            url=_address(ports[outlet.id]) + entry.path,
            publisher_kind=outlet.publisher_kind,
            language=entry.language or outlet.language,
            country=outlet.country,
            rights="full",
            options={"delay": 0, "address": HOST, **({"dataset": dict(entry.dataset)} if entry.dataset else {})},
        )
        for outlet in load_outlets()
        for entry in outlet.entries
    )
