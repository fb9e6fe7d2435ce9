"""`relance batch count` and `generate`: from criteria to reminders."""

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext, ngettext

from webapp import clock, commands, here
from webapp.batches.actions import making
from webapp.batches.queries import counting, find, rate, refusals
from webapp.batches.queries.words import reached_label
from webapp.batches.rules.criteria import loads
from webapp.batches.rules.refusals import NotAccepted
from webapp.commands import House, Refused

_CRITERIA = click.option("--criteria", "source", required=True, metavar="FILE", help="A JSON object; - reads it here.")
_TODAY = click.option("--today", metavar="DAY", help="Ages and the usual period of sale count from it.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


@click.command()
@_CRITERIA
@_TODAY
@_JSON
@click.pass_obj
def count(house: House, source: str, today: str | None, as_json: bool) -> None:
    """Say for how many animals a batch of these criteria would be, and how their clients are reached."""
    with house.enter():
        on = _today(today)
        try:
            criteria = loads(_written(source))
            found, left_out = counting.count(criteria, today=on), counting.left_out(criteria, today=on)
        except NotAccepted as error:
            raise Refused(refusals.criteria(error)) from error
        if as_json:
            commands.answer({**asdict(found), "left_out": [asdict(each) for each in left_out]})
            return
        click.echo(ngettext("%(num)d animal", "%(num)d animals", found.animals))
        click.echo(ngettext("%(num)d client", "%(num)d clients", found.clients))
        for channel, number in found.reach.items():
            click.echo(f"  {reached_label(channel):<24}{number:>8}")
        if left_out:
            click.echo(gettext("Left out:"))
        for each in left_out:
            click.echo(f"  {each.label:<48}{each.animals:>8}")


@click.command()
@_CRITERIA
@click.option("--type", "type_name", required=True, metavar="CODE_OR_NAME", help="The type of the reminders.")
@click.option("--due-on", required=True, metavar="DAY", help="When they are due; the first day, if spread.")
@click.option("--description", default="", help="What the batch is called.")
@click.option("--spread-days", default=1, type=int, help="Over so many open days.")
@click.option("--allow-doubles", is_flag=True, help="Also for animals with an open reminder of this type around then.")
@_TODAY
@_JSON
@click.pass_obj
def generate(
    house: House, /, source: str, type_name: str, due_on: str, today: str | None, as_json: bool, **given: Any
) -> None:
    """Make the reminders of a new batch."""
    with house.enter():
        now = clock.now()
        kind = find.type_called(type_name)
        if kind is None:
            raise Refused(gettext("--type: no reminder type has the code or the name “%(name)s”.", name=type_name))
        if not 1 <= given["spread_days"] <= making.LONGEST_SPREAD:
            raise Refused(
                gettext("--spread-days: from 1 to %(most)s days, not %(days)s.", most=making.LONGEST_SPREAD,
                        days=given["spread_days"])
            )  # fmt: skip
        try:
            made = making.generate(
                criteria=loads(_written(source)), type_id=kind.id, due_on=_day("--due-on", due_on), now=now, by=None,
                today=_today(today), **given,
            )  # fmt: skip
        except (NotAccepted, making.Nobody) as error:
            raise Refused(making.refusal(error)) from error
        reminders = rate.rate_of(made).reminders
        if as_json:
            commands.answer({"batch": made.number, "reminders": reminders})
            return
        click.echo(
            ngettext(
                "Batch %(number)s: %(num)d reminder.",
                "Batch %(number)s: %(num)d reminders.",
                reminders,
                number=made.number,
            )
        )


def _today(written: str | None) -> date:
    return _day("--today", written) if written else here.today()


def _day(option: str, written: str) -> date:
    try:
        return clock.parse_day(written)
    except ValueError as error:
        raise Refused(
            gettext("%(option)s: a day such as 2026-03-05, not “%(day)s”.", option=option, day=written)
        ) from error


def _written(source: str) -> str:
    """The text of a file, or what is piped in. Raises Refused."""
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(
            gettext("--criteria: %(path)s cannot be read: %(reason)s.", path=source, reason=reason)
        ) from error
    except UnicodeDecodeError as error:
        raise Refused(gettext("--criteria: %(path)s is not UTF-8 text.", path=source)) from error


BATCH_COMMANDS = (count, generate)
