"""One message, whole: as it left, what was tried, what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask_babel import pgettext
from peewee import JOIN, chunked

from webapp import filters, here
from webapp.accounts.queries import accounts
from webapp.clinic import queries as clinic_queries
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules.draft import Draft
from webapp.models import (
    Animal,
    Attempt,
    BodyPage,
    MailAccount,
    Mailing,
    Message,
    MessageBody,
    MessageReminder,
    Reminder,
    ReminderType,
    StaffMember,
    Template,
    TemplateVersion,
)
from webapp.outbox.queries import listing
from webapp.outbox.rules import pages
from webapp.transports.capture import FOLDER, file_name


@dataclass(frozen=True)
class About:
    """A reminder that the message is about; `left_out`: why the last look took it out."""

    reminder: Reminder
    left_out: str


@dataclass(frozen=True)
class Whole:
    """All that is known of a message. `body` None: it was pruned."""

    row: listing.MessageRow
    body: MessageBody | None
    about: Sequence[About]
    attempts: Sequence[Attempt]
    settled_by: str
    version: TemplateVersion | None  # with its template; None: it was written without one
    newest: TemplateVersion | None  # what that template says today

    @property
    def message(self) -> Message:
        return self.row.message

    @property
    def reworded(self) -> bool:
        """Whether the template says something else today than when this was written."""
        return bool(self.version and self.newest and Draft.of("", self.version) != Draft.of("", self.newest))


def whole(message_id: int) -> Whole | None:
    """The message of this id, in eight statements."""
    found = listing.rows([message_id])
    if not found:
        return None
    row = found[0]
    settler = StaffMember.get_or_none(StaffMember.id == row.message.settled_by_id)
    version = _version(row.message)
    return Whole(
        row=row,
        body=body(message_id),
        about=_about(message_id),
        attempts=_attempts(message_id),
        settled_by=settler.name if settler else "",
        version=version,
        newest=wordings.newest(version.template_id) if version else None,
    )


def one(message_id: int) -> Message | None:
    """The row, without what `whole` reads beside it."""
    return Message.get_or_none(Message.id == message_id)


def body(message_id: int) -> MessageBody | None:
    """What it says, its page whole."""
    found: Any = MessageBody.select(MessageBody, BodyPage).join(BodyPage, JOIN.LEFT_OUTER)
    body: MessageBody | None = found.where(MessageBody.message == message_id).first()
    if body and body.page:
        body.html = pages.whole(body.html, body.page.pieces)
    return body


def _version(message: Message) -> TemplateVersion | None:
    """Its own, where it was written with another than its mailing."""
    if message.mailing_id is None:
        return None
    of_mailing = Mailing.select(Mailing.template_version).where(Mailing.id == message.mailing_id)
    found: Any = (
        TemplateVersion.select(TemplateVersion, Template)
        .join(Template)
        .where(TemplateVersion.id == (message.template_version_id or of_mailing))
    )
    version: TemplateVersion | None = found.first()
    return version


def _about(message_id: int) -> list[About]:
    found: Any = (
        MessageReminder.select(MessageReminder, Reminder, ReminderType, Animal)
        .join(Reminder)
        .join(ReminderType)
        .switch(Reminder)
        .join(Animal, JOIN.LEFT_OUTER)
        .where(MessageReminder.message == message_id)
        .order_by(Animal.sort_name, Reminder.id)
    )
    return [About(each.reminder, each.left_out) for each in found]


def _attempts(message_id: int) -> list[Attempt]:
    found: Any = (
        Attempt.select(Attempt, MailAccount).join(MailAccount).where(Attempt.message == message_id).order_by(Attempt.id)
    )
    return list(found)


def headers(whole: Whole) -> list[tuple[str, str]]:
    """What stands above the text: who writes to whom, about what, when; then what only programs read."""
    message = whole.message
    path = captured(message)
    if path is not None:
        said = dict(_headers_of(path))
    else:
        account, clinic = accounts.current(message.channel), clinic_queries.clinic()
        sender = accounts.sender_of(account) if account else clinic.email
        name = (account.sender_name if account else "") or clinic.name
        said = {
            "From": f"{name} <{sender}>" if sender else "",
            "Message-ID": message.message_id,
            "Content-Language": message.language,
        }
    first = [
        (pgettext("header", "From"), said.pop("From", "")),
        (pgettext("header", "To"), said.pop("To", message.address)),
        (pgettext("header", "Subject"), said.pop("Subject", whole.body.subject if whole.body else "")),
        (pgettext("header", "Date"), filters.moment(message.sent_at) if message.sent_at else ""),
    ]
    return first + [(name, value) for name, value in said.items() if name not in _OF_THE_FORM]


_OF_THE_FORM = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Date")


def captured(message: Message) -> Path | None:
    """Its file in a demonstration, where what would have left is written; None where there is none."""
    if not message.message_id:
        return None
    path: Path = here.under(FOLDER, file_name(message.message_id))
    return path if path.is_file() else None


def _headers_of(path: Path) -> list[tuple[str, str]]:
    """What stands above the text, in its order, as one reads it."""
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    return [(name, str(value)) for name, value in parsed.items()]


def reminders_of(message_ids: list[int]) -> dict[int, list[int]]:
    """What each message is about, without the reminders that were left out."""
    about: dict[int, list[int]] = {}
    for some in chunked(message_ids, 500):
        for row in MessageReminder.select().where(MessageReminder.message << some, MessageReminder.left_out == ""):
            about.setdefault(row.message_id, []).append(row.reminder_id)
    return about
