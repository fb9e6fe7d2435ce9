"""Whose the calls are: the open reminders of a household change hands all at once."""

from datetime import datetime
from urllib.parse import urlencode

from flask import abort, g, request, url_for
from flask_babel import gettext

from webapp import clock, paging
from webapp.access import Role, allow
from webapp.calls.queries import desk as households
from webapp.calls.routes.blueprint import bp
from webapp.calls.routes.desk import changed, params
from webapp.htmx import Answer
from webapp.paging import or_404
from webapp.reminders.actions import calls, handling
from webapp.reminders.routes.listing import assigned
from webapp.staff import queries as staff


@bp.post("/<int:client_id>/responsible")
@allow(Role.RECEPTION)
def give(client_id: int) -> Answer:
    """All open reminders of the household are this colleague's from now on, or nobody's."""
    chosen, now = paging.identifier(request.form.get("member")), clock.now()
    if chosen is None:
        abort(400)
    member = or_404(staff.member(chosen)) if chosen else None
    client, open_ids = or_404(households.open_of(client_id))
    count = handling.assign(reminder_ids=open_ids, member=member, now=now, by=g.signed_in.member)
    if not count:
        return changed(client_id, gettext("Nothing was to be changed: somebody may have been quicker."),
                       typed=request.form)  # fmt: skip
    back = url_for(".take_back", client_id=client_id)
    undo = f"{back}?{urlencode({**params(), 'at': now.isoformat()})}"
    return changed(client_id, assigned(member, count, client.full_name), undo=undo, typed=request.form)


@bp.post("/<int:client_id>/responsible/undo")
@allow(Role.RECEPTION)
def take_back(client_id: int) -> Answer:
    """Whose they were before I gave them."""
    try:
        at = datetime.fromisoformat(request.args.get("at", ""))
    except ValueError:
        abort(404)
    if at.tzinfo is None:
        abort(404)
    if not calls.undo(at=at, now=clock.now(), by=g.signed_in.member):
        return changed(client_id, gettext("Somebody has changed it since: nothing was taken back."))
    return changed(client_id, gettext("Taken back: %(name)s", name=or_404(households.open_of(client_id))[0].full_name))
