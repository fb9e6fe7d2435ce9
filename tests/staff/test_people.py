from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW, sign_in
from tests.staff.conftest import PASSWORD, enter, said
from webapp.access import Role
from webapp.models import StaffMember
from webapp.staff import actions

NEW = {"name": " Zoé  Kirouac ", "login": "", "role": "veterinarian", "language": "en", "password": PASSWORD}


@pytest.fixture
def boss(app: Flask, brigitte: StaffMember) -> FlaskClient:
    """The browser of the only manager who can sign in."""
    return sign_in(app, brigitte)


def again(member: StaffMember) -> StaffMember:
    return StaffMember.get_by_id(member.id)


def as_typed(member: StaffMember, **changes: str) -> dict[str, Any]:
    return {"name": member.name, "login": member.login, "role": member.role, "language": member.language, **changes}


def test_it_lists_everybody_in_words(boss: FlaskClient, sophie: StaffMember, julie: StaffMember) -> None:
    text = said(boss.get("/people"))
    assert text.index("Dre Brigitte Bouchard") < text.index("Julie Bélanger") < text.index("Sophie Nadeau")
    assert "Gestion · dre.brigitte.bouchard" in text and "Réception · sophie.nadeau" in text
    assert "Pas encore de mot de passe" in text


def test_it_adds_someone(app: Flask, boss: FlaskClient) -> None:
    assert boss.get("/people/new").status_code == 200
    assert boss.post("/people", data=NEW).location == "/people"
    zoe = StaffMember.get(StaffMember.login == "zoe.kirouac")
    assert (zoe.name, zoe.role, zoe.language) == ("Zoé Kirouac", "veterinarian", "en")
    assert "zoe.kirouac" in said(boss.get("/people"))
    assert enter(app.test_client(), "zoe.kirouac").status_code == 303


def test_it_adds_someone_without_a_password_yet(app: Flask, boss: FlaskClient) -> None:
    boss.post("/people", data={**NEW, "password": ""})
    assert enter(app.test_client(), "zoe.kirouac").status_code == 422
    zoe = StaffMember.get(StaffMember.login == "zoe.kirouac")
    boss.post(f"/people/{zoe.id}/password", data={"new_password": PASSWORD})
    assert enter(app.test_client(), "zoe.kirouac").status_code == 303


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "Donnez un nom"),
        ({"name": "x" * 81}, "Prenez au plus 80 caractères"),
        ({"name": "!?", "login": "..."}, "en lettres ou en chiffres"),
        ({"login": "Sophie Nadeau"}, "Quelqu’un d’autre a ce nom d’utilisateur"),
        ({"password": "court"}, "Prenez au moins 10 caractères"),
        ({"password": "zoe kirouac"}, "Votre propre nom"),
    ],
)
def test_it_refuses_and_keeps_what_was_typed(
    boss: FlaskClient, sophie: StaffMember, changes: dict[str, str], sentence: str
) -> None:
    page = boss.post("/people", data={**NEW, **changes})
    assert page.status_code == 422 and sentence in said(page)
    assert 'value="veterinarian" checked' in page.text and 'value="en" checked' in page.text
    assert PASSWORD not in page.text
    assert StaffMember.select().count() == 2


def test_it_corrects_someone(boss: FlaskClient, sophie: StaffMember) -> None:
    assert 'value="Sophie Nadeau"' in boss.get(f"/people/{sophie.id}").text
    sent = as_typed(sophie, name="Sophie Nadeau-Roy", login="sophie", role="manager", language="en")
    assert boss.post(f"/people/{sophie.id}", data=sent).location == "/people"
    corrected = again(sophie)
    assert (corrected.name, corrected.login, corrected.role, corrected.language) == (
        "Sophie Nadeau-Roy", "sophie", "manager", "en",
    )  # fmt: skip
    assert corrected.password_hash == sophie.password_hash


def test_it_gives_no_name_twice(boss: FlaskClient, sophie: StaffMember, julie: StaffMember) -> None:
    page = boss.post(f"/people/{sophie.id}", data=as_typed(sophie, login="julie.belanger"))
    assert page.status_code == 422 and "Quelqu’un d’autre" in said(page)


