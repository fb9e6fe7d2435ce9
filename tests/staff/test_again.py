"""A form whose session has ended, or whose page is too old, is not lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import sign_in
from tests.staff.conftest import PASSWORD, PIN, enter, hidden, said, tap
from webapp.access import Role, allow
from webapp.models import StaffMember, StaffSession


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    """An application of its own: these tests add to it."""
    return fresh_app


Time = Callable[..., datetime]
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/form?x=1"}
OURS = {"Origin": "http://localhost"}
TYPED = {"name": "L’Heureux <b>\"&'</b>", "note": "two\r\nlines", "tag": ["a", "b", "a"], "empty": ""}


@pytest.fixture(autouse=True)
def notebook(app: Flask) -> list[Any]:
    """A page of the application that writes down what it is sent."""
    written: list[Any] = []

    def note() -> str:
        written.append((request.method, request.full_path.removesuffix("?"), request.form.to_dict(flat=False)))
        return "noted"

    def reserved() -> str:
        return note()

    app.add_url_rule("/form", "note", allow(Role.RECEPTION)(note), methods=["GET", "POST", "DELETE"])
    app.add_url_rule("/reserved", "reserved", allow(Role.MANAGER, password=True)(reserved), methods=["GET", "POST"])
    return written


@pytest.fixture
def idle(app: Flask, sophie: StaffMember, time: Time) -> FlaskClient:
    """Sophie's browser, in which nobody did anything since this morning."""
    browser = app.test_client()
    enter(browser, "sophie.nadeau")
    time(hours=3)
    return browser


def answer(browser: FlaskClient, page: TestResponse, **more: Any) -> TestResponse:
    """Send the page that asks who it is back, with a password or a PIN."""
    fields: dict[str, list[str]] = {}
    for name, value in hidden(page.text):
        fields.setdefault(name, []).append(value)
    return browser.post("/sign-in/again", data={**fields, **more})


def go_on(browser: FlaskClient, page: TestResponse) -> TestResponse:
    """Press the button of the page that says that all is kept."""
    action = page.text.split('<form method="post" action="')[1].split('"')[0].replace("&amp;", "&")
    fields: dict[str, list[str]] = {}
    for name, value in hidden(page.text):
        fields.setdefault(name, []).append(value)
    return browser.post(action, data=fields)


def plain(form: dict[str, list[str]]) -> dict[str, Any]:
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in form.items()
        if name != "csrf_token"
    }  # fmt: skip


def test_it_keeps_what_was_typed(idle: FlaskClient, notebook: list[Any]) -> None:
    asked = idle.post("/form?tab=2", data={**TYPED, "password": "not this", "new_pin": "4821"})
    assert asked.status_code == 401
    assert "Sophie Nadeau, votre NIP" in said(asked) and "Mot de passe" in said(asked)
    assert "Ce que vous avez tapé est conservé" in said(asked)
    assert "not this" not in asked.text and "4821" not in asked.text
    assert not notebook

    kept = answer(idle, asked, password=PASSWORD)
    assert kept.status_code == 200 and "data-at-once" in kept.text
    assert not notebook  # nothing happens in someone's name by itself
    assert go_on(idle, kept).text == "noted"
    [(method, path, form)] = notebook
    assert (method, path, plain(form)) == ("POST", "/form?tab=2", TYPED)


def test_it_keeps_it_over_wrong_passwords(idle: FlaskClient, notebook: list[Any]) -> None:
    page = idle.post("/form", data=TYPED)
    for _ in range(2):
        page = answer(idle, page, password="wrong")
        assert page.status_code == 422 and "Ce n’est pas votre mot de passe." in said(page)
    go_on(idle, answer(idle, page, password=PASSWORD))
    assert plain(notebook[0][2]) == TYPED


def test_it_keeps_the_leaving_of_a_state(idle: FlaskClient, notebook: list[Any]) -> None:
    asked = idle.post("/form?_method=DELETE", data={})
    go_on(idle, answer(idle, asked, password=PASSWORD))
    assert notebook[0][:2] == ("DELETE", "/form?_method=DELETE")


