"""The e-mail account: kept, tried, its hours and limits; how the clinic writes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW, sign_in
from tests.sender.server import smtp_server
from webapp import secrets
from webapp.accounts.queries.advice import advice, other_domain
from webapp.models import AccountLimit, Clinic, MailAccount, Message, MessageBody, StaffMember
from webapp.outbox import actions

ACCOUNT = {
    "host": "smtp.example.ca",
    "port": "587",
    "security": "starttls",
    "auth": "password",
    "username": "rappels@clinique.example",
    "password": "hunter2",
    "sender_name": "Clinique du Lac",
    "sender_email": "rappels@clinique.example",
    "reply_to": "",
    "unsubscribe_to": "",
}
HOURS = {f"{end}_{day}": at for day in range(1, 6) for end, at in (("from", "8:00"), ("until", "20 h"))}
LIMITS = {"per_minute": "", "per_hour": "60", "per_day": "1 250", "gap_seconds": "2"}
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sender."""
    monkeypatch.setattr(actions, "wake", lambda: None)


def page(browser: FlaskClient, url: str = "/sending/settings") -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def posted(browser: FlaskClient, url: str, data: dict[str, str], **more: object) -> tuple[int, str]:
    answer = browser.post(f"/sending/settings{url}", data=data, **more)
    return answer.status_code, answer.get_data(as_text=True).replace("\u00a0", " ")


# ---------- The account.


def test_it_is_for_managers_with_a_password(app: Flask, client: FlaskClient, anne: StaffMember) -> None:
    assert client.get("/sending/settings").status_code == 403
    assert client.post("/sending/settings", data=ACCOUNT).status_code == 403
    assert sign_in(app, anne, by_password=False).get("/sending/settings").status_code != 200


def test_it_keeps_the_account_and_seals_the_password(app: Flask, manager: FlaskClient) -> None:
    assert posted(manager, "", ACCOUNT)[0] == 303
    row = MailAccount.get()
    assert (row.host, row.port, row.username, row.active, row.source) == (
        "smtp.example.ca", 587, "rappels@clinique.example", True, "settings",
    )  # fmt: skip
    assert "hunter2" not in row.password
    assert secrets.unseal(app.config["SECRET_KEY"], row.password) == "hunter2"
    assert {limit.seconds: limit.n for limit in AccountLimit.select()} == {3600: 60, 86400: 250}
    shown = page(manager)
    assert "hunter2" not in shown and "laissez vide pour le garder" in shown and "smtp.example.ca" in shown


def test_it_keeps_the_password_that_was_not_typed_again(app: Flask, manager: FlaskClient) -> None:
    posted(manager, "", ACCOUNT)
    posted(manager, "", {**ACCOUNT, "host": "mail.example.ca", "password": ""})
    row = MailAccount.get()
    assert row.host == "mail.example.ca" and secrets.unseal(app.config["SECRET_KEY"], row.password) == "hunter2"
    assert MailAccount.select().count() == 1


def test_it_tries_an_account_again_that_rested(manager: FlaskClient) -> None:
    posted(manager, "", ACCOUNT)
    MailAccount.update(paused_until=NOW, pause_reason="login").execute()
    posted(manager, "", {**ACCOUNT, "password": "better"})
    row = MailAccount.get()
    assert (row.paused_until, row.pause_reason) == (None, "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"host": ""}, "Donnez le nom du serveur de courriel"),
        ({"host": "https://smtp.example.ca"}, "sans « https:// »"),
        ({"port": "0"}, "Donnez un port de 1 à 65535"),
        ({"port": "abc"}, "Donnez un nombre"),
        ({"username": ""}, "Donnez le nom d’utilisateur"),
        ({"password": ""}, "Donnez le mot de passe"),
        ({"sender_email": "pas une adresse"}, "n’est pas une adresse courriel"),
        ({"reply_to": "a@"}, "n’est pas une adresse courriel"),
        ({"security": "magic"}, ""),
    ],
)
def test_it_refuses_what_cannot_be_an_account(manager: FlaskClient, typed: dict[str, str], said: str) -> None:
    status, shown = posted(manager, "", {**ACCOUNT, **typed})
    assert status == 422 and said in shown
    assert not MailAccount.select().exists()
    assert "rappels@clinique.example" in shown  # what was typed stays


