"""How states, changes and messages of reminders are said."""

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from webapp.reminders.rules import filters, lives, transitions

STATES = {
    lives.TO_DO: lazy_pgettext("reminder", "To do"),
    filters.PROMISED: _("Promised"),
    lives.AWAITING_ANSWER: _("Awaiting an answer"),
    lives.AWAITING_VISIT: _("Awaiting the visit"),
    lives.CLOSED: lazy_pgettext("reminder", "Closed"),
    lives.DELETED: lazy_pgettext("reminder", "Deleted"),
}
# Of one reminder; STATES names a list of them.
STATE = {
    **STATES,
    lives.CLOSED: lazy_pgettext("one reminder", "Closed"),
    lives.DELETED: lazy_pgettext("one reminder", "Deleted"),
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

# What was just done, before the name of the client.
SAID = {
    transitions.ANSWERED: _("Appointment booked"),
    transitions.VISITED: _("Visit noted"),
    transitions.CANCELLED: _("Reminder cancelled"),
    transitions.DELETED: _("Reminder deleted"),
}

# A change that somebody made a moment ago: "Already done by Julie at 10:12".
ALREADY = {
    transitions.DONE: _("Already done by %(name)s, %(when)s."),
    transitions.ANSWERED: _("%(name)s noted an appointment, %(when)s."),
    transitions.VISITED: _("%(name)s noted the visit, %(when)s."),
    transitions.CANCELLED: _("Cancelled by %(name)s, %(when)s."),
    transitions.DELETED: _("Deleted by %(name)s, %(when)s."),
}
NOT_SO = _("Somebody else changed this reminder: look again.")

# Of a message.
BAD = ("failed", "bounced", "in_doubt")
LOST = ("failed", "bounced", "cancelled", "expired")  # it did not reach anybody: a call does


def cancelled(because: str) -> str:
    """Why a reminder was cancelled: a code, or the words of a person."""
    return str(CANCELLED.get(because, because))
