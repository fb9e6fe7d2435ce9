"""Whether this clinic can send, asked once: the sender, the screens, `check` and the commands give one answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW, sign_in
from tests.sender.conftest import Tick
from webapp.accounts.queries import readiness
from webapp.accounts.queries.reasons import WAITS
from webapp.accounts.rules import readiness as rules
from webapp.clinic.queries import files
from webapp.clinic.queries import soundness as installation
from webapp.clinic.rules import Identity
from webapp.models import Clinic, MailAccount, Sending, StaffMember, Wave
from webapp.outbox.queries.status import status
from webapp.transports.outgoing import can_write

WHOLE = Identity("Clinique du Lac", "12, rue Principale Est", "Magog", "+18195550100", "info@clinique.example", "")
LOCAL = "CLINIQUE\\reception@clinique local"  # a user name with an @ that is no address


@pytest.fixture
def going(app: Flask) -> Wave:
    """Of a clinic that may send: a wave is open, and one message of it due."""
    factories.identify()
    factories.mail_account()
    made = factories.mailing(of=factories.batch(number=253))
    wave = Wave.create(mailing=made, number=1, not_before=NOW, opened_at=NOW)
    factories.message(of=made, wave=wave)
    return wave


@pytest.mark.parametrize(
    ("identity", "sender", "codes"),
    [
        (WHOLE, "info@clinique.example", []),
        (WHOLE, None, ["no_account"]),
        (WHOLE, "", ["no_sender"]),
        (WHOLE, "reception", ["no_sender"]),
        (WHOLE, LOCAL, ["no_sender"]),
        (WHOLE._replace(name=""), "a@b.ca", ["no_identity"]),
        (WHOLE._replace(address=""), "a@b.ca", ["no_identity"]),
        (WHOLE._replace(town=""), "a@b.ca", ["no_identity"]),
        (WHOLE._replace(phone="", email=""), "a@b.ca", ["no_contact"]),
        (WHOLE._replace(phone="", email="", website="clinique.example"), "a@b.ca", []),
        (WHOLE._replace(name="", phone="", email=""), None, ["no_account", "no_identity", "no_contact"]),
    ],
)
def test_it_knows_what_is_missing(identity: Identity, sender: str | None, codes: list[str]) -> None:
    assert rules.missing(identity, account=sender is not None, sender=can_write(sender or "")) == codes
    assert set(codes) <= set(WAITS)


@pytest.mark.parametrize(
    ("account", "sender"),
    [
        (("rappels@clinique.ca", "user@host.ca"), "rappels@clinique.ca"),
        (("", "user@host.ca"), "user@host.ca"),
        (("", "user"), "info@clinique.example"),
    ],
)
def test_it_knows_the_sender(account: tuple[str, str], sender: str) -> None:
    assert rules.sender_of(*account, "info@clinique.example") == sender


def _no_name() -> None:
    Clinic.update(name="", phone="", email="").execute()


SPOILT: list[tuple[Callable[[], Any], list[str], str]] = [
    (lambda: MailAccount.update(active=False).execute(), ["no_account"], "Aucun compte de courriel"),
    (lambda: MailAccount.update(sender_email="reception").execute(), ["no_sender"], "adresse d’expéditeur"),
    (lambda: MailAccount.update(username=LOCAL, sender_email="").execute(), ["no_sender"], "adresse d’expéditeur"),
    (_no_name, ["no_identity", "no_contact"], "La loi veut"),
    (lambda: Clinic.update(phone="", email="").execute(), ["no_contact"], "La loi veut un numéro"),
]


@pytest.mark.parametrize(("spoil", "codes", "said"), SPOILT)
def test_all_ask_the_same(
    app: Flask, client: FlaskClient, going: Wave, tick: Tick, spoil: Callable[[], Any], codes: list[str], said: str
) -> None:
    spoil()
    assert readiness.missing("email") == codes
    assert tick().reasons == codes
    assert [halt.code for halt in status(NOW).halts] == codes
    for url in ("/outbox", "/"):
        assert said in client.get(url).get_data(as_text=True)
    with files.opened(app.config["RELANCE"].database) as database:
        found = [fault.code for fault in installation._records(app.config["RELANCE"], database, NOW)]
    assert {{"no_account": "no_mail_account"}.get(code, code) for code in codes} <= set(found)


def test_paper_needs_no_account(app: Flask) -> None:
    factories.identify()
    assert (readiness.missing("post"), readiness.missing("email")) == ([], ["no_account"])


def test_the_screen_says_what_the_tick_says(app: Flask, going: Wave, tick: Tick) -> None:
    MailAccount.update(paused_until=NOW + timedelta(hours=1), pause_reason="rate", pause_detail="slower").execute()
    [halt] = status(NOW).halts
    assert (halt.code, halt.reason, halt.said, halt.is_stop) == ("account_paused", "rate", "slower", False)
    Sending.update(paused_at=NOW, pause_reason="clock").execute()
    assert [(halt.code, halt.reason) for halt in status(NOW).halts] == [
        ("paused", "clock"),
        ("account_paused", "rate"),
    ]
    Clinic.update(watched_folder="/mnt/lac").execute()
    assert [halt.code for halt in status(NOW).halts] == ["paused", "account_paused", "stale_data"]


TYPED = {
    "host": "smtp.example.ca", "port": "587", "security": "starttls", "auth": "password", "username": LOCAL,
    "password": "hunter2", "sender_name": "", "sender_email": "", "reply_to": "", "unsubscribe_to": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Donnez l’adresse d’où partent les messages"), ("en", "Give the address that messages")],
)
def test_it_says_that_an_account_has_no_sender(app: Flask, anne: StaffMember, language: str, said: str) -> None:
    factories.identify()
    StaffMember.update(language=language).execute()
    manager = sign_in(app, anne)
    answer = manager.post("/sending/settings", data=TYPED)
    assert answer.status_code == 422 and said in answer.get_data(as_text=True)
    assert not MailAccount.select().exists()
    assert manager.post("/sending/settings", data={**TYPED, "sender_email": "a@clinique.example"}).status_code == 303


def test_the_clinic_may_be_the_sender(manager: FlaskClient) -> None:
    factories.identify()
    assert manager.post("/sending/settings", data={**TYPED, "username": "reception"}).status_code == 303
    assert readiness.missing("email") == []
