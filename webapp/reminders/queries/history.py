"""What was done about reminders and said of them: their history, and the messages about them."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext
from peewee import JOIN

from webapp import channels, db, filters, here
from webapp.composed import AMONG, ID, Kept
from webapp.models import Mailing, Message, MessageReminder, Reminder, ReminderEvent, StaffMember, Wave
from webapp.models.outbox import MOVING
from webapp.outbox.queries import reasons
from webapp.reminders.queries import words

LINES = 12
Messages = defaultdict[int, list[MessageReminder]]  # by the id of the reminder
# What is said of a message here: never its text, which may be long.
SAID = (
    Message.id, Message.channel, Message.state, Message.reason, Message.detail, Message.not_before, Message.wave,
    Message.created_at, Message.sent_at, Message.ended_at,
)  # fmt: skip


@dataclass(frozen=True)
class Why:
    """Why a reminder stands where it does: what became of the last message about it, or how it was done."""

    icon: str
    text: str
    tone: str = ""


@dataclass(frozen=True)
class TimelineLine:
    """One line of what was done and said (components/page.html: timeline)."""

    icon: str
    tone: str
    text: str
    detail: str
    at: datetime


def lines(reminder: Reminder, messages: Messages) -> list[TimelineLine]:
    """The last of both, the newest first."""
    return sorted([*_events(reminder), *_message_lines(messages[reminder.id])], key=lambda line: line.at, reverse=True)[
        :LINES
    ]


_last = Kept(
    lambda: (
        ReminderEvent.select(ReminderEvent, StaffMember.id, StaffMember.name)
        .join(StaffMember, JOIN.LEFT_OUTER, on=ReminderEvent.by)
        .where(ReminderEvent.reminder == ID)
        .order_by(ReminderEvent.id.desc())
        .limit(LINES)
    )
)


def _events(reminder: Reminder) -> list[TimelineLine]:
    lines = []
    for event in _last.about(reminder.id):
        said = event_words(event.verb, json.loads(event.details))
        if said:
            who = [event.by.name] if event.by else []
            lines.append(TimelineLine(*said, ", ".join([filters.moment(event.at), *who]), event.at))
    return lines


def event_words(verb: str, details: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Icon, tone and words of a change; None for one that the message itself tells."""
    if verb == "done":
        if "message" in details:
            return None
        if details.get("because") == "back":
            return "undo-2", "", gettext("Need not be called again after all")
        channel = str(details.get("channel", details.get("because", "")))
        return channels.way(channel).icon, "", str(channels.way(channel).done)
    if verb == "cancelled":
        return "circle-x", "", gettext("Cancelled: %(why)s", why=words.cancelled(str(details.get("because", ""))))
    if verb == "noted":
        note = str(details.get("note", ""))
        return "sticky-note", "", gettext("Note: “%(note)s”", note=note) if note else gettext("Note taken away")
    if verb == "moved":
        day = filters.day_long(datetime.fromisoformat(f"{details['to']}T12:00+00:00"))
        return "calendar-clock", "", gettext("Due on %(day)s from now on", day=day)
    if verb == "snoozed":
        return "clock", "", _snoozed(details)
    if verb == "contacted":
        day = filters.day_long(datetime.fromisoformat(f"{details['on']}T12:00+00:00"))
        return "mail", "", gettext("Written to by the practice software on %(day)s", day=day)
    if verb == "assigned":
        name = str(details.get("to", ""))
        return "user", "", gettext("Given to %(name)s", name=name) if name else gettext("Nobody’s in particular")
    if verb == "reopened":
        return _reopened(str(details.get("because", "")))
    if verb == "unanswered":
        return _unanswered(str(details.get("because", "")))
    if verb == "visited" and "sale" in details:
        return "shopping-cart", "", gettext("Bought what it is about")
    if verb == "visited" and "with" in details:
        name = str(details["with"]) or gettext("no name")
        return "stethoscope", "", gettext("Came along for this, at the visit of %(name)s", name=name)
    if verb == "unvisited" and details.get("because") == "refunded":
        return "undo-2", "", gettext("What was bought was taken back")
    if verb == "unvisited" and details.get("because") == "not_for_this":
        return "stethoscope", "", gettext("Came, but not for this")
    return _plain(verb)


