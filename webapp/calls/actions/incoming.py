"""What a client said who called: about a message, most of the time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from webapp import channels, db
from webapp.calls import rules
from webapp.calls.actions import contacts
from webapp.calls.actions.contacts import PHONE, Call, Changed
from webapp.consents import actions as consents
from webapp.holds import actions as holds
from webapp.holds.rules import SAID_DECEASED, SAID_GONE
from webapp.models import Client, Contact, Message, Reminder
from webapp.models.outbox import SENT
from webapp.outbox.actions import outcomes
from webapp.reminders.actions import handling, lives
from webapp.reminders.rules import transitions

HELD_AS = {rules.GONE: SAID_GONE, rules.DECEASED: SAID_DECEASED}
_BEFORE = timedelta(microseconds=1)  # what is taken back is the result: that they received it stays


@dataclass(frozen=True)
class Said:
    """What came of it: `result` is a code of rules.INCOMING."""

    result: str
    until: datetime | None = None  # of rules.WILL_CALL: from when on one calls them
    animal_id: int | None = None  # of rules.OF_ANIMAL: which
    words: str = ""  # the same as one says it, for whoever is asked about the animal
    message: Message | None = None  # the last that they were written
    received: bool = False  # that message, which was in doubt, did arrive


def record(*, call: Call, said: Said) -> Contact:
    """Write it down and do what follows; one transaction. Whoever else has them open does not stand in the way: they
    are on the line here. Raises Changed, with nothing done; by a second tap nothing is written down twice."""
    with db.write():
        if said.animal_id:
            call = _of_animal(call, said.animal_id)
        since, moved = contacts.look(call)
        if since.told and (made := contacts.same(since.told, call, said.result, said.until)):
            return made
        if moved:
            raise Changed(moved)
        if said.received and said.message:
            outcomes.settle(message_id=said.message.id, outcome=SENT, now=call.now - _BEFORE, by=call.by)
        details = _follow(call, said)
        return contacts.keep(
            call=call, client=since.client, result=said.result, until=said.until, details=details, incoming=True
        )


def _of_animal(call: Call, animal_id: int) -> Call:
    """About the reminders of that animal alone."""
    own = {each.id for each in Reminder.select(Reminder.id).where(Reminder.animal == animal_id)}
    return replace(call, seen={each: how for each, how in call.seen.items() if each in own})


def _follow(call: Call, said: Said) -> dict[str, Any]:
    """What taking it back must know."""
    if said.result == rules.BOOKED:
        lives.book(channel=call.channel, **call.given)
    elif said.result == rules.REACHED:
        lives.mark_done(channel=call.channel, **call.given)
    elif said.result == rules.WILL_CALL:
        handling.snooze(until=said.until, **call.given)
    elif said.result == rules.ELSEWHERE:
        lives.cancel(because=transitions.DONE_ELSEWHERE, **call.given)
    elif said.result == rules.REFUSED:
        lives.cancel(because=transitions.NOT_WANTED, **call.given)
    elif said.result in HELD_AS and said.animal_id:
        reason = HELD_AS[said.result]
        holds.hold_said(animal_id=said.animal_id, reason=reason, value=call.note or said.words, now=call.now)
        return {"held": said.animal_id}
    elif said.result in (rules.NO_WRITING, rules.NO_CALLS):
        return _stop(call, said)
    return {}


def _stop(call: Call, said: Said) -> dict[str, Any]:
    """The channel of what they were written last, at the address that it went to; or calls."""
    message = said.message if said.result == rules.NO_WRITING else None
    channel = channels.one(message.channel if message else PHONE)
    addresses = [message.address] if message and message.address else []
    agreed = getattr(Client.get_by_id(call.client_id), channel.accepts)
    blocked = consents.stop(
        channel=channel.code, addresses=addresses, client_id=call.client_id, now=call.now, by=call.by
    )
    return {"channel": channel.code, "blocked": blocked, "agreed": agreed and not channel.electronic}
