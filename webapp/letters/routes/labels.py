"""Sheets of labels for a batch."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext

from webapp import clock, printing
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.letters import forms
from webapp.letters.queries import drawing
from webapp.letters.queries import labels as queries
from webapp.letters.routes.room import bp, pdf_bytes, scope, workshop
from webapp.letters.rules import sheets


@bp.get("/batches/<string:number>/labels")
@allow(Role.RECEPTION)
def labels(number: str) -> Answer:
    """Which sheet, from which label on, for whom; with `print`, the sheets themselves."""
    where = scope(number)
    form = forms.LabelsForm(request.args, paper=drawing.paper().paper)
    valid = form.validate()
    found = queries.households(where, who=form.who.data or queries.LETTERS, now=clock.now(), only_first=True)
    sheet = sheets.find(form.sheet.data or "")
    if valid and found and sheet and "print" in request.args:
        printer = drawing.paper()
        with workshop() as folder:
            path = folder / "labels.pdf"
            parts = queries.documents(
                sheet, found, start=form.start.data or 1, dx=printer.dx, dy=printer.dy, title=number
            )
            printing.draw_parts(parts, path)
            return pdf_bytes(path.read_bytes(), gettext("labels-%(number)s.pdf", number=number))
    pages = -(-(len(found) + (form.start.data or 1) - 1) // sheet.labels) if sheet and found else 0
    return render_template(
        "letters/labels.html", number=number, batch=where.batch, part=where.part, form=form, count=len(found),
        pages=pages, sheet=sheet,
    ), 200 if valid else 422  # fmt: skip
