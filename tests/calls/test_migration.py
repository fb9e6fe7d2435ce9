"""What was noted of calls before contacts were rows of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from tests import factories
from tests.migrations import migration
from webapp import db
from webapp.models import Contact, ContactReminder, StaffMember
from webapp.reminders.actions import calls, lives


def test_an_installation_moves_over(app: Flask, now: datetime, julie: StaffMember) -> None:
    """Two reminders of one household in one call; one booked, with its note; one taken back; a message; an import."""
    owner = factories.client()
    one, two, three, four, five = (
        factories.reminder(of=factories.animal(owner=owner, name=str(number))) for number in range(5)
    )
    given = {"by": julie}
    lives.mark_done(reminder_ids=[one.id, two.id], channel="counter", now=now, **given)
    later = now + timedelta(hours=1)
    calls.with_note(calls.booked, note="Samedi matin", reminder_ids=[three.id], now=later, **given)
    last = now + timedelta(hours=2)
    lives.mark_done(reminder_ids=[four.id], channel="phone", now=last, **given)
    calls.undo(at=last, now=last + timedelta(minutes=1), **given)
    lives.mark_done(reminder_ids=[five.id], channel="email", now=now, by=None, details={"message": 7})
    module, indexes = migration("0051_contacts"), migration("0060_to_do_by_client")
    indexes.down(None, db.database)
    module.down(None, db.database)
    module.up(None, db.database)
    indexes.up(None, db.database)
    told = [
        (each.client_id, each.at, each.by_id, each.channel, each.result, each.note, each.undone_at)
        for each in Contact.select().order_by(Contact.id)
    ]
    assert told == [
        (owner.id, now, julie.id, "counter", "reached", "", None),
        (owner.id, later, julie.id, "phone", "booked", "Samedi matin", None),
        (owner.id, last, julie.id, "phone", "reached", "", last + timedelta(minutes=1)),
    ]
    about = ContactReminder.select(ContactReminder.contact, ContactReminder.reminder).tuples()
    assert sorted(about) == [(1, one.id), (1, two.id), (2, three.id), (3, four.id)]
