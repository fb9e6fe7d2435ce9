"""The `relance` command. Every command creates or migrates the data directory that it needs.

A command brings its room with it when it is called, not before: of all the others only the names are known here.
"""

import io
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from webapp.later import Later

commands, secrets, serving = Later("webapp.commands"), Later("webapp.secrets"), Later("webapp.serving")

# Command → where it stands, among the COMMANDS of that module.
ROOMS = {
    "answers": "webapp.reminders.cli",
    "backup": "webapp.clinic.cli",
    "batch": "webapp.batches.cli",
    "check": "webapp.clinic.cli",
    "demo": "webapp.demo.cli",
    "forecast": "webapp.outbox.cli",
    "held": "webapp.holds.cli",
    "import": "webapp.imports.cli.files",
    "init": "webapp.clinic.cli",
    "links": "webapp.imports.cli.links",
    "mailing": "webapp.mailings.cli",
    "password": "webapp.staff.cli",
    "reindex": "webapp.search.cli",
    "restore": "webapp.clinic.cli",
    "sending": "webapp.outbox.cli",
    "serve": "webapp.serving",
    "sms-parts": "webapp.message_templates.cli",
    "tick": "webapp.sender.cli",
    "worker": "webapp.serving",
}
# What is done with a batch, in its own room and in others, among their BATCH_COMMANDS.
OF_BATCH = {
    "count": "webapp.batches.cli.making",
    "export": "webapp.letters.cli",
    "generate": "webapp.batches.cli.making",
    "labels": "webapp.letters.cli",
    "letters": "webapp.letters.cli",
    "posted": "webapp.letters.cli",
    "send": "webapp.mailings.cli",
    "show": "webapp.batches.cli.show",
    "split": "webapp.batches.cli.parts",
}


class Rooms(click.Group):
    """A group whose commands stand in rooms that are not read before they are asked for."""

    def __init__(self, *given: Any, rooms: Mapping[str, str], among: str = "COMMANDS", **more: Any) -> None:
        super().__init__(*given, **more)
        self.rooms, self.among = rooms, among

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.rooms, *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.rooms and cmd_name not in self.commands:
            found = getattr(import_module(self.rooms[cmd_name]), self.among)
            command: click.Command = next(each for each in found if each.name == cmd_name)
            self.add_command(_with_others(command) if cmd_name == "batch" else command)
        return super().get_command(ctx, cmd_name)


def _with_others(batch: Any) -> click.Command:
    return Rooms("batch", rooms=OF_BATCH, among="BATCH_COMMANDS", help=batch.help)


@click.group(cls=Rooms, rooms=ROOMS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="relance")
@click.pass_context
def main(context: click.Context) -> None:
    """Reminders for a veterinary clinic."""
    secrets.keep_to_ourselves()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    context.obj = commands.House(enter=_enter, serve=_serve)


def _enter(**given: Any) -> Any:
    return serving.enter(**given)


def _serve(*given: Any, **more: Any) -> None:
    serving.serve_pages(*given, **more)


if __name__ == "__main__":
    sys.exit(main())
