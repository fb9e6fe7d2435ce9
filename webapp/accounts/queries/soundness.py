"""What `relance check` says of the account through which e-mail leaves. Plain SQL, as given."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext

from config import Config
from webapp.accounts.queries.accounts import EMAIL
from webapp.accounts.rules import readiness
from webapp.clinic.queries.words import Fault
from webapp.clinic.rules import Identity
from webapp.transports.outgoing import can_write
from webapp.transports.smtp import url


def faults(settings: Config, database: sqlite3.Connection, now: datetime) -> Iterator[Fault]:
    """Whether what is planned has an account, a sender, and nobody to wait for; what the law wants is looked for by the
    clinic's room."""
    for (refused,) in database.execute("SELECT brake_detail FROM mail_account WHERE braked_at IS NOT NULL"):
        yield Fault(
            "sending_braked",
            gettext("The provider refused %(n)s messages one after the other: nothing more is sent through this "
                    "account.", n=len(json.loads(refused)["fates"])),
            gettext("Say on the page of the outbox whether it was the account or the addresses."),
        )  # fmt: skip
    planned = database.execute(
        "SELECT 1 FROM message JOIN mailing ON mailing.id = message.mailing_id WHERE message.state = 'planned' "
        "AND message.channel = ? AND mailing.state IN ('approved', 'running') LIMIT 1",
        (EMAIL,),
    ).fetchone()
    if not planned:
        return
    row = database.execute(f"SELECT {', '.join(Identity._fields)} FROM clinic").fetchone()
    identity = Identity(*row) if row else Identity(*[""] * len(Identity._fields))
    sender = _sender(settings, database, identity.email)
    lacking = readiness.missing(identity, account=sender is not None, sender=can_write(sender or ""))
    if "no_account" in lacking:
        yield Fault(
            "no_mail_account",
            gettext("E-mails are planned, and there is no account through which they could be sent."),
            gettext("Set it up (Settings, E-mail sending), or start with RELANCE_SMTP_URL."),
        )
    if "no_sender" in lacking and "no_identity" not in lacking:  # the identity is asked for first: it may hold one
        yield Fault(
            "no_sender",
            gettext("E-mails are planned, and nothing says from which address they come."),
            gettext("Give the mail account a sender’s address (Settings, E-mail sending), or the clinic an e-mail "
                    "address."),
        )  # fmt: skip


def _sender(settings: Config, database: sqlite3.Connection, clinic_email: str) -> str | None:
    """As queries.accounts has it; None without an account."""
    if database.execute("SELECT 1 FROM clinic WHERE is_demo").fetchone():
        return readiness.sender_of("", "", clinic_email)
    if settings.smtp_url:
        given = url.parse(settings.smtp_url)
        return readiness.sender_of(given.sender_email, given.username, clinic_email)
    row = database.execute(
        "SELECT sender_email, username FROM mail_account WHERE channel = ? AND active AND source = 'settings' "
        "ORDER BY id DESC LIMIT 1",
        (EMAIL,),
    ).fetchone()
    return readiness.sender_of(row[0], row[1], clinic_email) if row else None
