"""`relance tick`, `relance forecast`."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
