"""What one run of the sender knows, and what it reports."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from config import Config
from webapp import db
from webapp.accounts.queries import accounts
from webapp.accounts.rules.hours import Hours
from webapp.clinic.rules import OpenDays
from webapp.models import MailAccount, Mailing, Message
from webapp.outbox.actions.journal import Journal
from webapp.outbox.rules.identifiers import domain_of
from webapp.transports import Mailbox, Transport

# Set when the process is told to stop: the message in flight is finished, and no other begun.
stopping = threading.Event()
MOST_BEHIND = 50  # messages that leave while what the database says of them may not be on the disk


Identity = tuple[int, int, int]


class Replaced(Exception):
    """Another database was put in the place of ours (a restore): nothing more may be said about its rows."""


@dataclass
class Report:
    """What a run did. `next_at`: the next moment at which something may be due; None when nothing ever is."""

    sent: int = 0
    failed: int = 0
    cancelled: int = 0
    expired: int = 0
    in_doubt: int = 0
    waiting: int = 0
    next_at: datetime | None = None
    reasons: list[str] = field(default_factory=list)  # codes of rules.reasons.WAITS
    stopped: bool = False  # told to stop before all was done
    asks: str = ""  # the stop that stands and that a manager must decide on: a code of outbox.rules.stops

    def next(self, at: datetime | None) -> None:
        """Something may be due then; the earliest counts."""
        if at is not None:
            self.next_at = min(at, self.next_at or at)

    def because(self, reason: str) -> None:
        """Something that is due stays, for this reason."""
        if reason not in self.reasons:
            self.reasons.append(reason)


class Ticking:
    """The time of a run: a moment that was asked for and stands still, or one that goes on from `now`."""

    def __init__(self, now: datetime, *, frozen: bool) -> None:
        self.began, self.frozen = now, frozen
        self._started = time.monotonic()

    def now(self) -> datetime:
        """The instant asked for, or that by the monotonic clock: a clock set back in between changes nothing."""
        return self.began if self.frozen else self.began + timedelta(seconds=self.passed())

    def passed(self) -> float:
        """Seconds that the run has taken, in truth."""
        return time.monotonic() - self._started


@dataclass
class Claimed:
    """A message that is ours to send, with what it says."""

    message: Message
    attempt_id: int
    reminder_ids: list[int]
    subject: str
    text: str
    html: str
    left_at: datetime | None = None  # the instant before its content left


@dataclass(frozen=True)
class Taken:
    """A message that the server took: the journal says so, and the database not yet."""

    claimed: Claimed
    answer: str
    at: datetime


@dataclass
class Run:
    """One run of the sender over one channel; it holds the lock."""

    settings: Config
    ticking: Ticking
    channel: str
    account: MailAccount
    limits: dict[int, int]
    open_days: OpenDays
    journal: Journal
    transport: Transport
    report: Report
    database: Identity
    sender: Mailbox
    rest_days: int = 0  # between two care messages to one client
    lags: bool = False  # a later start of the machine is told from this one: commits may reach the disk late
    taken: Taken | None = None  # written down with the next claim
    mailings: dict[int, Mailing] = field(default_factory=dict)
    without: set[int] = field(default_factory=set)  # mailings (due.FREE) of which nothing more leaves in this run
    waiting: set[int] = field(default_factory=set)  # messages that do not leave in this run
    waits_until: datetime | None = None  # the gap or a quota is waited for
    _hours: dict[int | None, Hours] = field(default_factory=dict)
    _links: dict[str, Callable[[int, str], str]] = field(default_factory=dict)

    @cached_property
    def list_id(self) -> str:
        """What mail programs sort our messages by."""
        return f"<relance.{domain_of(self.sender.address)}>"

    @property
    def now(self) -> datetime:
        return self.ticking.now()

    def hours(self, mailing: Mailing | None = None) -> Hours:
        """The account's hours, narrowed by a mailing's."""
        key = mailing.id if mailing else None
        if key not in self._hours:
            self._hours[key] = Hours.of(
                self.account.hours,
                open_days=self.open_days,
                timezone=self.settings.timezone,
                from_time=mailing.from_time if mailing else "",
                until_time=mailing.until_time if mailing else "",
            )
        return self._hours[key]

    def unsubscribe_link(self, message: Message) -> str:
        """Where its reader says that no more is wanted; "" where the channel has no such header, and of a test."""
        if self.channel != accounts.EMAIL or message.client_id is None:
            return ""
        if message.purpose not in self._links:
            self._links[message.purpose] = accounts.unsubscribe_links(purpose=message.purpose)
        return self._links[message.purpose](message.client_id, message.language)

    def same_database(self) -> None:
        """To be asked inside the transaction that says something about its rows. Raises Replaced."""
        if identity(self.settings.database) != self.database:
            raise Replaced


def identity(path: Path) -> Identity:
    """Which database lies there. Another content copied over it (a restore) counts for SQLite as a new schema."""
    found = path.stat()
    return found.st_dev, found.st_ino, int(db.database.execute_sql("PRAGMA schema_version").fetchone()[0])
