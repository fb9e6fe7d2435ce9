"""`relance batch send`, `relance mailing pause|resume|cancel`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from flask_babel import gettext

from webapp import channels, clock, commands, filters, here
from webapp.batches.cli import named
from webapp.batches.queries.acts import of_lot
from webapp.commands import House, Refused
from webapp.composition.queries import wording
from webapp.composition.queries.acts import Acts
from webapp.composition.queries.candidates import Scope
from webapp.composition.rules.grouping import GROUPINGS
from webapp.mailings.actions import approving
from webapp.mailings.queries import billing, composing, preflight, summary
from webapp.mailings.queries import progress as queries
from webapp.mailings.queries.composing import Plan, Wish
from webapp.message_templates import queries as wordings
from webapp.models import Batch, Mailing, TemplateVersion
from webapp.outbox import actions as outbox
from webapp.outbox.actions import late, mailing_lives


class Day(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.3
    """A day of the command line, written as 2026-03-05."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Refuses what is no day."""
        if isinstance(value, date):
            return value
        try:
            return clock.parse_day(str(value))
        except ValueError:
            return self.fail(f"{value!r} is no day: write it like 2026-03-05", param, ctx)


@click.command()
@click.argument("number", metavar="N")
@click.option("--channel", default=channels.automatic()[0].code, show_default=True)
@click.option("--template", "template", metavar="NAME", help="The wording; default: the type's own and its acts'.")
@click.option("--wave-size", type=click.IntRange(1, 100_000), default=Wish.wave_size, show_default=True)
@click.option("--every-days", type=click.IntRange(1, 90), default=Wish.every_days, show_default=True)
@click.option("--first-on", type=Day(), metavar="DAY", help="Default: today, or the next day on which mail may leave.")
@click.option("--group", type=click.Choice(GROUPINGS), default=GROUPINGS[0], show_default=True)
@click.option(
    "--again",
    is_flag=True,
    help="Also those already reached for the same thing in the last 30 days.",
)
@click.option(
    "--dry-run", is_flag=True, help="Say what would be sent, and what text messages would cost; write nothing."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def send(
    house: House, number: str, channel: str, template: str | None, wave_size: int, every_days: int,
    first_on: date | None, group: str, again: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Send batch N, or a part of it, in waves: messages are planned now and leave wave by wave."""
    with house.enter():
        _check_channel(channel, number, dry_run=dry_run)
        batch, part = named(number)
        now = clock.now()
        wish = Wish(grouping=group, wave_size=wave_size, every_days=every_days,
                    first_on=first_on or composing.first_day(channel, now), recently_too=again)  # fmt: skip
        version = _version(template, batch, channel)
        acts = of_lot(batch, version) if template is None else None
        decide = _look if dry_run else _approve
        plan, mailing = decide(Scope(batch=batch, part=part), channel, version, acts, wish, now)
        if as_json:
            commands.answer(_document(plan, mailing))
        else:
            click.echo(" ".join([summary.summarise(plan).lead, *_billed(plan)]))


def _look(
    scope: Scope, channel: str, version: TemplateVersion | None, acts: Acts | None, wish: Wish, now: datetime
) -> tuple[Plan, None]:
    """What would be sent. Of a channel that nothing sends yet, only its wording may stand in the way."""
    plan = composing.plan(scope, channel=channel, version=version, wish=wish, now=now, timezone=here.zone(), acts=acts)
    later = channels.one(channel).later
    if reasons := list(preflight.of_wording(plan) if later else preflight.refusals(plan)):
        raise Refused("\n".join(each.sentence for each in reasons))
    return plan, None


def _approve(
    scope: Scope, channel: str, version: TemplateVersion | None, acts: Acts | None, wish: Wish, now: datetime
) -> tuple[Plan, Mailing]:
    try:
        done = approving.approve(
            scope=scope, channel=channel, version=version, wish=wish, now=now,
            timezone=here.zone(), by=None, hold=False, acts=acts,
        )  # fmt: skip
    except approving.NotSent as error:
        raise Refused("\n".join(error.sentences)) from error
    except approving.Changed as error:
        raise Refused(gettext("These reminders are changing just now: try again in a moment.")) from error
    if done.plan is None:
        raise Refused(gettext("These reminders are changing just now: try again in a moment."))
    return done.plan, done.mailing


def _version(name: str | None, batch: Batch, channel: str) -> TemplateVersion | None:
    """The newest version of the wording that is named, else of the type's own."""
    if name is None:
        return wording.version_of(wording.default(batch, channel))
    found = wordings.find(name, [kind.code for kind in channels.one(channel).kinds])
    if found is None:
        raise Refused(gettext("There is no e-mail template called “%(name)s”.", name=name))
    if why := wording.unfit(found):
        raise Refused(why)
    return wording.version_of(found.id)


def _check_channel(code: str, number: str, *, dry_run: bool) -> None:
    """Refuses a channel over which nothing leaves by itself, or, unless nothing is to leave, not yet."""
    channel = next((each for each in channels.all() if each.code == code), None)
    if channel in channels.automatic() or (channel and dry_run and channel.leaves == channels.ACCOUNT):
        return
    if channel is None:
        codes = ", ".join(each.code for each in channels.automatic())
        raise Refused(
            gettext("There is no channel “%(code)s”; choose one of these: %(codes)s.", code=code, codes=codes)
        )
    if channel.leaves == channels.HAND:
        said = gettext("Letters are printed: use “relance batch letters %(number)s --out FILE”.", number=number)
    elif channel.leaves == channels.PERSON:
        said = gettext("Nobody can be called by command: the calls stand in the to-do list.")
    else:
        said = gettext(
            "Text messages cannot be sent yet: “relance batch export %(number)s” gives the list of who wants one.",
            number=number,
        )
    raise Refused(said)


def _document(plan: Plan, mailing: Mailing | None) -> dict[str, Any]:
    billed = billing.bill(plan)
    return {
        "mailing": mailing.id if mailing else None,
        "messages": plan.messages,
        "waves": [
            {"number": wave.number, "opens_on": wave.opens_on.isoformat(), "messages": wave.messages}
            for wave in plan.waves
        ],
        "reminders": plan.written,
        "languages": plan.languages,
        "left_out": {reason: len(out) for reason, out in plan.composition.left_out.items()},
        "without": {channel: len(clients) for channel, clients in plan.composition.unreachable().items()},
        "missing": len(plan.holes),
        **({"parts": billed.parts, "cost": billed.amount} if billed else {}),
    }


def _billed(plan: Plan) -> list[str]:
    billed = billing.bill(plan)
    if billed is None:
        return []
    parts = filters.counting("%(n)s part", "%(n)s parts", billed.parts)
    return [f"{parts}." if billed.cents is None else f"{parts}, {filters.money(billed.cents)}."]


@click.group()
def mailing() -> None:
    """Mailings under way: pause, resume, cancel."""


def _mailing(mailing_id: int) -> Mailing:
    found = queries.mailing(mailing_id)
    if found is None:
        raise Refused(gettext("There is no mailing %(number)s.", number=mailing_id))
    return found


def _answer(mailing_id: int, as_json: bool, said: str, **more: Any) -> None:
    if as_json:
        commands.answer({"mailing": mailing_id, "state": _mailing(mailing_id).state, **more})
    else:
        click.echo(said)


def _of_one(command: Callable[..., None]) -> click.Command:
    """A command about the mailing of this number."""
    about = click.argument("mailing_id", type=int, metavar="ID")
    as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
    return mailing.command()(about(as_json(click.pass_obj(command))))


@_of_one
def pause(house: House, mailing_id: int, as_json: bool) -> None:
    """Nothing more of it leaves until it is resumed."""
    with house.enter():
        _mailing(mailing_id)
        if not mailing_lives.pause(mailing_id=mailing_id, now=clock.now()):
            raise Refused(gettext("This mailing is not under way."))
        _answer(mailing_id, as_json, gettext("Paused."))


@_of_one
def resume(house: House, mailing_id: int, as_json: bool) -> None:
    """It goes on where it was paused."""
    with house.enter():
        _mailing(mailing_id)
        if not mailing_lives.resume(mailing_id=mailing_id, now=clock.now()):
            raise Refused(gettext("This mailing is not paused."))
        outbox.wake()
        _answer(mailing_id, as_json, gettext("It goes on."))


@_of_one
def cancel(house: House, mailing_id: int, as_json: bool) -> None:
    """What has not left will not leave."""
    with house.enter():
        _mailing(mailing_id)
        gone = mailing_lives.cancel(mailing_id=mailing_id, now=clock.now(), by=None)
        if gone is None:
            raise Refused(gettext("This mailing is over already: nothing was cancelled."))
        said = filters.counting("%(n)s message will not be sent.", "%(n)s messages will not be sent.", gone)
        _answer(mailing_id, as_json, said, cancelled=gone)


@mailing.command(name="late")
@click.argument("mailing_id", type=int, metavar="ID")
@click.option("--send", "way", flag_value="send", help="It leaves now, wave by wave.")
@click.option("--cancel", "way", flag_value="cancel", help="It does not leave.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def decide_late(house: House, mailing_id: int, way: str | None, as_json: bool) -> None:
    """What is long past its planned day leaves now, or not at all."""
    with house.enter():
        _mailing(mailing_id)
        now = clock.now()
        if way is None:
            raise Refused(gettext("Say --send or --cancel."), 2)
        if way == "send":
            count = late.send(mailing_id=mailing_id, expected=None, now=now)
            outbox.wake()
            said = filters.counting("%(n)s e-mail is sent now.", "%(n)s e-mails are sent now.", count)
        else:
            count = late.cancel(mailing_id=mailing_id, expected=None, now=now, by=None)
            said = filters.counting("%(n)s message will not be sent.", "%(n)s messages will not be sent.", count)
        _answer(mailing_id, as_json, said, late=count)


BATCH_COMMANDS: tuple[click.Command, ...] = (send,)
COMMANDS: tuple[click.Command, ...] = (mailing,)
