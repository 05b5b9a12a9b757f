"""The `roxham` command: parses what was asked and hands it on. Imports are inside the commands: --help stays quick."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from roxham.backfill import backfill
from roxham.corrections import correct
from roxham.options import FAILED, Common, Group, common, pass_common
from roxham.schedule import schedule
from roxham.sources import sources


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="roxham")
@common
def main() -> None:
    """News and documents on one topic, and every figure in them: who said it, of what, for when, and what changed."""


@main.command()
@common
@pass_common
def init(common: Common) -> None:
    """Make a home and load its topic. Again: load the changed topic; what was collected and corrected stays."""
    from roxham import passes

    home = common.home_at(os.environ.get("ROXHAM_HOME") or "roxham-data")
    topic = common.load_topic()
    passes.init(home, topic)
    terminal = common.terminal()
    counts = {name: len(getattr(topic, name)) for name in ("terms", "entities", "measures", "events", "sources")}
    terminal.say(f"{home.path}: {topic.name}\n" + ", ".join(f"{n} {name}" for name, n in counts.items()))
    terminal.result({"home": str(home.path), "topic": topic.id, **counts})


@main.command()
@click.option("--port", default=8001, show_default=True, help="Where the pages are served.")
@click.option("--newsroom-port", type=int, help="First of the sample outlets' ports.  [default: as before, or 8110]")
@click.option("--no-serve", is_flag=True, help="End when everything is collected and read.")
@common
@pass_common
def demo(common: Common, port: int, newsroom_port: int | None, no_serve: bool) -> None:
    """The whole of Roxham on a sample newsroom, offline, in a home of its own (roxham-demo)."""
    from roxham.demo.tour import tour

    tour(common.home_at("roxham-demo"), common.load_topic(), common.terminal(), port, newsroom_port, serve=not no_serve)


@main.command()
@click.option("--trigger", default="manual", help="Who started it: recorded with the run.")
@common
@pass_common
def run(common: Common, trigger: str) -> None:
    """One pass over what is due: crawl, then annotate. Safe to call at any time; a second one at once is refused."""
    from roxham import passes

    terminal, home = common.terminal(), common.ready_home()
    with passes.lock(home):
        crawled = passes.crawl(home, terminal, trigger=trigger, verbose=common.verbose)
        annotated = passes.annotate(home, terminal)
    passes.report_crawl(terminal, crawled)
    passes.report_annotation(terminal, annotated)
    terminal.result({"crawl": crawled.as_json(), "annotate": annotated})
    sys.exit(FAILED if crawled.broken else 0)


@main.command()
@click.option("--all", "ignore_due", is_flag=True, help="Also what is not due yet.")
@click.option("--source", metavar="NAME", help="Only this source.")
@click.option("--rescore", is_flag=True, help="Fetch nothing: decide again by the topic's terms on what is archived.")
@common
@pass_common
def crawl(common: Common, ignore_due: bool, source: str | None, rescore: bool) -> None:
    """Fetch what is due from the topic's sources."""
    from dataclasses import asdict

    from roxham import passes

    terminal, home = common.terminal(), common.ready_home()
    if rescore:
        if ignore_due or source:
            raise click.UsageError("--rescore decides on everything: it goes with neither --all nor --source")
        rescored = passes.rescore(home, terminal)
        passes.report_rescore(terminal, rescored)
        terminal.result(asdict(rescored))
        sys.exit(FAILED if rescored.failed else 0)
    crawled = passes.crawl(home, terminal, ignore_due=ignore_due, source=source, verbose=common.verbose)
    passes.report_crawl(terminal, crawled)
    terminal.result(crawled.as_json())
    sys.exit(FAILED if crawled.broken else 0)


@main.command()
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes that read.  [default: a core each, at most 4]"
)
@common
@pass_common
def annotate(common: Common, workers: int | None) -> None:
    """Read what was stored and not read yet: entities, figures, quotes, dates."""
    from roxham import passes

    terminal = common.terminal()
    annotated = passes.annotate(common.ready_home(), terminal, workers)
    passes.report_annotation(terminal, annotated)
    terminal.result(annotated)
    sys.exit(FAILED if annotated["failed"] else 0)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True)
@common
@pass_common
def serve(common: Common, host: str, port: int) -> None:
    """Publish the database with Datasette."""
    from db.web.serve import serve as serve_home

    terminal = common.terminal()
    serve_home(common.ready_home(), host, port, ready=lambda address: terminal.say(f"{address}  (stop with Ctrl-C)"))


@main.command()
@common
@pass_common
def status(common: Common) -> None:
    """The last run, and each source: when it was last read, what it gave, what is wrong."""
    from roxham.status import show_status

    show_status(common.ready_home(), common.terminal())


main.add_command(schedule)
main.add_command(sources)
main.add_command(backfill)


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--source", metavar="ID", help="The topic's source they are from: its options say how tables are read.")
@common
@pass_common
def import_(common: Common, paths: tuple[Path, ...], source: str | None) -> None:
    """Store pages, documents and tables, or folders of them. They are scored for relevance and never rejected."""
    from roxham import passes

    terminal = common.terminal()
    imported = passes.import_paths(common.ready_home(), terminal, paths, source)
    terminal.result(imported)
    sys.exit(FAILED if imported["failed"] else 0)


@main.command()
@common
@pass_common
def extract(common: Common) -> None:
    """Filter: {"id", "url", "html" or "path"} a line -> headline, text, authors, dates, language …

    The exit code is the number of lines that could not be read, at most 100.
    """
    from roxham.filters import extract_lines, filter_lines

    sys.exit(filter_lines(sys.stdin.buffer, extract_lines, needs=("html", "path")))


@main.command()
@common
@pass_common
def analyze(common: Common) -> None:
    """Filter: {"id", "text", "date", "language", "country"} a line -> figures, entities, quotes, dates.

    The names and measures are the topic's, or with --home those of that home, corrections included. The exit code is
    the number of lines that could not be read, at most 100.
    """
    from roxham.filters import analyze_with, filter_lines

    if common.home and not common.topic:
        from db.store.topics import load_topic

        topic = load_topic(common.ready_home().open())
    else:
        topic = common.load_topic()
    sys.exit(filter_lines(sys.stdin.buffer, analyze_with(topic), needs=("text",)))


main.add_command(correct)


@main.group("eval")
def eval_() -> None:
    """How well texts are read, measured on gold."""


@eval_.command("figures")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@common
@pass_common
def eval_figures(common: Common, files: tuple[Path, ...]) -> None:
    """Figures against gold FILES (JSON Lines), or the gold in Roxham's source: precision, recall, F1."""
    from roxham.evaluate import evaluate_figures, rows_of

    terminal = common.terminal()
    evaluations = evaluate_figures(files, common.load_topic())
    languages = {language: f"F1 {language}" for language in evaluations if language != "all"}
    terminal.table(rows_of(evaluations), {"what": "figures", "p": "P", "r": "R", "f1": "F1", **languages})
    whole = evaluations["all"]
    of_value = whole.found["value"]
    terminal.say(f"texts: {whole.texts}, figures in gold: {of_value.gold}, read: {of_value.predicted}")
    terminal.result({name: evaluation.as_json() for name, evaluation in evaluations.items()})


@main.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def scrapy(arguments: tuple[str, ...]) -> None:
    """Hand over to Scrapy with Roxham's settings, from any folder."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    from scrapy.cmdline import execute

    execute(["scrapy", *arguments])
