"""Whom a list is about and how they were tried last: the same on the list and in the queue of calls."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from tests import factories
from tests.reminders.steps import message
from webapp.models import Batch, Client, Contact, Reminder, ReminderType, StaffMember

TODAY = date(2026, 3, 5)


def due(name: str, *, species: str = "CAN", language: str = "fr", now: datetime, **columns: Any) -> Reminder:
    owner = factories.client(first_name=name, last_name="Roy", mobile_phone="+15145550134", language=language)
    patient = factories.animal(owner=owner, name="Rex", species=factories.species(species))
    found = factories.reminder(of=patient, due=TODAY - timedelta(days=3), **columns)
    Reminder.update(created_at=now - timedelta(days=10)).where(Reminder.id == found.id).execute()
    return found


def spoke(about: Reminder, at: datetime, result: str, **columns: Any) -> None:
    Contact.create(**{"client": about.client_id, "at": at, "channel": "phone", "result": result} | columns)


def listed(page: str) -> str:
    return " ".join(sorted(re.findall(r"<h3>\s*<a [^>]*>\s*(\w[^<]*?) Roy\s*</a>", page)))


def test_it_narrows_by_whom_and_by_how_they_were_tried(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    ago = {days: now - timedelta(days=days) for days in (1, 2, 3, 20)}
    never = due("Never", now=now)
    vain = due("Vain", now=now, species="FEL", language="en")
    spoke(vain, ago[3], "later")
    spoke(vain, ago[1], "no_answer")
    left = due("Left", now=now, language="en")
    spoke(left, ago[1], "left")
    spoke(left, ago[2], "wrong_number")
    mailed = due("Mailed", now=now, species="FEL")
    spoke(mailed, ago[3], "no_answer")
    message(mailed, now, state="sent", sent_at=ago[2])
    counter = due("Counter", now=now)
    message(counter, now, state="bounced", channel="post", sent_at=ago[3])
    spoke(counter, ago[2], "later", channel="counter")
    undone = due("Undone", now=now)
    spoke(undone, ago[1], "booked", undone_at=ago[1])  # taken back: never said
    spoke(undone, ago[20], "refused")  # about something before this reminder
    planned = due("Planned", now=now)
    message(planned, now, state="cancelled")  # it never left
    assert never and julie
    for asked, names in {
        "species=FEL": "Mailed Vain",
        "language=en": "Left Vain",
        "language=fr": "Counter Mailed Never Planned Undone",
        "called=no_answer": "Mailed Vain",
        "called=left": "Left",
        "called=later": "",  # on the telephone
        "called=wrong_number": "",
        "called=booked": "",
        "called=refused": "",
        "called=not_called": "Counter Never Planned Undone",
        "called=not_reached": "Left Mailed Never Planned Undone",
        "tried=none": "Never Planned Undone",
        "tried=email": "Mailed",
        "tried=phone": "Left Vain",
        "tried=counter": "Counter",
        "tried=post": "",
        "species=FEL&language=fr&called=no_answer&tried=email": "Mailed",
        "species=CAN&language=fr&called=no_answer": "",
        "species=x&language=de&called=won&tried=pigeon": "Counter Left Mailed Never Planned Undone Vain",
    }.items():
        asked = re.sub("CAN|FEL", lambda code: str(factories.species(code[0]).id), asked)
        for page in ("/reminders", "/calls/"):
            assert listed(client.get(f"{page}?when=all&{asked}").text) == names, (page, asked)
    # Only the tab that is shown is counted then.
    assert ">4</span>" not in client.get("/reminders?when=all&tried=phone&tab=awaiting_answer").text


def test_it_shows_what_is_on_and_how_it_goes(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    one = due("Luc", now=now, responsible=julie)
    asked = f"species={factories.species().id}&language=en&tried=none&called=not_called"
    page = client.get(f"/calls/?when=week&type={one.type_id}&responsible={julie.id}&reach=phone&{asked}").text
    for words in (
        "Canin", "Parle anglais", "Rien n’a été tenté", "Pas encore appelé", "Antiparasitaire", "Les miens",
        "À échéance d’ici 7 jours", "À appeler", "Ne plus filtrer par «\u00a0Canin\u00a0»",
    ):  # fmt: skip
        assert words in page, words
    assert "" in page
    listing = client.get("/reminders?tried=email&called=left&from=2026-03-01").text
    assert "Dernier moyen\u00a0: courriel" in listing and "Dernier appel\u00a0: message laissé" in listing
    assert 'href="/reminders?from=2026-03-01&amp;called=left"' in listing


def test_what_is_no_more_is_said(client: FlaskClient, now: datetime) -> None:
    due("Luc", now=now)
    kind = factories.reminder_type("courtesy")
    ReminderType.update(archived_at=now).where(ReminderType.id == kind.id).execute()
    gone = factories.staff_member(login="gone", name="Karim Roy")
    StaffMember.update(active=False).where(StaffMember.id == gone.id).execute()
    Batch.create(number=253, type=kind, due_on=TODAY, created_at=now)
    for asked, words in {
        "type=999": "Ce type de rappel n’existe plus.",
        f"type={kind.id}": "Le type «\u00a0Courtoisie\u00a0» ne sert plus.",
        "responsible=999": "Cette personne n’est plus dans l’équipe.",
        f"responsible={gone.id}": "Karim Roy ne travaille plus ici.",
        "batch=253": "Le lot 253 n’a plus de rappels.",
        "batch=999-2": "Le lot 999-2 n’a plus de rappels.",
        "species=999": "Cette espèce n’existe plus.",
    }.items():
        for page in ("/reminders", "/calls/"):
            found = client.get(f"{page}?{asked}")
            assert found.status_code == 200 and words in found.text, (page, asked)
            assert f'<a href="{page}">Sans ce filtre</a>' in found.text
    assert Client.select().count() == 1


def test_mine_is_one_tap_away_with_its_number(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    mine = due("Mine", now=now, responsible=julie)
    factories.reminder(of=mine.animal, due=TODAY, responsible=julie, type=factories.reminder_type("vaccination"))
    due("Other", now=now)
    for address, name, count in (("/reminders", "Les miens", 2), ("/calls/", "Mes appels", 1)):
        page = client.get(address).text
        pill = re.search(rf'<a href="([^"]+)"[^>]*>{name} <span class="n">(\d+)</span>', page)
        assert pill and pill[1] == f"{address}?responsible={julie.id}" and int(pill[2]) == count
        of_mine = client.get(pill[1]).text
        assert listed(of_mine).split()[0] == "Mine" and "Other Roy" not in of_mine
        assert re.search(rf'aria-current="true">{name}', of_mine)
