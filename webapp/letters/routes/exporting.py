"""The file for the printer's shop: its rows, and whether they count as sent."""

import tempfile
from typing import IO, BinaryIO, cast

from flask import flash, g, redirect, render_template, request, send_file, url_for
from flask_babel import gettext

from webapp import clock, db, filters, here, htmx, paging, periods
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.letters import forms
from webapp.letters.actions import exporting
from webapp.letters.queries import export as queries
from webapp.letters.routes.room import bp, scope

_IN_MEMORY = 4 * 1024 * 1024
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/tab-separated-values; charset=utf-8",
}


@bp.get("/batches/<string:number>/export")
@allow(Role.RECEPTION)
def export(number: str) -> Answer:
    """Which reminders, in which form; once they are marked (`marked`), the file of those."""
    return _page(number, forms.ExportForm(request.args or None))


def _page(number: str, form: forms.ExportForm, refusal: str = "", status: int = 200) -> Answer:
    where = scope(number)
    counts = queries.counts(where, today=here.today())
    return render_template(
        "letters/export.html", number=number, batch=where.batch, part=where.part, form=form, counts=counts,
        header=queries.HEADER, refusal=refusal, marked=request.args.get("marked", ""),
    ), status  # fmt: skip


@bp.post("/batches/<string:number>/export")
@allow(Role.RECEPTION)
def write_export(number: str) -> Answer:
    """The file; where its reminders are to count as sent, after one question that names their number."""
    form = forms.ExportForm(request.form)
    if not form.validate():
        return _page(number, form, status=422)
    if not queries.count(scope(number), remaining=form.remaining, today=here.today()):
        return _page(number, form, gettext("There is no reminder to export."), 422)
    if not form.mark_sent.data:
        return _file(number, form)
    expected = paging.identifier(request.form.get("expected"))
    return _ask(number, form) if expected is None else _mark(number, form, expected)


def _ask(number: str, form: forms.ExportForm, *, changed: bool = False) -> Answer:
    where = scope(number)
    return render_template(
        "letters/mark_sent.html", number=number, batch=where.batch, part=where.part, form=form, changed=changed,
        to_mark=len(queries.to_mark(where, remaining=form.remaining, today=here.today())),
    ), 422 if changed else 200  # fmt: skip


def _mark(number: str, form: forms.ExportForm, expected: int) -> Answer:
    now = clock.now()
    try:
        marked = exporting.mark_sent(
            scope=scope(number), remaining=form.remaining, expected=expected, now=now, by=g.signed_in.member
        )
    except exporting.Changed:
        return _ask(number, form, changed=True)
    at = db.instant_text(now)
    htmx.undoable(
        filters.counting("%(shown)s reminder counts as sent.", "%(shown)s reminders count as sent.", marked),
        undo=url_for("letters.unmark", number=number, at=at) + "&_method=DELETE",
    )
    return redirect(url_for("letters.export", number=number, marked=at, **form.fields()), 303)


@bp.delete("/batches/<string:number>/export/marked")
@allow(Role.RECEPTION)
def unmark(number: str) -> Answer:
    """What one export marked as sent (`at`) is to be done again."""
    at = periods.instant(request.args.get("at", ""))
    back = exporting.unmark(scope=scope(number), at=at, now=clock.now(), by=g.signed_in.member) if at else 0
    flash(filters.counting("%(n)s reminder is to be done again.", "%(n)s reminders are to be done again.", back))
    return htmx.go(url_for("batches.show", number=number))


@bp.get("/batches/<string:number>/export/file")
@allow(Role.RECEPTION)
def export_file(number: str) -> Answer:
    """The file again; of those that were marked at the instant `marked` too."""
    form = forms.ExportForm(request.args)
    return _file(number, form) if form.validate() else _page(number, form, status=422)


def _file(number: str, form: forms.ExportForm) -> Answer:
    found = queries.read(
        scope(number), remaining=form.remaining, marked_at=periods.instant(request.args.get("marked", "")),
        shape=form.shape, today=here.today(),
    )  # fmt: skip
    content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the answer
    exporting.write(target=cast(IO[bytes], content), found=found, format=form.format.data)
    content.seek(0)
    name = gettext("batch-%(number)s", number=number)
    return send_file(
        cast(BinaryIO, content), mimetype=_TYPES[form.format.data], as_attachment=True,
        download_name=f"{name}.{form.format.data}",
    )  # fmt: skip
