"""Processes that read texts, so that reading uses every core and a text that kills its reader costs only itself.

This process imports no spaCy. It hands out batches, takes back what became of them, and is the one that writes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from db.errors import RoxhamError
from db.records import Event, Measure, TopicEntity
from nlp.texts import Reading, Text, UnreadableError, batches

TIME_LIMIT = 120.0
"""Seconds a batch may take, and as many again for each CHARACTERS of it; an article takes a tenth of a second."""
CHARACTERS = 100_000

STARTS = 3
"""How often in a row a process may die before it is ready to read."""

TRIES = 2
"""How often a text, alone, is given to a process that then dies: the first death may be somebody's `kill`."""

# A fresh interpreter: a fork would copy the open database.
_context = multiprocessing.get_context("spawn")


class WorkerError(RoxhamError):
    """No process that reads can be started. Raised in place of blaming the texts."""


T = TypeVar("T")


@dataclass(slots=True)
class _Task(Generic[T]):
    items: list[tuple[T, Text]]
    tries: int = 0


class Workers(Generic[T]):
    """Up to `number` processes, each started when there is a batch for it. Use it in `with`."""

    def __init__(
        self,
        number: int,
        entities: Sequence[TopicEntity],
        measures: Sequence[Measure],
        events: Sequence[Event],
        models: Mapping[str, str],
    ) -> None:
        self._workers: list[_Worker[T]] = [_Worker((entities, measures, events, models)) for _ in range(number)]

    def read(self, items: Iterable[tuple[T, Text]]) -> Iterator[list[tuple[T, Reading]]]:
        """Whose text it is, with what became of it: a batch at a time, in the order in which they are done.

        No more items are taken than the processes are at work on. Raises WorkerError, and the RoxhamError that a
        process raises.
        """
        coming = (_Task(batch) for batch in batches(items, lambda item: len(item[1].text)))
        again: deque[_Task[T]] = deque()
        starts = 0
        while True:
            for worker in self._workers:
                if worker.task is None and (task := again.popleft() if again else next(coming, None)):
                    worker.begin(task)
            busy = [worker for worker in self._workers if worker.task]
            if not busy:
                return
            wait([worker.connection for worker in busy], max(0.0, min(w.deadline for w in busy) - time.monotonic()))
            for worker in busy:
                task, ready = worker.task, worker.ready
                assert task is not None
                try:
                    readings = worker.answer()
                except _DiedError as error:
                    starts = 0 if ready else starts + 1
                    if starts == STARTS:
                        raise WorkerError(f"the process that reads the texts {error} before it could begin") from error
                    if not ready:
                        again.append(task)
                    elif len(task.items) > 1:
                        again.extend(_Task([item]) for item in task.items)
                    elif task.tries + 1 < TRIES:
                        again.append(_Task(task.items, task.tries + 1))
                    else:
                        yield [(task.items[0][0], UnreadableError(f"the process that read it {error}"))]
                else:
                    if readings is not None:
                        yield [(whose, reading) for (whose, _), reading in zip(task.items, readings, strict=True)]

    def __enter__(self) -> Workers[T]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()


class _DiedError(Exception):
    """How a process ended: `was killed by signal 9`."""


_Topic = tuple[Sequence[TopicEntity], Sequence[Measure], Sequence[Event], Mapping[str, str]]


class _Worker(Generic[T]):
    connection: Connection[Any, Any]

    def __init__(self, reader: _Topic) -> None:
        self._reader = reader
        self._process: BaseProcess | None = None
        self.task: _Task[T] | None = None
        self.ready = False
        """It has shown that it can read, so its death is something else than a broken installation."""
        self.deadline = 0.0

    def begin(self, task: _Task[T]) -> None:
        if self._process is None:
            ours, theirs = _context.Pipe()
            assert isinstance(ours, Connection)
            self.connection = ours
            self._process = _context.Process(target=_serve, args=(theirs, *self._reader), daemon=True)
            self._process.start()
            theirs.close()
        self.task = task
        texts = [text for _, text in task.items]
        self.deadline = time.monotonic() + TIME_LIMIT * (1 + sum(len(text.text) for text in texts) / CHARACTERS)
        with suppress(OSError):  # it has died: `answer` finds out
            self.connection.send(texts)

    def answer(self) -> list[Reading] | None:
        """What it has read, or None while it is at work. Raises _DiedError, and what the process raised."""
        try:
            if self.connection.poll():
                answer = self.connection.recv()
            elif time.monotonic() > self.deadline:
                self.stop()
                raise _DiedError(f"took more than {TIME_LIMIT:g} seconds")
            else:
                return None
        except (EOFError, OSError) as error:
            raise _DiedError(self._ended()) from error
        if answer == "ready":
            self.ready = True
            return None
        self.task = None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _ended(self) -> str:
        assert self._process is not None
        self._process.join(1)
        code = self._process.exitcode
        self.stop()
        return f"was killed by signal {-code}" if code is not None and code < 0 else f"ended with exit code {code}"

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self.connection.close()
        self._process = self.task = None
        self.ready = False


def _serve(
    connection: Connection[Any, Any],
    entities: Sequence[TopicEntity],
    measures: Sequence[Measure],
    events: Sequence[Event],
    models: Mapping[str, str],
) -> None:
    """A worker's life: one batch after the other until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the one that writes ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    reader = None
    try:
        while True:
            texts = connection.recv()
            if reader is None:
                # Only now: whoever sends the first batch does not wait for spaCy.
                from nlp.pipeline import Reader

                reader = Reader(entities, measures, models, events=events)
                connection.send("ready")
            try:
                connection.send(list(reader.read(texts)))
            except RoxhamError as error:
                connection.send(error)
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    """In the midst of a text as well, and however the parent ended."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
