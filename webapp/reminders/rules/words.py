"""How states, changes and messages of reminders are said."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from webapp.reminders.rules import lives, transitions

STATES = {
    lives.TO_DO: lazy_pgettext("reminder", "To do"),
    lives.AWAITING_ANSWER: _("Awaiting an answer"),
    lives.AWAITING_VISIT: _("Awaiting the visit"),
    lives.CLOSED: lazy_pgettext("reminder", "Closed"),
    lives.DELETED: lazy_pgettext("reminder", "Deleted"),
}
ICONS = {
    lives.TO_DO: "circle", lives.AWAITING_ANSWER: "hourglass", lives.AWAITING_VISIT: "calendar-check",
    lives.CLOSED: "check", lives.DELETED: "trash-2",
}  # fmt: skip

CANCELLED = {
    transitions.DECEASED: _("the animal has died"),
    transitions.GIVEN_AWAY: _("the animal was given away"),
    transitions.NEW_OWNER: _("the animal has a new owner"),
    transitions.ARCHIVED: _("no longer a client"),
    transitions.DONE_ELSEWHERE: _("done elsewhere"),
    transitions.NOT_WANTED: _("not wanted"),
    transitions.MISTAKE: _("made by mistake"),
    transitions.ELSEWHERE: _("in the practice software"),
}

# By which means the client was reached.
DONE = {
    "email": _("Reached by e-mail"),
    "sms": _("Reached by text message"),
    "post": _("Letter posted"),
    "phone": _("Reached by telephone"),
    "counter": _("Told at the counter"),
    "export": _("In an exported file"),
    transitions.ELSEWHERE: _("Done in the practice software"),
}
DONE_ICONS = {
    "email": "mail", "sms": "message-square", "post": "mailbox", "phone": "phone", "counter": "store",
    "export": "file-spreadsheet",
}  # fmt: skip

# A change that somebody made a moment ago: "Already done by Julie at 10:12".
ALREADY = {
    transitions.DONE: _("Already done by %(name)s, %(when)s."),
    transitions.ANSWERED: _("%(name)s noted an appointment, %(when)s."),
    transitions.VISITED: _("%(name)s noted the visit, %(when)s."),
    transitions.CANCELLED: _("Cancelled by %(name)s, %(when)s."),
    transitions.DELETED: _("Deleted by %(name)s, %(when)s."),
}
NOT_SO = _("Somebody else changed this reminder: look again.")

# What became of a message.
_MESSAGES = {
    ("email", "planned"): _("E-mail planned for %(day)s"),
    ("email", "claimed"): _("E-mail on its way"),
    ("email", "sent"): _("E-mail sent"),
    ("email", "failed"): _("E-mail refused: %(why)s"),
    ("email", "bounced"): _("E-mail came back: %(why)s"),
    ("email", "cancelled"): _("E-mail cancelled: %(why)s"),
    ("email", "expired"): _("E-mail not sent in time"),
    ("email", "in_doubt"): _("E-mail in doubt: it may have left"),
    ("sms", "planned"): _("Text message planned for %(day)s"),
    ("sms", "claimed"): _("Text message on its way"),
    ("sms", "sent"): _("Text message sent"),
    ("sms", "failed"): _("Text message refused: %(why)s"),
    ("sms", "bounced"): _("Text message came back: %(why)s"),
    ("sms", "cancelled"): _("Text message cancelled: %(why)s"),
    ("sms", "expired"): _("Text message not sent in time"),
    ("sms", "in_doubt"): _("Text message in doubt: it may have left"),
    ("post", "planned"): _("Letter to print"),
    ("post", "printed"): _("Letter printed, not yet posted"),
    ("post", "sent"): lazy_pgettext("message", "Letter posted"),
    ("post", "failed"): _("Letter failed: %(why)s"),
    ("post", "bounced"): _("Letter came back: %(why)s"),
    ("post", "cancelled"): _("Letter cancelled: %(why)s"),
    ("post", "expired"): _("Letter not printed in time"),
}
MESSAGE_ICONS = {"email": "mail", "sms": "message-square", "post": "mailbox"}
BAD = ("failed", "bounced", "in_doubt")
LOST = ("failed", "bounced", "cancelled", "expired")  # it did not reach anybody: a call does


def cancelled(because: str) -> str:
    """Why a reminder was cancelled: a code, or the words of a person."""
    return str(CANCELLED.get(because, because))


def message(channel: str, state: str, *, day: str = "", why: str = "") -> str:
    """What became of a message. `day`: for when it is planned; `why`: the reason that it did not arrive."""
    if state == "planned" and channel != "post" and not day:
        state = "claimed"
    words: Any = _MESSAGES.get((channel, state))
    if words is None:
        return f"{channel}: {state}"
    return (str(words) % {"day": day, "why": why[:1].lower() + why[1:] if why else "?"}).strip()
