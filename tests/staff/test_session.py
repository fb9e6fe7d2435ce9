from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import sign_in
from tests.staff.conftest import PASSWORD, enter, said, tap
from webapp import clock
from webapp.models import Device, StaffMember, StaffSession
from webapp.staff import actions

Time = Callable[..., datetime]


def test_it_ends_after_two_idle_hours(client: FlaskClient, time: Time) -> None:
    time(hours=1, minutes=59)
    assert client.get("/me").status_code == 200
    time(hours=1, minutes=59)
    assert client.get("/me").status_code == 200
    time(hours=2, minutes=1)
    answer = client.get("/me")
    assert answer.location == "/sign-in?next=/me"
    assert "personne ne s’en servait" in said(client.get(answer.location))


def test_it_ends_after_twelve_hours_of_work(client: FlaskClient, time: Time) -> None:
    for _ in range(11):
        time(hours=1)
        assert client.get("/me").status_code == 200
    time(hours=1)
    assert client.get("/me").status_code == 302
    assert "douze heures" in said(client.get("/sign-in"))


def test_it_ends_sooner_when_a_pin_opened_it(app: Flask, julie: StaffMember, time: Time) -> None:
    browser = sign_in(app, julie, by_password=False)
    time(minutes=29)
    assert browser.get("/me").status_code == 200
    time(minutes=31)
    assert browser.get("/me").status_code == 302


def test_it_asks_for_the_same_face_again_on_an_unlocked_tablet(
    tablet: FlaskClient, sophie: StaffMember, brigitte: StaffMember, time: Time
) -> None:
    enter(tablet, "dre.brigitte.bouchard")
    tap(tablet, sophie)
    time(minutes=31)
    answer = tablet.get("/me?tab=1")
    assert answer.location == f"/hand-over/{sophie.id}?next=/me?tab%3D1"
    page = tablet.get(answer.location)
    assert "Sophie Nadeau, votre NIP" in page.text
    assert tap(tablet, sophie, next="/me?tab=1").location == "/me?tab=1"


def test_it_writes_the_last_moment_once_a_minute(client: FlaskClient, time: Time) -> None:
    begun = StaffSession.get().last_seen_at
    time(seconds=59)
    client.get("/me")
    assert StaffSession.get().last_seen_at == begun
    later = time(seconds=1)
    client.get("/me")
    assert StaffSession.get().last_seen_at == later


def test_it_takes_a_page_that_looks_by_itself_for_nobody(client: FlaskClient, time: Time) -> None:
    for _ in range(23):
        time(minutes=5)
        assert client.get("/me", headers={"X-Nobody": "1", "HX-Request": "true"}).status_code == 200
    time(minutes=5)
    assert client.get("/me", headers={"X-Nobody": "1", "HX-Request": "true"}).status_code == 401


def test_it_waits_for_no_import_to_show_a_page(app: Flask, client: FlaskClient, time: Time) -> None:
    client.get("/me")
    time(minutes=5)
    other = sqlite3.connect(app.config["RELANCE"].database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = datetime.now()
    assert client.get("/me").status_code == 200
    assert (datetime.now() - before).total_seconds() < 5
    other.execute("ROLLBACK")
    other.close()
    assert client.get("/me").status_code == 200
    assert StaffSession.get().last_seen_at == clock.now()


def test_it_signs_out(tablet: FlaskClient, sophie: StaffMember) -> None:
    enter(tablet, "sophie.nadeau")
    kept = tablet.get_cookie("relance")
    assert tablet.post("/sign-out").location == "/sign-in"
    assert tablet.get("/me").status_code == 302
    assert kept
    tablet.set_cookie("relance", kept.value)  # an old cookie opens nothing
    assert tablet.get("/me").status_code == 302
    assert StaffSession.get().ended_at == clock.now()


def test_it_may_be_signed_out_twice(client: FlaskClient) -> None:
    assert client.post("/sign-out").status_code == client.post("/sign-out").status_code == 303


def test_it_ends_at_once_for_who_is_deactivated(client: FlaskClient, julie: StaffMember) -> None:
    actions.deactivate(member=julie, now=clock.now())
    assert client.get("/me").status_code == 302
    actions.reactivate(member=julie)
    assert client.get("/me").status_code == 302  # they come in anew


def test_it_ends_everywhere_else_with_a_new_password(app: Flask, sophie: StaffMember) -> None:
    here, there = app.test_client(), app.test_client()
    enter(here, "sophie.nadeau")
    enter(there, "sophie.nadeau")
    here.post("/me/password", data={"old_password": PASSWORD, "new_password": "quatre grands chiens"})
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 302


def test_it_shows_managers_who_is_in(app: Flask, manager: FlaskClient, sophie: StaffMember) -> None:
    tablet = app.test_client()
    tablet.post(
        "/sign-in",
        data={"login": "sophie.nadeau", "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (iPad) Safari"},
    )
    text = said(manager.get("/sessions"))
    assert "Sophie Nadeau" in text and "iPad, Safari" in text and "Ouvert aujourd’hui par Sophie Nadeau" in text


def test_it_lets_managers_end_a_session(app: Flask, manager: FlaskClient, sophie: StaffMember) -> None:
    tablet = app.test_client()
    enter(tablet, "sophie.nadeau")
    theirs = StaffSession.get(StaffSession.member == sophie)
    assert manager.post(f"/sessions/{theirs.id}/ended").location == "/sessions"
    assert tablet.get("/me").status_code == 302
    assert manager.post("/sessions/999/ended").status_code == 404


def test_it_lets_managers_name_and_lock_a_device(
    app: Flask, manager: FlaskClient, sophie: StaffMember, tablet: FlaskClient
) -> None:
    enter(tablet, "sophie.nadeau")
    device = Device.get()
    manager.post(f"/devices/{device.id}", data={"label": "  Tablette  de l’accueil "})
    assert 'value="Tablette de l’accueil"' in manager.get("/sessions").text
    manager.post(f"/devices/{device.id}/unlocked?_method=DELETE")
    assert Device.get().unlocked_on is None
    assert tablet.get("/me").status_code == 302
    assert tap(tablet, sophie).status_code == 422


def test_it_forgets_old_sessions(tablet: FlaskClient, sophie: StaffMember, time: Time) -> None:
    enter(tablet, "sophie.nadeau")
    time(days=31)
    enter(tablet, "sophie.nadeau")
    assert StaffSession.select().count() == 1