def test_it_keeps_a_manager(boss: FlaskClient, brigitte: StaffMember, anne: StaffMember) -> None:
    """Anne is one too, but has no password: nobody could sign in any more."""
    demoted = boss.post(f"/people/{brigitte.id}", data=as_typed(brigitte, role="reception"))
    assert demoted.status_code == 422 and "la dernière personne de la gestion" in said(demoted)
    gone = boss.post(f"/people/{brigitte.id}/inactive")
    assert gone.status_code == 422 and "la dernière personne de la gestion" in said(gone)
    assert (again(brigitte).role, again(brigitte).active) == ("manager", True)

    boss.post(f"/people/{anne.id}/password", data={"new_password": PASSWORD})
    assert boss.post(f"/people/{brigitte.id}", data=as_typed(brigitte, role="reception")).location == "/me"
    assert boss.get("/people").status_code == 403


def test_it_deactivates_and_takes_back(app: Flask, boss: FlaskClient, sophie: StaffMember) -> None:
    theirs = sign_in(app, sophie)
    assert boss.post(f"/people/{sophie.id}/inactive").location == "/people"
    assert theirs.get("/me").status_code == 302
    assert enter(app.test_client(), "sophie.nadeau").status_code == 422
    text = said(boss.get("/people"))
    assert "Sophie Nadeau" in text and "Inactif" in text
    assert boss.post(f"/people/{sophie.id}/inactive?_method=DELETE").status_code == 303
    assert enter(app.test_client(), "sophie.nadeau").status_code == 303


def test_it_gives_a_new_password_and_ends_their_sessions(app: Flask, boss: FlaskClient, sophie: StaffMember) -> None:
    theirs = sign_in(app, sophie)
    assert boss.post(f"/people/{sophie.id}/password", data={"new_password": "sophie.nadeau"}).status_code == 422
    assert theirs.get("/me").status_code == 200
    assert boss.post(f"/people/{sophie.id}/password", data={"new_password": "quatre grands chiens"}).status_code == 303
    assert theirs.get("/me").status_code == 302
    assert enter(app.test_client(), "sophie.nadeau", "quatre grands chiens").status_code == 303


def test_it_removes_the_pin_with_a_new_password(boss: FlaskClient, brigitte: StaffMember, sophie: StaffMember) -> None:
    """Whoever knew both is to come in by neither; one's own, a manager keeps."""
    for member in (brigitte, sophie):
        actions.set_pin(member=member, pin="4821", now=NOW)
    assert "Le NIP est supprimé en même temps." in said(boss.get(f"/people/{sophie.id}"))
    boss.post(f"/people/{sophie.id}/password", data={"new_password": "quatre grands chiens"})
    assert StaffMember.get_by_id(sophie.id).pin_hash == ""
    assert "Son NIP est supprimé" in said(boss.get(f"/people/{sophie.id}"))
    boss.post(f"/people/{brigitte.id}/password", data={"new_password": "quatre grands chiens"})
    assert StaffMember.get_by_id(brigitte.id).pin_hash
    page = said(boss.get(f"/people/{brigitte.id}"))
    assert "NIP est supprimé" not in page


def test_it_lifts_the_wait_with_a_new_password(app: Flask, boss: FlaskClient, sophie: StaffMember) -> None:
    guesser = app.test_client()
    for _ in range(5):
        enter(guesser, "sophie.nadeau", "no")
    boss.post(f"/people/{sophie.id}/password", data={"new_password": "quatre grands chiens"})
    assert enter(guesser, "sophie.nadeau", "quatre grands chiens").status_code == 303


@pytest.mark.parametrize("path", ["/people/99", "/people/99/password", "/people/99/inactive"])
def test_it_knows_nobody_of_that_number(boss: FlaskClient, path: str) -> None:
    assert boss.post(path, data={"new_password": PASSWORD}).status_code == 404


def test_it_is_for_managers(app: Flask, client: FlaskClient) -> None:
    vet = sign_in(app, factories.staff_member(name="Dr Roy", role=Role.VETERINARIAN))
    for browser in (client, vet):
        for path in ("/people", "/people/new", "/sessions"):
            assert browser.get(path).status_code == 403
        assert browser.post("/people", data=NEW).status_code == 403
