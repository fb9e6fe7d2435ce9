"""How states, changes and messages of reminders are said."""

from flask_babel import gettext, lazy_pgettext
from flask_babel import lazy_gettext as _

from webapp import channels
from webapp.reminders.rules import contacts, filters, lives, transitions

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

# What came of the last call.
LAST_CALLS = {
    filters.NOT_CALLED: _("Not called yet"),
    filters.NOT_REACHED: _("Never reached"),
    contacts.BOOKED: _("Appointment booked"),
    contacts.REACHED: _("Reached, will call back"),
    contacts.LEFT: _("Message left"),
    contacts.NO_ANSWER: lazy_pgettext("call", "No answer"),
    contacts.LATER: _("To be called later"),
    contacts.WRONG_NUMBER: _("Wrong number"),
    contacts.REFUSED: _("Does not want it"),
    contacts.NO_CALLS: _("Wants no more calls"),
}
WHENS = {
    filters.TODAY: _("Due by today"),
    filters.OVERDUE: _("Overdue"),
    filters.WEEK: _("Due within 7 days"),
    filters.FORTNIGHT: _("Due within 14 days"),
    filters.ALL: _("Whatever the date"),
}
REACHES = {
    filters.CALL: _("To call"),
    filters.FAILED: _("Message that failed"),
    filters.NONE: _("Whom nothing reaches"),
    filters.PLANNED: _("Message on its way"),
    filters.LATER: _("Put off to another day"),
    filters.HELD: _("To verify"),
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


def tried(way: str) -> str:
    """By which channel somebody was tried last."""
    return gettext("Not tried yet") if way == filters.NOT_TRIED else str(channels.way(way).name)


def cancelled(because: str) -> str:
    """Why a reminder was cancelled: a code, or the words of a person."""
    return str(CANCELLED.get(because, because))
