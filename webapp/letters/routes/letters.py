"""A batch on paper: its letters chosen, looked at, prepared; its reminders in a file for the printer's shop."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, here, paging, printing
from webapp.access import Role, allow
from webapp.batches.queries.acts import of_lot
from webapp.composition.queries import wording
from webapp.composition.queries.acts import Acts, counted
from webapp.composition.queries.candidates import Scope
from webapp.htmx import Answer, done, render, wants_fragment
from webapp.letters import forms
from webapp.letters.actions import planning, runs
from webapp.letters.queries import choosing, composing, drawing, titles
from webapp.letters.queries.choosing import Choosing
from webapp.letters.routes.room import bp, changed, changed_labels, pdf_bytes, scope, told
from webapp.letters.rules import sheets
from webapp.letters.rules.order import Choice
from webapp.mailings.forms import naming
from webapp.message_templates.queries.pictures import UPLOADS
from webapp.models import Template, TemplateVersion
from webapp.models.message_templates import CARD


@dataclass(frozen=True)
class _Asked:
    scope: Scope
    where: dict[str, Any]  # what names the scope in an address
    form: forms.LettersForm
    version: TemplateVersion | None
    valid: bool
    by_act: Acts | None  # what some can be written with in place of the version

    @property
    def choice(self) -> Choice:
        return self.form.choice(cards=bool(self.version and self.version.template.kind == CARD))

    @property
    def given(self) -> dict[str, Any]:
        return {
            "version": self.version, "grouping": self.form.grouping.data, "only_first": self.form.only_first,
            "acts": None if self.form.one_text.data else self.by_act,
        }  # fmt: skip


def _asked(number: str | None, typed: Any) -> _Asked:
    whose = scope(number)
    batch = whose.batch
    default = wording.on_paper(batch) if batch else wording.version_of(wording.second(composing.POST))
    form = forms.LettersForm(
        typed,
        templates=wording.choices(composing.POST),
        default=default.template_id if default else None,
        paper=g.clinic.paper,
        everybody=batch is None,
    )
    valid = form.validate()
    template: Template | None = Template.get_or_none(Template.id == (form.template.data or 0))
    version = wording.version_of(template.id) if template else default
    where = {"number": number} if number else {"reminders": naming(whose.reminders)}
    own = bool(version and default and version.template_id == default.template_id)
    return _Asked(whose, where, form, version, bool(valid), of_lot(batch, version, types_own=own))


def _choosing(asked: _Asked) -> Choosing:
    waiting = planning.open_mailing(asked.scope, asked.version) if asked.version else None
    plan = composing.outlook(asked.scope, now=clock.now(), **asked.given)
    return choosing.choosing(plan, asked.version, mailing_id=waiting.id if waiting else None, choice=asked.choice)


@bp.get("/batches/<string:number>/letters/new")
@bp.get("/letters/new")
@allow(Role.RECEPTION)
def new(number: str | None = None) -> Answer:
    """Whom letters are for, and one of them as it will be."""
    return _page(_asked(number, request.args))


def _page(asked: _Asked, refusal: str = "", status: int = 200, *, chosen: Choosing | None = None) -> Answer:
    chosen = chosen or _choosing(asked)
    place = paging.number(request.args.get("place"))
    sample = choosing.sample(chosen.plan, choice=asked.choice, place=place, today=here.today())
    page = "letters/_choices.html" if wants_fragment() and not refusal else "letters/new.html"
    fields = asked.form.fields()
    headers = {"HX-Replace-Url": url_for("letters.new", **asked.where, **fields)}  # a reload and the way back find it
    return render_template(
        page, where=asked.where, batch=asked.scope.batch, part=asked.scope.part, form=asked.form, chosen=chosen,
        sample=sample, refusal=refusal, fields=fields, unworded=choosing.unworded,
        by_act=asked.by_act, texts=counted(asked.version, asked.by_act, chosen.plan.texts),
    ), status, headers  # fmt: skip


@bp.get("/batches/<string:number>/letters/preview")
@bp.get("/letters/preview")
@allow(Role.RECEPTION)
def preview(number: str | None = None) -> Answer:
    """One letter as it will lie in the printer."""
    asked = _asked(number, request.args)
    chosen = _choosing(asked)
    found = choosing.sample(
        chosen.plan,
        choice=asked.choice,
        place=paging.number(request.args.get("place")),
        today=here.today(),
    )
    if found is None:
        abort(404)
    document = choosing.sample_document(
        found, paper=asked.form.paper.data, cards=chosen.cards, uploads=here.under(UPLOADS),
        today=here.today(), lot=number or "",
    )  # fmt: skip
    return pdf_bytes(printing.draw_small(document), gettext("preview.pdf"))


@bp.post("/batches/<string:number>/letters")
@bp.post("/letters")
@allow(Role.RECEPTION)
def prepare(number: str | None = None) -> Answer:
    """Write them down, and have them drawn."""
    asked, said = _asked(number, request.form), told()
    if not asked.valid:
        return _page(asked, status=422)
    if "look" in request.form:
        return redirect(url_for("letters.new", **asked.where, **asked.form.fields()), 303)
    if (
        said is not None
        and (chosen := _choosing(asked)).total != said
        and (chosen.total or chosen.plan.letters.messages)
    ):
        return _page(asked, refusal=changed(chosen.total), status=422, chosen=chosen)
    now, by = clock.now(), g.signed_in.member
    try:
        ready = planning.prepare(scope=asked.scope, today=here.today(), now=now, by=by, **asked.given)
        run = runs.begin(mailing_ids=[ready.mailing.id], choice=asked.choice, expected=said, now=now, by=by)
    except planning.NothingToPrint as error:
        return _page(asked, refusal=error.sentence, status=422)
    except runs.Changed as error:
        return _page(asked, refusal=changed(error.count), status=422)
    except runs.NoLetters:
        return _page(asked, refusal=gettext("No letter is left with these choices."), status=422)
    words = gettext("The letters are planned. They count as sent when you say that they are in the post.")
    return done(words, "letters.show_run", run_id=run.id)


@bp.get("/batches/<string:number>/labels")
@allow(Role.RECEPTION)
def labels(number: str) -> Answer:
    """Which sheet, from which label on, for whom; with `print`, the sheets themselves."""
    where = scope(number)
    form = forms.LabelsForm(request.args, paper=drawing.paper().paper)
    valid = form.validate()
    asked: dict[str, Any] = {"who": form.who.data or drawing.LETTERS, "now": clock.now(), "only_first": True}
    sheet = sheets.find(form.sheet.data or "")
    count, refusal = 0, ""
    if valid and "print" in request.args:
        found = drawing.households(where, **asked)
        count = len(found)
        refusal = changed_labels(count) if told() not in (None, count) else ""
        if found and sheet and not refusal:
            return _printed(number, sheet, found, start=form.start.data or 1)
    else:
        count = drawing.count(where, **asked)
    pages = -(-(count + (form.start.data or 1) - 1) // sheet.labels) if sheet and count else 0
    return render(
        "letters/labels.html", "letters/_labels.html", status=422 if refusal or not valid else 200, number=number,
        batch=where.batch, part=where.part, form=form, count=count, pages=pages, sheet=sheet, refusal=refusal,
        held=drawing.left_on_hold(where),
    )  # fmt: skip


def _printed(number: str, sheet: sheets.LabelSheet, found: Sequence[drawing.Household], *, start: int) -> Answer:
    printer, title = drawing.paper(), titles.of_labels(number, len(found))
    with tempfile.TemporaryDirectory(prefix="relance-") as folder:
        path = Path(folder) / "labels.pdf"
        parts = drawing.documents(sheet, found, start=start, dx=printer.dx, dy=printer.dy, title=title)
        printing.draw_parts(parts, path)
        return pdf_bytes(path.read_bytes(), gettext("labels-%(number)s.pdf", number=number))