def test_it_takes_a_pin_where_one_will_do(idle: FlaskClient, notebook: list[Any]) -> None:
    asked = idle.post("/form", data=TYPED)
    assert "Sophie Nadeau, votre NIP" in asked.text
    go_on(idle, answer(idle, asked, pin=PIN))
    assert plain(notebook[0][2]) == TYPED
    assert not StaffSession.select().order_by(StaffSession.id.desc()).get().by_password


def test_it_asks_for_no_pin_where_none_will_do(
    app: Flask, tablet: FlaskClient, brigitte: StaffMember, time: Time
) -> None:
    enter(tablet, "dre.brigitte.bouchard")
    time(hours=3)
    asked = tablet.post("/reserved", data=TYPED)
    assert "Dre Brigitte Bouchard, votre mot de passe" in said(asked) and 'name="pin"' not in asked.text
    assert "Ce n’est pas votre mot de passe." in said(answer(tablet, asked, pin="7391"))


def test_it_says_that_a_file_must_be_chosen_again(idle: FlaskClient) -> None:
    asked = idle.post("/form", data={"name": "x", "file": (BytesIO(b"secret content"), "clients.csv")})
    assert "Seul le fichier est à choisir de nouveau." in said(asked)
    assert "secret content" not in asked.text
    kept = answer(idle, asked, password=PASSWORD)
    assert "data-at-once" not in kept.text and "Seul le fichier est à choisir de nouveau." in said(kept)


def test_it_leads_to_no_other_site(idle: FlaskClient) -> None:
    fields = {"to": "https://evil.example/", "posted": "1", "kept:name": "x", "password": PASSWORD}
    page = idle.post("/sign-in/again", data=fields)
    assert "evil.example" not in page.text and 'action="/"' in page.text


def test_it_is_the_same_person_again(idle: FlaskClient, julie: StaffMember, notebook: list[Any]) -> None:
    asked = idle.post("/form", data=TYPED)
    answer(idle, asked, password=PASSWORD, login="julie.belanger")
    assert StaffSession.select().order_by(StaffSession.id.desc()).get().member.name == "Sophie Nadeau"


def test_it_asks_who_it_is_when_nobody_knows(stranger: FlaskClient, sophie: StaffMember, notebook: list[Any]) -> None:
    asked = stranger.post("/form", data=TYPED)
    assert 'name="login"' in asked.text
    go_on(stranger, answer(stranger, asked, login="sophie.nadeau", password=PASSWORD))
    assert plain(notebook[0][2]) == TYPED


def test_it_asks_beside_the_page_when_htmx_sent_it(idle: FlaskClient, notebook: list[Any]) -> None:
    asked = idle.post("/form", data=TYPED, headers=HTMX)
    assert asked.status_code == 401
    assert (asked.headers["HX-Retarget"], asked.headers["HX-Reswap"]) == ("#again", "innerHTML")
    assert "<html" not in asked.text and 'hx-post="/sign-in/again"' in asked.text
    done = idle.post("/sign-in/again", data=dict(hidden(asked.text), password=PASSWORD), headers=HTMX)
    assert done.status_code == 200 and 'id="toasts"' in done.text
    assert idle.post("/form", data=TYPED, headers=HTMX).text.startswith("noted")  # the page was left as it was


def test_it_asks_beside_the_page_when_htmx_only_looked(idle: FlaskClient) -> None:
    asked = idle.get("/form?part=1", headers=HTMX)
    assert asked.status_code == 401 and asked.headers["HX-Retarget"] == "#again"


def test_it_sends_a_strange_htmx_to_the_door(stranger: FlaskClient) -> None:
    asked = stranger.get("/form?part=1", headers=HTMX)
    assert (asked.status_code, asked.headers["HX-Redirect"]) == (401, "/sign-in?next=/form?x%3D1")


