"""`relance batch …`: what a batch is made of."""

from __future__ import annotations

import click


@click.group()
def batch() -> None:
    """Batches of reminders: count, generate, split, show, send, print, export."""


COMMANDS = (batch,)
