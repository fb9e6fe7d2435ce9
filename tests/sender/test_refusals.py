"""Real answers of real servers, and whom each concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from webapp.transports.smtp.refusals import CONTENT, DATA, GREETING, MAIL, RCPT, SIGN_IN, delay_in, judge, one_line

REPLIES = [
    # Google
    (RCPT, 550, "5.1.1 The email account that you tried to reach does not exist.", "address", True, "unknown_address"),
    (RCPT, 450, "4.2.1 The user you are trying to contact is receiving mail too quickly.", "message", False,
     "try_later"),
    (RCPT, 452, "4.2.2 The email account that you tried to reach is over quota.", "message", False, "mailbox_full"),
    (RCPT, 552, "5.2.2 The recipient's inbox is out of storage space and over quota", "message", True, "mailbox_full"),
    (MAIL, 550, "5.4.5 Daily user sending limit exceeded.", "account", False, "rate"),
    (CONTENT, 550, "5.4.5 Daily user sending quota exceeded.", "account", False, "rate"),
    (CONTENT, 421, "4.7.28 Gmail has detected an unusual rate of unsolicited mail", "account", False, "rate"),
    (CONTENT, 550, "5.7.1 Our system has detected that this message is likely spam", "account", False, "policy"),
    (CONTENT, 550, "5.7.26 Unauthenticated email from example.ca is not accepted", "account", False, "policy"),
    (SIGN_IN, 535, "5.7.8 Username and Password not accepted", "account", False, "login"),
    (SIGN_IN, 534, "5.7.9 Application-specific password required", "account", False, "login"),
    (SIGN_IN, 454, "4.7.0 Too many login attempts, please try again later.", "account", False, "rate"),
    # Microsoft
    (SIGN_IN, 535, "5.7.139 Authentication unsuccessful, SmtpClientAuth is disabled", "account", False, "login"),
    (MAIL, 550, "5.7.30 Basic authentication is not supported for Client Submission", "account", False, "login"),
    (MAIL, 530, "5.7.57 Client not authenticated to send mail.", "account", False, "login"),
    (CONTENT, 432, "4.3.2 Concurrent connections limit exceeded", "account", False, "rate"),
    (CONTENT, 554, "5.2.0 STOREDRV.Submission.Exception:SendAsDenied", "account", False, "policy"),
    (RCPT, 550, "5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup", "address", True,
     "unknown_address"),
    (RCPT, 550, "5.5.0 Requested action not taken: mailbox unavailable.", "address", True, "unknown_address"),
    (MAIL, 451, "4.7.0 Temporary server error. Please try again later. PRX4", "account", False, "policy"),
    (CONTENT, 550, "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
     "account", False, "rate"),
    # Postfix, Exim, hosts
    (RCPT, 550, "5.1.1 <a@b.ca>: Recipient address rejected: User unknown in virtual mailbox table", "address", True,
     "unknown_address"),
    (RCPT, 450, "4.2.0 <a@b.ca>: Recipient address rejected: Greylisted", "message", False, "try_later"),
    (RCPT, 451, "4.3.0 <a@b.ca>: Temporary lookup failure", "message", False, "try_later"),
    (RCPT, 550, "5.1.2 <a@nowhere.ca>: Recipient address rejected: Domain not found", "address", True, "bad_domain"),
    (RCPT, 550, "5.4.4 Unrouteable address", "address", True, "bad_domain"),
    (RCPT, 553, "5.1.3 <a..b@c.ca>: bad address syntax", "address", True, "unknown_address"),
    (RCPT, 450, "4.1.2 <a@typo.ca>: Recipient address rejected: Domain not found", "message", False, "try_later"),
    (RCPT, 550, "5.2.1 The email account that you tried to reach is disabled.", "message", True, "mailbox_disabled"),
    (RCPT, 554, "5.7.1 <a@b.ca>: Relay access denied", "account", False, "policy"),
    (RCPT, 550, "No such user here", "address", True, "unknown_address"),
    (RCPT, 550, "unknown user account", "address", True, "unknown_address"),
    (RCPT, 550, "Message rejected", "message", True, "not_taken"),
    (RCPT, 550, "Your host has sent too many messages this hour (200), too fast", "account", False, "rate"),
    (RCPT, 421, "4.7.0 Try again in 300 seconds", "account", False, "policy"),
    (RCPT, 452, "4.5.3 Too many recipients", "account", False, "rate"),
    (RCPT, 450, "4.3.2 Service currently unavailable", "account", False, "busy"),
    (RCPT, 451, "Your IP exceeded the sending limit, 200 emails per hour", "account", False, "rate"),
    (CONTENT, 552, "5.3.4 Message size exceeds fixed limit", "message", True, "too_big"),
    (CONTENT, 554, "Message rejected as spam by content filtering", "account", False, "policy"),
    (CONTENT, 451, "4.3.0 Error: queue file write error", "message", False, "try_later"),
    (CONTENT, 554, "5.6.0 Line too long", "message", True, "content"),
    (DATA, 503, "5.5.1 Bad sequence of commands", "message", True, "not_taken"),
    (GREETING, 421, "Too many connections from your address", "account", False, "rate"),
    (GREETING, 554, "No SMTP service here", "account", False, "policy"),
    # Orange, La Poste, Québec
    (RCPT, 550, "5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]", "address", True,
     "unknown_address"),
    (RCPT, 552, "5.2.2 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]", "message", True,
     "mailbox_full"),
    (CONTENT, 550, "5.7.1 Mail rejete. Mail rejected. OFR_506 [506]", "account", False, "policy"),
    (RCPT, 550, "5.1.1 Utilisateur inconnu", "address", True, "unknown_address"),
]  # fmt: skip


@pytest.mark.parametrize(("phase", "code", "text", "scope", "permanent", "reason"), REPLIES)
def test_it_knows_whom_a_refusal_concerns(
    phase: str, code: int, text: str, scope: str, permanent: bool, reason: str
) -> None:
    judged = judge(code, text, phase=phase)
    assert (judged.scope, judged.permanent, judged.reason) == (scope, permanent, reason)


def test_it_keeps_the_code_with_the_status() -> None:
    assert judge(550, b"5.1.1 Nobody", phase=RCPT).code == "550 5.1.1"
    assert judge(550, b"Nobody", phase=RCPT).code == "550"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("4.7.0 Try again in 15 minutes", 15),
        ("Please retry after 300 seconds.", 5),
        ("too fast, wait 60s", 1),
        ("Too many messages. Try again in 2 hours", 120),
        ("Veuillez réessayer dans 10 minutes", 10),
        ("try again in 30 days", 1440),
        ("5.4.5 Daily limit exceeded", None),
        ("too many messages this hour (200)", None),
    ],
)
def test_it_reads_how_long_to_wait(text: str, minutes: int | None) -> None:
    assert delay_in(text) == (None if minutes is None else timedelta(minutes=minutes))


def test_it_keeps_what_they_say_on_one_line() -> None:
    assert one_line("a\r\nb\u2028c\x00  d") == "a b c d"
    assert len(one_line("x" * 9999)) == 500
