"""`roxham sources`: what the topic reads, how each source does, and what one would give."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from db.errors import RoxhamError
from roxham.options import FAILED, Common, Group, common, pass_common

if TYPE_CHECKING:
    from db.records import Source
    from db.store.connection import Home
    from roxham.terminal import Terminal

LISTED = {
    "id": "id",
    "enabled": "enabled",
    "kind": "kind",
    "language": "language",
    "country": "country",
    "articles": "articles",
    "last_success_at": "last success",
    "next_due": "next due",
    "url": "url",
}
CHECKED = {
    "source": "source",
    "found": "found",
    "newest": "newest",
    "words": "words",
    "score": "score",
    "headline": "headline",
    "problem": "problem",
}


@click.group(cls=Group, invoke_without_command=True)
@common
@click.pass_context
def sources(context: click.Context) -> None:
    """List the topic's sources: when each was last read, what it gave, and when it is due."""
    if context.invoked_subcommand is None:
        shared = context.ensure_object(Common)
        _list(shared.ready_home(), shared.terminal())


@sources.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--all", "every", is_flag=True, help="Also the sources that are not enabled.")
@common
@pass_common
def check(common: Common, names: tuple[str, ...], every: bool) -> None:
    """Ask sources for their listing and one page, and say what they would give. Nothing is stored."""
    home, terminal = common.ready_home(), common.terminal()
    found = _check(home, terminal, names, every=every, verbose=common.verbose)
    rows = [row | {key: row[key] if row[key] is not None else "" for key in CHECKED} for row in found]
    terminal.table(rows, CHECKED)
    terminal.result(found)
    if any(row["problem"] for row in found):
        raise SystemExit(FAILED)


def _list(home: Home, terminal: Terminal) -> None:
    from db.store.topics import load_sources

    with closing(home.open()) as database:
        health = {row["source_id"]: row for row in database.query("select * from source_health")}
        rows = [_row(source, health[source.id]) for source in load_sources(database)]
    shown = [row | {"enabled": "on" if row["enabled"] else "off"} for row in rows]
    terminal.table(shown, LISTED)
    terminal.result(rows)


def _row(source: Source, health: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "language": source.language,
        "country": source.country,
        "rights": source.rights,
        "enabled": source.enabled,
        "url": source.url,
        "state": health["state"],
        "articles": health["articles"],
        "last_success_at": health["last_success_at"],
        "next_due": health["next_due"],
    }


def _check(
    home: Home, terminal: Terminal, names: tuple[str, ...], *, every: bool, verbose: bool
) -> list[dict[str, Any]]:
    """What each source would give, in the topic's order. Raises RoxhamError for an unknown one, or if it broke off."""
    from crawler.run import FINISHED, run_check
    from db.store.topics import load_topic
    from roxham.passes import contact_of

    with closing(home.open()) as database:
        topic = load_topic(database)
    known = [source.id for source in topic.sources]
    if unknown := set(names) - set(known):
        raise RoxhamError(f"no source '{min(unknown)}' in the topic '{topic.id}': see 'roxham sources'")
    chosen = [source.id for source in topic.sources if (source.id in names if names else every or source.enabled)]
    found: dict[str, dict[str, Any]] = {}
    with terminal.progress("checking") as bar:
        bar.started(len(chosen))

        def told(event: dict[str, Any]) -> None:
            if event.pop("event") == "check":
                found[event["source"]] = event
                bar.advanced(event["source"])

        code = run_check(
            home, chosen, contact=contact_of(topic), progress=told, log_level="INFO" if verbose else "ERROR"
        )
    if code != FINISHED or found.keys() != set(chosen):
        raise RoxhamError(f"the check broke off after {len(found)} of {len(chosen)} sources")
    return [found[name] for name in chosen]
