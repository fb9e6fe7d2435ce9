"""A note for colleagues in a client's file; taken away again, and put back."""

from __future__ import annotations

from datetime import datetime

from flask.testing import FlaskClient

from tests import factories
from webapp.dossiers import actions
from webapp.models import ClientNote, StaffMember

HTMX = {"HX-Request": "true", "HX-Target": "fil"}


def test_it_keeps_a_note_at_the_head_of_the_thread(client: FlaskClient, julie: StaffMember) -> None:
    owner = factories.client()
    answer = client.post(f"/clients/{owner.id}/notes", data={"text": "  Entre par\r\nl’arrière. "})
    assert answer.status_code == 303 and answer.location == f"/clients/{owner.id}#fil"
    made = ClientNote.get()
    assert (made.text, made.by_id, made.client_id) == ("Entre par\nl’arrière.", julie.id, owner.id)
    page = client.get(f"/clients/{owner.id}").text
    assert "<q>Entre par\nl’arrière.</q>" in page and f"/clients/notes/{made.id}?_method=DELETE" in page
    part = client.post(f"/clients/{owner.id}/notes", data={"text": "Encore une"}, headers=HTMX)
    assert part.status_code == 200 and part.text.lstrip().startswith('<section id="fil"')
    assert "Encore une" in part.text and "Noté" in part.text and 'id="toasts"' in part.text


def test_it_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(client: FlaskClient) -> None:
    owner = factories.client()
    long = "Ouf! " * 10_000
    for text, said in (
        ("", "Écrivez d’abord quelque chose."), ("  \n ", "Écrivez d’abord quelque chose."),
        (long, "C’est trop long"),
    ):  # fmt: skip
        for headers in ({}, HTMX):
            answer = client.post(f"/clients/{owner.id}/notes", data={"text": text}, headers=headers)
            assert answer.status_code == 422 and said in answer.text and 'aria-describedby="text-error"' in answer.text
            assert text.strip() in answer.text
    assert not ClientNote.select().count()
    assert client.post("/clients/999/notes", data={"text": "x"}).status_code == 404


def test_my_note_is_taken_away_and_put_back(client: FlaskClient, julie: StaffMember, now: datetime) -> None:
    owner = factories.client()
    made = actions.note(client_id=owner.id, text="Oups", now=now, by=julie)
    where = f"/clients/notes/{made.id}"
    answer = client.post(f"{where}?_method=DELETE", follow_redirects=True)
    assert "<q>Oups</q>" not in answer.text and "Note retirée" in answer.text and f'action="{where}"' in answer.text
    assert "n’y est déjà plus" in client.post(f"{where}?_method=DELETE", follow_redirects=True).text
    assert "<q>Oups</q>" in client.post(where, follow_redirects=True).text
    part = client.delete(where, headers=HTMX)
    assert part.text.lstrip().startswith('<section id="fil"') and "<q>Oups</q>" not in part.text
    assert client.delete("/clients/notes/999").status_code == 404


def test_nobody_takes_away_what_a_colleague_wrote(client: FlaskClient, now: datetime) -> None:
    owner, anne = factories.client(), factories.staff_member(login="anne")
    made = actions.note(client_id=owner.id, text="De la part d’Anne", now=now, by=anne)
    assert f"/clients/notes/{made.id}" not in client.get(f"/clients/{owner.id}").text
    assert "elle n’est pas de vous" in client.delete(f"/clients/notes/{made.id}", follow_redirects=True).text
    assert ClientNote.get().undone_at is None
