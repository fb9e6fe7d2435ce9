"""How many are in a list: as many as it has, whatever keeps some of them out."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from webapp.models import Message, Reminder
from webapp.reminders.queries import filtering, listing
from webapp.reminders.rules.filters import ReminderFilter

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize("seed", range(6))
def test_it_counts_what_it_lists(app: Flask, seed: int) -> None:
    among = Random(seed)
    owners = [
        factories.client(no_reminders=not among.randrange(4), no_reminders_until=among.choice([None, None, TODAY]))
        for _ in range(6)
    ]
    patients = [factories.animal(owner=among.choice(owners), no_reminders=not among.randrange(5)) for _ in range(9)]
    factories.hold(of=among.choice(patients))
    factories.hold(client=among.choice(owners))
    for _ in range(30):
        due = TODAY + timedelta(days=among.randrange(-20, 20))
        reminder = factories.reminder(of=among.choice(patients), due=due)
        for state in among.sample(["planned", "printed", "sent", "failed"], among.randrange(3)):
            factories.message(about=[reminder], state=state)
    for when in ("", "all", "overdue", "week"):
        wanted = ReminderFilter(when=when)
        assert filtering.count(wanted, TODAY).scalar() == len(listing.ids(wanted, TODAY))


def test_it_counts_anew_what_was_written_since(client: FlaskClient) -> None:
    """What a list found is kept only while nothing is written."""
    one, two = (factories.reminder(due=TODAY) for _ in range(2))
    address = "/reminders?when=all"
    assert all(f'id="reminder-{each.id}"' in client.get(address).text for each in (one, two))
    Reminder.update(deleted_at=factories.LONG_AGO).where(Reminder.id == one.id).execute()
    page = client.get(address).text
    assert f'id="reminder-{one.id}"' not in page and f'id="reminder-{two.id}"' in page
    factories.message(about=[two], state="planned")
    assert Message.select().exists() and f'id="reminder-{two.id}"' not in client.get(address).text
