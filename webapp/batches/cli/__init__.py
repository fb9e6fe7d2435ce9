"""`relance batch …`: the group; its commands stand in files of their own, and in the rooms above."""

import click

from webapp.batches.queries import find
from webapp.commands import Refused
from webapp.models import Batch, BatchPart


@click.group()
def batch() -> None:
    """Batches of reminders: count, generate, split, show, send, print, export."""


def named(number: str) -> tuple[Batch, BatchPart | None]:
    """The batch, and the part where one is named. Raises Refused."""
    try:
        return find.by_number(number)
    except find.NoSuchBatch as error:
        raise Refused(error.sentence) from error


COMMANDS = (batch,)
