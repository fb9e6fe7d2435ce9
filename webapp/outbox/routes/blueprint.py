"""Where the pages of outbox hang, and what their templates ask for."""

from flask import Blueprint
from flask_babel import gettext

from webapp import clock
from webapp.outbox.queries import states
from webapp.outbox.queries.listing import Named
from webapp.outbox.queries.reasons import words
from webapp.outbox.queries.status import Status, status

bp = Blueprint("outbox", __name__)

bp.add_app_template_filter(words, "reason")
bp.add_app_template_filter(states.shown, "message_state")


@bp.app_template_filter("mailing_name")
def mailing_name(mailing: Named | None) -> str:
    """A mailing as one says it: "lot 253, antiparasitaires du printemps"."""
    if mailing is None:
        return gettext("test message")
    named = (
        gettext("batch %(number)s", number=mailing.batch) if mailing.batch else gettext("mailing %(n)s", n=mailing.id)
    )
    if mailing.description:
        named = gettext("%(batch)s, %(description)s", batch=named, description=mailing.description)
    return gettext("correction of %(mailing)s", mailing=named) if mailing.is_correction else str(named)


@bp.app_template_global()
def sending_now() -> Status:
    """How sending stands, for a page that includes the banner."""
    return status(clock.now())
