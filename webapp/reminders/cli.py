"""`relance answers …`: what answers what."""

import json
from pathlib import Path
from typing import TextIO

import click
from flask_babel import gettext, ngettext

from webapp import clock, commands
from webapp.commands import House, Refused
from webapp.reminders.actions import answers as actions
from webapp.reminders.queries import answer_rows
from webapp.reminders.rules.answer_rows import LISTS, MOST, NotAccepted, parse
from webapp.reminders.rules.answers import MOST_DAYS


@click.group()
def answers() -> None:
    """What answers what: appointments, visits and items, for each type of reminder."""


@answers.command("set")
@click.argument("file", type=click.File(encoding="utf-8-sig"), metavar="FILE")
@click.pass_obj
def set_(house: House, file: TextIO) -> None:
    """Replace the whole table by FILE, a JSON list with a row for each type (- reads it here)."""
    with house.enter():
        try:
            rows = parse(json.loads(file.read()))
            actions.replace(rows=rows, now=clock.now())
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise Refused(gettext("%(file)s is no JSON.", file=Path(file.name).name)) from error
        except NotAccepted as error:
            raise Refused(_sentence(error)) from error
        missing = answer_rows.unknown_codes(code for row in rows for code in row.items)
        if missing:
            said = gettext("No item has these codes yet: %(codes)s.", codes=", ".join(missing))
            click.echo(said, err=True)
        click.echo(ngettext("%(num)d type set.", "%(num)d types set.", len(rows)))


def _sentence(error: NotAccepted) -> str:
    said = {
        "no_list": gettext("The file must hold a list, with a row for each type."),
        "no_row": gettext("it must be an object, between braces."),
        "unknown_key": gettext("“%(key)s” is no word of this table.", key=error.key),
        "no_type": gettext("“type” must name a type of reminder."),
        "unknown_type": gettext("there is no type of reminder “%(key)s”.", key=error.key),
        "twice": gettext("“%(key)s” stands in two rows.", key=error.key),
        "no_name": gettext("“%(key)s” must be a name, or null.", key=error.key),
        "no_names": gettext("“%(key)s” must be a list of at most %(n)s names.", key=error.key, n=MOST),
        "no_days": gettext("“%(key)s” must be a whole number of days, from 0 to %(n)s.", key=error.key, n=MOST_DAYS),
    }[error.code]
    return str(gettext("Row %(row)s: %(said)s", row=error.row, said=said) if error.row else said)


@answers.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def show(house: House, as_json: bool) -> None:
    """Say what was set. Beside it, whatever bears the type's name, or its group's, answers."""
    with house.enter():
        rows = [answer_rows.document(row) for row in answer_rows.rows()]
        if as_json:
            commands.answer(rows)
            return
        for row in rows:
            named = f" ({row['group']})" if row["group"] else ""
            click.echo(f"{row['type']}{named}: -{row['days_before']} / +{row['days_after']}")
            for name in LISTS:
                if row[name]:
                    click.echo(f"  {name}: {', '.join(row[name])}")


COMMANDS = [answers]
