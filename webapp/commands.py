"""What the command of a room may ask of the house above it, without knowing it.

`webapp.cli` puts a `House` on click's context; a room's command takes it with `@click.pass_obj`:

    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    @click.pass_obj
    def backup(house: House, as_json: bool) -> None:
        with house.enter() as app:
            ...
            commands.answer({"file": "..."}) if as_json else click.echo("...")
"""

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask
from flask_babel import gettext

from webapp import clock


@dataclass(frozen=True)
class House:
    """The application, for a command.

    `enter(data=None, prepare=True)` is a context manager: the application of one data directory, its context entered,
    its language the clinic's; a fault of the installation ends the command with a sentence. `prepare=False` leaves the
    database as it is. `serve(app, host=…, port=…, tls=None, worker=True, announce=None)` serves until told to stop.
    """

    enter: Callable[..., AbstractContextManager[Flask]]
    serve: Callable[..., None]


class Refused(click.ClickException):
    """A refusal: one sentence on standard error, and a status that is not zero."""

    def __init__(self, message: object, exit_code: int = 1) -> None:
        super().__init__(str(message))
        self.__dict__["exit_code"] = exit_code

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), err=True)


def answer(document: object) -> None:
    """The one JSON document that `--json` prints."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def at_a_terminal() -> bool:
    """Whether somebody is there to answer a question."""
    return bool(sys.stdin and sys.stdin.isatty())


def moment(written: str, timezone: ZoneInfo) -> datetime:
    """As `--at` takes it: by the clinic's clock, unless it names its own zone. Raises Refused."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise Refused(gettext("“%(at)s” is no moment; it must look like 2026-03-05T09:00.", at=written)) from error
    if found.tzinfo is None:
        return clock.instant(found.date(), found.time(), timezone)
    return found
