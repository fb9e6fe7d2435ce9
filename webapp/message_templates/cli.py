"""`relance sms-parts`."""

import sys

import click
from flask_babel import gettext

from webapp import commands, filters, sms_text
from webapp.commands import House, Refused


@click.command(name="sms-parts")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def sms_parts(house: House, as_json: bool) -> None:
    """How many text messages the text on standard input is, as it stands; the last line end is not counted."""
    found = sms_text.length(_read(house))
    if as_json:
        commands.answer(
            {"coding": found.coding, "units": found.units, "parts": found.parts, "because": list(found.outside)}
        )
        return
    with house.enter():
        said = filters.counting("%(n)s text message", "%(n)s text messages", found.parts)
        click.echo(f"{said} ({' + '.join(map(str, found.cuts))})")
        if found.outside:
            click.echo(gettext("Outside the short alphabet: %(letters)s", letters=" ".join(found.outside)))


def _read(house: House) -> str:
    given = sys.stdin.buffer.read()
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        with house.enter():
            raise Refused(gettext("The text is not UTF-8.")) from error
    return text.removesuffix("\n").removesuffix("\r")


COMMANDS = [sms_parts]