def test_it_needs_no_password_without_a_sign_in(manager: FlaskClient) -> None:
    assert posted(manager, "", {**ACCOUNT, "auth": "none", "username": "", "password": ""})[0] == 303


def test_it_says_that_the_environment_rules(app: Flask, manager: FlaskClient) -> None:
    app.config["RELANCE"] = replace(app.config["RELANCE"], smtp_url="smtp://10.0.0.9:2525")
    assert "RELANCE_SMTP_URL" in page(manager) and "10.0.0.9" in page(manager)
    assert "selon RELANCE_SMTP_URL" in page(manager, "/settings")


def test_it_warns_of_another_domain(manager: FlaskClient) -> None:
    posted(manager, "", {**ACCOUNT, "sender_email": "info@elsewhere.example"})
    assert "n’est pas du même domaine" in page(manager)


def test_it_stands_on_the_settings_page(manager: FlaskClient) -> None:
    assert "Aucun compte de courriel n’est réglé" in page(manager, "/settings")
    posted(manager, "", ACCOUNT)
    assert "smtp.example.ca" in page(manager, "/settings")


# ---------- The connection.


def test_it_connects_and_sends_nothing(manager: FlaskClient, tmp_path: Path) -> None:
    with smtp_server(tmp_path, auth=True) as server:
        typed = {**ACCOUNT, "host": "127.0.0.1", "port": str(server.port), "security": "none"}
        status, shown = posted(manager, "/connection", typed)
        assert status == 200, shown
        assert "Le serveur répond et nous laisse entrer" in shown
        assert server.accepted() == []
    assert 'value="127.0.0.1"' in shown and 'value="hunter2"' in shown  # what was typed stays
    assert not MailAccount.select().exists()


def test_it_answers_htmx_with_the_result_alone(manager: FlaskClient, tmp_path: Path) -> None:
    with smtp_server(tmp_path, auth=True) as server:
        typed = {**ACCOUNT, "host": "127.0.0.1", "port": str(server.port), "security": "none"}
        status, shown = posted(manager, "/connection", typed, headers=HTMX)
    assert status == 200 and shown.lstrip().startswith('<div id="tried"') and "hunter2" not in shown


def test_it_notes_when_the_kept_account_answered(manager: FlaskClient, tmp_path: Path) -> None:
    with smtp_server(tmp_path, auth=True) as server:
        typed = {**ACCOUNT, "host": "127.0.0.1", "port": str(server.port), "security": "none"}
        posted(manager, "", typed)
        posted(manager, "/connection", {**typed, "password": ""})
    assert MailAccount.get().verified_at == NOW
    assert "A répondu le 5 mars" in page(manager)


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("auth 535 5.7.8 Authentication credentials invalid", "refuse ce nom d’utilisateur ou ce mot de passe"),
        ("auth 550 5.7.30 Basic authentication is not supported for Client Submission", "Microsoft ne laisse plus"),
        ("auth 534 5.7.9 Application-specific password required", "un mot de passe d’application"),
        ("greet 421 4.7.0 Too many connections, try again later", "trop à la fois"),
    ],
)
def test_it_says_why_it_was_not_let_in(manager: FlaskClient, tmp_path: Path, behaviour: str, said: str) -> None:
    with smtp_server(tmp_path, auth=True) as server:
        server.behave(behaviour)
        typed = {**ACCOUNT, "host": "127.0.0.1", "port": str(server.port), "security": "none"}
        status, shown = posted(manager, "/connection", typed)
    assert status == 422 and said in shown
    assert behaviour.split(" ", 2)[2].split()[0] in shown  # in the server's own words too
    assert 'value="rappels@clinique.example"' in shown


