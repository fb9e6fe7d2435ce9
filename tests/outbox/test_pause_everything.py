"""One button stops everything everywhere; what stopped it says how it goes on."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW, sign_in
from webapp.models import Clinic, ImportFile, ImportRun, MailAccount, Mailing, Message, Sending, StaffMember, Wave
from webapp.outbox import actions
from webapp.outbox.actions import pausing
from webapp.outbox.queries import places
from webapp.outbox.queries.status import moving, status

HTMX = {"HX-Request": "true"}


def page(browser: FlaskClient, url: str = "/outbox") -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def stop(**columns: object) -> None:
    Sending.update(**{"paused_at": NOW, **columns}).execute()


@pytest.fixture
def going(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Mailing:
    """A mailing whose wave is open, of a clinic that may send; the sender is asleep."""
    monkeypatch.setattr(actions, "wake", lambda: None)
    factories.identify()
    factories.mail_account()
    made = factories.mailing(of=factories.batch(number=253, description="Tiques"))
    wave = Wave.create(mailing=made, number=1, not_before=NOW, opened_at=NOW)
    factories.message(of=made, wave=wave)
    factories.message(of=made, to=factories.client(email="b@example.ca"), state="sent", sent_at=NOW)
    return made


def test_it_stops_everything(client: FlaskClient, going: Mailing, julie: StaffMember) -> None:
    assert "1 courriel part en ce moment" in page(client)
    answer = client.post("/sending/pause", data={"back": "/mailings/1"})
    assert (answer.status_code, answer.location) == (303, "/mailings/1")
    row = Sending.get()
    assert (row.paused_at, row.paused_by_id, row.pause_reason) == (NOW, julie.id, "person")
    shown = page(client)
    assert "Tout est arrêté." in shown and "Julie Bélanger, le 5 mars à 10 h 26." in shown
    assert "1 courriel en attente" in shown


def test_it_goes_on(client: FlaskClient, going: Mailing) -> None:
    client.post("/sending/pause")
    answer = client.post("/sending/pause?_method=DELETE")
    assert (answer.status_code, answer.location) == (303, "/outbox")
    assert Sending.get().paused_at is None
    assert "1 courriel part en ce moment" in page(client)


def test_it_changes_the_banner_where_it_stands(client: FlaskClient, going: Mailing) -> None:
    shown = client.post("/sending/pause", headers=HTMX).get_data(as_text=True)
    assert shown.lstrip().startswith('<div id="sending"') and "Reprendre" in shown and 'hx-swap-oob="true"' in shown
    shown = client.delete("/sending/pause", headers=HTMX).get_data(as_text=True)
    assert "Tout arrêter" in shown and "L’envoi reprend." in shown


def test_it_goes_back_to_no_other_site(client: FlaskClient, going: Mailing) -> None:
    for back in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example",
                 "/\n/elsewhere.example", "/x\r\nSet-Cookie: a=b", ""):  # fmt: skip
        assert client.post("/sending/pause", data={"back": back}).location == "/outbox"


@pytest.mark.parametrize("reason", ["journal", "copied", "clock"])
def test_it_asks_a_manager_where_the_application_stopped_itself(
    app: Flask, client: FlaskClient, anne: StaffMember, going: Mailing, reason: str
) -> None:
    stop(pause_reason=reason)
    assert "Un gestionnaire doit s’en occuper" in page(client)
    assert client.delete("/sending/pause").location == "/sending/resume"
    assert Sending.get().paused_at == NOW
    assert client.get("/sending/resume").status_code == 403
    assert client.post("/sending/resume").status_code == 403
    assert sign_in(app, anne, by_password=False).get("/sending/resume").status_code != 200


@pytest.mark.parametrize("reason", ["journal", "lost", "restored", "put_back", "copied", "gap", "clock"])
def test_it_leaves_a_stop_that_stands(client: FlaskClient, going: Mailing, reason: str) -> None:
    stop(pause_reason=reason, pause_detail=json.dumps({"sent": 2}))
    answer = client.post("/sending/pause", headers=HTMX)
    assert "Tout était déjà arrêté." in answer.get_data(as_text=True)
    row = Sending.get()
    assert (row.pause_reason, row.paused_by_id, json.loads(row.pause_detail)) == (reason, None, {"sent": 2})
    client.delete("/sending/pause")
    client.post("/sending/resume", data={"reason": "person"})
    assert (Sending.get().pause_reason, Sending.get().paused_at) == (reason, NOW)


@pytest.mark.parametrize("reason", ["journal", "restored", "clock"])
def test_it_comes_to_stand_above_the_stop_of_a_person(
    app: Flask, client: FlaskClient, manager: FlaskClient, going: Mailing, julie: StaffMember, reason: str
) -> None:
    client.post("/sending/pause")
    assert pausing.pause_everything(now=NOW, by=None, reason=reason)
    client.delete("/sending/pause")
    assert Sending.get().pause_reason == reason
    assert "cet arrêt vaudra de nouveau ensuite" in page(manager, "/sending/resume")
    manager.post("/sending/resume", data={"reason": reason, "way": "send"})
    assert (Sending.get().pause_reason, Sending.get().paused_by_id) == ("person", julie.id)
    client.delete("/sending/pause")
    assert Sending.get().paused_at is None


def test_it_lets_whoever_has_the_button_read_the_page(client: FlaskClient, going: Mailing) -> None:
    place = Sending.get().place
    client.post("/sending/pause")
    assert "Reprendre l’envoi" in page(client, "/sending/resume")
    assert client.post("/sending/resume", data={"reason": "person"}).status_code == 303
    assert (Sending.get().paused_at, Sending.get().place) == (None, place)


def test_it_lifts_only_the_stop_that_was_read(manager: FlaskClient, going: Mailing) -> None:
    stop(pause_reason="restored")
    answer = manager.post("/sending/resume", data={"reason": "person", "way": "send"})
    assert answer.status_code == 422 and "La situation a changé" in answer.get_data(as_text=True)
    assert Sending.get().pause_reason == "restored"


def unknown(**more: object) -> None:
    """A backup was restored without its journal, of 5 March, 9:00; one message was due since."""
    detail = {"since": "2026-03-05 14:00:00.000000+00:00", "file": "relance-20260305-020000.db", **more}
    stop(pause_reason="restored", pause_detail=json.dumps(detail))


def test_it_says_since_when_nobody_knows_and_how_many(manager: FlaskClient, going: Mailing) -> None:
    unknown()
    shown = page(manager, "/sending/resume")
    for words in ("La sauvegarde relance-20260305-020000.db a été rétablie ici, sans le journal d’envoi.",
                  "On ne sait pas ici ce qui a été envoyé après le 5 mars à 9 h.", "1 message était à envoyer depuis.",
                  "Lot 253, Tiques", "Mettre 1 message en doute", "Envoyer 1 message"):  # fmt: skip
        assert words in shown
    assert "sauvegarde a été rétablie" in page(manager)
    assert "Une sauvegarde a été rétablie sans le journal d’envoi" in page(manager, "/")


def test_it_holds_what_was_due_in_doubt(manager: FlaskClient, going: Mailing) -> None:
    unknown()
    answer = manager.post("/sending/resume", data={"reason": "restored", "way": "hold", "count": "1"})
    assert answer.status_code == 303
    assert Sending.get().paused_at is None
    held = Message.get(Message.state == "in_doubt")
    assert held.reason == "may_have_left"
    assert "1 message est en doute." in page(manager)
    manager.post(f"/messages/{held.id}/settlement", data={"outcome": "again"})
    assert Message.get_by_id(held.id).state == "planned"


def test_it_sends_what_was_due_by_decision(manager: FlaskClient, going: Mailing) -> None:
    unknown()
    assert manager.post("/sending/resume", data={"reason": "restored", "way": "send", "count": "1"}).status_code == 303
    assert Sending.get().paused_at is None
    assert Message.select().where(Message.state == "planned").count() == 1


@pytest.mark.parametrize("given", [{"way": "hold", "count": "2"}, {"way": "both", "count": "1"}, {"count": "1"}])
def test_it_does_not_do_what_was_not_shown(manager: FlaskClient, going: Mailing, given: dict[str, str]) -> None:
    unknown()
    answer = manager.post("/sending/resume", data={"reason": "restored", **given})
    assert answer.status_code == 422 and "1 message était à envoyer depuis" in answer.get_data(as_text=True).replace(
        "\u00a0", " "
    )
    assert Sending.get().pause_reason == "restored"
    assert not Message.select().where(Message.state == "in_doubt").exists()


def test_it_says_what_a_restored_database_does_not_know(manager: FlaskClient, going: Mailing) -> None:
    stop(pause_reason="journal", pause_detail=json.dumps({"sent": 12, "in_doubt": 1, "unknown": 3}))
    factories.message(to=factories.client(email="d@example.ca"), of=going, state="in_doubt")
    shown = page(manager, "/sending/resume")
    for words in ("12 messages déjà partis sont notés", "3 messages sont partis dont ces données ne savent rien",
                  "1 message est peut-être parti", "Reprendre ici", "1 courriel attend de partir"):  # fmt: skip
        assert words in shown
    assert manager.post("/sending/resume").status_code == 303
    assert Sending.get().paused_at is None
    assert manager.get("/sending/resume").location == "/outbox"


def test_it_says_what_a_copied_folder_means(manager: FlaskClient, going: Mailing) -> None:
    stop(pause_reason="copied")
    assert "les mêmes clients seraient joints deux fois" in page(manager, "/sending/resume")


@pytest.mark.parametrize(("identity", "warns"), [("", False), ("ab12", True)])
def test_it_speaks_of_another_place_only_where_the_sender_would(
    manager: FlaskClient, going: Mailing, app: Flask, identity: str, warns: bool
) -> None:
    """Before there was an identity, a machine whose number was empty was known by its folder alone."""
    stop(pause_reason="clock", identity=identity, place=places._fingerprint("", app.config["RELANCE"]))
    assert ("les mêmes clients seraient joints deux fois" in page(manager, "/sending/resume")) == warns


def test_it_says_until_when_the_account_rests(client: FlaskClient, going: Mailing) -> None:
    until = NOW + timedelta(minutes=15)
    MailAccount.update(paused_until=until, pause_reason="rate", pause_detail="450 4.2.1 Too fast").execute()
    shown = page(client)
    assert "est suspendu jusqu’au 5 mars à 10 h 41" in shown and "450 4.2.1 Too fast" in shown
    assert "part en ce moment" not in shown
    assert client.post("/sending/account/pause?_method=DELETE").status_code == 303
    row = MailAccount.get()
    assert (row.paused_until, row.pause_reason) == (None, "")
    assert "part en ce moment" in page(client)


@pytest.mark.parametrize(
    ("last", "stale"), [(None, True), (NOW - timedelta(hours=25), True), (NOW - timedelta(hours=23), False)]
)
def test_it_says_that_the_data_are_old(
    client: FlaskClient, going: Mailing, tmp_path: Path, last: datetime | None, stale: bool
) -> None:
    Clinic.update(watched_folder=str(tmp_path)).execute()
    if last:
        run = ImportRun.create(source="watched", state="done", created_at=last, started_at=last, ended_at=last)
        ImportFile.create(run=run, name="visites.csv", kind="visits", state="done")
    assert ("Les vagues attendent" in page(client)) == stale


def test_it_says_what_is_missing(client: FlaskClient, manager: FlaskClient, going: Mailing) -> None:
    MailAccount.delete().execute()
    Clinic.update(address="").execute()
    shown = page(client)
    assert "Aucun compte de courriel n’est réglé." in shown and "La loi veut le nom et l’adresse postale" in shown
    assert 'href="/sending/settings"' not in shown
    assert 'href="/sending/settings"' in page(manager) and 'href="/settings/identity"' in page(manager)


def test_it_says_nothing_while_nothing_is_planned(client: FlaskClient) -> None:
    shown = page(client)
    assert "Tout arrêter" not in shown and "Aucun compte" not in shown


def test_it_waits_for_the_hours_of_sending(client: FlaskClient, going: Mailing) -> None:
    MailAccount.update(hours=json.dumps({"5": ["08:00", "12:00"]})).execute()
    shown = page(client)
    assert "1 courriel part le 6 mars à 8 h, au début des heures d’envoi" in shown


def test_it_tells_today(client: FlaskClient, going: Mailing) -> None:
    shown = page(client, "/")
    assert "Lot 253, Tiques" in shown and "1 parti sur 2" in shown and "Tout arrêter" in shown
    factories.message(to=factories.client(email="d@example.ca"), of=going, state="in_doubt")
    factories.message(to=factories.client(email="e@example.ca"), of=going, state="failed", ended_at=NOW)
    stop(pause_reason="person", paused_by=None)
    shown = page(client, "/")
    for words in (
        "1 message en doute",
        "Tous les envois sont arrêtés.",
        "Tout est arrêté.",
        "Reprendre",
        "1 message non remis depuis hier",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"pause_reason": "journal"}, "Ces données sont plus anciennes que ce qui a été envoyé"),
        ({"pause_reason": "copied"}, "Ce dossier a été copié"),
        ({"pause_reason": "clock"}, "L’horloge de l’ordinateur a reculé"),
    ],
)
def test_it_tells_today_why(client: FlaskClient, going: Mailing, columns: dict[str, str], said: str) -> None:
    stop(**columns)
    assert said in page(client, "/")


def test_it_counts_what_is_under_way(app: Flask, going: Mailing) -> None:
    found = moving()
    assert [(each.total, each.sent, each.waiting, each.failed) for each in found] == [(2, 1, 1, 0)]
    assert status(NOW).moves
    Mailing.update(state="finished").execute()
    assert moving() == []


def test_it_gives_the_banner_alone(client: FlaskClient, going: Mailing) -> None:
    assert client.get("/sending").location == "/outbox"
    assert client.get("/sending", headers=HTMX).get_data(as_text=True).lstrip().startswith('<div id="sending"')
