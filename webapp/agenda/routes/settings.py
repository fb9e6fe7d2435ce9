"""Veterinarians and types of appointment: for the manager."""

from __future__ import annotations

from typing import TypeVar

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, db
from webapp.access import Role, allow
from webapp.agenda import actions, forms, queries
from webapp.agenda.routes.appointments import bp
from webapp.fields import beside
from webapp.htmx import Answer, form_page
from webapp.languages import pick
from webapp.models import Appointment, AppointmentType, Veterinarian
from webapp.paging import or_404

Row = TypeVar("Row")


def _taken() -> str:
    return str(gettext("This name is already there"))


@bp.get("/veterinarians")
@allow(Role.MANAGER, password=True)
def veterinarians() -> str:
    """Everyone who sees animals, and who did."""
    return render_template(
        "agenda/veterinarians.html",
        rows=queries.veterinarians(all_=True),
        coming=queries.coming_of_each(Appointment.veterinarian, clock.now()),
    )


@bp.route("/veterinarians/new", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def new_veterinarian() -> Answer:
    """Someone new."""
    form = forms.VeterinarianForm(request.form)
    if request.method == "POST" and form.validate():
        with beside(form.name, db.NameTaken, _taken()):
            added = actions.add_veterinarian(name=form.name.data or "", now=clock.now(), by=g.signed_in.member)
            flash(gettext("%(name)s can now be chosen for visits and appointments.", name=added.name))
            return redirect(url_for("agenda.veterinarians"), 303)
    return _veterinarian_form(form, None)


@bp.route("/veterinarians/<int:veterinarian_id>/edit", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def edit_veterinarian(veterinarian_id: int) -> Answer:
    """Correct a name."""
    found = or_404(queries.veterinarian(veterinarian_id))
    form = forms.VeterinarianForm(request.form, found)
    if request.method == "POST" and form.validate():
        with beside(form.name, db.NameTaken, _taken()):
            actions.rename_veterinarian(
                veterinarian_id=veterinarian_id, name=form.name.data or "", now=clock.now(), by=g.signed_in.member
            )
            flash(gettext("Saved."))
            return redirect(url_for("agenda.veterinarians"), 303)
    return _veterinarian_form(form, found)


def _veterinarian_form(form: forms.VeterinarianForm, found: Veterinarian | None) -> tuple[str, int]:
    return form_page("agenda/veterinarian_form.html", form=form, veterinarian=found)


@bp.post("/veterinarians/<int:veterinarian_id>/inactive")
@allow(Role.MANAGER, password=True)
def deactivate(veterinarian_id: int) -> Response:
    """No longer to be chosen; what is booked stays."""
    return _set_active(veterinarian_id, active=False)


@bp.delete("/veterinarians/<int:veterinarian_id>/inactive")
@allow(Role.MANAGER, password=True)
def activate(veterinarian_id: int) -> Response:
    """To be chosen again."""
    return _set_active(veterinarian_id, active=True)


def _set_active(veterinarian_id: int, *, active: bool) -> Response:
    found = or_404(queries.veterinarian(veterinarian_id))
    actions.set_veterinarian_active(
        veterinarian_id=veterinarian_id, active=active, now=clock.now(), by=g.signed_in.member
    )
    if active:
        flash(gettext("%(name)s can be chosen again.", name=found.name))
    else:
        flash(gettext("%(name)s can no longer be chosen; what is booked stays.", name=found.name))
    return redirect(url_for("agenda.veterinarians"), 303)


@bp.get("/types")
@allow(Role.MANAGER, password=True)
def types() -> str:
    """Every type of appointment."""
    return render_template(
        "agenda/types.html",
        rows=queries.types(all_=True),
        coming=queries.coming_of_each(Appointment.type, clock.now()),
    )


@bp.route("/types/new", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def new_type() -> Answer:
    """A new type."""
    form = forms.TypeForm(request.form)
    if request.method == "POST" and form.validate():
        with beside(form.name_fr, db.NameTaken, _taken()):
            added = actions.add_type(values=form.values(), now=clock.now(), by=g.signed_in.member)
            flash(gettext("%(name)s can now be chosen for appointments.", name=pick(added.name_fr, added.name_en)))
            return redirect(url_for("agenda.types"), 303)
    return _type_form(form, None)


@bp.route("/types/<int:type_id>/edit", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def edit_type(type_id: int) -> Answer:
    """Correct a type."""
    found = or_404(queries.appointment_type(type_id))
    form = forms.TypeForm(request.form, found)
    if request.method == "POST" and form.validate():
        with beside(form.name_fr, db.NameTaken, _taken()):
            actions.correct_type(type_id=type_id, values=form.values(), now=clock.now(), by=g.signed_in.member)
            flash(gettext("Saved."))
            return redirect(url_for("agenda.types"), 303)
    return _type_form(form, found)


def _type_form(form: forms.TypeForm, found: AppointmentType | None) -> tuple[str, int]:
    return form_page("agenda/type_form.html", form=form, type=found)