def test_it_keeps_open_forms_valid_for_the_same_person(app: Flask, idle: FlaskClient, notebook: list[Any]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    token = dict(hidden(idle.get("/sign-in").text))["csrf_token"]
    asked = idle.post("/form", data={"csrf_token": token}, headers=HTMX)
    done = idle.post("/sign-in/again", data=dict(hidden(asked.text), password=PASSWORD), headers=HTMX)
    assert done.status_code == 200
    assert idle.post("/form", data={"csrf_token": token, **TYPED}).text == "noted"
    tap_or_password = idle.post("/sign-in", data={"csrf_token": token, "login": "sophie.nadeau", "password": PASSWORD})
    assert tap_or_password.status_code == 303
    assert idle.post("/form", data={"csrf_token": token}).text == "noted"


def test_it_does_not_keep_them_for_someone_else(
    app: Flask, sophie: StaffMember, brigitte: StaffMember, notebook: list[Any], time: Time
) -> None:
    tablet = app.test_client()
    enter(tablet, "dre.brigitte.bouchard")
    app.config["WTF_CSRF_ENABLED"] = True
    token = dict(hidden(tablet.get("/me").text))["csrf_token"]
    app.config["WTF_CSRF_ENABLED"] = False
    tap(tablet, sophie)
    app.config["WTF_CSRF_ENABLED"] = True

    refused = tablet.post("/form", data={"csrf_token": token, **TYPED})
    assert refused.status_code == 422 and "kept" not in refused.text and "Heureux" not in refused.text

    offered = tablet.post("/form", data={"csrf_token": token, **TYPED}, headers=OURS)
    assert offered.status_code == 422 and not notebook
    assert "Enregistrer en tant que Sophie Nadeau" in said(offered) and "data-at-once" not in offered.text
    assert go_on(tablet, offered).text == "noted"
    assert plain(notebook[0][2]) == TYPED


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost.evil.example", "http://localhost:81"]
)
def test_it_offers_nothing_to_another_site(app: Flask, client: FlaskClient, origin: str, notebook: list[Any]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    for browser in (client, app.test_client()):
        page = browser.post("/form", data=TYPED, headers={"Origin": origin})
        assert page.status_code == 422
        assert "Heureux" not in page.text and not notebook


def test_it_signs_out_from_an_old_page(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/sign-out", data={"csrf_token": "old"}).status_code == 422
    assert client.get("/me").status_code == 200
    assert client.post("/sign-out", data={"csrf_token": "old"}, headers=OURS).status_code == 303
    assert client.get("/me").status_code == 302


def test_it_asks_for_the_password_again_at_an_old_door(app: Flask, stranger: FlaskClient, sophie: StaffMember) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    fields = {"csrf_token": "old", "login": "sophie.nadeau", "password": PASSWORD, "next": "/me"}
    answer = stranger.post("/sign-in", data=fields, headers=OURS)
    assert answer.location == "/sign-in?next=/me&old=1"
    assert "restée ouverte trop longtemps" in said(stranger.get(answer.location))


def test_it_asks_a_pin_session_for_the_password_on_the_spot(
    app: Flask, brigitte: StaffMember, notebook: list[Any]
) -> None:
    browser = sign_in(app, brigitte, by_password=False)
    asked = browser.get("/reserved?x=1")
    assert asked.status_code == 403
    assert "Un NIP ne suffit pas" in said(asked) and "votre NIP" not in said(asked)
    assert answer(browser, asked, pin="7391").status_code == 422
    assert answer(browser, asked, password="wrong").status_code == 422
    passed = answer(browser, asked, password=PASSWORD)
    assert passed.location == "/reserved?x=1"
    assert browser.get("/reserved?x=1").text == "noted"
    assert StaffSession.select().where(StaffSession.ended_at.is_null()).count() == 1


def test_it_keeps_what_a_pin_session_sent_there(app: Flask, brigitte: StaffMember, notebook: list[Any]) -> None:
    browser = sign_in(app, brigitte, by_password=False)
    go_on(browser, answer(browser, browser.post("/reserved", data=TYPED), password=PASSWORD))
    assert plain(notebook[0][2]) == TYPED


def test_it_does_not_ask_who_may_not_pass_anyway(app: Flask, sophie: StaffMember) -> None:
    refused = sign_in(app, sophie, by_password=False).get("/reserved")
    assert refused.status_code == 403
    assert 'type="password"' not in refused.text
