"""`roxham backfill`: what the topic's outlets said in weeks past, from the captures of a web archive."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from db.errors import RoxhamError
from roxham.options import FAILED, Common, common, pass_common

if TYPE_CHECKING:
    from db.records import Source, Topic

OUTLETS = ("news", "wire", "broadcaster")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="First day of the captures.")
@click.option("--to", "last", type=DAY, required=True, help="Last day of the captures.")
@click.option("--source", "names", multiple=True, metavar="ID", help="Only this outlet; may be given more than once.")
@click.option("--archive", default="https://web.archive.org", show_default=True, help="An archive with a CDX server.")
@common
@pass_common
def backfill(common: Common, first: datetime, last: datetime, names: tuple[str, ...], archive: str) -> None:
    """Collect what outlets said between two days, from a web archive: as pages of that day, with its versions.

    Asks for captures whose address names a term of the topic, one at a time and slowly. Stopped, and called again, it
    goes on. `roxham annotate` reads what it stored.
    """
    from db.store.topics import add_source, load_topic
    from roxham import passes

    if last < first:
        raise click.BadParameter("ends before it begins", param_hint="--to")
    home, terminal = common.ready_home(), common.terminal()
    with closing(home.open()) as database:
        sources = list(archived(load_topic(database), first.date(), last.date(), names, archive))
        for source in sources:
            add_source(database, source)
    found: list[dict[str, Any]] = []
    broken = False
    for source in sources:
        terminal.say(f"{source.name}:")
        crawled = passes.crawl(home, terminal, trigger="backfill", source=source.id, verbose=common.verbose)
        passes.report_crawl(terminal, crawled)
        found.append(crawled.as_json())
        broken = broken or crawled.broken
    terminal.result(found)
    if broken:
        raise SystemExit(FAILED)


def archived(topic: Topic, first: date, last: date, names: tuple[str, ...], archive: str) -> list[Source]:
    """The topic's outlets as an archive has them, one for each site. Raises RoxhamError for an unknown name."""
    from crawler.identity import site_of
    from crawler.wayback import MOST_CAPTURES, query

    if unknown := set(names) - {source.id for source in topic.sources}:
        raise RoxhamError(f"no source '{min(unknown)}' in the topic '{topic.id}': see 'roxham sources'")
    terms = [term.term for term in topic.terms if 2 * term.weight >= topic.threshold and not term.needs]
    sites: dict[str, Source] = {}
    for source in topic.sources:
        if source.kind != "wayback" and (source.id in names or (not names and source.publisher_kind in OUTLETS)):
            sites.setdefault(site_of(source.url), source)
    host = urlsplit(archive).hostname or ""
    return [
        replace(
            source,
            id=f"wayback-{source.id}-{first:%Y%m%d}-{last:%Y%m%d}",
            name=f"{source.name}, archived {first} to {last}",
            kind="wayback",
            url=query(archive, site, first, last, terms),
            enabled=True,
            options={"max_new_urls": MOST_CAPTURES, "address": host},
        )
        for site, source in sites.items()
    ]
