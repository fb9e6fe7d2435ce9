"""Days and weeks, one appointment, and its states."""

from datetime import date, timedelta
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.agenda import actions, forms, queries, rules
from webapp.agenda.routes.blueprint import address_of_day, bp
from webapp.animals import queries as animal_queries
from webapp.htmx import Answer
from webapp.models import Appointment
from webapp.paging import or_404


@bp.get("/")
@allow(Role.RECEPTION)
def index() -> str:
    """A day, a week, or all that is coming for one client or animal."""
    wanted = forms.wanted(request.args, here.today())
    days = queries.days(wanted, here.zone())
    return render_template(
        "agenda/index.html",
        wanted=wanted,
        days=days,
        client=animal_queries.household(wanted.client, wanted.animal),
        veterinarians=queries.veterinarians(also=wanted.veterinarian),
        types=queries.types(also=wanted.type),
        later=None if any(day.appointments for day in days) else queries.next_day_with_some(_last(wanted), here.zone()),
        address=paging.address,
        **_shown(),
    )


def _last(wanted: rules.AppointmentFilter) -> date:
    return wanted.last or wanted.first


def _shown() -> dict[str, Any]:
    """What every line needs to know of the moment."""
    return {"today": here.today(), "offered": _offered, "day_after": lambda on, count: on + timedelta(days=count)}


def _offered(appointment: Appointment) -> list[str]:
    now = clock.now()
    return rules.offered(
        appointment.status,
        appointment.starts_at,
        now,
        here.day(appointment.starts_at) == here.day(now),
    )


@bp.get("/<int:appointment_id>")
@allow(Role.RECEPTION)
def show(appointment_id: int) -> str:
    found = or_404(queries.appointment(appointment_id))
    return render_template(
        "agenda/show.html", appointment=found, on=here.day(found.starts_at),
        in_the_way=queries.in_the_way(found), **_shown(),
        possible=[state for state, before in rules.ENTERED_FROM.items() if found.status in before],
    )  # fmt: skip


STATES = ("confirmed", "arrived", "missed", "cancelled")
STATE = f"/<int:appointment_id>/<any({', '.join(STATES)}):status>"


@bp.post(STATE)
@allow(Role.RECEPTION)
def enter(appointment_id: int, status: str) -> Answer:
    """Confirmed, arrived, missed or cancelled."""
    or_404(queries.appointment(appointment_id))
    try:
        actions.enter(appointment_id=appointment_id, status=status, now=clock.now(), by=g.signed_in.member)
    except rules.TransitionRefused:
        return _changed(appointment_id, refused=gettext("Someone else changed this appointment: look again."))
    return _changed(appointment_id, undo=url_for("agenda.leave", appointment_id=appointment_id, status=status))


@bp.delete(STATE)
@allow(Role.RECEPTION)
def leave(appointment_id: int, status: str) -> Answer:
    found = or_404(queries.appointment(appointment_id))
    try:
        actions.leave(appointment_id=appointment_id, status=status, now=clock.now(), by=g.signed_in.member)
    except actions.Deceased:
        return _changed(appointment_id, refused=forms.deceased_sentence(found.animal))
    return _changed(appointment_id)


def _changed(appointment_id: int, *, undo: str = "", refused: str = "") -> Answer:
    """The line as it now is, with how to take it back; without HTMX, its day."""
    found = or_404(queries.appointment(appointment_id))
    if htmx.wants_fragment():
        other = next(iter(queries.in_the_way(found)), None)
        row = render_template(
            "agenda/_changed.html", appointment=found, other=other, undo=undo, refused=refused, **_shown()
        )
        return row, 422 if refused else 200
    if refused:
        flash(refused, "warn")
    if request.args.get("to") == "show":
        return redirect(url_for("agenda.show", appointment_id=appointment_id), 303)
    return redirect(address_of_day(here.day(found.starts_at), appointment_id), 303)
