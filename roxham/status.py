"""What the home's database says of its sources and runs."""

from __future__ import annotations

from contextlib import closing

from db.store import runs, topics
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


def show_sources(home: Home, terminal: Terminal) -> None:
    with closing(home.open()) as database:
        sources = topics.load_sources(database)
    rows = [
        {
            "id": source.id,
            "name": source.name,
            "kind": source.kind,
            "language": source.language,
            "country": source.country,
            "enabled": source.enabled,
            "url": source.url,
        }
        for source in sources
    ]
    shown = [row | {"enabled": "on" if row["enabled"] else "off"} for row in rows]
    terminal.table(shown, {key: key for key in ("id", "enabled", "kind", "language", "country", "url")})
    terminal.result(rows)
