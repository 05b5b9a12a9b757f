"""One crawl, in a process of its own: Twisted's reactor can't be started twice in one.

`run_crawl` starts `python -m crawler.run HOME RUN_ID …` and hands on the events it writes, one JSON object a line.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

from db.store.connection import Home

Event = dict[str, object]
"""`event` is `visit`, with source, kind, url, outcome, reason and headline; `check`, with what `crawler.items.Check`
says of a source; or, at the end, `closed`, with reason (`finished`, `shutdown` …), requests, bytes and read (how many
bodies were parsed)."""

FINISHED = 0
FAILED = 1
"""The crawl itself broke off; stderr says why. Pages that failed are outcomes, not failures of the crawl."""
INTERRUPTED = 3
"""SIGINT or SIGTERM: what was begun was finished, what was leased is due again."""


def run_crawl(
    home: Home,
    run_id: int,
    *,
    contact: str,
    ignore_due: bool = False,
    source_id: str | None = None,
    progress: Callable[[Event], None] | None = None,
    log_level: str = "ERROR",
    settings: Mapping[str, object] | None = None,
) -> int:
    """Crawl what is due in `home` for the run `run_id`; return FINISHED, FAILED, INTERRUPTED or, killed, -signal.

    `contact` (web or e-mail address) goes into the User-Agent. `settings` override `crawler.settings`.
    Raises ValueError without a contact. An exception, Ctrl-C included, is raised once the crawl has come to a good
    end.
    """
    if not contact.strip():
        raise ValueError("a crawl needs a contact, a web or e-mail address, for its User-Agent")
    options = ["--all"] if ignore_due else []
    options += ["--source", source_id] if source_id else []
    return _run([str(home.path.absolute()), str(run_id), *options], contact, log_level, settings, progress)


def run_check(
    home: Home,
    sources: Iterable[str],
    *,
    contact: str,
    progress: Callable[[Event], None],
    log_level: str = "ERROR",
    settings: Mapping[str, object] | None = None,
) -> int:
    """Ask each of the sources (their ids) for its listing and one page, storing nothing; returns as `run_crawl`."""
    options = [word for source in sources for word in ("--check", source)]
    return _run([str(home.path.absolute()), "0", *options], contact, log_level, settings, progress)


def _run(
    arguments: list[str],
    contact: str,
    log_level: str,
    settings: Mapping[str, object] | None,
    progress: Callable[[Event], None] | None,
) -> int:
    command = [sys.executable, "-P", "-m", "crawler.run", *arguments, "--contact", contact, "--log-level", log_level]
    for name, value in (settings or {}).items():
        command += ["--set", f"{name}={json.dumps(value)}"]
    # Its stdin is a pipe nobody writes to: when it closes, we are gone, and the crawl ends itself. It has a session of
    # its own: Ctrl-C reaches us alone, and we pass it on once. Told twice, Scrapy drops everything.
    with subprocess.Popen(  # noqa: S603 (our own interpreter and module, no shell)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if progress is not None:
                    progress(json.loads(line))
        except BaseException:
            process.terminate()
            for _ in process.stdout:  # what it is doing, it finishes
                pass
            raise
        return process.wait()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="crawler.run", description="One crawl; its events go to stdout.")
    parser.add_argument("home")
    parser.add_argument("run_id", type=int)
    parser.add_argument("--contact", required=True)
    parser.add_argument("--all", action="store_true", dest="ignore_due", help="also what is not due")
    parser.add_argument("--source", help="only this source")
    parser.add_argument("--check", action="append", default=[], metavar="SOURCE", help="store nothing, check these")
    parser.add_argument("--log-level", default="ERROR")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=JSON", help="override a setting")
    options = parser.parse_args(arguments)
    # What any library prints must not get between the events.
    events = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if not sys.stdin.isatty():
        threading.Thread(target=_end_with_parent, daemon=True).start()
    overrides = {name: json.loads(value) for name, _, value in (pair.partition("=") for pair in options.set)}
    return crawl(
        options.home,
        options.run_id,
        contact=options.contact,
        ignore_due=options.ignore_due,
        source_id=options.source,
        check=options.check,
        events=events,
        settings={"LOG_LEVEL": options.log_level} | overrides,
    )


def crawl(
    home: str,
    run_id: int,
    *,
    contact: str,
    ignore_due: bool = False,
    source_id: str | None = None,
    check: Sequence[str] = (),
    events: int | None = None,
    settings: Mapping[str, object] | None = None,
) -> int:
    """Crawl in this process, which can do so once; `events` is a file descriptor to write them to.

    With `check`, look at these sources and store nothing.

    Returns FINISHED, FAILED or INTERRUPTED.
    """
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.spiders.check import CheckSpider
    from crawler.spiders.frontier import FrontierSpider

    merged = Settings()
    merged.setmodule("crawler.settings", priority="project")
    agent = f"{merged['USER_AGENT']} (+{contact})"
    merged.setdict({"USER_AGENT": agent, "EVENTS_FD": events, **(settings or {})}, priority="cmdline")
    process = AsyncCrawlerProcess(merged)
    # At the level of its handler, Scrapy makes a record of every request for nobody.
    logging.getLogger("scrapy").setLevel(merged["LOG_LEVEL"])
    crawler = process.create_crawler(CheckSpider if check else FrontierSpider)
    # What was imported stays: the collector need not look through it, nor run for every few requests. A fifth of the
    # CPU of an unchanged page, measured.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    if check:
        process.crawl(crawler, home=home, sources=list(check))
    else:
        process.crawl(crawler, home=home, run_id=run_id, ignore_due=ignore_due, source_id=source_id)
    process.start()
    spider = crawler.spider
    reason = spider.finish_reason if isinstance(spider, FrontierSpider | CheckSpider) else None
    if process.bootstrap_failed or reason not in ("finished", "shutdown") or crawler.stats.get_value("not_recorded"):
        return FAILED
    return FINISHED if reason == "finished" else INTERRUPTED


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(FAILED)  # at once: a crawl may be killed at any moment and loses nothing


if __name__ == "__main__":
    sys.exit(main())
