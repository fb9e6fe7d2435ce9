"""`relance forecast`, `relance sending`."""

from dataclasses import asdict
from typing import Any

import click
from flask_babel import gettext, ngettext

from webapp import channels, clock, commands, here
from webapp.accounts.queries import readiness
from webapp.accounts.queries.readiness import Halt
from webapp.commands import House, Refused
from webapp.outbox import actions
from webapp.outbox.actions import deciding
from webapp.outbox.queries import forecast as forecasts
from webapp.outbox.queries import standing
from webapp.outbox.queries.reasons import words
from webapp.outbox.queries.status import status
from webapp.outbox.rules import stops


@click.command()
@click.option("--days", default=forecasts.DAYS, show_default=True, type=click.IntRange(1, 366), help="From today on.")
@click.option("--at", metavar="WHEN", help="As if it were then by the clinic’s clock: 2026-03-05T09:00.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def forecast(house: House, days: int, at: str | None, as_json: bool) -> None:
    """What leaves in the coming days if nothing changes, and what waits for somebody."""
    with house.enter():
        timezone = here.zone()
        now = commands.moment(at, timezone) if at else clock.now()
        found = forecasts.forecast(days=days, now=now, zone=timezone)
        halts = list(status(now).halts)
        if as_json:
            commands.answer(_forecast_document(found, halts))
            return
        for day in found.days:
            for channel, count in day.by_channel.items():
                click.echo(f"{day.on}  {channels.one(channel).counted(count, str(count))}")
        if not found.messages:
            click.echo(gettext("Nothing is to be sent in these days."))
        for each in found.waiting:
            waits = ngettext("%(num)s message waits for somebody", "%(num)s messages wait for somebody", each.messages)
            click.echo(f"{waits} ({each.mailing.batch or each.mailing.id}, {each.why})", err=True)
        for halt in halts:
            click.echo(words(halt.reason if halt.is_stop else halt.code), err=True)


def _forecast_document(found: forecasts.Forecast, halts: list[Halt]) -> dict[str, Any]:
    """A line a day and channel, for days on which something leaves. Letters have no day: they wait for somebody."""
    return {
        "days": [
            {"on": day.on.isoformat(), "channel": channel, "messages": count}
            for day in found.days
            for channel, count in day.by_channel.items()
        ],
        "waiting": [
            {
                "mailing": each.mailing.id,
                "batch": each.mailing.batch,
                "channel": each.mailing.channel,
                "messages": each.messages,
                "why": each.why,
            }
            for each in found.waiting
        ],
        "later": found.later,
        "halts": [halt.code for halt in halts],
    }


@click.group()
def sending() -> None:
    """All sending: what stops it, and how it goes on."""


@sending.command()
@click.option("--hold", "way", flag_value=deciding.HOLD, help="What was due is in doubt until somebody settles it.")
@click.option("--send", "way", flag_value=deciding.SEND, help="What was due leaves, even if it left already.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def resume(house: House, way: str | None, as_json: bool) -> None:
    """Lift a stop that asks what becomes of what was due since."""
    with house.enter():
        now = clock.now()
        stop = next(iter(readiness.stops()), None)
        if stop is None:
            raise Refused(gettext("Nothing stops the sending."))
        if stop.reason not in stops.ASKING:
            said = gettext(
                "%(why)s: only a person may let it go on, on the page of the outbox.", why=words(stop.reason)
            )
            raise Refused(said)
        if way is None:
            raise Refused(gettext("Say --hold or --send. %(why)s", why=" ".join(standing.sentences(stop, now))), 2)
        try:
            done = deciding.decide(reason=stop.reason, way=way, now=now, by=None)
        except deciding.Changed as error:
            raise Refused(gettext("It has changed just now: try again in a moment.")) from error
        actions.wake()
        if as_json:
            commands.answer({**asdict(done), "since": stop.detail.get("since"), "until": stop.detail.get("until")})
        else:
            click.echo(standing.outcome(done.held, done.released))


COMMANDS: tuple[click.Command, ...] = (forecast, sending)
