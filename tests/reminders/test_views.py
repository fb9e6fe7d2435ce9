"""Saved views: filters with a name, one's own or everybody's."""

from __future__ import annotations

import json
import re
from datetime import datetime

from flask.testing import FlaskClient

from tests import factories
from tests.conftest import sign_in
from webapp.models import SavedView, StaffMember

CATS = "/reminders/views/new?species=1&language=en&back=/calls/?species%3D1"


def made(name: str, by: StaffMember, now: datetime, *, everybody: bool = False, **asked: str) -> SavedView:
    return SavedView.create(name=name, folded=name.casefold(), member=by, everybody=everybody, asked=json.dumps(asked),
                            created_at=now)  # fmt: skip


def pills(page: str) -> list[str]:
    return re.findall(r"<a href=[^>]*>([^<]+)", page.split('class="views"', 1)[1].split("</nav>", 1)[0])


def test_it_saves_what_is_asked_for(client: FlaskClient, julie: StaffMember) -> None:
    page = client.get("/calls/?species=1&language=en").text
    assert "/reminders/views/new?back=/calls/?species%3D1%26language%3Den&amp;species=1&amp;language=en" in page
    form = client.get(CATS).text
    assert "Parle anglais" in form and "Pour toute l’équipe" not in form
    saved = client.post(CATS, data={"name": "  Chats  en anglais ", "everybody": "y"})
    assert (saved.status_code, saved.location) == (303, "/calls/?species=1")
    view = SavedView.get()
    assert (view.name, view.member_id, view.everybody) == ("Chats en anglais", julie.id, False)
    assert json.loads(view.asked) == {"species": "1", "language": "en"}
    for address in ("/reminders", "/calls/"):
        assert "Chats en anglais" in pills(client.get(address).text)
        current = client.get(f"{address}?species=1&language=en").text
        assert 'aria-current="true">Chats en anglais' in current and "Enregistrer cette vue" not in current


def test_a_name_that_cannot_be_taken_stays_with_why(
    client: FlaskClient, julie: StaffMember, anne: StaffMember, now: datetime
) -> None:
    made("Chats", julie, now)
    made("Équipe", anne, now, everybody=True)
    made("D’Anne", anne, now)
    for typed, why in {
        "": "Donnez un nom à la vue", "x" * 41: "Prenez au plus", "CHATS": "Vous avez déjà une vue de ce nom",
    }.items():  # fmt: skip
        page = client.post(CATS, data={"name": typed})
        assert page.status_code == 422 and why in page.text and f'value="{typed}"' in page.text, typed
    SavedView.update(folded="equipe").where(SavedView.name == "Équipe").execute()
    assert "Vous avez déjà" in client.post(CATS, data={"name": "equipe"}).text
    assert client.post(CATS, data={"name": "d'anne"}).status_code == 303  # hers alone: nobody sees both
    assert client.post("/reminders/views/new?back=https://x.example/", data={"name": "Loin"}).location == "/reminders"


def test_it_is_renamed(client: FlaskClient, julie: StaffMember, now: datetime) -> None:
    view, other = made("Chats", julie, now), made("Chiens", julie, now)
    assert 'value="Chats"' in client.get(f"/reminders/views/{view.id}").text
    assert client.post(f"/reminders/views/{view.id}", data={"name": other.name}).status_code == 422
    assert client.post(f"/reminders/views/{view.id}", data={"name": "CHATS"}).status_code == 303
    assert pills(client.get("/reminders").text)[2:] == ["CHATS", "Chiens"]


def test_it_is_deleted_and_back(client: FlaskClient, julie: StaffMember, now: datetime) -> None:
    view = made("Chats", julie, now)
    client.post(f"/reminders/views/{view.id}/deleted")
    page = client.get("/reminders/views").text
    assert "La vue «\u00a0Chats\u00a0» est supprimée." in page and "Aucune vue encore" in page
    assert f"/reminders/views/{view.id}/deleted?_method=DELETE" in page  # undo
    client.delete(f"/reminders/views/{view.id}/deleted")
    assert "La vue «\u00a0Chats\u00a0» est de retour." in client.get("/reminders/views").text
    client.post(f"/reminders/views/{view.id}/deleted")
    made("Chats", julie, now)
    client.delete(f"/reminders/views/{view.id}/deleted")
    assert "Une autre vue s’appelle déjà «\u00a0Chats\u00a0»." in client.get("/reminders/views").text
    assert SavedView.get_by_id(view.id).deleted_at is not None


def test_a_manager_gives_it_to_the_team(
    manager: FlaskClient, client: FlaskClient, julie: StaffMember, anne: StaffMember, now: datetime
) -> None:
    assert "Pour toute l’équipe" in manager.get(CATS).text
    view, hers = made("Chats", anne, now), made("Chiens", julie, now)
    assert pills(client.get("/reminders").text)[2:] == ["Chiens"]
    assert client.post(f"/reminders/views/{hers.id}/everybody").status_code == 403  # reception
    assert manager.post(f"/reminders/views/{view.id}/everybody").status_code == 303
    assert pills(client.get("/reminders").text)[2:] == ["Chiens", "Chats"]
    assert "Renommer" not in client.get("/reminders/views").text.split("À toute l’équipe")[1]
    for change in ("", "/deleted"):
        assert client.post(f"/reminders/views/{view.id}{change}", data={"name": "x"}).status_code == 403
    assert manager.post(f"/reminders/views/{hers.id}/everybody").status_code == 404  # not seen by her
    manager.delete(f"/reminders/views/{view.id}/everybody")
    assert pills(client.get("/reminders").text)[2:] == ["Chiens"]
    twin = made("CHATS", julie, now, everybody=True)
    manager.post(f"/reminders/views/{view.id}/everybody")
    assert "Une autre vue s’appelle déjà" in manager.get("/reminders/views").text
    assert manager.delete(f"/reminders/views/{twin.id}/everybody").status_code == 404  # another made it


def test_one_whose_type_is_gone_says_so_and_opens(client: FlaskClient, julie: StaffMember, now: datetime) -> None:
    made("Ancienne", julie, now, type="999", tab="awaiting_answer")
    page = client.get("/reminders/views").text
    assert "Ce type de rappel n’existe plus." in page and 'href="/reminders?tab=awaiting_answer&amp;type=999"' in page
    assert client.get("/reminders?tab=awaiting_answer&type=999").status_code == 200
    assert "Ancienne" not in pills(client.get("/calls/").text)  # the queue shows what is to do


def test_it_says_all_in_english(app, julie: StaffMember, now: datetime) -> None:  # type: ignore[no-untyped-def]
    StaffMember.update(language="en").where(StaffMember.id == julie.id).execute()
    made("Cats", julie, now, called="no_answer", tried="phone")
    english = sign_in(app, julie)
    page = english.get("/reminders/views").text
    assert "To do · Tried last: telephone · Last call: No answer" in page and "Yours alone" in page
    assert "Save this view" in english.get("/calls/?language=en").text


def test_nobody_else_has_it(client: FlaskClient, anne: StaffMember, now: datetime) -> None:
    view = made("Chats", anne, now)
    assert client.get(f"/reminders/views/{view.id}").status_code == 404
    assert factories.species() and client.post(f"/reminders/views/{view.id}/deleted").status_code == 404
