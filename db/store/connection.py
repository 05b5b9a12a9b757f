"""Opening the two files of a home, and writing to them one transaction at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from db import migrations, views
from db.errors import RoxhamError

BUSY_TIMEOUT = 30.0
"""Seconds a writer waits for another's transaction before it gives up."""


class HomeError(RoxhamError):
    """The home is missing, unreadable or not Roxham's. Raised when a home is opened."""


@dataclass(frozen=True, slots=True)
class Home:
    """The directory that holds one topic's two databases."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "roxham.db"

    @property
    def archive(self) -> Path:
        return self.path / "archive.db"

    @property
    def lock(self) -> Path:
        return self.path / "run.lock"

    @property
    def crawl_lock(self) -> Path:
        return self.path / "crawl.lock"

    @property
    def annotate_lock(self) -> Path:
        return self.path / "annotate.lock"

    def exists(self) -> bool:
        return self.database.exists()

    def create(self) -> None:
        """Make the directory and both databases, or bring their schemas up to date."""
        self.path.mkdir(parents=True, exist_ok=True)
        for path, schema in ((self.database, migrations.roxham), (self.archive, migrations.archive)):
            database = _open(path)
            try:
                _migrate(database, schema)
            finally:
                database.close()

    def open(self) -> Database:
        """The published database, its schema up to date. Raises HomeError where there is none."""
        if not self.exists():
            raise HomeError(
                f"{self.path} is no Roxham home: it has no {self.database.name}. Make one with 'roxham init'."
            )
        database = _open(self.database)
        _migrate(database, migrations.roxham)
        return database

    def open_archive(self) -> Database:
        """The evidence. It is committed before what is derived from it."""
        database = _open(self.archive)
        _migrate(database, migrations.archive)
        return database


def _open(path: Path) -> Database:
    # Autocommit mode: transactions begin where `transaction` says so and nowhere else.
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = wal")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise HomeError(f"{path}: {error}") from error
    connection.execute("PRAGMA synchronous = normal")
    connection.execute("PRAGMA foreign_keys = on")
    return Database(connection)


def _migrate(database: Database, schema: Migrations) -> None:
    if schema.pending(database):
        with transaction(database):
            schema.apply(database)
    if schema is migrations.roxham and not views.up_to_date(database):
        with transaction(database):
            views.create(database)


@contextmanager
def transaction(database: Database) -> Iterator[None]:
    """All or nothing, begun with the write lock, so that two writers wait for each other and never fail half-way."""
    if database.conn.in_transaction:
        with database.atomic():
            yield
        return
    database.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.rollback()
        raise
    database.commit()


def now() -> str:
    """The present instant, UTC, to the second: `2023-03-24T20:10:00+00:00`."""
    return datetime.now(UTC).isoformat(timespec="seconds")
