"""What the columns of a file mean, where its titles are, how its days are written: shown, previewed, said."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.imports import actions, forms
from webapp.imports.actions import preparing, uploads
from webapp.imports.queries import looks, pages, preview, reasons
from webapp.imports.routes.room import bp, busy, file_or_404
from webapp.paging import or_404
from webapp.spreadsheets import Unreadable


@bp.get("/<int:run_id>/files/<int:file_id>")
@allow(Role.MANAGER)
def columns(run_id: int, file_id: int) -> Answer:
    """What the columns of a file mean; with another kind in the address, what they would mean then."""
    file, look = file_or_404(run_id, file_id)
    kind = request.args.get("kind", file.row.kind)
    meanings = file.columns if kind == file.row.kind else looks.guess(look.header, kind)
    form = forms.ColumnsForm(look, kind, meanings)
    form.asked_for = request.args.get("column", "")
    return _columns(run_id, file, form)


@bp.post("/<int:run_id>/files/<int:file_id>/preview")
@allow(Role.MANAGER)
def preview_columns(run_id: int, file_id: int) -> str:
    """The first rows as the columns that are chosen at this moment would have them read."""
    file, look = file_or_404(run_id, file_id)
    form = forms.ColumnsForm.read(look, request.form)
    form.say_twice()
    return render_template(
        "imports/_preview.html", run_id=run_id, file=file, form=form, rows=_preview(file, form), later=True
    )


@bp.post("/<int:run_id>/files/<int:file_id>")
@allow(Role.MANAGER)
def correct_columns(run_id: int, file_id: int) -> Answer:
    """What a person says they mean."""
    file, look = file_or_404(run_id, file_id)
    form = forms.ColumnsForm.read(look, request.form)
    if request.form.get("kind") != request.form.get("shown_kind"):
        return _columns(run_id, file, form)
    if not form.validate(file.row.name):
        return _columns(run_id, file, form, 422)
    try:
        preparing.correct(file_id=file_id, kind=form.kind, columns=form.meanings)
    except preparing.BeingRead:
        form.errors.append(busy())
        return _columns(run_id, file, form, 422)
    if form.remember:
        actions.remember_columns(
            header=form.header, kind=form.kind, columns=form.meanings, by=g.signed_in.member, now=clock.now()
        )
    flash(gettext("The columns of “%(file)s” are set.", file=file.row.name))
    file, _ = file_or_404(run_id, file_id)
    if file.asked:
        return htmx.go(url_for("imports.values", run_id=run_id, file_id=file_id))
    return htmx.go(url_for("imports.show", run_id=run_id))


@bp.post("/<int:run_id>/files/<int:file_id>/titles")
@allow(Role.MANAGER)
def set_titles(run_id: int, file_id: int) -> Answer:
    """On which line the titles are: the columns are another set then."""
    file, look = file_or_404(run_id, file_id)
    error = ""
    try:
        preparing.read_titles(file_id=file_id, row=paging.number(request.form.get("header_row")))
    except preparing.BeingRead:
        error = busy()
    except Unreadable as refused:
        error = str(reasons.file_reason(refused.code, refused.details, file.row.name))
    if not error:
        file, look = file_or_404(run_id, file_id)
    form = forms.ColumnsForm(look, file.row.kind, file.columns)
    form.titles_error = error
    return _columns(run_id, file, form, 422 if error else 200)


def _columns(run_id: int, file: pages.FileView, form: forms.ColumnsForm, status: int = 200) -> tuple[str, int]:
    page, fragment = "imports/columns.html", "imports/_columns.html"
    rows = _preview(file, form)
    return htmx.render(page, fragment, status=status, run_id=run_id, file=file, form=form, rows=rows)


def _preview(file: pages.FileView, form: forms.ColumnsForm) -> list[preview.Row]:
    return preview.rows(file.look, form.kind, form.meanings, file.said_order) if file.look else []


@bp.post("/<int:run_id>/files/<int:file_id>/days")
@allow(Role.MANAGER)
def say_days(run_id: int, file_id: int) -> Response:
    """Whether the day or the month comes first in its dates."""
    file_or_404(run_id, file_id)
    order = request.form.get("day_order", "")
    if order not in ("dmy", "mdy"):
        abort(400)
    try:
        preparing.say_days(file_id=file_id, day_order=order)
    except preparing.BeingRead:
        flash(busy(), "warn")
    return htmx.go(url_for("imports.show", run_id=run_id))


@bp.post("/<int:run_id>/files/<int:file_id>/again")
@allow(Role.MANAGER)
def read_again(run_id: int, file_id: int) -> Response:
    """A file that was imported is taken in anew, so that a column of it can be read after all."""
    or_404(pages.file(run_id, file_id))
    settings, by = here.settings(), g.signed_in.member
    try:
        file = uploads.again(file_id=file_id, settings=settings, by=by, now=clock.now())
    except uploads.Gone:
        flash(gettext("The file is no longer here: send it again."), "warn")
        return redirect(url_for("imports.index"), 303)
    except uploads.NoRoom:
        flash(gettext("The files could not be kept: the server’s disk is full. Nothing was imported."), "danger")
        return redirect(url_for("imports.show", run_id=run_id), 303)
    if not file.kind:
        return redirect(url_for("imports.show", run_id=file.run_id), 303)
    column = request.form.get("column", "")
    return redirect(url_for("imports.columns", run_id=file.run_id, file_id=file.id, column=column), 303)
