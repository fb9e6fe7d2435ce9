"""What is done to many reminders at once: those ticked, or a whole list as it is filtered."""

from flask import flash, g, request
from flask_babel import gettext, ngettext

from webapp import clock, filters, htmx, paging, periods
from webapp.access import Role, allow
from webapp.batches.queries import listing
from webapp.batches.routes.blueprint import bp
from webapp.batches.routes.finding import chosen
from webapp.batches.rules import filters as states
from webapp.batches.rules.filters import BatchFilter
from webapp.htmx import Answer
from webapp.periods import Period
from webapp.reminders.actions import lives


@bp.post("/batches/reminders/deleted")
@allow(Role.RECEPTION)
def delete() -> Answer:
    """Hide them; they can be restored."""
    gone = lives.delete(reminder_ids=_ids(), now=clock.now(), by=g.signed_in.member)
    shown = filters.number(gone)
    if gone:
        flash(ngettext("%(shown)s reminder deleted.", "%(shown)s reminders deleted.", gone, shown=shown))
    else:
        flash(gettext("Nothing was chosen: tick the reminders first."), "warn")
    return htmx.go(_back())


@bp.delete("/batches/reminders/deleted")
@allow(Role.RECEPTION)
def restore() -> Answer:
    """They are there again, as they stood."""
    back = lives.restore(reminder_ids=_ids(), now=clock.now(), by=g.signed_in.member)
    if back:
        flash(filters.counting("%(shown)s reminder is back.", "%(shown)s reminders are back.", back))
    else:
        flash(gettext("Nothing was chosen: tick the reminders first."), "warn")
    return htmx.go(_back())


def _ids() -> list[int]:
    """Those of the list that were ticked, or all of it: the list comes along in hidden fields."""
    typed = request.form
    wanted = BatchFilter(
        batch=paging.identifier(typed.get("batch")),
        part=paging.identifier(typed.get("part")),
        type=paging.identifier(typed.get("type")),
        due=Period(periods.day(typed.get("from")), periods.day(typed.get("to"))),
        state=typed.get("state", "") if typed.get("state") in listing.CONDITIONS else "",
        about=typed.get("about", "") if typed.get("about") in states.ABOUT else "",
    )
    if wanted == BatchFilter(state=wanted.state):
        return []  # a list of everything there is was never shown
    return listing.ids(wanted, chosen())


def _back() -> str:
    """Where the list stands: an address of this room."""
    back = request.form.get("back", "")
    return back if back.startswith("/batches/") and "\\" not in back else "/batches"
