"""Whether this clinic can send over a channel, and why not: the one answer for the sender, the screens and commands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN

from webapp import channels
from webapp.accounts.queries import accounts, freshness
from webapp.accounts.rules import readiness as rules
from webapp.clinic import queries as clinic_queries
from webapp.clinic.rules import Identity
from webapp.models import MailAccount, Sending, StaffMember
from webapp.transports.outgoing import can_write

OF_ACCOUNT = ("no_account", "no_sender")  # of what is missing, what another channel may have


@dataclass(frozen=True)
class Halt:
    """One reason for which what is due does not leave."""

    code: str  # of queries.reasons.WAITS: paused, account_paused, no_account …, stale_data
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
    sender = account is None or channel != accounts.EMAIL or can_write(accounts.sender_of(account))
    return rules.missing(identity, account=account is not None, sender=sender)


def stops() -> list[Halt]:
    """The stop of everything, if there is one."""
    state: Any = Sending.select(Sending, StaffMember).join(StaffMember, JOIN.LEFT_OUTER).where(Sending.id == 1).first()
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
    if freshness.is_too_old(last_import_at, now):  # whoever booked or came yesterday must not be written to today
        found.append(Halt("stale_data", since=last_import_at))
    return found


def _of_channel(channel: str, account: MailAccount | None, now: datetime) -> list[Halt]:
    found = [Halt(code, channel=channel if code in OF_ACCOUNT else "") for code in _missing(channel, account)]
    if account and account.paused_until and account.paused_until > now:
        found.append(
            Halt("account_paused", account.pause_reason, channel, until=account.paused_until, said=account.pause_detail)
        )
    return found
