"""The list of imports, and one of them from upload to report."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.imports import forms
from webapp.imports.actions import preparing, uploads
from webapp.imports.queries import exports, lines, pages
from webapp.imports.routes.room import bp
from webapp.paging import or_404


@bp.get("")
@allow(Role.MANAGER)
def index() -> Answer:
    """What was imported, and where to send files."""
    return _index(forms.UploadForm())


@bp.post("")
@allow(Role.MANAGER)
def upload() -> Answer:
    form = forms.UploadForm(request.files)
    if not form.validate():
        return _index(form, 422)
    now = clock.now()
    uploads.tidy(settings=here.settings(), now=now)
    try:
        run = uploads.take_in(uploads=form.files.data or [], settings=here.settings(), by=g.signed_in.member, now=now)
    except uploads.NoRoom:
        form.files.errors = [gettext("The files could not be kept: the server’s disk is full. Nothing was imported.")]
        return _index(form, 422)
    return redirect(url_for("imports.show", run_id=run.id), 303)


def _index(form: forms.UploadForm, status: int = 200) -> tuple[str, int]:
    page = pages.page(paging.number(request.args.get("page")))
    return render_template(
        "imports/index.html",
        form=form,
        page=page,
        kinds=exports.kinds_help() if not page.total else (),
        address=paging.address,
    ), status


@bp.get("/<int:run_id>")
@allow(Role.MANAGER)
def show(run_id: int) -> Answer:
    """One run: its files, how far it is, or its report."""
    run = or_404(pages.run(run_id))
    asked_for = request.headers.get("HX-Target")
    return htmx.render(
        "imports/show.html",
        "imports/_lines.html" if asked_for == "lines" else "imports/_run.html",
        run=run,
        state=run.state,
        ended=asked_for == "run" and not run.moving,  # to be said aloud to whoever waits
        waits=run.state.code == "waiting" and pages.others_moving(run_id),
        form=forms.UploadForm(),
        address=paging.address,
        **({} if run.moving else _report(run_id)),
    )


def _report(run_id: int) -> dict[str, Any]:
    """The lines that the address asks for."""
    kept = lines.kept(run_id)
    outcome = request.args.get("outcome", "")
    if outcome not in lines.OUTCOMES:
        outcome = next((each for each in lines.OUTCOMES if kept.get(each)), lines.OUTCOMES[0])
    file_id = paging.identifier(request.args.get("file"))
    page = lines.page(run_id, outcome, file_id, paging.number(request.args.get("page")))
    return {"kept": kept, "outcomes": lines.WORDS, "outcome": outcome, "file_id": file_id, "lines": page}


@bp.delete("/<int:run_id>")
@allow(Role.MANAGER)
def forget(run_id: int) -> Response:
    """Files that are not to be imported after all."""
    or_404(pages.run(run_id))
    try:
        uploads.forget(run_id=run_id, settings=here.settings())
    except preparing.BeingRead:
        flash(gettext("These files are being read, or were imported: they stay in the list."), "warn")
        return htmx.go(url_for("imports.show", run_id=run_id))
    flash(gettext("The files are forgotten. Nothing of them was written."))
    return htmx.go(url_for("imports.index"))
