"""Commands of `relance batch` that this room adds."""

from __future__ import annotations

import click

BATCH_COMMANDS: tuple[click.Command, ...] = ()
