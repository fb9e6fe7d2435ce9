from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.staff.conftest import PASSWORD, enter, said
from webapp import clock, db
from webapp.models import Device, SignInAttempt, StaffMember, StaffSession
from webapp.staff import actions, queries
from webapp.staff.actions import door

Time = Callable[..., datetime]


def test_it_shows_the_door(stranger: FlaskClient, sophie: StaffMember) -> None:
    page = stranger.get("/sign-in")
    assert page.status_code == 200
    assert "Nom d’utilisateur" in page.text and "autofocus" in page.text


def test_it_tells_a_new_clinic_how_to_begin(stranger: FlaskClient) -> None:
    assert "relance init" in said(stranger.get("/sign-in"))


@pytest.mark.parametrize("typed", ["sophie.nadeau", "Sophie Nadeau", " SOPHIE.NADEAU "])
def test_it_lets_in(stranger: FlaskClient, sophie: StaffMember, typed: str) -> None:
    answer = enter(stranger, typed)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Sophie Nadeau" in stranger.get("/me").text


@pytest.mark.parametrize(
    ("wanted", "to"),
    [("/me", "/me"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("/\\evil.example", "/")],
)
def test_it_goes_where_one_was_going(stranger: FlaskClient, sophie: StaffMember, wanted: str, to: str) -> None:
    assert enter(stranger, "sophie.nadeau", next=wanted).location == to


def test_it_brings_back_to_the_page_asked_for(stranger: FlaskClient, sophie: StaffMember) -> None:
    asked = stranger.get("/people?x=1")
    assert asked.location == "/sign-in?next=/people?x%3D1"
    assert 'name="next" value="/people?x=1"' in stranger.get(asked.location).text


def test_it_says_the_same_of_a_wrong_name_and_a_wrong_password(stranger: FlaskClient, sophie: StaffMember) -> None:
    wrong, unknown = enter(stranger, "sophie.nadeau", "no"), enter(stranger, "nobody", "no")
    assert wrong.status_code == unknown.status_code == 422
    assert said(wrong).replace("sophie.nadeau", "X") == said(unknown).replace("nobody", "X")
    assert 'value="sophie.nadeau"' in wrong.text
    assert 'value="no"' not in wrong.text


def test_it_asks_for_what_is_missing(stranger: FlaskClient, sophie: StaffMember) -> None:
    page = enter(stranger, "", "")
    assert page.status_code == 422
    assert "Tapez votre nom d’utilisateur." in said(page) and "Tapez votre mot de passe." in said(page)
    assert not SignInAttempt.select().count()


def test_it_refuses_who_has_left_or_has_no_password(
    stranger: FlaskClient, sophie: StaffMember, julie: StaffMember
) -> None:
    actions.deactivate(member=sophie, now=clock.now())
    assert enter(stranger, "sophie.nadeau").status_code == 422
    assert enter(stranger, "julie.belanger", "").status_code == 422
    assert enter(stranger, "julie.belanger", PASSWORD).status_code == 422


def test_it_makes_guessers_wait_and_tells_how_long(stranger: FlaskClient, sophie: StaffMember, time: Time) -> None:
    for _ in range(5):
        assert "ne vont pas ensemble" in said(enter(stranger, "sophie.nadeau", "no"))
    assert "Réessayez dans 5 secondes." in said(enter(stranger, "sophie.nadeau"))  # the right one, too soon
    time(seconds=4)
    assert "Réessayez dans 1 seconde." in said(enter(stranger, "sophie.nadeau"))
    time(seconds=1)
    for wait in ("15 secondes", "1 minute", "5 minutes", "15 minutes", "15 minutes"):
        assert "ne vont pas ensemble" in said(enter(stranger, "sophie.nadeau", "no"))
        assert f"Réessayez dans {wait}." in said(enter(stranger, "sophie.nadeau"))
        time(minutes=15)
    assert enter(stranger, "sophie.nadeau").status_code == 303
    assert enter(stranger, "sophie.nadeau", "no").status_code == 422
    assert enter(stranger, "sophie.nadeau").status_code == 303  # begun anew


def test_it_slows_down_names_that_do_not_exist_too(stranger: FlaskClient, sophie: StaffMember) -> None:
    for _ in range(5):
        enter(stranger, "nobody", "no")
    assert "Réessayez dans 5 secondes." in said(enter(stranger, "nobody"))
    assert enter(stranger, "sophie.nadeau").status_code == 303


def test_it_keeps_no_unknown_name(stranger: FlaskClient, sophie: StaffMember) -> None:
    enter(stranger, "my secret typed in the wrong box", "no")
    assert "secret" not in SignInAttempt.get().login


def test_it_slows_down_an_address_that_tries_many_names(stranger: FlaskClient, sophie: StaffMember, time: Time) -> None:
    for n in range(30):
        enter(stranger, f"somebody{n}", "no")
    assert "Réessayez dans 30 secondes." in said(enter(stranger, "sophie.nadeau"))
    time(seconds=30)
    assert enter(stranger, "sophie.nadeau").status_code == 303


def test_it_does_not_lock_out_who_is_guessed_at_elsewhere(app: Flask, sophie: StaffMember) -> None:
    tablet, guesser = app.test_client(), app.test_client()
    enter(tablet, "sophie.nadeau")
    for _ in range(9):
        enter(guesser, "sophie.nadeau", "no")
    assert "Trop d’essais" in said(enter(guesser, "sophie.nadeau"))
    assert enter(tablet, "sophie.nadeau").status_code == 303  # on the tablet that she uses every day
    assert "Trop d’essais" in said(enter(guesser, "sophie.nadeau"))  # which does not help the guesser


def test_it_slows_down_a_known_tablet_by_itself(tablet: FlaskClient, sophie: StaffMember) -> None:
    enter(tablet, "sophie.nadeau")
    for _ in range(5):
        enter(tablet, "sophie.nadeau", "no")
    assert "Réessayez dans 5 secondes." in said(enter(tablet, "sophie.nadeau"))


def test_it_lets_no_parallel_guess_slip_past(app: Flask, sophie: StaffMember, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at, start = [], threading.Barrier(16)
    monkeypatch.setattr(door, "matches", lambda _kept, typed: looked_at.append(typed))

    def guess(n: int) -> None:
        start.wait()
        enter(app.test_client(), "sophie.nadeau", f"guess {n}")
        db.database.close()

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked_at) == 5
    assert SignInAttempt.select().count() == 5


def test_it_forgets_old_attempts(stranger: FlaskClient, sophie: StaffMember, time: Time) -> None:
    enter(stranger, "sophie.nadeau", "no")
    time(days=31)
    enter(stranger, "sophie.nadeau")
    assert [attempt.succeeded for attempt in SignInAttempt.select()] == [True]


def test_it_gives_a_new_token_and_ends_the_session_before(app: Flask, sophie: StaffMember) -> None:
    browser = app.test_client()
    enter(browser, "sophie.nadeau")
    first = browser.get_cookie("relance")
    enter(browser, "sophie.nadeau")
    second = browser.get_cookie("relance")
    assert first and second and first.value != second.value
    assert [one.ended_at is None for one in StaffSession.select().order_by(StaffSession.id)] == [False, True]
    thief = app.test_client()
    thief.set_cookie("relance", first.value)
    assert thief.get("/me").status_code == 302


def test_it_takes_nothing_over_from_the_session_before(app: Flask, sophie: StaffMember, julie: StaffMember) -> None:
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["csrf_token"] = "planted"
        session["token"] = "planted"
    enter(browser, "sophie.nadeau")
    with browser.session_transaction() as session:
        assert session["csrf_token"] != "planted"
        assert queries.session(session["token"]).member.id == sophie.id
        assert not StaffSession.select().where(StaffSession.token_hash == session["token"]).exists()


def test_it_knows_the_device_next_time(stranger: FlaskClient, sophie: StaffMember) -> None:
    enter(stranger, "sophie.nadeau")
    enter(stranger, "sophie.nadeau")
    device = Device.get()
    assert Device.select().count() == 1
    cookie = stranger.get_cookie("relance_device")
    assert cookie and cookie.max_age and cookie.max_age > 300 * 24 * 3600
    assert cookie.value not in (device.token_hash, device.label)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_it_sets_cookies_for_http_and_for_tls(app: Flask, sophie: StaffMember, scheme: str) -> None:
    browser = app.test_client()
    answer = browser.post(
        "/sign-in",
        base_url=f"{scheme}://clinique.local",
        data={"login": "sophie.nadeau", "password": PASSWORD},
        headers={"Referer": f"{scheme}://clinique.local/sign-in"},
    )
    cookies = {cookie.partition("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"relance", "relance_device"}
    for cookie in cookies.values():
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie
        assert ("Secure" in cookie) is (scheme == "https")
    assert browser.get("/me", base_url=f"{scheme}://clinique.local").status_code == 200


def test_it_leaves_the_door_when_already_in(tablet: FlaskClient, sophie: StaffMember) -> None:
    enter(tablet, "sophie.nadeau")
    assert tablet.get("/sign-in?next=/me").location == "/me"
