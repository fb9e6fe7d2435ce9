"""README's recipe "A new channel", followed to the letter: a channel more takes under a hundred lines, and is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

import config
from tests import factories
from tests.conftest import NOW
from tests.house import pretend_channel
from tests.mailings.steps import text_of
from webapp import channels
from webapp.cli import main
from webapp.models import Batch, Client, Clinic, MailAccount, Message, Suppression, Template
from webapp.outbox import actions as outbox

CODE = pretend_channel.CODE
Run = Callable[..., Any]


@pytest.fixture
def ana(app: Flask) -> Client:
    """A client of before the channel."""
    made: Client = factories.client(last_name="Ana", email="ana@x.ca", accepts_email=True)
    return made


@pytest.fixture
def installed(app: Flask, ana: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The channel, in a clinic that puts it first; no account for e-mail. The worker sleeps."""
    monkeypatch.setattr(outbox, "wake", lambda: None)
    factories.identify(initialised_at=None, channel_order=f"{CODE},email,sms,post,phone")
    try:
        pretend_channel.install()
        yield
    finally:
        pretend_channel.remove()


@pytest.fixture
def folder(app: Flask) -> Path:
    """Where its messages land."""
    found: Path = app.config["RELANCE"].under(pretend_channel.FOLDER)
    return found


@pytest.fixture
def batch(installed: None, ana: Client) -> Batch:
    """Lot 253: three clients whom the channel reaches, one of them of before it; another agreed to nothing."""
    zoe, luc, refuses = (
        factories.client(last_name=name, email=f"{name}@x.ca", accepts_email=name != "Non", accepts_phone=False)
        for name in ("Zoé", "Luc", "Non")
    )
    return factories.batch_of((ana, "Azur", "F"), (zoe, "Rex", "M"), (luc, "Minou", "M"), (refuses, "Puce", "F"))


@pytest.fixture
def wording(installed: None, manager: FlaskClient) -> Template:
    """Written on the pages of templates, in its kind."""
    typed = {"name_fr": "Petit mot", "purpose": "care", "body_fr": "Bonjour {prenom}."}
    assert manager.post("/templates/new?kind=file", data=typed).status_code == 303
    made: Template = Template.get(kind="file")
    return made


@pytest.fixture
def run(app: Flask) -> Run:
    """A command on this test's data directory, and the JSON that it answers."""
    data = str(app.config["RELANCE"].data)

    def answered(*arguments: str, code: int = 0) -> Any:
        result = CliRunner().invoke(main, [*arguments, "--json"], env={"RELANCE_DATA": data})
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    return answered


@pytest.fixture
def sent(batch: Batch, wording: Template, run: Run) -> Any:
    """The batch, in two waves."""
    given = ("--channel", CODE, "--template", "Petit mot", "--wave-size", "2", "--every-days", "4")
    return run("batch", "send", "253", *given)


def written(folder: Path) -> list[str]:
    return sorted(each.read_text(encoding="utf-8").split("\n")[0] for each in folder.iterdir())


