"""`relance batch show`: what a batch has given."""

from typing import Any

import click
from flask_babel import gettext

from webapp import commands, filters
from webapp.batches.cli import named
from webapp.batches.queries import lots, rate
from webapp.commands import House
from webapp.models import Batch, BatchPart


@click.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def show(house: House, number: str, as_json: bool) -> None:
    """Say what batch NUMBER (253, or a part: 253-2) has given."""
    with house.enter():
        found, part = named(number)
        document = _document(found, part)
        if as_json:
            commands.answer(document)
            return
        click.echo(", ".join(filter(None, [gettext("Batch %(number)s", number=document["batch"]), found.description])))
        for label, key in (
            (gettext("Reminders"), "reminders"),
            (gettext("Sent"), "sent"),
            (gettext("Answered"), "answered"),
            (gettext("Visited"), "visited"),
            (gettext("Without a visit"), "without_visit"),
        ):
            click.echo(f"{label:<20}{document[key]:>8}")
        for state, count in document["messages"].items():
            click.echo(f"  {state:<18}{count:>8}")


def _document(found: Batch, part: BatchPart | None) -> dict[str, Any]:
    figures = rate.rate_of(found, part)
    return {
        "batch": filters.lot_number(found, part) if part else found.number,
        "description": found.description,
        "type": found.type.code,
        "reminders": figures.reminders,
        "sent": figures.sent,
        "answered": figures.answered,
        "visited": figures.visited,
        "without_visit": figures.without_visit,
        "messages": lots.messages(found, part),
    }


BATCH_COMMANDS = (show,)
