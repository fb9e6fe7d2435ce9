"""The clinic's paper, envelopes, printer and logo."""

from decimal import Decimal
from typing import Any

from flask import abort, g, request, send_file, url_for
from flask_babel import gettext

from webapp import here, printing
from webapp.access import Role, allow
from webapp.clinic.queries import SettingsRow
from webapp.fields import no_picture
from webapp.htmx import Answer, done, form_page
from webapp.letters import forms
from webapp.letters.actions import settings as actions
from webapp.letters.queries import drawing, trial
from webapp.letters.routes.room import bp, pdf_bytes
from webapp.letters.rules import sheets
from webapp.message_templates.queries.pictures import UPLOADS


def settings_rows() -> list[SettingsRow]:
    """On the page of settings."""
    paper = "A4" if g.clinic.paper == "a4" else gettext("Letter")
    window = {
        "left": gettext("window on the left"), "right": gettext("window on the right"),
        "din": gettext("window on the left, higher up"),
    }[g.clinic.envelope]  # fmt: skip
    parts = [paper, window, gettext("with the logo") if g.clinic.logo else gettext("without a logo")]
    return [SettingsRow(url_for("letters.settings"), "printer", gettext("Paper"), " · ".join(parts))]


def _form(typed: Any = None) -> forms.PaperForm:
    x, y = Decimal(g.clinic.print_offset_x) / 10, Decimal(g.clinic.print_offset_y) / 10
    return forms.PaperForm(typed, g.clinic, offset_x=x, offset_y=y)


def _page(form: forms.PaperForm, refusal: str = "") -> Answer:
    logo, labels = g.clinic.logo, trial.labels_of(g.clinic.paper)
    return form_page("letters/settings.html", form=form, refusal=refusal, logo=logo, sheets=labels)


@bp.route("/letters/settings", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def settings() -> Answer:
    """The paper, the envelope, the printer."""
    form = _form(request.form or None)
    if request.method == "GET" or not form.validate():
        return _page(form)
    actions.save(
        paper=form.paper.data,
        envelope=form.envelope.data,
        offset_x=form.offset_x.data or Decimal(),
        offset_y=form.offset_y.data or Decimal(),
        signed_by_fr=form.signed_by_fr.data or "",
        signed_by_en=form.signed_by_en.data or "",
    )
    return done(gettext("Saved."), "letters.settings")


@bp.post("/letters/settings/logo")
@allow(Role.MANAGER, password=True)
def set_logo() -> Answer:
    """A JPEG or a PNG; kept as a small JPEG."""
    sent = request.files.get("logo")
    content = sent.read(printing.LARGEST_PICTURE + 1) if sent else b""
    if not content:
        return _page(_form(), gettext("Choose a picture first."))
    try:
        actions.set_logo(content=content)
    except printing.NotAPicture as error:
        return _page(_form(), no_picture(error.code))
    return done(gettext("The logo is saved. It stands on the letters from now on."), "letters.settings")


@bp.delete("/letters/settings/logo")
@allow(Role.MANAGER, password=True)
def remove_logo() -> Answer:
    actions.remove_logo()
    return done(gettext("The logo is removed."), "letters.settings")


@bp.get("/letters/settings/logo")
@allow(Role.RECEPTION)
def logo() -> Answer:
    """The picture, for the page."""
    path = here.under(UPLOADS) / (g.clinic.logo or "none")
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
