"""Forward booking: what is due next, as a visit ends, and one tap to book it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from tests import factories
from webapp.models import Animal, Appointment, Reminder, ReminderType, StaffMember, Visit
from webapp.models.agenda import CANCELLED
from webapp.reminders.actions import lives


def again(reminder: Reminder) -> Reminder:
    found: Reminder = Reminder.get_by_id(reminder.id)
    return found


def visited(animal: Animal) -> Visit:
    return factories.visit(of=animal, on=date(2026, 3, 5), reason="Suivi")


def ways(page: str) -> list[dict[str, list[str]]]:
    """What each button to book asks the agenda for."""
    found = re.findall(r'href="(/appointments/new\?[^"]+)"', page)
    return [parse_qs(urlsplit(unescape(each)).query) for each in found]


def test_it_is_where_one_lands_after_a_visit(client: FlaskClient) -> None:
    due = factories.reminder()
    typed = {"animal": due.animal_id, "visited_on": "2026-03-05", "reason": "Suivi", "veterinarian": 0}
    page = client.post(f"/visits/new?animal={due.animal_id}", data=typed)
    made = Visit.get()
    assert page.headers["Location"] == f"/visits/{made.id}/ahead"
    data = {"offered": [due.id], "reminders": []}
    assert client.post(f"/visits/{made.id}/reminders", data=data).headers["Location"] == f"/visits/{made.id}/ahead"
    page = client.get(f"/visits/{made.id}/ahead")
    assert f'<a href="/visits/{made.id}" class="btn large">Passer</a>' in page.text
    assert "Ce qu’on passe n’est pas perdu" in page.text
    # Of another day one says what it was for, and no more.
    Visit.update(visited_on=date(2026, 3, 1)).execute()
    assert client.post(f"/visits/{made.id}/reminders", data=data).headers["Location"] == f"/visits/{made.id}"
    assert client.get("/visits/999/ahead").status_code == 404


def test_it_lists_what_the_household_is_due_for(client: FlaskClient, now: datetime) -> None:
    minou = factories.animal(name="Minou")
    filou = factories.animal(owner=minou.client, name="Filou")
    annual, internal = factories.reminder_type("annual_exam"), factories.reminder_type("note", internal_only=True)
    late, soon = factories.reminder(of=minou), factories.reminder(of=minou, due=date(2026, 3, 28), type=annual)
    other, own = factories.reminder(of=filou, due=date(2026, 5, 3)), factories.reminder(client=minou.client)
    for more in ({"visited_at": now}, {"cancelled_at": now}, {"deleted_at": now}, {"type": internal}):
        factories.reminder(of=minou, **more)
    factories.reminder()
    made = visited(minou)
    page = client.get(f"/visits/{made.id}/ahead").text
    assert "Minou, antiparasitaire, examen annuel" in page and "Filou, antiparasitaire" in page
    assert [(each["answers"], each.get("animal"), each["on"]) for each in ways(page)] == [
        ([str(own.id)], None, ["2026-03-06"]),
        ([str(late.id), str(soon.id)], [str(minou.id)], ["2026-03-06"]),
        ([str(other.id)], [str(filou.id)], ["2026-05-04"]),  # the Monday after
    ]
    (asked, *_) = ways(page)
    assert asked["client"] == [str(minou.client_id)] and asked["back"] == [f"/visits/{made.id}/ahead"]
    assert asked["veterinarian"] == [str(made.veterinarian_id)]


def test_one_tap_books_it_and_comes_back(client: FlaskClient) -> None:
    minou = factories.animal(name="Minou")
    kind = ReminderType.create(code="x", name_fr="Bilan sanguin", name_en="Blood test")
    due, annual = factories.reminder(of=minou), factories.reminder(of=minou, type=kind, due=date(2026, 3, 20))
    made = visited(minou)
    address = unescape(re.findall(r'href="(/appointments/new\?[^"]+)"', client.get(f"/visits/{made.id}/ahead").text)[0])
    form = client.get(address).text
    assert re.search(r'name="on"[^>]*value="2026-03-06"', form)
    assert re.search(r'name="reason"[^>]*value="Antiparasitaire, bilan sanguin"', form)
    assert f'<option selected value="{minou.id}">' in form and f'href="/visits/{made.id}/ahead"' in form
    # Whatever reason is typed in the end: a person said what it is for.
    typed = {"animal": minou.id, "on": "2026-03-06", "at": "9:30", "type": 0, "veterinarian": 0, "reason": "Contrôle"}
    page = client.post(address, data=typed)
    assert page.headers["Location"] == f"/visits/{made.id}/ahead"
    booked = Appointment.get()
    assert again(due).appointment_id == again(annual).appointment_id == booked.id
    page_ = client.get(f"/visits/{made.id}/ahead").text
    assert "Déjà pris" in page_ and "Répond à\u00a0: Minou, antiparasitaire · Minou, bilan sanguin" in page_
    assert not ways(page_) and f'<a href="/visits/{made.id}" class="btn primary large">' in page_
    # Cancelled, it is due again.
    client.post(f"/appointments/{booked.id}/cancelled")
    assert again(due).answered_at is None and len(ways(client.get(f"/visits/{made.id}/ahead").text)) == 1


def test_what_a_colleague_closed_meanwhile_is_said(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    due, other = factories.reminder(of=factories.animal(name="Minou")), factories.reminder()
    made = visited(due.animal)
    address = unescape(re.findall(r'href="(/appointments/new\?[^"]+)"', client.get(f"/visits/{made.id}/ahead").text)[0])
    lives.cancel(reminder_ids=[due.id], because="mistake", now=now, by=julie)
    typed = {"animal": due.animal_id, "on": "2026-03-10", "at": "9:30", "type": 0, "veterinarian": 0, "reason": "X"}
    assert client.post(f"{address}&answers={other.id}&answers=zz", data=typed).status_code == 303
    assert again(due).answered_at is None and again(other).answered_at is None and Appointment.select().count() == 1
    assert "Minou, antiparasitaire\u00a0: déjà fermé ou répondu" in client.get(f"/visits/{made.id}/ahead").text


def test_what_the_visit_was_for_comes_again(client: FlaskClient, now: datetime) -> None:
    minou, kind = factories.animal(name="Minou"), factories.reminder_type("vaccination", days=365)
    closed = factories.reminder(of=minou, type=kind)
    made = visited(minou)
    lives.visit(reminder_ids=[closed.id], visit_id=made.id, now=now, by=None)
    page = client.get(f"/visits/{made.id}/ahead").text
    assert "Revient le 5\u00a0mars\u00a02027; pas encore de rappel" in page and "Rappeler à cette date" in page
    (asked,) = ways(page)
    assert (asked["kind"], asked["on"]) == ([str(kind.id)], ["2027-03-05"]) and "answers" not in asked
    form = client.get(f"/appointments/new?animal={minou.id}&kind={kind.id}").text
    assert re.search(r'name="reason"[^>]*value="Vaccination"', form)
    booked = factories.appointment(of=minou, at=datetime(2027, 3, 8, 15, tzinfo=UTC), reason="Vaccin")
    page = client.get(f"/visits/{made.id}/ahead").text
    assert not ways(page) and "Répond à\u00a0: Minou, vaccination" in page
    Appointment.update(status=CANCELLED).where(Appointment.id == booked.id).execute()
    # Where they do not want to book now, a reminder keeps it; twice is once.
    data = {"type": kind.id, "animal": minou.id}
    assert client.post(f"/visits/{made.id}/ahead", data=data).status_code == 303
    assert "Le rappel est inscrit pour le 5\u00a0mars\u00a02027." in client.get(f"/visits/{made.id}/ahead").text
    client.post(f"/visits/{made.id}/ahead", data=data)
    assert "Il y a déjà un rappel pour cela." in client.get(f"/visits/{made.id}/ahead").text
    (kept,) = Reminder.select().where(Reminder.id != closed.id)
    assert (kept.type_id, kept.animal_id, kept.due_on) == (kind.id, minou.id, date(2027, 3, 5))
    assert "pas encore de rappel" not in client.get(f"/visits/{made.id}/ahead").text
    assert client.post("/visits/999/ahead").status_code == 404


def test_nothing_comes_again_for_who_is_gone(client: FlaskClient, now: datetime) -> None:
    minou = factories.animal(name="Minou")
    closed = factories.reminder(of=minou, type=factories.reminder_type("vaccination"))
    made = visited(minou)
    lives.visit(reminder_ids=[closed.id], visit_id=made.id, now=now, by=None)
    page = client.get(f"/visits/{made.id}/ahead")
    assert "Revient le" in page.text
    for column in ({"deceased": True}, {"deceased": False, "given_away_on": date(2026, 3, 5)}):
        Animal.update(**column).execute()
        assert "Rien d’autre à faire" in client.get(f"/visits/{made.id}/ahead").text


def test_a_patient_that_went_to_another_client_is_booked_there(client: FlaskClient) -> None:
    minou = factories.animal(name="Minou")
    former, owner = minou.client_id, factories.client(first_name="Luc", last_name="Roy")
    Animal.update(client=owner.id).execute()
    typed = {"animal": minou.id, "on": "2026-03-10", "at": "9:30", "type": 0, "veterinarian": 0, "reason": "Contrôle"}
    page = client.post(f"/appointments/new?client={former}", data=typed)
    assert page.status_code == 422 and not Appointment.select().exists()
    assert "Minou est maintenant chez Luc Roy." in page.text and 'value="Contrôle"' in page.text
    assert client.post(f"/appointments/new?client={owner.id}", data=typed).status_code == 303


def test_it_speaks_english(client: FlaskClient, julie: StaffMember) -> None:
    StaffMember.update(language="en").execute()
    due = factories.reminder(of=factories.animal(name="Minou"))
    made = visited(due.animal)
    page = client.get(f"/visits/{made.id}/ahead").text
    assert "And the next time?" in page and "Was due on" in page and ">Skip</a>" in page
    assert "Minou, of the same client" in client.get(f"/visits/{visited(factories.animal(owner=due.client)).id}").text
    assert "Visits that left with an appointment" in client.get("/appointments/leaving").text


def test_two_that_come_again_together_are_one_line(client: FlaskClient, now: datetime) -> None:
    minou = factories.animal(name="Minou")
    kinds = [factories.reminder_type("vaccination", days=365), factories.reminder_type("annual_exam", days=365)]
    closed = [factories.reminder(of=minou, type=kind) for kind in kinds]
    made = visited(minou)
    lives.visit(reminder_ids=[each.id for each in closed], visit_id=made.id, now=now, by=None)
    (asked,) = ways(client.get(f"/visits/{made.id}/ahead").text)
    assert sorted(asked["kind"]) == sorted(str(each.id) for each in kinds)
    data = {"type": [each.id for each in kinds], "animal": minou.id}
    client.post(f"/visits/{made.id}/ahead", data=data)
    kept = Reminder.select().where(Reminder.visited_at.is_null())
    assert sorted(each.type_id for each in kept) == sorted(each.id for each in kinds)
    # From then on they are reminders like others, booked together.
    (asked,) = ways(client.get(f"/visits/{made.id}/ahead").text)
    assert len(asked["answers"]) == 2 and asked["on"] == ["2027-03-05"]
