"""Serving a home with Datasette."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
import yaml
from datasette.app import Datasette

from db.errors import RoxhamError
from db.store.connection import Home, HomeError

HERE = Path(__file__).parent
SETTINGS = {
    "sql_time_limit_ms": 1000,
    "num_sql_threads": 6,
    # Looking for facets to suggest takes most of a page's time; metadata.yaml names the useful ones.
    "suggest_facets": False,
    "default_facet_size": 12,
    "facet_time_limit_ms": 200,
    "allow_download": False,
    "truncate_cells_html": 300,
    "max_csv_mb": 50,
    "default_cache_ttl": 60,
    "max_returned_rows": 1000,
    "default_page_size": 50,
}


class BusyPort(RoxhamError):
    """Another program listens on the port. Raised before anything is served."""


def metadata() -> dict[str, Any]:
    """What metadata.yaml says of the tables, their columns, and the queries."""
    return yaml.safe_load((HERE / "metadata.yaml").read_text("utf-8"))


def datasette_for(home: Home, *, immutable: bool = False, settings: dict[str, Any] | None = None) -> Datasette:
    """Datasette with Roxham's pages, serving roxham.db of `home` and nothing else.

    With `immutable`, the file must not change while it is served: for published copies. Raises HomeError where there
    is no database.
    """
    if not home.exists():
        raise HomeError(f"{home.path} is no Roxham home: it has no {home.database.name}. Make one with 'roxham init'.")
    # Imported here: before datasette.app it would be half loaded when Datasette registers it.
    from datasette import handle_exception

    # Where rich is installed, Datasette prints every page not found with all local variables, and fails at an address
    # that matches no route.
    handle_exception.rich = None
    file = str(home.database)  # Datasette names a database after its file: roxham
    return Datasette(
        files=[] if immutable else [file],
        immutables=[file] if immutable else [],
        metadata=metadata(),
        template_dir=str(HERE / "html"),
        settings={**SETTINGS, **(settings or {})},
    )


def serve(home: Home, host: str, port: int, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve until SIGINT or SIGTERM. Calls `ready` with the address once it answers.

    Raises BusyPort where the port is taken.
    """
    with closing(home.open()):
        pass  # what an earlier release wrote is brought up to date
    listener = _listen(host, port)
    with listener:
        datasette = datasette_for(home)
        config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on")
        server = _Server(config, ready and (lambda: ready(_address(listener))))
        asyncio.run(server.serve(sockets=[listener]))


class _Server(uvicorn.Server):
    """Tells when it answers, and takes SIGINT and SIGTERM as an order to end, not as a failure."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._ready:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Uvicorn's own would raise the signal again after the last answer, and the exit status would tell of a crash.
        self.force_exit = self.should_exit
        self.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise BusyPort(f"port {port} is already in use on {host}; choose another with --port") from None
        raise
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
