"""Who is signed in where: for the manager."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from playhouse.flask_utils import get_object_or_404
from werkzeug.wrappers import Response as BaseResponse

from webapp import clock, here
from webapp.access import Role, allow
from webapp.models import Device, StaffSession
from webapp.staff import actions, forms, queries
from webapp.staff.routes import visitor
from webapp.staff.routes.room import bp


@bp.get("/sessions")
@allow(Role.MANAGER, password=True)
def sessions() -> str:
    """Open sessions, and the devices that know us."""
    return render_template(
        "staff/sessions.html",
        sessions=queries.open_sessions(clock.now()),
        devices=queries.devices(),
        today=here.today(),
        here=visitor.device(),
        mine=g.signed_in.session,
        is_unlocked=queries.unlocked,
    )


@bp.post("/sessions/<int:session_id>/ended")
@allow(Role.MANAGER, password=True)
def end_session(session_id: int) -> BaseResponse:
    """Sign somebody out from here."""
    found = get_object_or_404(StaffSession, StaffSession.id == session_id)
    actions.end_session(session=found, now=clock.now())
    flash(gettext("The session of %(name)s is ended.", name=found.member.name))
    return redirect(url_for("staff.sessions"), 303)


@bp.post("/devices/<int:device_id>")
@allow(Role.MANAGER, password=True)
def name_device(device_id: int) -> BaseResponse:
    """Call it what the clinic calls it."""
    form = forms.DeviceForm(request.form)
    device = get_object_or_404(Device, Device.id == device_id)
    actions.name_device(device=device, label=" ".join((form.label.data or "").split())[:60])
    flash(gettext("Saved."))
    return redirect(url_for("staff.sessions"), 303)


@bp.delete("/devices/<int:device_id>/unlocked")
@allow(Role.MANAGER, password=True)
def lock_device(device_id: int) -> BaseResponse:
    """It asks for a password before the next PIN, and whoever was on it is signed out."""
    found = get_object_or_404(Device, Device.id == device_id)
    actions.lock(device=found, now=clock.now())
    flash(gettext("%(device)s is locked.", device=found.label or gettext("The device")))
    return redirect(url_for("staff.sessions"), 303)
