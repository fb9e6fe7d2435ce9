"""The clinic's paper, envelopes, printer and logo."""

from decimal import Decimal

from flask import abort, flash, g, redirect, render_template, request, send_file, url_for
from flask_babel import gettext

from webapp import filters, here, printing
from webapp.access import Role, allow
from webapp.clinic.queries import SettingsRow
from webapp.htmx import Answer
from webapp.letters import forms
from webapp.letters.actions import settings as actions
from webapp.letters.queries import drawing, trial
from webapp.letters.routes.room import bp, pdf_bytes
from webapp.letters.rules import sheets


def settings_rows() -> list[SettingsRow]:
    """On the page of settings."""
    paper = "A4" if g.clinic.paper == "a4" else gettext("Letter")
    window = {
        "left": gettext("window on the left"), "right": gettext("window on the right"),
        "din": gettext("window on the left, higher up"),
    }[g.clinic.envelope]  # fmt: skip
    parts = [paper, window, gettext("with the logo") if g.clinic.logo else gettext("without a logo")]
    return [SettingsRow(url_for("letters.settings"), "printer", gettext("Paper"), " · ".join(parts))]


@bp.get("/letters/settings")
@allow(Role.MANAGER, password=True)
def settings() -> Answer:
    return _page()


def _page(form: forms.PaperForm | None = None, refusal: str = "", status: int = 200) -> Answer:
    clinic = g.clinic
    form = form or forms.PaperForm(
        data={
            "paper": clinic.paper, "envelope": clinic.envelope, "offset_x": Decimal(clinic.print_offset_x) / 10,
            "offset_y": Decimal(clinic.print_offset_y) / 10,
        }
    )  # fmt: skip
    return render_template(
        "letters/settings.html", form=form, refusal=refusal, logo=clinic.logo, sheets=trial.labels_of(clinic.paper)
    ), status


@bp.post("/letters/settings")
@allow(Role.MANAGER, password=True)
def save_settings() -> Answer:
    """Another paper, another envelope, another printer."""
    form = forms.PaperForm(request.form)
    if not form.validate():
        return _page(form, status=422)
    actions.save(
        paper=form.paper.data,
        envelope=form.envelope.data,
        offset_x=form.offset_x.data or Decimal(),
        offset_y=form.offset_y.data or Decimal(),
    )
    flash(gettext("Saved."))
    return redirect(url_for("letters.settings"), 303)


@bp.post("/letters/settings/logo")
@allow(Role.MANAGER, password=True)
def set_logo() -> Answer:
    """A JPEG or a PNG; kept as a small JPEG."""
    sent = request.files.get("logo")
    content = sent.read(printing.LARGEST_PICTURE + 1) if sent else b""
    if not content:
        return _page(refusal=gettext("Choose a picture first."), status=422)
    try:
        actions.set_logo(content=content)
    except printing.NotAPicture as error:
        return _page(refusal=_why(error), status=422)
    flash(gettext("The logo is saved. It stands on the letters from now on."))
    return redirect(url_for("letters.settings"), 303)


def _why(error: printing.NotAPicture) -> str:
    return str(
        {
            "format": gettext("Take a JPEG or a PNG."),
            "too_large": gettext("This picture is too large: at most %(size)s.", size=filters.size(8_000_000)),
            "too_small": gettext("This picture is too small to be printed."),
        }.get(error.code, gettext("This file cannot be read as a picture."))
    )


@bp.delete("/letters/settings/logo")
@allow(Role.MANAGER, password=True)
def remove_logo() -> Answer:
    actions.remove_logo()
    flash(gettext("The logo is removed."))
    return redirect(url_for("letters.settings"), 303)


@bp.get("/letters/settings/logo")
@allow(Role.RECEPTION)
def logo() -> Answer:
    """The picture, for the page."""
    path = here.under(drawing.UPLOADS) / (g.clinic.logo or "none")
    if not g.clinic.logo or not path.is_file():
        abort(404)
    return send_file(path, mimetype="image/jpeg")


@bp.get("/letters/settings/trial")
@allow(Role.RECEPTION)
def trial_sheet() -> Answer:
    """The sheet that shows how far the printer is off; with `sheet`, the outlines of labels."""
    found = sheets.find(request.args.get("sheet", ""))
    paper = drawing.paper(found.paper if found else "")
    return pdf_bytes(printing.draw_small(trial.page(paper, found)), gettext("trial-sheet.pdf"))
