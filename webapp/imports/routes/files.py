"""The files of an upload: added, taken away, their columns corrected."""

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, here, htmx
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.imports import actions, forms
from webapp.imports.actions import preparing, uploads
from webapp.imports.queries import looks, pages
from webapp.imports.routes.room import bp, file_or_404
from webapp.paging import or_404


@bp.post("/<int:run_id>/files")
@allow(Role.MANAGER)
def add_files(run_id: int) -> Answer:
    """More files for this import."""
    or_404(pages.run(run_id))
    form = forms.UploadForm(request.files)
    if not form.validate():
        flash(str(form.files.errors[0]), "warn")
        return redirect(url_for("imports.show", run_id=run_id), 303)
    try:
        uploads.add(run_id=run_id, uploads=form.files.data or [], settings=here.settings())
    except preparing.BeingRead:
        flash(_busy(), "warn")
    except uploads.NoRoom:
        flash(gettext("The files could not be kept: the server’s disk is full. Nothing was imported."), "danger")
    return redirect(url_for("imports.show", run_id=run_id), 303)


@bp.delete("/<int:run_id>/files/<int:file_id>")
@allow(Role.MANAGER)
def remove_file(run_id: int, file_id: int) -> Response:
    file = pages.file(run_id, file_id)
    if file:
        try:
            uploads.remove(file_id=file_id)
            flash(gettext("“%(file)s” is left out.", file=file.row.name))
        except preparing.BeingRead:
            flash(_busy(), "warn")
    return htmx.go(url_for("imports.show", run_id=run_id))


@bp.get("/<int:run_id>/files/<int:file_id>")
@allow(Role.MANAGER)
def columns(run_id: int, file_id: int) -> Answer:
    """What the columns of a file mean; with another kind in the address, what they would mean then."""
    file, look = file_or_404(run_id, file_id)
    kind = request.args.get("kind", file.row.kind)
    meanings = file.columns if kind == file.row.kind else looks.guess(look.header, kind)
    return _columns(run_id, file, forms.ColumnsForm(look, kind, meanings, day_order=file.row.day_order))


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
        preparing.correct(file_id=file_id, kind=form.kind, columns=form.meanings, day_order=form.day_order)
    except preparing.BeingRead:
        form.errors.append(_busy())
        return _columns(run_id, file, form, 422)
    if form.remember:
        actions.remember_columns(
            header=form.header, kind=form.kind, columns=form.meanings, by=g.signed_in.member, now=clock.now()
        )
    flash(gettext("The columns of “%(file)s” are set.", file=file.row.name))
    return htmx.go(url_for("imports.show", run_id=run_id))


def _columns(run_id: int, file: pages.FileView, form: forms.ColumnsForm, status: int = 200) -> tuple[str, int]:
    page, fragment = "imports/columns.html", "imports/_columns.html"
    return htmx.render(page, fragment, status=status, run_id=run_id, file=file, form=form)


def _busy() -> str:
    return str(gettext("These files are being read, or were imported: they can no longer change."))
