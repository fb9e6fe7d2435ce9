from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.staff.conftest import PIN, enter, said, tap
from webapp import clock
from webapp.models import Device, StaffMember, StaffSession
from webapp.staff import actions

Time = Callable[..., datetime]


@pytest.fixture
def opened(tablet: FlaskClient, brigitte: StaffMember, time: Time) -> FlaskClient:
    """The tablet, opened this morning by a password."""
    enter(tablet, "dre.brigitte.bouchard")
    time(seconds=1)
    return tablet


def test_it_takes_two_taps_and_four_figures(opened: FlaskClient, sophie: StaffMember, julie: StaffMember) -> None:
    handed = opened.post("/hand-over")
    assert handed.location == "/hand-over"
    faces = opened.get("/hand-over")
    assert f'href="/hand-over/{sophie.id}"' in faces.text
    assert "Julie" not in faces.text  # who has no PIN
    keypad = opened.get(f"/hand-over/{sophie.id}")
    assert 'type="password"' in keypad.text and 'maxlength="4"' in keypad.text
    assert tap(opened, sophie).location == "/"
    assert "Sophie Nadeau" in opened.get("/me").text


def test_it_closes_the_session_of_who_hands_over(opened: FlaskClient, sophie: StaffMember) -> None:
    opened.post("/hand-over")
    assert opened.get("/me").status_code == 302
    assert not StaffSession.select().where(StaffSession.ended_at.is_null()).exists()


def test_it_replaces_the_session_of_who_does_not(opened: FlaskClient, sophie: StaffMember) -> None:
    tap(opened, sophie)
    assert [one.member_id for one in StaffSession.select().where(StaffSession.ended_at.is_null())] == [sophie.id]


def test_it_speaks_the_language_of_the_face(opened: FlaskClient, sophie: StaffMember) -> None:
    actions.set_preferences(member=sophie, language="en", shortcuts=False)
    opened.post("/hand-over")
    assert "Sophie Nadeau, your PIN" in opened.get(f"/hand-over/{sophie.id}").text


def test_it_opens_nothing_on_a_tablet_that_nobody_opened(stranger: FlaskClient, sophie: StaffMember) -> None:
    assert stranger.get("/hand-over").location == "/sign-in"
    assert stranger.get(f"/hand-over/{sophie.id}").location == "/sign-in"
    page = tap(stranger, sophie)
    assert page.status_code == 422 and "demande d’abord un mot de passe" in said(page)
    assert not StaffSession.select().exists()


def test_it_opens_nothing_the_day_after(opened: FlaskClient, sophie: StaffMember, time: Time) -> None:
    time(hours=13)  # 23:26 at the clinic
    assert opened.get("/hand-over").status_code == 200
    time(hours=1)  # past midnight there, not yet in UTC-five's yesterday
    assert opened.get("/hand-over").location == "/sign-in"
    assert tap(opened, sophie).status_code == 422


def test_it_opens_nothing_when_who_opened_it_has_left(
    opened: FlaskClient, sophie: StaffMember, brigitte: StaffMember, anne: StaffMember
) -> None:
    actions.set_password(member=anne, password="x", now=clock.now())
    actions.deactivate(member=brigitte, now=clock.now())
    assert tap(opened, sophie).status_code == 422


def test_it_opens_nothing_with_a_stolen_name_only(opened: FlaskClient, sophie: StaffMember, julie: StaffMember) -> None:
    assert tap(opened, julie).status_code == 404  # has no PIN
    assert opened.post("/hand-over/999", data={"pin": PIN}).status_code == 404
    actions.deactivate(member=sophie, now=clock.now())
    assert tap(opened, sophie).status_code == 404


def test_it_asks_for_a_password_after_five_wrong_pins(opened: FlaskClient, sophie: StaffMember, time: Time) -> None:
    for _ in range(4):
        page = tap(opened, sophie, "9999")
        assert page.status_code == 422 and "Ce n’est pas le bon NIP." in said(page)
    page = tap(opened, sophie, "9999")
    assert "demande d’abord un mot de passe" in said(page)
    assert Device.get().unlocked_on is None
    assert tap(opened, sophie).status_code == 422  # even the right one
    time(minutes=16)
    enter(opened, "sophie.nadeau")
    time(seconds=1)
    assert tap(opened, sophie).status_code == 303


def test_it_counts_wrong_pins_of_all_names_together(
    opened: FlaskClient, sophie: StaffMember, brigitte: StaffMember, time: Time
) -> None:
    for member in (sophie, brigitte, sophie, brigitte):
        tap(opened, member, "9999")
    tap(opened, sophie)  # forgives her own slips, not those at the manager's name
    for _ in range(2):
        assert "pas le bon NIP" in said(tap(opened, brigitte, "9999"))
    assert "demande d’abord un mot de passe" in said(tap(opened, brigitte, "9999"))


def test_it_makes_pin_guessers_wait_from_one_unlocking_to_the_next(
    opened: FlaskClient, sophie: StaffMember, brigitte: StaffMember, time: Time
) -> None:
    for _ in range(5):
        tap(opened, brigitte, "9999")
    enter(opened, "sophie.nadeau")
    time(seconds=1)
    assert "Réessayez dans 4 secondes." in said(tap(opened, brigitte, "7391"))


def test_it_locks_when_one_leaves(opened: FlaskClient, sophie: StaffMember) -> None:
    assert opened.post("/lock").location == "/sign-in"
    assert opened.get("/me").status_code == 302
    assert opened.get("/hand-over").location == "/sign-in"
    assert tap(opened, sophie).status_code == 422


def test_it_offers_the_pin_at_the_door_of_an_unlocked_tablet(opened: FlaskClient, sophie: StaffMember) -> None:
    opened.post("/sign-out")
    assert "Ouvrir avec un NIP" in said(opened.get("/sign-in"))
    opened.post("/lock")
    assert "Ouvrir avec un NIP" not in said(opened.get("/sign-in"))


def test_it_goes_on_to_where_one_was(opened: FlaskClient, sophie: StaffMember) -> None:
    assert tap(opened, sophie, next="/me").location == "/me"
    assert tap(opened, sophie, next="//evil.example").location == "/"


def test_it_is_of_one_device_only(app: Flask, opened: FlaskClient, sophie: StaffMember) -> None:
    other = app.test_client()
    other.set_cookie("relance_device", "made up")
    assert tap(other, sophie).status_code == 422
