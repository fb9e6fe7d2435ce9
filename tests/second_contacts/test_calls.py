"""Those who are put back on the call list, and taken off again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from flask.testing import FlaskClient

from tests import factories
from tests.second_contacts.conftest import again, plain
from tests.second_contacts.steps import confirmed
from webapp.models import Message, Reminder, StaffMember
from webapp.reminders.actions import lives
from webapp.second_contacts import actions


def test_it_puts_them_back_from_the_day_on_that_was_said(
    client: FlaskClient, reached: Callable[..., Reminder], now: datetime
) -> None:
    """The message that reached them stays; taken back, all is as it was."""
    due = reached("Adam")
    done = confirmed(client, due, **{f"via-{due.client_id}": "phone", "call_on": "2026-03-09"})
    stands = again(due)
    assert stands.done_at is None and stands.snoozed_until == datetime.fromisoformat("2026-03-09T04:00+00:00")
    assert Message.select().where(Message.state == "sent").count() == 1
    assert "À appeler une deuxième fois" in plain(client.get(f"/reminders/{due.id}?when=all").text)
    page = client.get(done.location).text
    undo = re.search(r'action="(/reminders/second/calls[^"]+)"', page).group(1).replace("&amp;", "&")
    assert client.post(undo).status_code == 303
    assert (again(due).done_at, again(due).done_by) == (due.done_at, "email")
    assert "N’est plus à rappeler" in plain(client.get(f"/reminders/{due.id}?tab=awaiting_answer").text)
    assert "rien n’a été défait" in plain(client.post(undo, follow_redirects=True).text)
    assert client.delete("/reminders/second/calls?at=x").status_code == 404


def test_whoever_has_booked_or_was_called_meanwhile_stays_so(
    client: FlaskClient, reached: Callable[..., Reminder], now: datetime, julie: StaffMember
) -> None:
    one, two = reached("Adam"), reached("Bernier")
    lives.answer(reminder_ids=[one.id], now=now, by=julie)
    given = {"now": now, "by": julie}
    assert actions.call_again(reminder_ids=[one.id, two.id], on=now.date(), **given) == 1
    later = now + timedelta(hours=1)
    lives.mark_done(reminder_ids=[two.id], channel="phone", now=later, by=julie)
    assert actions.call_no_more(at=now, now=later, by=julie) == 0
    assert again(two).done_by == "phone"
    assert actions.call_no_more(at=now, now=later, by=factories.staff_member(name="Luc Roy")) == 0
