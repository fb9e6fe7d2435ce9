"""The file for the printer's shop."""

from __future__ import annotations

import tempfile
from typing import IO, BinaryIO, cast

from flask import flash, g, render_template, request, send_file
from flask_babel import gettext

from webapp import clock, filters, here
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.letters import forms
from webapp.letters.actions import exporting
from webapp.letters.queries import export as queries
from webapp.letters.routes.room import bp, scope
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
    counts = {"all": queries.count(where), "remaining": queries.count(where, remaining=True)}
    to_do = Reminder.select().where(queries.condition(where) & TO_DO).count()
    return render_template(
        "letters/export.html", number=number, batch=where.batch, part=where.part, form=form, counts=counts,
        to_do=to_do, header=queries.HEADER, refusal=refusal,
    ), status  # fmt: skip


@bp.post("/batches/<string:number>/export")
@allow(Role.MANAGER, password=True)
def write_export(number: str) -> Answer:
    """The file; its reminders count as sent where that was ticked."""
    form = forms.ExportForm(request.form)
    if not form.validate():
        return _page(number, form, status=422)
    found = queries.read(scope(number), remaining=form.who.data == "remaining", today=here.today())
    if not found.count:
        return _page(number, form, gettext("There is no reminder to export."), 422)
    content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the answer
    exporting.write(target=cast(IO[bytes], content), export=found, format=form.format.data)
    if form.mark_sent.data:
        marked = exporting.mark_sent(export=found, now=clock.now(), by=g.signed_in.member)
        flash(
            filters.counting("%(shown)s reminder counts as sent.", "%(shown)s reminders count as sent.", marked)
        )  # fmt: skip
    content.seek(0)
    name = gettext("batch-%(number)s", number=number)
    return send_file(
        cast(BinaryIO, content), mimetype=_TYPES[form.format.data], as_attachment=True,
        download_name=f"{name}.{form.format.data}",
    )  # fmt: skip
