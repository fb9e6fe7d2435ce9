from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import sign_in
from tests.staff.conftest import PASSWORD, PIN, enter, said, tap
from webapp.models import SignInAttempt, StaffMember

Time = Callable[..., datetime]


@pytest.fixture
def sophies(app: Flask, sophie: StaffMember) -> FlaskClient:
    return sign_in(app, sophie)


def now(sophie: StaffMember) -> StaffMember:
    return StaffMember.get_by_id(sophie.id)


def test_it_speaks_another_language_at_once(sophies: FlaskClient) -> None:
    answer = sophies.post("/me", data={"language": "en", "shortcuts": "y"})
    assert answer.location == "/me"
    page = sophies.get("/me").text
    assert "My profile" in page and "Saved." in page
    assert "data-shortcuts" in page
    sophies.post("/me", data={"language": "fr"})
    page = sophies.get("/me").text
    assert "Mon profil" in page and "data-shortcuts" not in page


def test_it_knows_two_languages(sophies: FlaskClient, sophie: StaffMember) -> None:
    assert sophies.post("/me", data={"language": "xx"}).status_code == 422
    assert now(sophie).language == "fr"


def test_it_changes_the_password(app: Flask, sophies: FlaskClient, sophie: StaffMember) -> None:
    answer = sophies.post("/me/password", data={"old_password": PASSWORD, "new_password": "quatre grands chiens"})
    assert answer.location == "/me"
    assert sophies.get("/me").status_code == 200
    assert enter(app.test_client(), "sophie.nadeau").status_code == 422
    assert enter(app.test_client(), "sophie.nadeau", "quatre grands chiens").status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("wrong", "quatre grands chiens", "Ce n’est pas votre mot de passe."),
        (PASSWORD, "court", "Prenez au moins 10 caractères"),
        (PASSWORD, "motdepasse123", "l’un des premiers"),
        (PASSWORD, "sophie nadeau", "Votre propre nom"),
        ("", "quatre grands chiens", "Tapez votre mot de passe actuel."),
    ],
)
def test_it_refuses_a_bad_change(sophies: FlaskClient, sophie: StaffMember, old: str, new: str, sentence: str) -> None:
    page = sophies.post("/me/password", data={"old_password": old, "new_password": new})
    assert page.status_code == 422 and sentence in said(page)
    assert f'value="{new}"' not in page.text
    assert now(sophie).password_hash == sophie.password_hash


def test_it_slows_down_guessing_the_old_password(sophies: FlaskClient, sophie: StaffMember) -> None:
    for _ in range(5):
        sophies.post("/me/password", data={"old_password": "wrong", "new_password": "quatre grands chiens"})
    page = sophies.post("/me/password", data={"old_password": PASSWORD, "new_password": "quatre grands chiens"})
    assert page.status_code == 422 and "Réessayez dans 5 secondes." in said(page)
    assert SignInAttempt.select().count() == 5


def test_it_chooses_a_pin(
    app: Flask, client: FlaskClient, julie: StaffMember, brigitte: StaffMember, tablet: FlaskClient, time: Time
) -> None:
    sophie = brigitte
    browser = sign_in(app, sophie)
    assert browser.post("/me/pin", data={"new_pin": "5283", "password": PASSWORD}).location == "/me"
    enter(tablet, "dre.brigitte.bouchard")
    time(seconds=1)
    assert tap(tablet, sophie, "7391").status_code == 422
    assert tap(tablet, sophie, "5283").status_code == 303


@pytest.mark.parametrize(
    ("pin", "password", "sentence"),
    [
        ("1234", PASSWORD, "l’un des premiers"),
        ("1111", PASSWORD, "Quatre fois le même chiffre"),
        ("12", PASSWORD, "Un NIP a quatre chiffres."),
        ("", PASSWORD, "Un NIP a quatre chiffres."),
        ("5283", "wrong", "Ce n’est pas votre mot de passe."),
    ],
)
def test_it_refuses_a_bad_pin(
    sophies: FlaskClient, sophie: StaffMember, pin: str, password: str, sentence: str
) -> None:
    page = sophies.post("/me/pin", data={"new_pin": pin, "password": password})
    assert page.status_code == 422 and sentence in said(page)
    assert now(sophie).pin_hash == sophie.pin_hash


def test_it_removes_the_pin_and_what_it_opened(app: Flask, sophies: FlaskClient, sophie: StaffMember) -> None:
    elsewhere = sign_in(app, sophie, by_password=False)
    assert sophies.post("/me/pin?_method=DELETE").location == "/me"
    assert now(sophie).pin_hash == ""
    assert elsewhere.get("/me").status_code == 302
    assert sophies.get("/me").status_code == 200
    assert PIN not in sophies.get("/me").text
