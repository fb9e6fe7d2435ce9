"""What answers what: for the manager."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.access import Role, allow
from webapp.htmx import Answer, form_page
from webapp.languages import pick
from webapp.paging import or_404
from webapp.reminders import forms
from webapp.reminders.actions import answers as actions
from webapp.reminders.queries import answer_rows, types
from webapp.reminders.routes.blueprint import bp


@bp.get("/what-answers")
@allow(Role.MANAGER, password=True)
def answers_index() -> str:
    """Each type, with what answers it."""
    return render_template("reminders/answers.html", rows=answer_rows.of_types())


@bp.route("/what-answers/<int:type_id>", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def edit_answers(type_id: int) -> Answer:
    kind = or_404(types.find(type_id))
    form = forms.AnsweringForm(request.form, row=answer_rows.of_type(kind))
    if request.method == "POST" and form.validate():
        actions.save(type_id=type_id, row=form.row(), now=clock.now())
        return _saved(pick(kind.name_fr, kind.name_en))
    return form_page(
        "reminders/answers_form.html", form=form, type=kind, groups=answer_rows.groups(),
        appointment_types=answer_rows.appointment_types(),
    )  # fmt: skip


def _saved(name: str) -> Response:
    flash(gettext("Saved: “%(name)s” follows from now on.", name=name))
    return redirect(url_for("reminders.answers_index"), 303)
