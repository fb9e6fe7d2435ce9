"""The page on which somebody decides about e-mails that are long past their planned day."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.outbox.steps import count
from webapp.cli import main
from webapp.models import Mailing, Message, Wave
from webapp.outbox import actions


@pytest.fixture
def late(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Mailing:
    """Of a mailing, two messages were planned for 40 days ago, one for the day after tomorrow."""
    monkeypatch.setattr(actions, "wake", lambda: None)
    factories.identify()
    factories.mail_account()
    made = factories.mailing(of=factories.batch(number=253, description="Tiques"))
    for number, days, messages in ((1, -40, 2), (2, 2, 1)):
        wave = Wave.create(mailing=made, number=number, not_before=NOW + timedelta(days=days))
        for place in range(messages):
            factories.message(of=made, wave=wave, to=factories.client(email=f"{number}.{place}@example.ca"))
    return made


def page(browser: FlaskClient, url: str) -> str:
    answer = browser.get(url, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def test_it_is_said_everywhere(client: FlaskClient, late: Mailing) -> None:
    assert "2 courriels ont dépassé de loin le jour prévu" in page(client, "/")
    assert "2 courriels attendent votre décision." in page(client, "/outbox")
    shown = page(client, f"/mailings/{late.id}")
    assert "2 courriels attendent votre décision" in shown and "24 janvier 2026" in shown and "40 jours" in shown
    assert "2 courriels attendent votre décision." in page(client, "/outbox/forecast")
    asked = page(client, f"/mailings/{late.id}/late")
    assert "Envoyer 2 courriels" in asked and "Annuler 2 courriels" in asked
    assert "1 autre courriel de cet envoi est prévu pour plus tard." in asked


def test_they_are_sent_by_decision(client: FlaskClient, late: Mailing) -> None:
    answer = client.post(f"/mailings/{late.id}/late", data={"way": "send", "count": "2"})
    assert (answer.status_code, answer.location) == (303, f"/mailings/{late.id}")
    assert "2 courriels partent maintenant." in page(client, f"/mailings/{late.id}")
    assert "attendent votre décision" not in page(client, "/outbox")
    assert count() == {"planned": 3}


def test_they_are_cancelled_by_decision(client: FlaskClient, late: Mailing) -> None:
    client.post(f"/mailings/{late.id}/late", data={"way": "cancel", "count": "2"})
    assert count() == {"cancelled": 2, "planned": 1}
    assert Mailing.get_by_id(late.id).state == "running"
    assert client.get(f"/mailings/{late.id}/late").location == f"/mailings/{late.id}"


def test_another_number_is_shown_and_not_done(client: FlaskClient, late: Mailing) -> None:
    answer = client.post(f"/mailings/{late.id}/late", data={"way": "cancel", "count": "3"})
    assert answer.status_code == 422 and "La situation a changé" in answer.get_data(as_text=True)
    assert count() == {"planned": 3}
    for given in ({"way": "both", "count": "2"}, {"way": "send"}):
        assert client.post(f"/mailings/{late.id}/late", data=given).status_code == 400


@pytest.mark.parametrize(("way", "states"), [("--send", {"planned": 3}), ("--cancel", {"cancelled": 2, "planned": 1})])
def test_the_command_decides_too(
    late: Mailing, app: Flask, monkeypatch: pytest.MonkeyPatch, way: str, states: dict[str, int]
) -> None:
    monkeypatch.setenv("RELANCE_DATA", str(app.config["RELANCE"].data))
    done = CliRunner().invoke(main, ["mailing", "late", str(late.id)])
    assert done.exit_code == 2 and "--send" in done.stderr
    done = CliRunner().invoke(main, ["mailing", "late", str(late.id), way, "--json"])
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["late"] == 2
    assert count() == states
    assert Message.select().count() == 3


def test_its_setting_is_set(manager: FlaskClient, app: Flask) -> None:
    order = {"first": "email", "second": "sms", "third": "post", "fourth": "phone", "fresh_hours": "24"}
    assert 'name="late_days"' in manager.get("/sending/settings").get_data(as_text=True)
    wrong = manager.post("/sending/settings/manners", data={**order, "late_days": "3"})
    assert wrong.status_code == 422 and "de 7 à 365" in wrong.get_data(as_text=True).replace("\u00a0", " ")
    assert manager.post("/sending/settings/manners", data={**order, "late_days": "45"}).status_code == 303
    assert 'value="45"' in manager.get("/sending/settings").get_data(as_text=True)