def _snoozed(details: Mapping[str, Any]) -> str:
    if not details.get("until"):
        return gettext("To be done now")
    when = filters.day_or_moment(datetime.fromisoformat(details["until"]))
    if details.get("promised"):
        return gettext("A call promised: %(when)s", when=when)
    return gettext("To be tried again: %(when)s", when=when)


def _unanswered(because: str) -> tuple[str, str, str]:
    said = {
        "not_for_this": gettext("The appointment is not for this"),
        "passed": gettext("The day of the appointment passed without a visit"),
        "missing": gettext("The practice software no longer lists the appointment"),
        "unclear": gettext("The practice software gives the appointment a status that nobody can read"),
    }
    return ("calendar-x", "", said[because]) if because in said else _plain("unanswered")


def _reopened(because: str) -> tuple[str, str, str]:
    """A message that came back tells why by itself; a letter that was never posted has nobody else to tell it."""
    if because == "not_posted":
        return "mailbox", "", gettext("Letter not posted after all: back in the to-do list")
    if because == "second":
        return "phone", "", gettext("To be called a second time")
    return _plain("reopened")


def _plain(verb: str) -> tuple[str, str, str]:
    icon, text = {
        "created": ("plus", gettext("Added by hand")),
        "reopened": ("undo-2", gettext("Back in the to-do list")),
        "answered": ("calendar-check", gettext("Appointment booked")),
        "unanswered": ("calendar-x", gettext("No appointment after all")),
        "visited": ("stethoscope", gettext("Came for this")),
        "unvisited": ("undo-2", gettext("Did not come for this after all")),
        "uncancelled": ("undo-2", gettext("No longer cancelled")),
        "deleted": ("trash-2", gettext("Deleted")),
        "restored": ("undo-2", gettext("Restored")),
        "gathered": ("layers", gettext("Gathered into a batch")),
        "released": ("layers", gettext("Taken out of its batch")),
    }.get(verb, ("circle", verb))
    return icon, "", text


def _message_lines(messages: Sequence[MessageReminder]) -> list[TimelineLine]:
    return [of_message(about.message, about.left_out) for about in messages[: -LINES - 1 : -1]]


def of_message(message: Message, left_out: str = "") -> TimelineLine:
    """What became of a message (SAID); `left_out`: why a reminder is no longer in it."""
    why = _said_of(message, left_out)
    at = message.sent_at or message.ended_at or message.created_at
    return TimelineLine(why.icon, why.tone, why.text, filters.moment(at), at)


def messages(reminder_ids: Sequence[int]) -> Messages:
    """The messages about each of these reminders, the oldest first; corrections say something of another message."""
    return by_reminder(_messages.rows(db.ids(reminder_ids)))


def by_reminder(found: Sequence[MessageReminder]) -> Messages:
    """The messages that `messages_about` found, each with its reminder; one stands with all that it is about."""
    told: Messages = defaultdict(list)
    for about in found:
        told[about.reminder_id].append(about)
    return told


def messages_about(which: Any) -> Any:
    """The SELECT of the same for the reminders whose ids `which` finds."""
    return (
        MessageReminder.select(MessageReminder, *SAID, Wave.id, Wave.not_before)
        .join(Message)
        .join(Wave, JOIN.LEFT_OUTER, on=Message.wave)
        .switch(Message)
        .join(Mailing, JOIN.LEFT_OUTER, on=Message.mailing)
        .where(
            MessageReminder.reminder << which,
            Message.client.is_null(False),
            Mailing.correction_of.is_null(),
        )
        .order_by(MessageReminder.id)
    )


_messages = Kept(lambda: messages_about(AMONG))


def _why(about: MessageReminder) -> Why:
    return _said_of(about.message, about.left_out)


