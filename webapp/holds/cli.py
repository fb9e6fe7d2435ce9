"""`relance held`."""

import click
from flask_babel import gettext

from webapp import commands
from webapp.commands import House
from webapp.holds import queries


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def held(house: House, as_json: bool) -> None:
    """Whom nobody is to contact before a person has settled a doubt."""
    with house.enter():
        found = queries.all_waiting()
        if as_json:
            rows = [
                {
                    "kind": one.of, "number": one.number, "name": one.name, "reason": one.why, "value": one.value,
                    "since": one.since.isoformat(), "code": one.reason, "column": one.column,
                }
                for one in found
            ]  # fmt: skip
            commands.answer({"held": rows})
            return
        for one in found:
            click.echo(f"{one.number or '-':<10}{one.name:<32}{one.why}")
        if not found:
            click.echo(gettext("Nothing is to be verified."))


COMMANDS = (held,)
