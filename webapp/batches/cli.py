"""`relance batch …`: what a batch is made of."""

from __future__ import annotations

from typing import Any

import click
from flask_babel import gettext, ngettext

from webapp import commands
from webapp.batches.actions import splitting
from webapp.batches.queries import find, lots, parts, rate, refusals
from webapp.commands import House, Refused
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


@batch.command()
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
    figures = rate.of(found, part)
    return {
        "batch": f"{found.number}-{part.number}" if part else found.number,
        "description": found.description,
        "type": found.type.code,
        "reminders": figures.reminders,
        "sent": figures.sent,
        "answered": figures.answered,
        "visited": figures.visited,
        "without_visit": figures.without_visit,
        "messages": lots.messages(found, part),
    }


@batch.command()
@click.argument("number")
@click.option("--max", "most", type=int, required=True, help="Reminders in a part, at most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def split(house: House, number: str, most: int, as_json: bool) -> None:
    """Cut batch NUMBER into parts of at most so many reminders; one client's stay together."""
    with house.enter():
        found, part = named(number)
        if part:
            raise Refused(refusals.split("part"))
        try:
            splitting.split(batch=found, most=most)
        except splitting.NotDivisible as error:
            raise Refused(refusals.split(error.code, error.number)) from error
        except splitting.Refused as error:
            raise Refused(refusals.split(error.code)) from error
        made = [(f"{found.number}-{row.part.number}", row.rate.reminders) for row in parts.of(found)]
        if as_json:
            document = [{"batch": name, "reminders": count} for name, count in made]
            commands.answer({"batch": found.number, "parts": document})
            return
        for name, count in made:
            click.echo(ngettext("%(name)s: %(num)d reminder", "%(name)s: %(num)d reminders", count, name=name))


COMMANDS = (batch,)
