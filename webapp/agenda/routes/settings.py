"""Settings of the agenda: who sees animals, and the types of appointments."""

from flask import render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, db
from webapp.access import Role, allow
from webapp.agenda import actions, forms, queries
from webapp.agenda.routes.blueprint import bp
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page, opposite
from webapp.languages import name_of
from webapp.models import Appointment
from webapp.paging import or_404


def _taken() -> str:
    return gettext("This name is already there")


@bp.get("/veterinarians")
@allow(Role.MANAGER, password=True)
def veterinarians() -> str:
    """Everyone who sees animals, and who did."""
    return render_template(
        "agenda/veterinarians.html",
        rows=queries.veterinarians(all_=True),
        coming=queries.coming_of_each(Appointment.veterinarian, clock.now()),
    )


@bp.route("/veterinarians/new", methods=["GET", "POST"], endpoint="new_veterinarian")
@bp.route("/veterinarians/<int:veterinarian_id>/edit", methods=["GET", "POST"], endpoint="edit_veterinarian")
@allow(Role.MANAGER, password=True)
def save_veterinarian(veterinarian_id: int | None = None) -> Answer:
    """Someone new, or another name, and how clients reach them."""
    found = or_404(queries.veterinarian(veterinarian_id)) if veterinarian_id is not None else None
    form = forms.VeterinarianForm(request.form, found)
    if request.method == "POST" and form.validate():
        name = form.name.data or ""
        with beside(form.name, db.NameTaken, _taken()):
            if found:
                actions.change_veterinarian(veterinarian_id=found.id, typed=form.values(), now=clock.now())
                return done(gettext("Saved."), "agenda.veterinarians")
            actions.add_veterinarian(typed=form.values())
            words = gettext("%(name)s can now be chosen for visits and appointments.", name=name)
            return done(words, "agenda.veterinarians")
    return form_page("agenda/veterinarian_form.html", form=form, veterinarian=found)


@bp.route("/veterinarians/<int:veterinarian_id>/inactive", methods=["POST"], endpoint="deactivate")
@bp.route("/veterinarians/<int:veterinarian_id>/inactive", methods=["DELETE"], endpoint="activate")
@allow(Role.MANAGER, password=True)
def set_active(veterinarian_id: int) -> Response:
    """No longer to be chosen, while what is booked stays; or to be chosen again."""
    active = request.method == "DELETE"
    found = or_404(queries.veterinarian(veterinarian_id))
    actions.set_veterinarian_active(veterinarian_id=veterinarian_id, active=active)
    words = gettext("%(name)s can no longer be chosen; what is booked stays.", name=found.name)
    if active:
        words = gettext("%(name)s can be chosen again.", name=found.name)
    return done(words, "agenda.veterinarians", undo=opposite())


@bp.get("/types")
@allow(Role.MANAGER, password=True)
def types() -> str:
    return render_template(
        "agenda/types.html",
        rows=queries.types(all_=True),
        coming=queries.coming_of_each(Appointment.type, clock.now()),
    )


@bp.route("/types/new", methods=["GET", "POST"], endpoint="new_type")
@bp.route("/types/<int:type_id>/edit", methods=["GET", "POST"], endpoint="edit_type")
@allow(Role.MANAGER, password=True)
def save_type(type_id: int | None = None) -> Answer:
    """A new type, or one to correct."""
    found = or_404(queries.appointment_type(type_id)) if type_id is not None else None
    form = forms.TypeForm(request.form or None, found)  # an empty form would untick the box
    if request.method == "POST" and form.validate():
        with beside(form.name_fr, db.NameTaken, _taken()):
            if found:
                actions.correct_type(type_id=found.id, values=form.values(), now=clock.now())
                return done(gettext("Saved."), "agenda.types")
            name = name_of(actions.add_type(values=form.values()))
            return done(gettext("%(name)s can now be chosen for appointments.", name=name), "agenda.types")
    return form_page("agenda/type_form.html", form=form, type=found)
