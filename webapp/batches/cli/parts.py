"""`relance batch split`: a batch cut into parts."""

import click
from flask_babel import ngettext

from webapp import commands, filters
from webapp.batches.actions import splitting
from webapp.batches.cli import named
from webapp.batches.queries import lots, refusals
from webapp.batches.rules.parts import SplitRefused
from webapp.commands import House, Refused


@click.command()
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
        except SplitRefused as error:
            raise Refused(refusals.split(error.code, error.number)) from error
        made = [(filters.lot_number(found, row.part), row.rate.reminders) for row in lots.parts_of(found)]
        if as_json:
            document = [{"batch": name, "reminders": count} for name, count in made]
            commands.answer({"batch": found.number, "parts": document})
            return
        for name, count in made:
            click.echo(ngettext("%(name)s: %(num)d reminder", "%(name)s: %(num)d reminders", count, name=name))


BATCH_COMMANDS = (split,)
