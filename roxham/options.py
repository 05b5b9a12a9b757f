"""What all commands have in common: their flags, the home and topic that these lead to, and how errors are told."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from db.records import Topic
    from db.store.connection import Home
    from roxham.terminal import Terminal

DEFAULT_TOPIC = "safe-third-country"
FAILED = 1


@dataclass
class Common:
    """The flags that every command takes, before or after its name."""

    home: str | None = None
    topic: str | None = None
    json: bool = False
    quiet: bool = False
    verbose: bool = False

    def home_at(self, default: str) -> Home:
        from db.store.connection import Home

        return Home(Path(self.home or default))

    def ready_home(self) -> Home:
        """The home, made and loaded with its topic if it is new; its topic loaded again where --topic is given."""
        from roxham import passes

        home = self.home_at(os.environ.get("ROXHAM_HOME") or "roxham-data")
        if self.topic or not home.exists():
            passes.init(home, self.load_topic())
        return home

    def load_topic(self) -> Topic:
        from roxham.topic import load_topic

        return load_topic(self.topic or DEFAULT_TOPIC)

    def terminal(self) -> Terminal:
        from roxham.terminal import Terminal

        return Terminal(json=self.json, quiet=self.quiet)


pass_common = click.make_pass_decorator(Common, ensure=True)


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    def keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
        if value not in (None, False):
            setattr(context.ensure_object(Common), str(parameter.name), value)

    def option(*names: str, **settings: Any) -> Callable[..., Any]:
        return click.option(*names, callback=keep, expose_value=False, **settings)

    for decorate in (
        option("--verbose", is_flag=True, help="Say more: Scrapy's log, and where an error comes from."),
        option("--quiet", is_flag=True, help="Say nothing but errors."),
        option("--json", is_flag=True, help="Print the result as JSON."),
        option("--topic", metavar="NAME|FILE", help=f"A shipped topic or a topic file.  [default: {DEFAULT_TOPIC}]"),
        option("--home", metavar="DIR", help="Where the databases are.  [default: $ROXHAM_HOME or roxham-data]"),
    ):
        command = decorate(command)
    return command


class Group(click.Group):
    """Commands in the order they are written, and errors of ours as one line in place of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        from db.errors import RoxhamError

        try:
            return super().invoke(ctx)
        except RoxhamError as error:
            if ctx.ensure_object(Common).verbose:
                raise
            click.echo(f"roxham: {error}", err=True)
            ctx.exit(error.exit_code)
