"""What the home's database says of its sources and runs."""

from __future__ import annotations

from contextlib import closing

from db.store import runs
from db.store.connection import Home
from roxham.passes import Crawled, report_crawl
from roxham.terminal import Terminal


def show_status(home: Home, terminal: Terminal) -> None:
    """The last run as its summary told it, and a row a source with the state of `source_health`."""
    with closing(home.open()) as database:
        run = runs.last_run(database)
        health = list(database.query("select * from source_health where enabled order by state = 'ok', source_id"))
        sources = runs.run_summary(database, run["id"]) if run else []
    if run:
        terminal.say(f"run {run['id']} ({run['trigger']}), {run['started_at']}")
        report_crawl(terminal, Crawled(run, sources))
        terminal.say("")
    else:
        terminal.say("no run yet: 'roxham run' makes the first")
    columns = {
        "source_id": "source",
        "state": "state",
        "articles": "articles",
        "last_success_at": "last success",
        "next_due": "next due",
        "last_reason": "why",
    }
    terminal.table(health, columns)
    terminal.result({"run": run, "run_sources": sources, "sources": health})
