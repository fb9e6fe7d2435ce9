"""The list of imports, and one of them from upload to report: its files, its columns, its trial, what to export."""

import tempfile
from typing import IO, Any, BinaryIO, cast

from flask import (
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    stream_with_context,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.imports import forms
from webapp.imports.actions import preparing, tidying, uploads
from webapp.imports.queries import labels, links, pages, reports, summary, undoing
from webapp.imports.routes.room import bp, busy
from webapp.paging import or_404
from webapp.spreadsheets import writing


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
    tidying.tidy(settings=here.settings(), now=now)
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
        kinds=labels.kinds_help() if not page.total else (),
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
        **(
            {}
            if run.moving
            else {
                **_report(run_id),
                "told": summary.told(run),
                **_undoing(run),
                "to_link": sum(links.of_files(run_id).values()),
            }
        ),
    )


def _undoing(run: pages.RunView) -> dict[str, Any]:
    """Of an import that wrote, whether it can be undone."""
    return {} if run.row.dry_run else {"undoing": undoing.look(run.row.id, clock.now(), known=run.row)}


def _report(run_id: int) -> dict[str, Any]:
    """The lines that the address asks for."""
    kept = reports.kept(run_id)
    outcome = request.args.get("outcome", "")
    if outcome not in reports.OUTCOMES:
        outcome = next((each for each in reports.OUTCOMES if kept.get(each)), reports.OUTCOMES[0])
    file_id = paging.identifier(request.args.get("file"))
    page = reports.lines(run_id, outcome, file_id, paging.number(request.args.get("page")))
    return {"kept": kept, "outcomes": reports.WORDS, "outcome": outcome, "file_id": file_id, "lines": page}


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
        uploads.add(run_id=run_id, uploads=form.files.data or [], settings=here.settings(), now=clock.now())
    except preparing.BeingRead:
        flash(busy(), "warn")
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
            flash(busy(), "warn")
    return htmx.go(url_for("imports.show", run_id=run_id))


@bp.post("/<int:run_id>/trial")
@allow(Role.MANAGER)
def try_out(run_id: int) -> Response:
    """Read the files without writing anything."""
    return _begin(run_id, dry_run=True)


@bp.post("/<int:run_id>/import")
@allow(Role.MANAGER)
def import_files(run_id: int) -> Response:
    """Read them for good, after a trial; or the rest of them, after an interruption."""
    run = or_404(pages.run(run_id))
    if run.row.dry_run and run.state.code != "tried":
        flash(gettext("Try the files first: nothing is imported unseen."), "warn")
        return redirect(url_for("imports.show", run_id=run_id), 303)
    return _begin(run_id, dry_run=False)


def _begin(run_id: int, *, dry_run: bool) -> Response:
    or_404(pages.run(run_id))
    try:
        preparing.begin(run_id=run_id, dry_run=dry_run)
    except preparing.BeingRead:
        flash(gettext("These files are being read already, or there is nothing left of them to read."), "warn")
    return redirect(url_for("imports.show", run_id=run_id), 303)


@bp.get("/help")
@allow(Role.MANAGER)
def help() -> str:
    """Every kind of file, and the columns that each may have."""
    return render_template("imports/help.html", kinds=labels.kinds_help())


_IN_MEMORY = 4 * 1024 * 1024
_WIDTHS = (22, 14, 9, 16, 14, 24, 32, 70)


@bp.get("/<int:run_id>/report.csv")
@allow(Role.MANAGER, password=True)
def report_csv(run_id: int) -> Response:
    """Every line of the report, for Excel."""
    or_404(pages.run(run_id))
    parts = writing.csv_parts(reports.header(), map(reports.cells, reports.every(run_id)))
    answer = current_app.response_class(stream_with_context(parts), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{_name(run_id)}.csv")
    return answer


@bp.get("/<int:run_id>/report.xlsx")
@allow(Role.MANAGER, password=True)
def report_xlsx(run_id: int) -> Response:
    """The same as a workbook."""
    or_404(pages.run(run_id))
    content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the answer
    rows = map(reports.cells, reports.every(run_id))
    writing.write_xlsx(cast(IO[bytes], content), gettext("Report"), reports.header(), rows, _WIDTHS)
    content.seek(0)
    return send_file(cast(BinaryIO, content), as_attachment=True, download_name=f"{_name(run_id)}.xlsx")


def _name(run_id: int) -> str:
    return str(gettext("import-%(number)s", number=run_id))
