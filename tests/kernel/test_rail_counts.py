"""The numbers of the rail follow in the answer of whatever changes them, counted by the query that a page asks."""

from __future__ import annotations

import re
from datetime import date

from flask.testing import FlaskClient

from tests import factories

HTMX = {"HX-Request": "true"}


def count(page: str, place: str) -> str | None:
    found = re.search(rf'<span class="n" id="n-{place}"[^>]*>\s*([^<]*?)\s*</span>', page)
    return found[1] if found else None


def test_it_follows_a_result(client: FlaskClient) -> None:
    due = [factories.reminder(due=date(2026, 3, 1)) for _ in range(3)]
    assert count(client.get("/reminders").text, "reminders-index") == "3"
    for left, reminder in zip(("2", "1", ""), due, strict=True):
        page = client.post(f"/reminders/{reminder.id}/done", headers=HTMX).text
        assert 'id="n-reminders-index" hx-swap-oob="true"' in page
        assert count(page, "reminders-index") == left == (count(client.get("/").text, "reminders-index") or "")


def test_it_follows_what_other_rooms_do(client: FlaskClient) -> None:
    patient = factories.animal()
    factories.reminder(of=patient, due=date(2026, 3, 1))
    factories.reminder(due=date(2026, 3, 1))
    page = client.post(f"/animals/{patient.id}/deceased", data={"on": "2026-03-04"}, headers=HTMX).text
    assert count(page, "reminders-index") == "1"
    page = client.delete(f"/animals/{patient.id}/deceased", headers=HTMX).text
    assert count(page, "reminders-index") == "2"


def test_it_follows_a_doubt_that_is_settled(client: FlaskClient) -> None:
    doubt = factories.message(to=factories.client(email="a@example.ca"), of=factories.mailing(), state="in_doubt")
    assert count(client.get("/outbox").text, "outbox-index") == "1"
    page = client.post(f"/messages/{doubt.id}/settlement", data={"outcome": "sent"}, headers=HTMX).text
    assert count(page, "outbox-index") == "" and 'id="n-outbox-index" hx-swap-oob="true" hidden' in page


def test_it_sends_nothing_along_with_what_only_looks(client: FlaskClient) -> None:
    due = factories.reminder(due=date(2026, 3, 1))
    assert "n-reminders-index" not in client.get(f"/reminders/{due.id}", headers=HTMX).text
    assert "n-reminders-index" not in client.post(f"/reminders/{due.id}/due", data={"due_on": ""}, headers=HTMX).text


def test_it_is_one_number_a_place(client: FlaskClient) -> None:
    factories.reminder(due=date(2026, 3, 1))
    assert client.get("/").text.count('id="n-reminders-index"') == 1
