"""How what comes of a call is said."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from webapp.calls import rules


@dataclass(frozen=True)
class Said:
    """A result on its button, and once it is told."""

    button: Any
    told: Any
    icon: str
    tone: str = ""


SAID = {
    rules.BOOKED: Said(_("Appointment booked"), _("Appointment booked"), "calendar-check"),
    rules.REACHED: Said(_("Reached, will call back"), _("Reached, will call back"), "phone-call"),
    rules.LEFT: Said(_("Message left"), _("Message left"), "voicemail"),
    rules.NO_ANSWER: Said(lazy_pgettext("call", "No answer"), lazy_pgettext("call", "No answer"), "phone-missed"),
    rules.LATER: Said(_("Call later"), _("To be called later"), "clock"),
    rules.WRONG_NUMBER: Said(_("Wrong number"), _("Wrong number"), "circle-x", "warn"),
    rules.REFUSED: Said(_("Does not want it"), _("Does not want it"), "thumbs-down"),
    rules.NO_CALLS: Said(_("No more calls"), _("Wants no more calls"), "phone-off", "warn"),
    rules.WILL_CALL: Said(_("Will call back"), _("Will call back"), "clock"),
    rules.ELSEWHERE: Said(
        lazy_pgettext("call", "Done elsewhere"), lazy_pgettext("call", "Done elsewhere"), "building-2"
    ),
    rules.GONE: Said(_("No longer theirs"), _("No longer has the animal"), "user-x", "warn"),
    rules.DECEASED: Said(lazy_pgettext("call", "Deceased"), _("Says that the animal died"), "flower-2", "warn"),
    rules.NO_WRITING: Said(_("Write no more"), _("Wants no more messages"), "ban", "warn"),
}
# Of a call that the client makes, where it is called otherwise.
INCOMING = {**SAID, rules.REACHED: Said(_("Will think about it"), _("Will think about it"), "phone-incoming")}
COUNTER = _("Told at the counter")
MERGED = _("Two records of this client became one meanwhile: this is the one that remains.")
ARCHIVED = _("This client was archived meanwhile: nobody calls them any more.")
