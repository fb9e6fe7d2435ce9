"""The states of a message in a word, with their icon and tone."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from webapp import channels
from webapp.models import Message
from webapp.models.outbox import BOUNCED, CANCELLED, CLAIMED, EXPIRED, FAILED, IN_DOUBT, PLANNED, PRINTED, SENT


class Shown(NamedTuple):
    """What the template components/status.html is given."""

    word: object
    icon: str
    tone: str = ""


STATES = {
    PLANNED: Shown(lazy_pgettext("message", "Planned"), "clock"),
    CLAIMED: Shown(_("Being sent"), "send", "going"),
    PRINTED: Shown(_("Printed, to post"), "printer"),
    SENT: Shown(lazy_pgettext("message", "Sent"), "check", "ok"),
    FAILED: Shown(_("Not delivered"), "circle-x", "danger"),
    BOUNCED: Shown(lazy_pgettext("message", "Came back"), "mail-x", "danger"),
    CANCELLED: Shown(lazy_pgettext("message", "Cancelled"), "ban"),
    EXPIRED: Shown(lazy_pgettext("message", "Too late"), "calendar-x"),
    IN_DOUBT: Shown(lazy_pgettext("message", "In doubt"), "circle-help", "warn"),
}


def shown(message: Message) -> Shown:
    """How it stands; a channel may have words of its own."""
    channel, usual = channels.one(message.channel), STATES[message.state]
    icon = "printer" if message.state == PLANNED and channel.leaves == channels.HAND else usual.icon
    return Shown(channel.labels.get(message.state) or usual.word, icon, usual.tone)
