"""A process pool in which a task that hangs or crashes costs only itself.

`concurrent.futures.ProcessPoolExecutor` can't stop a task that hangs, and one crash breaks it for all tasks.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

START_LIMIT = 60.0
"""Seconds a worker may take to start on a busy machine."""

# A fresh interpreter: a fork would copy the reactor, its threads and the open databases.
_context = multiprocessing.get_context("spawn")


class WorkerError(RuntimeError):
    """The task's process died or took too long; the task's own exceptions are raised as they are."""


class WorkerPool:
    """Runs functions in `workers` processes, each started with its first task and given `time_limit` seconds a task.

    Close it, or use it in `with`.
    """

    def __init__(self, workers: int, time_limit: float) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="worker")
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()  # the warm one first
        self._workers = [_Worker(time_limit) for _ in range(workers)]
        for worker in self._workers:
            self._idle.put(worker)

    def submit(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The future's exception is what the task raised, or WorkerError. Function and arguments are pickled."""
        return self._threads.submit(self._run, task, args, kwargs)

    def _run(self, task: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        worker = self._idle.get()
        try:
            return worker.run(task, args, kwargs)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """Stop at once; what has not begun is cancelled."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    def __init__(self, time_limit: float) -> None:
        self._time_limit = time_limit
        self._process: BaseProcess | None = None
        self._connection: Connection[Any, Any] | None = None

    def run(self, task: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        connection = self._connection or self._start()
        succeeded: bool
        result: Any
        try:
            connection.send((task, args, kwargs))
            if connection.poll(self._time_limit):
                succeeded, result = connection.recv()
            else:
                self.stop()
                succeeded, result = False, WorkerError(f"took longer than {self._time_limit:g} seconds")
        except (EOFError, OSError) as error:
            raise WorkerError(f"crashed the process that read it{self._ended()}") from error
        except Exception as error:
            raise WorkerError(f"gave an answer that can't be read: {type(error).__name__}: {error}") from error
        if not succeeded:
            raise result
        return result

    def _start(self) -> Connection[Any, Any]:
        ours, theirs = multiprocessing.Pipe()
        assert isinstance(ours, Connection)
        self._connection = ours
        # A daemon: the interpreter stops it when it exits. After kill -9 the worker's pipe closes, and it ends itself.
        self._process = _context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        if not ours.poll(START_LIMIT) or ours.recv() != "ready":
            self.stop()
            raise WorkerError(f"could not start within {START_LIMIT:g} seconds")
        return ours

    def _ended(self) -> str:
        process = self._process
        if process is None:
            return ""
        process.join(1)
        code = process.exitcode
        self.stop()
        return f" (signal {-code})" if code is not None and code < 0 else f" (exit code {code})"

    def stop(self) -> None:
        # One that is only being started finds its pipe closed, and ends itself.
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def _serve(connection: Connection[Any, Any]) -> None:
    """The worker's life: one task after the other until the pipe closes."""
    os.nice(5)  # reading waits for the event loop, not the event loop for reading
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the crawl decides what is finished
    with suppress(EOFError, OSError):
        connection.send("ready")
        while True:
            task, args, kwargs = connection.recv()
            try:
                answer = (True, task(*args, **kwargs))
            except Exception as error:
                answer = (False, error)
            try:
                connection.send(answer)
            except (pickle.PicklingError, AttributeError, TypeError) as error:
                connection.send((False, WorkerError(f"{type(error).__name__}: {error}")))
