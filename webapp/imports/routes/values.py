"""What the values of a file mean, where a column holds codes."""

from flask import flash, g, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, htmx
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.imports import forms
from webapp.imports.actions import preparing
from webapp.imports.queries import pages
from webapp.imports.routes.room import bp, busy, file_or_404


@bp.get("/<int:run_id>/files/<int:file_id>/values")
@allow(Role.MANAGER)
def values(run_id: int, file_id: int) -> Answer:
    """Every value of its coded columns, and what is understood by it."""
    file, look = file_or_404(run_id, file_id)
    if not look.values and look.rows:  # seen before values were counted
        preparing.count_values(file_id=file_id)
        file, _ = file_or_404(run_id, file_id)
    return _page(run_id, file, forms.ValuesForm(file))


@bp.post("/<int:run_id>/files/<int:file_id>/values")
@allow(Role.MANAGER)
def say_values(run_id: int, file_id: int) -> Answer | Response:
    """What a person says they mean."""
    file, _ = file_or_404(run_id, file_id)
    form = forms.ValuesForm(file)
    form.read(request.form)
    if form.wrong:
        return _page(run_id, file, form, 422)
    try:
        preparing.say_values(file_id=file_id, said=form.said, by=g.signed_in.member, now=clock.now())
    except preparing.BeingRead:
        form.errors.append(busy())
        return _page(run_id, file, form, 422)
    flash(gettext("The values of “%(file)s” are set.", file=file.row.name))
    return htmx.go(url_for("imports.show", run_id=run_id))


def _page(run_id: int, file: pages.FileView, form: forms.ValuesForm, status: int = 200) -> tuple[str, int]:
    return render_template("imports/values.html", run_id=run_id, file=file, form=form), status
