"""The types of reminders: for the manager."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, db
from webapp.access import Role, allow
from webapp.fields import beside
from webapp.htmx import Answer, form_page
from webapp.languages import pick
from webapp.models import ReminderType
from webapp.paging import or_404
from webapp.reminders import forms
from webapp.reminders.actions import types as actions
from webapp.reminders.queries import types
from webapp.reminders.routes.blueprint import bp


@bp.get("/reminder-types")
@allow(Role.MANAGER, password=True)
def types_index() -> str:
    return render_template("reminders/types.html", rows=types.rows())


@bp.route("/reminder-types/new", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def new_type() -> Answer:
    """A type of the clinic's own."""
    form = forms.ReminderTypeForm(request.form, templates=types.templates())
    if request.method == "POST" and form.validate():
        with beside(form.name_fr, db.NameTaken, gettext("This name is already there")):
            added = actions.add(values=form.values(), now=clock.now(), by=g.signed_in.member)
            flash(gettext("“%(name)s” can now be chosen for reminders.", name=pick(added.name_fr, added.name_en)))
            return redirect(url_for("reminders.types_index"), 303)
    return _form(form, None)


@bp.route("/reminder-types/<int:type_id>", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def edit_type(type_id: int) -> Answer:
    found = or_404(types.find(type_id))
    also = (found.email_template_id, found.sms_template_id, found.document_template_id)
    form = forms.ReminderTypeForm(request.form, templates=types.templates(also), kind=found)
    if request.method == "POST" and form.validate():
        with beside(form.name_fr, db.NameTaken, gettext("This name is already there")):
            actions.correct(type_id=type_id, values=form.values(), now=clock.now(), by=g.signed_in.member)
            flash(gettext("Saved."))
            return redirect(url_for("reminders.types_index"), 303)
    return _form(form, found)


def _form(form: forms.ReminderTypeForm, found: ReminderType | None) -> tuple[str, int]:
    return form_page("reminders/type_form.html", form=form, type=found)


@bp.post("/reminder-types/<int:type_id>/archived")
@allow(Role.MANAGER, password=True)
def archive_type(type_id: int) -> Response:
    """No longer to be chosen."""
    found = or_404(types.find(type_id))
    actions.archive(type_id=type_id, now=clock.now(), by=g.signed_in.member)
    flash(gettext("“%(name)s” can no longer be chosen; its reminders stay.", name=pick(found.name_fr, found.name_en)))
    return redirect(url_for("reminders.types_index"), 303)


@bp.delete("/reminder-types/<int:type_id>/archived")
@allow(Role.MANAGER, password=True)
def restore_type(type_id: int) -> Response:
    found = or_404(types.find(type_id))
    actions.restore(type_id=type_id, now=clock.now(), by=g.signed_in.member)
    flash(gettext("“%(name)s” can be chosen again.", name=pick(found.name_fr, found.name_en)))
    return redirect(url_for("reminders.types_index"), 303)


@bp.post("/reminder-types/<int:type_id>/place")
@allow(Role.MANAGER, password=True)
def move_type(type_id: int) -> Response:
    """One place up or down."""
    or_404(types.find(type_id))
    up = request.form.get("way") == "up"
    actions.move(type_id=type_id, up=up, now=clock.now(), by=g.signed_in.member)
    return redirect(url_for("reminders.types_index"), 303)
