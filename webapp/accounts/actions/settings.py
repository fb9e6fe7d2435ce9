"""The e-mail account of the settings: what a manager says of it, and whether it answers."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from webapp import db, here, secrets
from webapp.accounts.actions import rest
from webapp.accounts.actions.opening import keep_limits
from webapp.accounts.queries import accounts as queries
from webapp.accounts.queries.advice import PRESETS
from webapp.models import MailAccount
from webapp.transports.smtp import Server
from webapp.transports.smtp.server import connect, hang_up


@dataclass(frozen=True)
class Account:
    """What a manager says of the account. `password` None: it stays as it was."""

    host: str
    port: int
    security: str
    auth: str
    username: str
    password: str | None = field(repr=False)
    sender_name: str = ""
    sender_email: str = ""
    reply_to: str = ""
    unsubscribe_to: str = ""


def set_account(*, account: Account, now: datetime) -> MailAccount:
    """Keep it. What rested because of a wrong password or an unknown host is tried again.

    A new one begins with the prudent limits.
    """
    columns = asdict(account)
    password = columns.pop("password")
    if password is not None:
        columns["password"] = secrets.seal(here.secret_key(), password)
    with db.write():
        row = queries.of_source(queries.SETTINGS, queries.EMAIL)
        is_new = row is None
        row = row or MailAccount(source=queries.SETTINGS)
        for name, value in {**columns, "active": True}.items():
            setattr(row, name, value)
        row.save()
        if is_new:
            keep_limits(row, PRESETS["prudent"].limits)
    rest.end(account=row, now=now)
    return row


def set_hours(
    *, hours: Mapping[int, tuple[str, str]], gap_seconds: int, limits: Mapping[int, int], brake_after: int
) -> None:
    """When the account may send, and how much: `limits` is seconds → at most so many; after how many refusals in a row
    a person is asked."""
    with db.write():
        row = queries.of_source(queries.SETTINGS, queries.EMAIL)
        if row is None:  # the account itself is still to come
            row = MailAccount.create(source=queries.SETTINGS, host="", active=False)
        MailAccount.update(
            hours=json.dumps({str(day): list(span) for day, span in hours.items()}),
            gap_seconds=gap_seconds,
            brake_after=brake_after,
        ).where(MailAccount.id == row.id).execute()
        keep_limits(row, limits)


def try_connection(*, account: Account, now: datetime) -> None:
    """Connect, greet, sign in, and hang up: nothing is sent. Raises transports.SendFailed, secrets.Unreadable.

    Where no password was typed, the one that is kept is used.
    """
    kept = queries.of_source(queries.SETTINGS, queries.EMAIL)
    password = account.password
    if password is None:
        password = secrets.unseal(here.secret_key(), kept.password) if kept else ""
    server = Server(account.host, account.port, account.security, account.auth, account.username, password)
    smtp = connect(server)
    try:
        smtp.noop()
    finally:
        hang_up(smtp)
    same = ("host", "port", "security", "auth", "username")
    if kept and account.password is None and all(getattr(kept, name) == getattr(account, name) for name in same):
        with db.write():
            MailAccount.update(verified_at=now).where(MailAccount.id == kept.id).execute()


def end_rest(*, channel: str, now: datetime) -> None:
    """Its account need not rest any longer."""
    account = queries.current(channel)
    if account is not None and account.id:
        rest.end(account=account, now=now)
