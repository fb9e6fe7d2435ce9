"""Whoever has booked since stands apart, and is noted in one tap."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient

from tests import factories
from tests.mailings.steps import text_of
from tests.second_contacts.conftest import again, plain
from webapp.models import Reminder

Make = Callable[..., Reminder]


def undo(client: FlaskClient) -> str:
    page = client.get("/reminders/second").text
    return re.search(r'action="(/reminders/second/answered[^"]*DELETE[^"]*)"', page).group(1).replace("&amp;", "&")


def test_one_by_one_or_all_that_fit(client: FlaskClient, reached: Make, now: datetime) -> None:
    """An appointment without a word is asked about; a nail trim is none; all that fit are noted at once."""
    one, two, nameless, trim = (reached(name) for name in ("Adam", "Bernier", "Caron", "Dubé"))
    exam = factories.appointment(of=one.animal)
    factories.appointment(of=two.animal)
    factories.appointment(of=nameless.animal, reason="", type=None)
    factories.appointment(
        of=trim.animal, reason="Coupe de griffes", type=factories.appointment_type("Coupe de griffes")
    )
    page = client.get("/reminders/second").text
    said = text_of(page)
    assert "1 client joint il y a 30 jours ou plus n’a pas pris rendez-vous." in said  # Dubé
    assert "3 autres ont pris rendez-vous depuis : il n’y a rien à leur envoyer." in said
    assert "Luce Adam 14 mars à 9 h, Antiparasitaire" in said and "sans qu’on dise pourquoi" in said
    assert "Noter les 2 qui conviennent" in said
    assert client.post("/reminders/second/answered", data={"whose": str(nameless.client_id)}).status_code == 303
    assert again(nameless).answered_at == now and again(one).answered_at is None
    assert client.post("/reminders/second/answered").status_code == 303
    assert [again(each).answered_at for each in (one, two, trim)] == [now, now, None]
    assert again(one).appointment_id == exam.id
    assert client.post(undo(client)).status_code == 303
    assert again(one).answered_at is None


def test_what_is_noted_already_is_out_of_the_list(client: FlaskClient, reached: Make, now: datetime) -> None:
    due = reached("Adam")
    booked = factories.appointment(of=due.animal)
    Reminder.update(answered_at=now, appointment=booked).where(Reminder.id == due.id).execute()
    said = text_of(client.get("/reminders/second").text)
    assert "1 autre a pris rendez-vous depuis" in said and "Sortis de la liste d’eux-mêmes. Luce Adam 14 mars" in said
    assert "plus rapide" in plain(client.post("/reminders/second/answered", follow_redirects=True).text)
    assert client.delete("/reminders/second/answered?at=2026-03-05").status_code == 404
