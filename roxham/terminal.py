"""What the command prints: results on stdout, progress and errors on stderr; plain text when not on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table


class Bar(Protocol):
    """Progress of one piece of work."""

    def started(self, total: int | None) -> None: ...

    def advanced(self, text: str | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Terminal:
    json: bool = False
    quiet: bool = False

    def say(self, text: str) -> None:
        if not self.quiet and not self.json:
            _console().print(text, highlight=False, markup=False, soft_wrap=True)

    def error(self, text: str) -> None:
        Console(stderr=True).print(text, style="red", highlight=False, markup=False, soft_wrap=True)

    def result(self, value: Any) -> None:
        """The machine-readable result: printed with --json only."""
        if self.json:
            print(json.dumps(value, ensure_ascii=False))  # noqa: T201

    def table(self, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
        """A row a mapping, a column a key with its heading; a tab-separated line a row when not on a terminal."""
        if self.quiet or self.json:
            return
        console = _console()
        if not console.is_terminal:
            for line in [list(columns.values()), *([_cell(row[key]) for key in columns] for row in rows)]:
                print("\t".join(line))  # noqa: T201
            return
        table = Table(box=None, header_style="bold", pad_edge=False)
        for key, heading in columns.items():
            numeric = all(isinstance(row[key], int | float) for row in rows)
            table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
        for row in rows:
            table.add_row(*(_cell(row[key]) for key in columns))
        console.print(table, highlight=False, markup=False)

    @contextmanager
    def progress(self, doing: str) -> Iterator[Bar]:
        """A bar on a terminal; else one line when the work starts."""
        console = Console(stderr=True)
        if self.quiet or not console.is_terminal:
            yield _PlainBar(doing, self.quiet)
            return
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[text]}", style="dim"),
        )
        with Progress(*columns, console=console, transient=True) as progress:
            yield _RichBar(progress, doing)


class _PlainBar:
    def __init__(self, doing: str, quiet: bool) -> None:
        self.doing, self.quiet = doing, quiet

    def started(self, total: int | None) -> None:
        if not self.quiet:
            Console(stderr=True).print(
                f"{self.doing}{'' if total is None else f': {total}'}", highlight=False, markup=False
            )

    def advanced(self, text: str | None = None) -> None:
        pass


class _RichBar:
    def __init__(self, progress: Progress, doing: str) -> None:
        self.progress = progress
        self.task = progress.add_task(doing, total=None, text="")

    def started(self, total: int | None) -> None:
        self.progress.update(self.task, total=total)

    def advanced(self, text: str | None = None) -> None:
        self.progress.advance(self.task)
        if text:
            # Brackets in a URL are not rich's markup.
            self.progress.update(self.task, text=text.replace("[", "\\["))


def _console() -> Console:
    return Console()


def _cell(value: object) -> str:
    return "" if value is None else str(value)
