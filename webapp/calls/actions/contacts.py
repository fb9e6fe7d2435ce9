"""What came of a call, written down and taken back.

A contact is one row, whatever it was about; what it means for the reminders, the number or the client's agreement
happens with it or not at all. What was written to clients are messages.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp import channels, db, here
from webapp.calls import rules
from webapp.calls.actions import calling
from webapp.calls.queries.calling import Meanwhile, Told, meanwhile
from webapp.clients import actions as clients
from webapp.clinic import queries as clinic
from webapp.composed import together
from webapp.consents import actions as consents
from webapp.holds import actions as holds
from webapp.models import Client, Contact, ContactReminder, StaffMember
from webapp.reminders.actions import calls, handling, lives
from webapp.reminders.actions.lives import Seen
from webapp.reminders.rules import transitions

PHONE = "phone"


class NotNoted(Exception):
    """Nothing was written down: the client, or who calls them, is no longer as it was shown."""


class Changed(NotNoted):
    """Reminders that no longer stand as they were seen: somebody was quicker."""

    def __init__(self, reminder_ids: Sequence[int]) -> None:
        super().__init__(reminder_ids)
        self.reminder_ids = list(reminder_ids)


class Quicker(NotNoted):
    """Somebody wrote down another contact meanwhile."""

    def __init__(self, told: Told) -> None:
        super().__init__(told)
        self.told = told


class Held(NotNoted):
    """Somebody else, of this name, is calling the client."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Gone(NotNoted):
    """Nobody calls this client any more: archived, or part of another."""


@dataclass(frozen=True)
class Call:
    """Whom one called and what about: `seen` are the reminders with how each stood when it was shown."""

    client_id: int
    seen: Mapping[int, Seen]
    now: datetime
    by: StaffMember
    channel: str = PHONE
    number: str = ""  # E.164
    note: str = ""
    last: int | None = None  # the newest contact that was shown; 0 = there was none, None = it is not looked at

    @property
    def given(self) -> dict[str, Any]:
        return {"reminder_ids": list(self.seen), "now": self.now, "by": self.by}


def record(*, call: Call, result: str, until: datetime | None = None) -> Contact:
    """Write down what came of a call (a code of rules.RESULTS) and do what follows from it; one transaction.

    `until`: of rules.LATER, when to call again; midnight at the clinic for whatever hour of a day. Raises NotNoted.
    What was written down already, by a tap whose answer was lost, is not written down twice.
    """
    with db.write():
        since, moved = look(call)
        if since.told and (made := same(since.told, call, result, until)):
            return made
        _refuse(since, moved)
        again, details = _follow(call, since.client, result, until)
        return keep(call=call, client=since.client, result=result, until=again, details=details)


def look(call: Call) -> tuple[Meanwhile, list[int]]:
    """What happened meanwhile, and which reminders no longer stand as they were seen; one statement."""
    since = meanwhile(call.client_id, last=call.last, me=call.by.id, now=call.now)
    found = together(since=since, moved=lives.moved_on_beside(call.seen))
    return found["since"], found["moved"]


def keep(
    *, call: Call, client: Client, result: str, until: datetime | None, details: Mapping[str, Any],
    incoming: bool = False,
) -> Contact:  # fmt: skip
    """The row of a call, of this `client`. `details`: what taking it back must know (`_give_back`). Inside
    `db.write()`."""
    made: Contact = Contact.create(
        client=client, at=call.now, by=call.by, channel=call.channel, result=result, number=call.number,
        note=call.note, until=until, details=json.dumps(details), incoming=incoming,
    )  # fmt: skip
    ContactReminder.insert_many([{"contact": made.id, "reminder": each} for each in call.seen]).execute()
    return made


def record_and_go_on(
    *, call: Call, result: str, until: datetime | None = None, onward: Sequence[int], told: int
) -> tuple[Contact, int | None]:
    """The same, and whom one calls next, who is held from now on: the first of `onward` whom nobody else calls, nor has
    called since the contact `told`, the newest when they were looked for."""
    with db.write():
        made = record(call=call, result=result, until=until)
        known = made.id if call.client_id in onward else told  # they may be called again: another number is left
        return made, calling.go_on(client_ids=onward, told=known, now=call.now, by=call.by)


def _refuse(since: Meanwhile, moved: Sequence[int]) -> None:
    if since.archived:
        raise Gone
    if since.told:
        raise Quicker(since.told)
    if since.holder:
        raise Held(since.holder.name)
    if moved:
        raise Changed(moved)


