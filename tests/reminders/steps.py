"""Messages about reminders, and what has become of both."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from itertools import count
from typing import Any

from tests import factories
from webapp.models import Batch, Mailing, Message, MessageReminder, Reminder, ReminderEvent
from webapp.reminders.actions import outcomes

FRAGMENT = {"HX-Request": "true"}
_numbers = count(1)


def mailing(now: datetime, **columns: Any) -> Mailing:
    number = next(_numbers)
    batch = Batch.create(number=number, type=factories.reminder_type(), due_on=date(2026, 3, 2), created_at=now)
    return Mailing.create(
        **{"batch": batch, "channel": "email", "first_on": date(2026, 3, 5), "token": f"t{number}", "created_at": now}
        | columns
    )


def message(reminder: Reminder, now: datetime, **columns: Any) -> Message:
    given = {"client": reminder.client_id, "mailing": mailing(now), "channel": "email", "state": "claimed"} | columns
    made = Message.create(recipient="c1", message_id=f"{next(_numbers)}@x", created_at=now, **given)
    MessageReminder.create(message=made, reminder=reminder)
    return made


def again(reminder: Reminder) -> Reminder:
    found: Reminder = Reminder.get_by_id(reminder.id)
    return found


def end(about: Message, reminder: Reminder, outcome: str, now: datetime) -> None:
    Message.update(state=outcome).where(Message.id == about.id).execute()
    outcomes.follow(message=about, reminder_ids=[reminder.id], outcome=outcome, now=now, by=None)


def history(reminder: Reminder) -> list[tuple[str, dict[str, Any]]]:
    rows = ReminderEvent.select().where(ReminderEvent.reminder == reminder).order_by(ReminderEvent.id)
    return [(row.verb, json.loads(row.details)) for row in rows]


def undo_of(page: str) -> str:
    found = re.search(r'action="(/reminders/undo[^"]*)"', page)
    assert found, page
    return found[1].replace("&amp;", "&")
