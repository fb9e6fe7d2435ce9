"""The types of reminders: for the manager."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, db
from webapp.access import Role, allow
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page, opposite
from webapp.languages import name_of
from webapp.paging import or_404
from webapp.reminders import forms
from webapp.reminders.actions import types as actions
from webapp.reminders.queries import act_texts, types
from webapp.reminders.routes.blueprint import bp


@bp.get("/reminder-types")
@allow(Role.MANAGER, password=True)
def types_index() -> str:
    return render_template("reminders/types.html", rows=types.rows())


@bp.route("/reminder-types/new", methods=["GET", "POST"], endpoint="new_type")
@bp.route("/reminder-types/<int:type_id>", methods=["GET", "POST"], endpoint="edit_type")
@allow(Role.MANAGER, password=True)
def save_type(type_id: int | None = None) -> Answer:
    """A type of the clinic's own, or one to correct."""
    found = or_404(types.find(type_id)) if type_id is not None else None
    also = (found.email_template_id, found.sms_template_id, found.document_template_id) if found else ()
    form = forms.ReminderTypeForm(request.form, templates=types.templates(also), kind=found)
    if request.method == "POST" and form.validate():
        with beside(form.name_fr, db.NameTaken, gettext("This name is already there")):
            if found:
                actions.correct(type_id=found.id, values=form.values(), now=clock.now())
                return done(gettext("Saved."), "reminders.types_index")
            name = name_of(actions.add(values=form.values()))
            return done(gettext("“%(name)s” can now be chosen for reminders.", name=name), "reminders.types_index")
    acts = act_texts.rows(found) if found else []
    return form_page("reminders/type_form.html", form=form, type=found, acts=acts, unfit=act_texts.UNFIT)


@bp.route("/reminder-types/<int:type_id>/archived", methods=["POST"], endpoint="archive_type")
@bp.route("/reminder-types/<int:type_id>/archived", methods=["DELETE"], endpoint="restore_type")
@allow(Role.MANAGER, password=True)
def set_archived(type_id: int) -> Response:
    """No longer to be chosen, or to be chosen again."""
    name, archived = name_of(or_404(types.find(type_id))), request.method == "POST"
    actions.set_archived(type_id=type_id, archived=archived, now=clock.now())
    words = gettext("“%(name)s” can be chosen again.", name=name)
    if archived:
        words = gettext("“%(name)s” can no longer be chosen; its reminders stay.", name=name)
    return done(words, "reminders.types_index", undo=opposite())


@bp.post("/reminder-types/<int:type_id>/place")
@allow(Role.MANAGER, password=True)
def move_type(type_id: int) -> Response:
    """One place up or down."""
    or_404(types.find(type_id))
    up = request.form.get("way") == "up"
    actions.move(type_id=type_id, up=up)
    return redirect(url_for("reminders.types_index"), 303)
