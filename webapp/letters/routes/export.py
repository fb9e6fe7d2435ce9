"""The file for the printer's shop, and sheets of labels."""

import tempfile
from pathlib import Path
from typing import IO, BinaryIO, cast

from flask import flash, g, render_template, request, send_file
from flask_babel import gettext

from webapp import clock, filters, here, printing
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.letters import forms
from webapp.letters.actions import exporting
from webapp.letters.queries import drawing
from webapp.letters.queries import export as export_queries
from webapp.letters.queries import labels as label_queries
from webapp.letters.routes.room import bp, pdf_bytes, scope
from webapp.letters.rules import sheets
from webapp.models import Reminder
from webapp.reminders.queries.states import TO_DO

_IN_MEMORY = 4 * 1024 * 1024
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/tab-separated-values; charset=utf-8",
}


@bp.get("/batches/<string:number>/export")
@allow(Role.MANAGER, password=True)
def export(number: str) -> Answer:
    """Which reminders, in which form."""
    return _page(number, forms.ExportForm())


def _page(number: str, form: forms.ExportForm, refusal: str = "", status: int = 200) -> Answer:
    where = scope(number)
    counts = {"all": export_queries.count(where), "remaining": export_queries.count(where, remaining=True)}
    to_do = Reminder.select().where(export_queries.condition(where) & TO_DO).count()
    return render_template(
        "letters/export.html", number=number, batch=where.batch, part=where.part, form=form, counts=counts,
        to_do=to_do, header=export_queries.HEADER, refusal=refusal,
    ), status  # fmt: skip


@bp.post("/batches/<string:number>/export")
@allow(Role.MANAGER, password=True)
def write_export(number: str) -> Answer:
    """The file; its reminders count as sent where that was ticked."""
    form = forms.ExportForm(request.form)
    if not form.validate():
        return _page(number, form, status=422)
    found = export_queries.read(scope(number), remaining=form.who.data == "remaining", today=here.today())
    if not found.count:
        return _page(number, form, gettext("There is no reminder to export."), 422)
    content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the answer
    exporting.write(target=cast(IO[bytes], content), export=found, format=form.format.data)
    if form.mark_sent.data:
        marked = exporting.mark_sent(export=found, now=clock.now(), by=g.signed_in.member)
        flash(filters.counting("%(shown)s reminder counts as sent.", "%(shown)s reminders count as sent.", marked))
    content.seek(0)
    name = gettext("batch-%(number)s", number=number)
    return send_file(
        cast(BinaryIO, content), mimetype=_TYPES[form.format.data], as_attachment=True,
        download_name=f"{name}.{form.format.data}",
    )  # fmt: skip


@bp.get("/batches/<string:number>/labels")
@allow(Role.RECEPTION)
def labels(number: str) -> Answer:
    """Which sheet, from which label on, for whom; with `print`, the sheets themselves."""
    where = scope(number)
    form = forms.LabelsForm(request.args, paper=drawing.paper().paper)
    valid = form.validate()
    who = form.who.data or label_queries.LETTERS
    found = label_queries.households(where, who=who, now=clock.now(), only_first=True)
    sheet = sheets.find(form.sheet.data or "")
    if valid and found and sheet and "print" in request.args:
        printer = drawing.paper()
        with tempfile.TemporaryDirectory(prefix="relance-") as folder:
            path = Path(folder) / "labels.pdf"
            parts = label_queries.documents(
                sheet, found, start=form.start.data or 1, dx=printer.dx, dy=printer.dy, title=number
            )
            printing.draw_parts(parts, path)
            return pdf_bytes(path.read_bytes(), gettext("labels-%(number)s.pdf", number=number))
    pages = -(-(len(found) + (form.start.data or 1) - 1) // sheet.labels) if sheet and found else 0
    return render_template(
        "letters/labels.html", number=number, batch=where.batch, part=where.part, form=form, count=len(found),
        pages=pages, sheet=sheet,
    ), 200 if valid else 422  # fmt: skip