def test_it_says_that_nobody_is_there(manager: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = {**ACCOUNT, "host": "127.0.0.1", "port": "1", "security": "none"}
    assert "rien ne répond sur ce port" in posted(manager, "/connection", typed)[1]
    assert "Aucun serveur ne porte ce nom" in posted(manager, "/connection", {**typed, "host": "nowhere.invalid"})[1]


def test_it_says_that_there_is_no_encryption(manager: FlaskClient, tmp_path: Path) -> None:
    with smtp_server(tmp_path) as server:
        typed = {**ACCOUNT, "host": "127.0.0.1", "port": str(server.port)}
        assert "n’offre pas STARTTLS" in posted(manager, "/connection", typed)[1]
        assert "Le chiffrement ne s’établit pas" in posted(manager, "/connection", {**typed, "security": "tls"})[1]


def test_it_tries_nothing_that_is_wrong(manager: FlaskClient) -> None:
    status, shown = posted(manager, "/connection", {**ACCOUNT, "host": ""})
    assert status == 422 and "rien n’a été essayé" in shown


@pytest.mark.parametrize(
    ("reason", "code", "text", "cause", "found"),
    [
        ("connection", "", "timed out", TimeoutError(), "silent"),
        ("connection", "", "weird", None, "other"),
        ("login", "", "SMTP AUTH extension not supported", None, "no_sign_in"),
        ("policy", "550 5.7.1", "blocked", None, "policy"),
        ("something", "", "", None, "other"),
    ],
)
def test_it_advises(reason: str, code: str, text: str, cause: Exception | None, found: str) -> None:
    assert advice(reason, code, text, cause) == found


@pytest.mark.parametrize(
    ("sender", "username", "other"),
    [
        ("a@x.ca", "b@x.ca", False),
        ("a@X.ca", "b@x.CA", False),
        ("a@x.ca", "b@y.ca", True),
        ("a@x.ca", "apikey", False),
        ("", "b@y.ca", False),
    ],
)
def test_it_compares_domains(sender: str, username: str, other: bool) -> None:
    assert other_domain(sender, username) is other


# ---------- A test to oneself.


def test_it_sends_a_test(manager: FlaskClient) -> None:
    factories.identify()
    factories.mail_account()
    answer = manager.post("/sending/settings/test", data={"address": " Anne@Example.ca "})
    message = Message.get()
    assert answer.location == f"/messages/{message.id}"
    assert (message.client_id, message.mailing_id, message.state) == (None, None, "planned")
    assert message.address.lower() == "anne@example.ca"
    assert "Relance" in MessageBody.get().text
    assert "message d’essai" in page(manager, f"/messages/{message.id}").lower()


def test_it_sends_no_test_to_nobody(manager: FlaskClient) -> None:
    status, shown = posted(manager, "/test", {"address": "nobody"})
    assert status == 422 and "n’est pas une adresse courriel" in shown
    assert not Message.select().exists()


# ---------- Hours and limits.


def test_it_keeps_hours_and_limits(manager: FlaskClient) -> None:
    posted(manager, "", ACCOUNT)
    assert posted(manager, "/hours", {**HOURS, **LIMITS})[0] == 303
    row = MailAccount.get()
    assert json.loads(row.hours) == {str(day): ["08:00", "20:00"] for day in range(1, 6)}
    assert (row.gap_seconds, row.brake_after) == (2, 10)
    assert posted(manager, "/hours", {**HOURS, **LIMITS, "brake_after": "25"})[0] == 303
    assert (MailAccount.get().brake_after, 'value="25"' in page(manager)) == (25, True)
    assert {limit.seconds: limit.n for limit in AccountLimit.select()} == {3600: 60, 86400: 1250}
    shown = page(manager)
    assert 'name="from_1"' in shown and 'value="1250"' in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"from_1": "midi"}, "Lundi : donnez deux heures"),
        ({"from_2": "20:00", "until_2": "8:00"}, "Mardi : donnez deux heures"),
        ({"until_3": ""}, "Mercredi : donnez deux heures"),
        ({"per_hour": "beaucoup"}, "Donnez un nombre entier de messages"),
        ({"per_day": "0"}, "Donnez un nombre entier de messages"),
        ({"gap_seconds": "-1"}, "Donnez un nombre de 0 à 3600"),
        ({"brake_after": "2"}, "Donnez un nombre de 3 à 100"),
        ({"brake_after": "beaucoup"}, "Donnez un nombre de 3 à 100"),
    ],
)
def test_it_refuses_hours_that_are_none(manager: FlaskClient, typed: dict[str, str], said: str) -> None:
    status, shown = posted(manager, "/hours", {**HOURS, **LIMITS, **typed})
    assert status == 422 and said in shown
    assert next(iter(typed.values())) in shown
    assert not MailAccount.select().exists()


