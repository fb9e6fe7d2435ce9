"""How a message is written on the wire, and that the demonstration writes to nobody."""

from __future__ import annotations

import base64
import smtplib
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from tests.outbox.steps import count, mailing, moment
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer, smtp_server
from webapp import secrets
from webapp.accounts.actions import opening
from webapp.consents.rules import unsubscribing
from webapp.models import Clinic, MailAccount, Message
from webapp.outbox.actions import planning
from webapp.transports import Mailbox, Outgoing, SendFailed
from webapp.transports.outgoing import BadAddress
from webapp.transports.smtp import Server, Smtp
from webapp.transports.smtp.server import _sign_in

PLAIN = Outgoing(
    message_id="<t1.c12@clinique.example>",
    sender=Mailbox("Clinique du Lac", "rappels@clinique.example"),
    to="marie@exemple.ca",
    subject="Rappel pour Azur",
    text="Bonjour Marie,\n.\n.. deux points\nÀ bientôt  \n",
    html="<p>Bonjour é</p>\n.<b>" + "x" * 3000 + "</b>",
    language="fr",
    at=datetime(2026, 3, 5, 14, 0, tzinfo=UTC),
    headers={"Auto-Submitted": "auto-generated"},
)


def read(outgoing: Outgoing) -> EmailMessage:
    """As a mail program would."""
    message = message_from_bytes(outgoing.as_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def said(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_it_says_the_same_twice() -> None:
    message = read(PLAIN)
    assert message.get_content_type() == "multipart/alternative"
    assert said(message, "plain") == PLAIN.text
    assert said(message, "html").rstrip("\n") == PLAIN.html
    assert message["Date"].datetime == PLAIN.at
    assert (message["Message-ID"], message["Content-Language"]) == (PLAIN.message_id, "fr")


def test_its_pictures_go_with_it() -> None:
    """By their Content-IDs (RFC 2392) beside the page that shows them (RFC 2387); the plain text stands before both."""
    jpeg = bytes(range(256)) * 9
    named = "photo-0123456789ab-8x8.jpg@relance"
    message = read(replace(PLAIN, html=f'<img src="cid:{named}">', pictures=((named, jpeg),)))
    plain, related = message.iter_parts()
    page, picture = related.iter_parts()
    assert (plain.get_content_type(), related.get_content_type()) == ("text/plain", "multipart/related")
    assert page.get_content_type() == "text/html" and named in page.get_content()
    assert picture["Content-ID"] == f"<{named}>" and picture.get_content() == jpeg
    assert picture.get_content_disposition() == "inline" and said(message, "plain") == PLAIN.text


def test_it_sends_lines_that_any_server_takes() -> None:
    content = replace(PLAIN, subject="é" * 300, headers={"X-Long": "mot " * 300}).as_bytes()
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 78


@pytest.mark.parametrize(
    "subject",
    [
        "Le vaccin d’Azur", "🐕 Azur et Zoé", "a" * 200, "é" * 200, "Un  deux", "=?utf-8?q?pris?=", "日本語" * 40,
        "Rappel: 50 % de réduction «\u00a0Azur\u00a0»",
    ],
)  # fmt: skip
def test_it_keeps_the_subject(subject: str) -> None:
    kept = str(read(replace(PLAIN, subject=subject))["Subject"])
    assert kept == " ".join(subject.split(" ")).replace("  ", " ") or subject == "=?utf-8?q?pris?="


@pytest.mark.parametrize(
    "nasty", ["a\r\nBcc: x@y.ca", "a\nBcc: x@y.ca", "a\u2028Bcc: x@y.ca", "a\x00b", "a\x85Bcc: x@y.ca", "a\x0bBcc:"]
)
def test_it_takes_no_orders_from_a_name(nasty: str) -> None:
    message = read(
        replace(PLAIN, subject=nasty, sender=Mailbox(nasty, PLAIN.sender.address), headers={"List-Id": nasty})
    )
    assert message["Bcc"] is None
    assert len(message["From"].addresses) == 1
    assert message["From"].addresses[0].addr_spec == PLAIN.sender.address
    assert not any(c in str(message["Subject"]) for c in "\r\n\u2028\x00\x85\x0b")


@pytest.mark.parametrize("name", ['Dr. "Bob" <x>', "Clinique, du; Lac", "Étable & Cie", "日本", ""])
def test_it_quotes_names(name: str) -> None:
    sender = read(replace(PLAIN, sender=Mailbox(name, "a@b.ca")))["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (name, "a@b.ca")


@pytest.mark.parametrize("address", ["", "marie", "marie@", "a@b.ca, c@d.ca", "a b@c.ca", "a@b.ca\r\nBcc: c@d.ca"])
def test_it_refuses_what_is_no_address(address: str) -> None:
    with pytest.raises(BadAddress):
        replace(PLAIN, to=address).as_bytes()


def test_it_crosses_the_network_unchanged(tmp_path: Path) -> None:
    with smtp_server(tmp_path) as server:
        way = Smtp(Server("127.0.0.1", server.port, "auto"))
        way.offer(PLAIN)
        assert way.content().startswith("250")
        way.close()
        assert said(server.mails()[0], "plain") == PLAIN.text  # type: ignore[arg-type]
        taken = server.contents()[0]
    boundary = taken.split(b'boundary="')[1].split(b'"')[0]
    assert taken == PLAIN.as_bytes().replace(PLAIN.as_bytes().split(b'boundary="')[1].split(b'"')[0], boundary) or (
        len(taken) == len(PLAIN.as_bytes())
    )


def test_it_writes_to_domains_and_people_with_accents(tmp_path: Path) -> None:
    with smtp_server(tmp_path) as server:
        way = Smtp(Server("127.0.0.1", server.port, "auto"))
        for to in ("marie@clinique-é.ca", "rené@exemple.ca"):
            way.offer(replace(PLAIN, to=to))
            way.content()
        way.close()
        assert [line["to"].split(">")[0] for line in server.log() if line["event"] == "taken"] == [
            "marie@xn--clinique--j4a.ca", "rené@exemple.ca",
        ]  # fmt: skip


@pytest.mark.parametrize("auth", ["password", "xoauth2"])
def test_it_signs_in(auth: str, tmp_path: Path) -> None:
    with smtp_server(tmp_path, auth=True) as server:
        way = Smtp(Server("127.0.0.1", server.port, "none", auth, "rappels", "s3crèt"))
        way.open()
        way.close()
        server.behave("auth 535 5.7.8 Bad credentials")
        with pytest.raises(SendFailed) as refused:
            way.open()
    assert (refused.value.reason, refused.value.scope, refused.value.code) == ("login", "account", "535 5.7.8")


class Told(smtplib.SMTP):
    """Keeps what it is to say instead of saying it."""

    def __init__(self, offered: str, *replies: tuple[int, bytes]) -> None:
        super().__init__()
        self.esmtp_features["auth"], self.replies, self.said = offered, list(replies), list[str]()

    def docmd(self, cmd: str, args: str = "") -> tuple[int, bytes]:
        command, _, mechanism = f"{cmd} {args}".strip().rpartition(" ")
        self.said.append(f"{command} {base64.b64decode(mechanism).decode()}".strip())
        return self.replies.pop(0)


@pytest.mark.parametrize(
    ("offered", "auth", "replies", "said"),
    [
        ("PLAIN LOGIN", "password", [(235, b"")], ["AUTH PLAIN \0rappels\0s3crèt"]),
        ("login", "password", [(334, b"UGFzc3dvcmQ6"), (235, b"")], ["AUTH LOGIN rappels", "s3crèt"]),
        ("LOGIN", "password", [(334, b""), (503, b"5.5.1 Already")], ["AUTH LOGIN rappels", "s3crèt"]),
        ("XOAUTH2", "xoauth2", [(235, b"")], ["AUTH XOAUTH2 user=rappels\1auth=Bearer s3crèt\1\1"]),
    ],
)
def test_it_signs_in_with_what_is_offered(
    offered: str, auth: str, replies: list[tuple[int, bytes]], said: list[str]
) -> None:
    smtp = Told(offered, *replies)
    _sign_in(smtp, Server("127.0.0.1", 25, "none", auth, "rappels", "s3crèt"))
    assert smtp.said == said


def test_it_asks_why_a_token_is_refused_and_tries_no_other_way() -> None:
    smtp = Told("XOAUTH2 PLAIN", (334, b"eyJzdGF0dXMiOiI0MDAifQ=="), (535, b"5.7.8 Expired"))
    with pytest.raises(SendFailed) as refused:
        _sign_in(smtp, Server("127.0.0.1", 25, "none", "xoauth2", "rappels", "jeton"))
    assert (refused.value.reason, refused.value.code, smtp.replies) == ("login", "535 5.7.8", [])


def test_it_does_not_go_on_without_the_encryption_that_was_asked_for(tmp_path: Path) -> None:
    with smtp_server(tmp_path) as server, pytest.raises(SendFailed) as refused:
        Smtp(Server("127.0.0.1", server.port, "starttls")).open()
    assert (refused.value.reason, refused.value.permanent) == ("tls", False)


def test_it_tells_machines_what_it_is(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    tick()
    mail = server.mails()[0]
    assert mail["From"].addresses[0].addr_spec == "info@clinique.example"
    assert mail["From"].addresses[0].display_name == "Clinique du Lac"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["List-Id"] == "<relance.clinique.example>"
    assert mail["List-Unsubscribe-Post"] is None  # nobody could reach it
    leave = str(mail["List-Unsubscribe"])
    assert leave.startswith("<mailto:info@clinique.example?subject=D%C3%A9sabonner%20")
    token = leave.rpartition("%20")[2].rstrip(">")
    key = clinic.config["SECRET_KEY"]
    client_id = Message.get().client_id
    assert unsubscribing.read(token, lambda text: secrets.sign(key, unsubscribing.PURPOSE, text)) == (client_id, "care")
    assert mail["Date"].datetime == moment(clinic, "2026-03-05T09:00")


def test_a_test_to_oneself_leaves_at_any_hour(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    planning.plan_test(
        channel="email", address="julie@clinique.example", language="fr", subject="Essai", text="Bonjour", html="",
        now=moment(clinic, "2026-03-08T23:00"), by=None,
    )  # fmt: skip
    assert tick("2026-03-08T23:00").sent == 1
    mail = server.mails()[0]
    assert (mail["To"], mail["List-Unsubscribe"], mail["Auto-Submitted"]) == ("julie@clinique.example", None, None)
    assert mail.get_content_type() == "text/plain"


def test_the_demonstration_writes_to_nobody(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    Clinic.update(is_demo=True).execute()
    mailing(clinic, 3)
    assert tick().sent == 3
    assert server.connections() == 0
    captured = sorted((clinic.config["RELANCE"].data / "captured").glob("*.eml"))
    assert [message_from_bytes(path.read_bytes())["Message-ID"] for path in captured] == sorted(
        message.message_id for message in Message.select()
    )
    assert count() == {"sent": 3}
    assert MailAccount.get().source == "demo"


def test_it_sends_through_the_account_of_the_settings(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    clinic.config["RELANCE"] = replace(clinic.config["RELANCE"], smtp_url=None)
    assert tick().reasons == ["no_account"]
    MailAccount.create(
        host="127.0.0.1", port=server.port, security="none", auth="password", username="rappels@clinique.example",
        password=secrets.seal(clinic.config["SECRET_KEY"], "s3crèt"), sender_name="Rappels",
        reply_to="vet@clinique.example",
    )  # fmt: skip
    report = tick("2026-03-05T09:05")
    assert report.reasons == ["account_paused"]  # this server offers no AUTH
    MailAccount.update(auth="none", paused_until=None).execute()
    assert tick("2026-03-05T09:10").sent == 1
    mail = server.mails()[0]
    assert str(mail["From"]) == "Rappels <rappels@clinique.example>"
    assert str(mail["Reply-To"]) == "vet@clinique.example"


def test_a_password_that_cannot_be_read_any_more_is_said(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    clinic.config["RELANCE"] = replace(clinic.config["RELANCE"], smtp_url=None)
    account = MailAccount.create(
        host="127.0.0.1", port=server.port, username="a@b.ca", password=secrets.seal("another key", "s3crèt")
    )
    assert tick().reasons == ["account_paused"]
    assert MailAccount.get_by_id(account.id).pause_reason == "secret"
    with pytest.raises(SendFailed):
        opening.transport(account)
    assert secrets.unseal("key", secrets.seal("key", "s3crèt")) == "s3crèt"
