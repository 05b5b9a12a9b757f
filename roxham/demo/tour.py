"""`roxham demo`: the newsroom on loopback, both its editions crawled and read, and the result served."""

from __future__ import annotations

from contextlib import closing

from db.errors import RoxhamError
from db.records import Topic
from db.store.connection import Home
from roxham import passes
from roxham.demo.newsroom import Newsroom
from roxham.terminal import Terminal

TRY = """\
Try:
  every claim about one question      {address}roxham/measures/irregular-crossings
  the number that was corrected       {address}roxham/changed_figures
  what was left out, and why          {address}roxham/decisions?kept=0
  the same from the command line      roxham status --home {home}"""


def tour(home: Home, topic: Topic, terminal: Terminal, port: int, newsroom_port: int | None, *, serve: bool) -> None:
    """Crawl edition 1 and then edition 2 of the newsroom, read, and serve until stopped.

    In a home that has seen both, edition 2 is crawled again and adds nothing. Raises RoxhamError for a home that
    holds anything else.
    """
    _refuse_other_content(home)
    home.path.mkdir(parents=True, exist_ok=True)
    with Newsroom(home.path, newsroom_port) as newsroom:
        passes.init(home, newsroom.topic(topic))
        editions = (1, 2) if _is_new(home) else (newsroom.edition,)
        results = []
        for edition in editions:
            newsroom.edition = edition
            terminal.say(f"Edition {edition} of the sample newsroom")
            crawled = passes.crawl(home, terminal, trigger="demo", ignore_due=True)
            passes.report_crawl(terminal, crawled)
            results.append(crawled.as_json())
            if crawled.broken:
                raise RoxhamError(f"run {crawled.run['id']} failed: see 'roxham status --home {home.path}'")
        annotated = passes.annotate(home, terminal)
        passes.report_annotation(terminal, annotated)
        terminal.result({"crawls": results, "annotate": annotated})
        if serve:
            _serve(home, terminal, port)


def _serve(home: Home, terminal: Terminal, port: int) -> None:
    from db.web.serve import serve

    def ready(address: str) -> None:
        terminal.say(f"\nOpen {address}  (stop with Ctrl-C)\n{TRY.format(address=address, home=home.path)}")

    serve(home, "127.0.0.1", port, ready=ready)


def _refuse_other_content(home: Home) -> None:
    if home.path.is_file():
        raise RoxhamError(f"{home.path} is a file: the demo needs a folder of its own (--home)")
    # A demo that was stopped before its first crawl leaves only the newsroom's own file.
    if not home.path.exists() or {path.name for path in home.path.iterdir()} <= {"newsroom.json"}:
        return
    if home.exists():
        with closing(home.open()) as database:
            if next(iter(database.query("select 1 from topic where sample")), None):
                return
    raise RoxhamError(f"{home.path} holds something else: the demo needs a home of its own (--home)")


def _is_new(home: Home) -> bool:
    with closing(home.open()) as database:
        return database.execute("select 1 from runs where state = 'finished'").fetchone() is None
