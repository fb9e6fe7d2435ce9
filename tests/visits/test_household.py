"""The reminders of the whole household, as a visit of one of its animals is opened."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from tests import factories
from webapp.animals import actions as animals
from webapp.models import Animal, Client, Reminder, ReminderEvent, Sale, StaffMember, Visit
from webapp.reminders.actions import lives, reactions
from webapp.reminders.queries import history
from webapp.sales import actions as sales

TODAY = date(2026, 3, 5)


def again(reminder: Reminder) -> Reminder:
    found: Reminder = Reminder.get_by_id(reminder.id)
    return found


def two(owner: Client | None = None) -> tuple[Animal, Animal]:
    """Minou, who is seen, and Filou, who came along."""
    owner = owner or factories.client()
    return factories.animal(owner=owner, name="Minou"), factories.animal(owner=owner, name="Filou")


def form(reminders: list[Reminder], ticked: list[Reminder], **more: Any) -> dict[str, Any]:
    """What the boxes send."""
    return {
        "offered": [each.id for each in reminders], "reminders": [each.id for each in ticked],
        "seen": [f"{each.id}:open" for each in reminders], **more,
    }  # fmt: skip


def record(client: FlaskClient, animal: Animal, **more: Any) -> Visit:
    typed = {"animal": animal.id, "visited_on": "2026-03-05", "reason": "Suivi", "veterinarian": 0,
             "reminders_of": animal.id, **more}  # fmt: skip
    page = client.post(f"/visits/new?client={animal.client_id}", data=typed)
    assert page.status_code == 303
    found: Visit = Visit.select().order_by(Visit.id.desc()).get()
    return found


def ticked(page: str) -> dict[int, bool]:
    """Of each reminder that is offered, whether it is ticked."""
    boxes = re.findall(r'name="reminders" value="(\d+)"( checked)?', page)
    return {int(number): bool(checked) for number, checked in boxes}


def test_it_lists_those_of_the_other_animals_unticked(client: FlaskClient) -> None:
    minou, filou = two()
    due, other, stranger = factories.reminder(of=minou), factories.reminder(of=filou), factories.reminder()
    page = client.get(f"/visits/new?animal={minou.id}").text
    assert ticked(page) == {due.id: True, other.id: False} and stranger.id not in ticked(page)
    assert "Filou, du même client" in page and "À faire ces jours-ci" in page
    page = client.get(f"/visits/reminders?animal={filou.id}&reason=Antiparasitaire").text
    assert ticked(page) == {other.id: True, due.id: False}
    assert "Le motif de la visite y répond" in page and "Minou, du même client" in page


def test_what_another_animal_came_along_for_closes_with_the_visit(
    client: FlaskClient, now: datetime, julie: StaffMember
) -> None:
    minou, filou = two()
    due, other = factories.reminder(of=minou), factories.reminder(of=filou)
    made = record(client, minou, **form([due, other], [other]))
    assert (again(other).visit_id, again(other).visited_at) == (made.id, now)
    assert again(due).visited_at is None
    # The clock finds nothing to take back: a person said so.
    assert reactions.apply(now=now + timedelta(hours=12), animal_ids=None).unvisited == 0
    said = [each.text for each in history.lines(other, history.messages([other.id]))]
    assert said == ["Venu pour ce rappel, à la visite de Minou"]
    # Corrected: Filou had not come.
    page = client.post(
        f"/visits/{made.id}/reminders",
        data={"offered": [due.id, other.id], "reminders": [due.id],
              "seen": [f"{due.id}:open", f"{other.id}:visited"]},
    )  # fmt: skip
    assert page.status_code == 303
    assert again(other).visited_at is None and again(due).visit_id == made.id
    # That it did not come says nothing of it in its history but that.
    verbs = ReminderEvent.select().where(ReminderEvent.reminder == other).order_by(ReminderEvent.id)
    assert [each.verb for each in verbs] == ["visited", "unvisited"]


def test_a_visit_that_goes_to_another_household_takes_those_who_came_along_back(client: FlaskClient) -> None:
    minou, filou = two()
    other, at_home, stranger = factories.reminder(of=filou), factories.animal(owner=minou.client), factories.animal()
    made = record(client, minou, **form([other], [other]))
    typed = {"visited_on": "2026-03-05", "reason": "Suivi", "veterinarian": 0}
    client.post(f"/visits/{made.id}/edit", data={**typed, "animal": at_home.id})
    assert again(other).visit_id == made.id
    client.post(f"/visits/{made.id}/edit?client={stranger.client_id}", data={**typed, "animal": stranger.id})
    assert again(other).visited_at is None


def test_it_says_what_was_sold(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    """Billed to the client without a patient, it closes nothing by itself; billed to one, it has."""
    minou, filou = two()
    due, other = factories.reminder(of=minou), factories.reminder(of=filou)
    item = factories.item(name="Bravecto antiparasitaire")
    common = {"item": item.id, "client": minou.client_id, "sold_on": TODAY, "quantity_milli": 1000, "amount_cents": 1}
    sales.add(values={**common, "animal": None}, now=now, by=julie)
    page = client.get(f"/visits/reminders?animal={minou.id}&reason=Suivi").text
    assert ticked(page) == {due.id: True, other.id: False} and "Vendu : Bravecto antiparasitaire" in page
    assert ticked(client.get(f"/visits/reminders?animal={minou.id}&visited_on=2026-03-04&reason=Suivi").text) == {
        due.id: False, other.id: False
    }  # fmt: skip
    sales.add(values={**common, "animal": filou.id}, now=now, by=julie)
    assert again(other).visited_at == now
    made = record(client, minou, **form([due], [due], seen=[f"{due.id}:open", f"{other.id}:visited"]))
    page = client.get(f"/visits/{made.id}").text
    assert ticked(page) == {due.id: True, other.id: True} and "Fermé par cette visite" in page
    # It was bought for later, and for nothing that was due: given back, and the sale does not close it again.
    data = {"offered": [due.id, other.id], "reminders": [due.id],
            "seen": [f"{due.id}:visited", f"{other.id}:visited"]}  # fmt: skip
    client.post(f"/visits/{made.id}/reminders", data=data)
    assert again(other).visited_at is None and again(due).visit_id == made.id
    assert reactions.apply(now=now + timedelta(hours=1)).visited == 0
    assert Sale.select().count() == 2


def test_a_visit_that_came_by_import_proposes_until_somebody_has_said(client: FlaskClient, now: datetime) -> None:
    minou, filou = two()
    due, far = factories.reminder(of=minou), factories.reminder(of=minou, due=date(2026, 12, 1))
    later = factories.reminder(of=minou, due=date(2026, 4, 2), created_at=now)  # made since
    along = factories.reminder(of=filou)
    visit = factories.visit(of=minou, on=date(2026, 3, 3), reason="", number="500001")
    page = client.get(f"/visits/{visit.id}").text
    assert ticked(page) == {due.id: True, far.id: False, later.id: False, along.id: False}
    assert "1 case est proposée : rien n’est noté avant d’enregistrer" in page
    assert again(due).visited_at is None
    client.post(f"/visits/{visit.id}/reminders", data=form([due, far, along], [along]))
    page = client.get(f"/visits/{visit.id}").text
    assert ticked(page) == {due.id: False, far.id: False, later.id: False, along.id: True}
    assert "rien n’est noté avant" not in page
    assert again(along).visited_at == datetime(2026, 3, 3, 17, tzinfo=UTC)


def test_a_reminder_that_a_colleague_changed_meanwhile_is_left_alone_and_said(
    client: FlaskClient, now: datetime, julie: StaffMember
) -> None:
    minou, filou = two()
    gone, taken, fine = factories.reminder(of=minou), factories.reminder(of=minou), factories.reminder(of=filou)
    shown = [gone, taken, fine]
    lives.cancel(reminder_ids=[gone.id], because="mistake", now=now, by=julie)
    made = record(client, minou, **form(shown, [gone, fine]))
    assert again(gone).visited_at is None and again(fine).visit_id == made.id
    page = client.get(f"/visits/{made.id}").text
    assert "Minou, antiparasitaire : modifié entre-temps par quelqu’un d’autre, laissé tel quel." in page
    # Here a colleague ticks what this form shows unticked, and takes away what it shows ticked.
    lives.visit(reminder_ids=[taken.id], visit_id=made.id, now=now, by=julie)
    lives.unvisit(reminder_ids=[fine.id], now=now, by=julie)
    seen = [f"{taken.id}:open", f"{fine.id}:visited"]
    client.post(f"/visits/{made.id}/reminders", data=form([taken, fine], [fine], seen=seen))
    assert again(taken).visit_id == made.id and again(fine).visited_at is None
    assert client.get(f"/visits/{made.id}").text.count("modifié entre-temps") == 2
    # The same sent twice is no quarrel.
    for _ in range(2):
        client.post(f"/visits/{made.id}/reminders", data=form([fine], [fine]))
    assert again(fine).visit_id == made.id and "modifié entre-temps" not in client.get(f"/visits/{made.id}").text


def test_an_animal_that_went_to_another_client_meanwhile(client: FlaskClient, now: datetime) -> None:
    minou, _ = two()
    former, owner = minou.client_id, factories.client(first_name="Luc", last_name="Roy")
    due = factories.reminder(of=minou)
    animals.transfer(animal_id=minou.id, client_id=owner.id, on=TODAY, now=now, by=None)
    typed = {"animal": minou.id, "visited_on": "2026-03-05", "reason": "Suivi", "veterinarian": 0, "note": "Calme",
             "reminders_of": minou.id, **form([due], [due])}  # fmt: skip
    page = client.post(f"/visits/new?client={former}", data=typed)
    assert page.status_code == 422 and not Visit.select().exists()
    assert "Minou est maintenant chez Luc Roy." in page.text and "Calme</textarea>" in page.text
    address = re.search(r'action="(/visits/new[^"]*)"', page.text)
    assert address and address[1] == f"/visits/new?client={owner.id}"
    assert client.post(address[1], data=typed).status_code == 303
    assert Visit.get().animal_id == minou.id


def test_it_begins_with_what_they_came_for(client: FlaskClient) -> None:
    minou, _ = two()
    due = factories.reminder(of=minou)
    came = factories.appointment(of=minou, status="arrived", reason="Griffes")
    page = client.get(f"/appointments/{came.id}").text
    address = unescape(re.findall(r'href="(/visits/new[^"]*)"', page)[0])
    page = client.get(address).text
    assert re.search(r'name="reason"[^>]*value="Griffes"', page)
    assert f'<option selected value="{came.veterinarian_id}">' in page and ticked(page) == {due.id: False}
    assert "/visits/new" not in client.get(f"/appointments/{factories.appointment().id}").text.split("<main")[-1]