def test_it_leaves_an_hour_at_least(manager: FlaskClient) -> None:
    status, shown = posted(manager, "/hours", LIMITS)
    assert status == 422 and "sinon rien ne part jamais" in shown


@pytest.mark.parametrize(
    ("preset", "value"), [("prudent", "250"), ("m365", "5000"), ("workspace", "1500"), ("whc", "800")]
)
def test_it_fills_in_a_provider_s_limits(manager: FlaskClient, preset: str, value: str) -> None:
    posted(manager, "", ACCOUNT)
    AccountLimit.delete().execute()
    shown = page(manager, f"/sending/settings?preset={preset}")
    links = [link.split(">")[0] for link in shown.split("settings?preset=")[1:]]
    assert [link.split('"')[0] for link in links if 'aria-current="true"' in link] == [f"{preset}#limits"]
    assert f'value="{value}"' in shown and "Enregistrez-les" in shown
    assert not AccountLimit.select().exists()  # until it is saved


# ---------- How the clinic writes.


def test_it_keeps_the_order_of_the_channels(manager: FlaskClient) -> None:
    order = {"first": "post", "second": "email", "third": "sms", "fourth": "phone", "fresh_hours": "48"}
    assert posted(manager, "/manners", order)[0] == 303
    assert (Clinic.get().channel_order, Clinic.get().fresh_hours) == ("post,email,sms,phone", 48)


@pytest.mark.parametrize(
    ("typed", "said"), [({"second": "post"}, "Nommez chaque canal une fois"), ({"fresh_hours": "0"}, "de 1 à 720")]
)
def test_it_refuses_an_order_that_is_none(manager: FlaskClient, typed: dict[str, str], said: str) -> None:
    order = {"first": "post", "second": "email", "third": "sms", "fourth": "phone", "fresh_hours": "24"}
    status, shown = posted(manager, "/manners", {**order, **typed})
    assert status == 422 and said in shown
    assert Clinic.get().channel_order == "email,sms,post,phone"


# ---------- Text messages.


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [("0,05", 500, "0,05 $"), ("0.0083 $", 83, "0,0083 $"), ("", None, ""), ("1", 10_000, "1,00 $")],
)
def test_it_keeps_what_a_text_message_costs(manager: FlaskClient, typed: str, kept: int | None, shown: str) -> None:
    assert posted(manager, "/text-messages", {"price": typed, "bare": "y"})[0] == 303
    clinic = Clinic.get_by_id(1)
    assert (clinic.sms_price, clinic.sms_bare) == (kept, True)
    assert f'name="price" type="text" value="{shown}"' in page(manager)
    assert posted(manager, "/text-messages", {"price": shown})[0] == 303
    assert Clinic.get_by_id(1).sms_price == kept and not Clinic.get_by_id(1).sms_bare


@pytest.mark.parametrize("typed", ["cinq sous", "0", "-0,05", "1,01", "0,00833"])
def test_it_refuses_what_is_no_price_of_a_part(manager: FlaskClient, typed: str) -> None:
    status, said = posted(manager, "/text-messages", {"price": typed})
    assert status == 422 and "Donnez le prix d’une partie" in said and f'value="{typed}"' in said
    assert Clinic.get_by_id(1).sms_price is None
