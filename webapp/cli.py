"""The `relance` command. Every command creates or migrates the data directory that it needs."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any

import click
from flask import Flask

import config
from webapp.app import create_app

ROOMS = ("demo", "imports", "clinic", "staff")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="relance")
def main() -> None:
    """Reminders for a veterinary clinic."""


def load_app(**changes: Any) -> Flask:
    """The application of this data directory, for a command. A setting that cannot be used ends the command."""
    try:
        return create_app(config.load(**changes))
    except config.ConfigError as error:
        raise click.ClickException(str(error)) from error


for _room in ROOMS:
    if importlib.util.find_spec(f"webapp.{_room}") and importlib.util.find_spec(f"webapp.{_room}.cli"):
        for _command in importlib.import_module(f"webapp.{_room}.cli").COMMANDS:
            main.add_command(_command)


if __name__ == "__main__":
    sys.exit(main())