def test_it_takes_under_a_hundred_lines() -> None:
    lines = (config.ROOT / "tests/house/pretend_channel.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 100


def test_the_bit_is_free() -> None:
    taken = channels.bits(channels.all())
    assert not taken & pretend_channel.BIT


def test_it_is_counted_first_where_the_clinic_says_so(batch: Batch, run: Run, tmp_path: Path) -> None:
    criteria = tmp_path / "criteria.json"
    criteria.write_text("{}", encoding="utf-8")
    found = run("batch", "count", "--criteria", str(criteria))["reach"]
    assert (found[CODE], found["email"]) == (3, 0)
    Clinic.update(channel_order="email,sms,post,phone").execute()
    found = run("batch", "count", "--criteria", str(criteria))["reach"]
    assert (found[CODE], found["email"]) == (0, 3)


def test_the_reach_follows_the_client(batch: Batch, ana: Client) -> None:
    def reached() -> bool:
        return bool(Client.get_by_id(ana.id).reach & pretend_channel.BIT)

    assert reached()
    Client.update(accepts_email=False).where(Client.id == ana.id).execute()
    assert not reached()
    Client.update(accepts_email=True).where(Client.id == ana.id).execute()
    assert reached()


def test_it_is_planned_in_waves(sent: Any) -> None:
    assert [(wave["opens_on"], wave["messages"]) for wave in sent["waves"]] == [("2026-03-05", 2), ("2026-03-09", 1)]
    assert Message.select().where(Message.channel == CODE).count() == sent["messages"] == 3


def test_each_message_is_written_once(sent: Any, run: Run, folder: Path) -> None:
    first = run("tick", "--at", "2026-03-05T11:00")
    assert (first["sent"], first["reasons"], len(written(folder))) == (2, [], 2)
    assert run("tick", "--at", "2026-03-05T12:00")["sent"] == 0
    assert run("tick", "--at", "2026-03-09T11:00")["sent"] == 1
    assert run("tick", "--at", "2026-03-10T11:00")["sent"] == 0
    assert written(folder) == ["Luc@x.ca", "Zoé@x.ca", "ana@x.ca"]
    assert {message.state for message in Message.select()} == {"sent"}


def test_an_account_of_e_mail_at_rest_does_not_stop_it(sent: Any, run: Run, folder: Path) -> None:
    factories.mail_account(paused_until=NOW.replace(year=2027), pause_reason="auth")
    assert run("tick", "--at", "2026-03-05T11:00")["sent"] == 2
    assert len(written(folder)) == 2


def test_without_its_account_nothing_leaves_and_the_outbox_says_so(
    sent: Any, run: Run, client: FlaskClient, folder: Path
) -> None:
    factories.mail_account()
    MailAccount.delete().where(MailAccount.channel == CODE).execute()
    report = run("tick", "--at", "2026-03-05T11:00", code=1)
    assert (report["sent"], report["reasons"], folder.exists()) == (0, ["no_account"], False)
    assert "Rien ne peut partir" in text_of(client.get("/outbox").text)


def test_what_is_refused_afterwards_is_not_written(sent: Any, run: Run, ana: Client, folder: Path) -> None:
    Client.update(accepts_email=False).where(Client.id == ana.id).execute()
    assert run("tick", "--at", "2026-03-05T11:00")["cancelled"] == 1
    assert "ana@x.ca" not in written(folder)


def test_the_forecast_names_it(sent: Any, run: Run) -> None:
    assert run("forecast", "--at", "2026-03-05T10:30")["days"] == [
        {"on": "2026-03-05", "channel": CODE, "messages": 2},
        {"on": "2026-03-09", "channel": CODE, "messages": 1},
    ]


def test_the_outbox_lists_and_filters_it(sent: Any, client: FlaskClient) -> None:
    page = client.get("/outbox", query_string={"channel": CODE}).text
    assert f'<option value="{CODE}" selected>Fichier</option>' in page
    assert "Marie-Ève Ana" in page
    assert "Marie-Ève Ana" not in client.get("/outbox?channel=email").text
    message = Message.get(address="ana@x.ca")
    assert client.get(f"/messages/{message.id}").status_code == 200


def test_the_file_of_the_client_names_it(sent: Any, run: Run, ana: Client, client: FlaskClient) -> None:
    shown = text_of(client.get(f"/clients/{ana.id}").text).replace("\u00a0", " ")
    assert "Fichier Oui" in shown and "File planned for 5 mars , Azur" in shown and "Fichiers (1)" in shown
    run("tick", "--at", "2026-03-05T11:00")
    assert "File sent , Azur" in text_of(client.get(f"/clients/{ana.id}?kind={CODE}").text)


def test_it_has_a_place_in_the_order_of_the_settings(installed: None, manager: FlaskClient) -> None:
    order = {"first": "post", "second": "email", "third": "sms", "fourth": CODE, "fifth": "phone"}
    assert 'name="fifth"' in manager.get("/sending/settings").text
    posted = manager.post("/sending/settings/manners", data={**order, "fresh_hours": "24"})
    assert (posted.status_code, Clinic.get().channel_order) == (303, f"post,email,sms,{CODE},phone")
    twice = manager.post("/sending/settings/manners", data={**order, "fifth": "post", "fresh_hours": "24"})
    assert twice.status_code == 422


def test_whom_it_alone_reaches_is_not_left_over(batch: Batch, client: FlaskClient) -> None:
    assert "rest-title" in client.get("/batches/253").text  # one agreed to nothing
    Client.update(accepts_email=True).execute()
    for each in Client.select():
        Suppression.create(channel="email", address=each.email.lower(), reason="person", created_at=NOW)
    assert "rest-title" not in client.get("/batches/253").text


def test_a_person_prepares_it_on_the_pages(batch: Batch, wording: Template, client: FlaskClient) -> None:
    assert "Write by file" in client.get("/batches/253").text
    asked = {"batch": "253", "channel": CODE, "template": wording.id, "first_on": "2026-03-05"}
    for path in ("/batches/253/mailings/new", "/mailings/confirm", "/mailings/preview"):
        assert client.get(path, query_string=asked).status_code == 200, path
    assert "Send 3 files" in client.get("/mailings/confirm", query_string=asked).text


@pytest.mark.parametrize("path", ["/batches/253", "/templates", "/", "/batches", "/reminders?batch=253",
                                  "/templates/new?kind=file", "/outbox/forecast", "/suppressions",
                                  "/clients", "/sending/settings"])  # fmt: skip
def test_the_pages_are_there_without_an_account_of_e_mail(sent: Any, manager: FlaskClient, path: str) -> None:
    assert manager.get(path).status_code == 200


def test_a_clinic_with_no_address_for_requests_to_stop_is_told_so(batch: Batch, wording: Template, app: Flask) -> None:
    Clinic.update(email="").execute()
    data = str(app.config["RELANCE"].data)
    given = ["batch", "send", "253", "--channel", CODE, "--template", "Petit mot"]
    refused = CliRunner().invoke(main, given, env={"RELANCE_DATA": data})
    assert (refused.exit_code, Message.select().count()) == (1, 0)
    assert "expéditeur" in refused.stderr