def _said_of(message: Message, left_out: str) -> Why:
    state = "cancelled" if left_out else message.state
    code = left_out or message.reason
    planned = message.not_before or (message.wave.not_before if message.wave else None)
    channel = channels.one(message.channel)
    text = channel.said(state, day=filters.day_short(planned), why=reasons.words(code) if code else message.detail)
    tone = "danger" if state in words.BAD else "warn" if state in words.LOST else ""
    return Why(channel.icon, text, tone)


def whys(reminders: Sequence[Reminder], messages: Messages, today: date) -> dict[int, Why]:
    """For the rows of a list: why each is there, and how late it is."""
    return {each.id: _row_why(each, messages[each.id], today) for each in reminders}


def _row_why(reminder: Reminder, messages: Sequence[MessageReminder], today: date) -> Why:
    if reminder.cancelled_at:
        return Why("circle-x", gettext("Cancelled: %(why)s", why=words.cancelled(reminder.cancelled_because)))
    if reminder.visited_at:
        return Why("stethoscope", gettext("Came on %(day)s", day=filters.day_short(reminder.visited_at)))
    if reminder.answered_at:
        return Why(
            "calendar-check", gettext("Appointment noted on %(day)s", day=filters.day_short(reminder.answered_at))
        )
    if reminder.done_at:
        way = channels.way(reminder.done_by)
        on = gettext("%(what)s on %(day)s", what=way.done, day=filters.day_short(reminder.done_at))
        return Why(way.icon, on)
    if messages and messages[-1].message.state in MOVING and not messages[-1].left_out:
        return _why(messages[-1])
    if reminder.snoozed_until and here.day(reminder.snoozed_until) >= today:
        return put_off(reminder.snoozed_until, today, promised=reminder.promised)
    return _waiting(_hindrance(reminder, messages), (today - reminder.due_on).days)


def put_off(at: datetime, today: date, *, promised: bool) -> Why:
    """To another hour of today, or to another day."""
    icon, tone = "clock", "warn" if promised else ""
    if here.day(at) > today or here.local(at).time() == time():
        when = filters.day_or_moment(at)
        if promised:
            return Why(icon, gettext("Promised: %(when)s", when=when), tone)
        return Why(icon, gettext("To be tried again: %(when)s", when=when), tone)
    hour = filters.hour(at)
    if promised:
        return Why(icon, gettext("Promised at %(hour)s", hour=hour), tone)
    return Why(icon, gettext("To be tried again from %(hour)s on", hour=hour), tone)


def _waiting(why: Why | None, late: int) -> Why:
    """What waits for a person: what stands in the way, if anything does, and by how many days it is late."""
    if late < 0:
        return why or Why("circle", gettext("Not reached yet"))
    if late == 0:
        return why or Why("calendar", gettext("Due today"))
    if why is None:
        return Why("calendar-clock", _late(late), "warn")
    said = _late(late)
    return Why(why.icon, f"{why.text}, {said[:1].lower()}{said[1:]}", why.tone or "warn")


def _late(days: int) -> str:
    return filters.counting("Late by %(n)s day", "Late by %(n)s days", days)


def _hindrance(reminder: Reminder, messages: Sequence[MessageReminder]) -> Why | None:
    if messages:
        return _why(messages[-1])
    if reminder.type.internal_only:
        return Why("users", gettext("Among colleagues"))
    if not reminder.client.reach & channels.bits(channels.all()):
        return Why("unlink", gettext("Nothing reaches this client"), "warn")
    if not reminder.client.reach & channels.bits(channels.written()):
        return Why("phone", gettext("Only by telephone"))
    return None


def last_change(reminder_id: int, verb: str) -> tuple[datetime, str] | None:
    """When and by whom ("" = by the clock) it was last changed so."""
    found = (
        ReminderEvent.select(ReminderEvent.at, StaffMember.name)
        .join(StaffMember, JOIN.LEFT_OUTER, on=ReminderEvent.by)
        .where(ReminderEvent.reminder == reminder_id, ReminderEvent.verb == verb)
        .order_by(ReminderEvent.id.desc())
        .tuples()
        .first()
    )
    return (found[0], found[1] or "") if found else None