def same(told: Told, call: Call, result: str, until: datetime | None) -> Contact | None:
    """The contact that was `told` meanwhile, if this same tap made it; `result` and `until` as of record."""
    made: Contact = Contact.get_by_id(told.id)
    if (made.by_id, made.result, made.note, made.channel) != (call.by.id, result, call.note, call.channel):
        return None
    if result in (rules.LATER, rules.WILL_CALL) and made.until != until:
        return None
    about = ContactReminder.select(ContactReminder.reminder).where(ContactReminder.contact == made.id)
    return made if set(db.column(about)) == set(call.seen) else None


def _follow(call: Call, client: Client, result: str, until: datetime | None) -> tuple[datetime | None, dict[str, Any]]:
    """When to call again, if ever, and what taking it back must know."""
    if result == rules.BOOKED:
        lives.book(channel=call.channel, **call.given)
    elif result == rules.REACHED or (result == rules.LEFT and clinic.clinic().left_is_reached):
        lives.mark_done(channel=call.channel, **call.given)
    elif result in rules.UNANSWERED:
        until = rules.again(result, here.local(call.now), clinic.open_days())
        handling.snooze(until=until, **call.given)
        return until, {}
    elif result == rules.LATER:
        handling.snooze(until=until, promised=True, **call.given)
        return until, {}
    elif result == rules.WRONG_NUMBER:
        return None, {"struck": clients.strike(client_id=call.client_id, number=call.number, now=call.now, by=call.by)}
    elif result == rules.REFUSED:
        lives.cancel(because=transitions.NOT_WANTED, **call.given)
    elif result == rules.NO_CALLS:
        agreed = getattr(client, channels.one(PHONE).accepts)
        consents.stop(channel=PHONE, addresses=[], client_id=call.client_id, now=call.now, by=call.by)
        return None, {"agreed": agreed}
    return None, {}


def undo(*, contact_id: int, now: datetime, by: StaffMember) -> bool:
    """Take back a contact of one's own, and what followed from it where nobody has changed it since.

    False if it was taken back already, or is somebody else's.
    """
    with db.write():
        mine = Contact.id == contact_id, Contact.by == by.id, Contact.undone_at.is_null()
        if not Contact.update(undone_at=now).where(*mine).execute():
            return False
        made = Contact.get_by_id(contact_id)
        calls.undo(at=made.at, now=now, by=by)
        _give_back(made, json.loads(made.details), now, by)
    return True


def _give_back(made: Contact, details: Mapping[str, Any], now: datetime, by: StaffMember) -> None:
    """What followed from it beside the reminders."""
    if struck := details.get("struck"):
        clients.give_back(client_id=made.client_id, number=made.number, columns=struck, now=now, by=by)
    if details.get("agreed"):
        channel = details.get("channel", PHONE)
        consents.agree_again(channel=channel, client_id=made.client_id, now=now, by=by)
    if blocked := details.get("blocked"):
        consents.take_back(suppression_ids=blocked, now=now, by=by)
    if animal := details.get("held"):
        holds.let_go_said(animal_id=animal, since=made.at, now=now)


# ---------- What was noted of reminders elsewhere than at the desk.

# Of one client in one go it is one contact, with what was noted at that instant.
_FOLLOW = """
INSERT INTO contact (client_id, at, by_id, channel, result, note)
SELECT reminder.client_id, :at, :by, :channel, :result, coalesce(max((
    SELECT json_extract(noted.details, '$.note') FROM reminder_event AS noted
    WHERE noted.reminder_id = reminder.id AND noted.at = :at AND noted.verb = 'noted')), '')
FROM reminder WHERE {changed} GROUP BY reminder.client_id ORDER BY reminder.client_id"""
_ABOUT = """
INSERT INTO contact_reminder (contact_id, reminder_id)
SELECT contact.id, reminder.id FROM reminder JOIN contact ON contact.client_id = reminder.client_id
WHERE contact.id > :before AND {changed}"""


def follow(*, reminder_ids: Sequence[int], channel: str, result: str, now: datetime, by: StaffMember | None) -> None:
    """A person spoke to the clients of `reminder_ids`, with this `result`: those that changed at this instant."""
    if by is None:
        return
    column = "answered_at" if result == rules.BOOKED else "done_at"
    changed = f"reminder.id IN (SELECT value FROM json_each(:ids)) AND reminder.{column} = :at"
    at, about = db.instant_text(now), {"ids": db.ids(reminder_ids), "by": by.id, "result": result}
    made = db.database.execute_sql(_FOLLOW.format(changed=changed), {**about, "at": at, "channel": channel})
    if made.rowcount:  # one after the other, while nobody else writes
        before = made.lastrowid - made.rowcount
        db.database.execute_sql(_ABOUT.format(changed=changed), {"ids": about["ids"], "at": at, "before": before})


def withdraw(*, at: datetime, now: datetime, by: StaffMember) -> None:
    """What this person noted at the instant `at` was taken back."""
    Contact.update(undone_at=now).where(Contact.at == at, Contact.by == by.id, Contact.undone_at.is_null()).execute()
