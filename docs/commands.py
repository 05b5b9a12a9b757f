"""Prints docs/commands.md from the command's own help: `make docs` writes it, a test holds it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from roxham.cli import main

HEAD = """\
# Commands

Made from `roxham COMMAND --help` by `make docs`.

Every command takes `--home DIR`, `--topic NAME|FILE`, `--json`, `--quiet` and `--verbose`, before or after its name.
Results go to stdout, progress and errors to stderr. Not on a terminal, tables are tab-separated lines.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | something failed: a crawl, a file, a text; stderr names it |
| 1 to 100 | of the filters `extract` and `analyze`: so many lines could not be read |
| 2 | the command line is wrong |
| 75 | another `roxham run` is at work in this home (EX_TEMPFAIL: try again later) |
"""


def page() -> str:
    with click.Context(main, info_name="roxham", terminal_width=100) as context:
        return "\n".join([HEAD, *_commands(main, context, "##")])


def _commands(group: click.Group, context: click.Context, heading: str) -> Iterator[str]:
    for name, command in group.commands.items():
        with click.Context(command, info_name=name, parent=context, terminal_width=100) as inner:
            text = command.get_help(inner) if name != "scrapy" else f"{command.get_usage(inner)}\n\n{command.help}"
            yield f"{heading} {inner.command_path.removeprefix('roxham ')}\n\n```\n{text}\n```\n"
            if isinstance(command, click.Group):
                yield from _commands(command, inner, heading + "#")


if __name__ == "__main__":
    print(page(), end="")
