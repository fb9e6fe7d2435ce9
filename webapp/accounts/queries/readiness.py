"""Whether this clinic can send over a channel, and why not: the one answer for the sender, the screens and commands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN, Select, fn

from webapp import channels, composed, db, here
from webapp.accounts.queries import accounts
from webapp.accounts.rules import readiness as rules
from webapp.clinic import queries as clinic_queries
from webapp.clinic.rules import Identity
from webapp.models import ImportFile, ImportRun, MailAccount, Sending, StaffMember
from webapp.models.imports import DONE
from webapp.transports.outgoing import can_write

OF_ACCOUNT = ("no_account", "no_sender")  # of what is missing, what another channel may have


@dataclass(frozen=True)
class Halt:
    """One reason for which what is due does not leave."""

    code: str  # of queries.reasons.WAITS: paused, account_paused, braked, no_account …, stale_data
    reason: str = ""  # why it is paused, why the account rests: PAUSE_REASONS, ACCOUNT_REASONS
    channel: str = ""  # the one that it holds up; empty = all
    since: datetime | None = None
    until: datetime | None = None
    by: str = ""
    said: str = ""  # in the provider's words
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def is_stop(self) -> bool:
        """Whether everything was stopped, until a person says so."""
        return self.code == "paused"


def missing(channel: str) -> list[str]:
    """What must be put right before anything leaves over this channel: codes of WAITS."""
    return _missing(channel, accounts.current(channel)) if channels.one(channel).leaves == channels.ACCOUNT else []


def _missing(channel: str, account: MailAccount | None) -> list[str]:
    clinic = clinic_queries.clinic()
    identity = Identity(*(getattr(clinic, name) for name in Identity._fields))
    sender = account is None or can_write(
        accounts.sender_of(account) if channel == accounts.EMAIL else accounts.stops_to()
    )
    return rules.missing(identity, account=account is not None, sender=sender)


def is_stopped() -> bool:
    """Whether a person, or a doubt about the installation, has stopped all sending."""
    return Sending.select(Sending.id).where(Sending.paused_at.is_null(False)).exists()


_sending = composed.Kept(
    lambda: Sending.select(Sending, StaffMember).join(StaffMember, JOIN.LEFT_OUTER).where(Sending.id == 1)
)


def stops() -> list[Halt]:
    """The stop of everything, if there is one."""
    state = here.once("sending", _sending.first)
    if state is None or state.paused_at is None:
        return []
    by = state.paused_by.name if state.paused_by else ""
    detail = json.loads(state.pause_detail or "{}")
    return [Halt("paused", state.pause_reason or "person", since=state.paused_at, by=by, detail=detail)]


def halts(given: Mapping[str, MailAccount | None], now: datetime, *, last_import_at: datetime | None) -> list[Halt]:
    """Everything that holds up what is due over these channels, through these accounts; nothing when it may leave at
    the hours of sending."""
    found = stops()
    for channel, account in given.items():
        found += [halt for halt in _of_channel(channel, account, now) if halt not in found]
    if is_too_old(last_import_at, now):  # whoever booked or came yesterday must not be written to today
        found.append(Halt("stale_data", since=last_import_at))
    return found


def _of_channel(channel: str, account: MailAccount | None, now: datetime) -> list[Halt]:
    found = [Halt(code, channel=channel if code in OF_ACCOUNT else "") for code in _missing(channel, account)]
    if account and account.paused_until and account.paused_until > now:
        found.append(
            Halt("account_paused", account.pause_reason, channel, until=account.paused_until, said=account.pause_detail)
        )
    if account and account.braked_at:
        found.append(Halt("braked", "", channel, since=account.braked_at, detail=json.loads(account.brake_detail)))
    return found


KINDS = ("visits", "appointments")


def last_import() -> Any:
    """The SELECT of when visits and appointments last came in: the older of the two; NULL if neither ever did."""
    ended = fn.MAX(fn.COALESCE(ImportRun.ended_at, ImportRun.started_at)).alias("at")
    each = ImportFile.select(ended).join(ImportRun).group_by(ImportFile.kind)
    each = each.where(ImportFile.kind << KINDS, ImportFile.state == DONE, ~ImportRun.dry_run)
    return Select((each,), (fn.MIN(each.c.at),))


def last_import_at() -> datetime | None:
    return db.instant(db.scalars(at=last_import())["at"])


def is_stale(now: datetime) -> bool:
    """Whether the data are too old to write to anyone: only where a folder is watched."""
    return bool(clinic_queries.clinic().watched_folder) and is_too_old(last_import_at(), now)


def is_too_old(last: datetime | None, now: datetime) -> bool:
    """The same of data that came in at that instant, where a folder is watched."""
    clinic = clinic_queries.clinic()
    return bool(clinic.watched_folder) and (last is None or now - last > timedelta(hours=clinic.fresh_hours))
