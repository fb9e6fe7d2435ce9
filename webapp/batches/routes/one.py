"""The page of a batch, or of one of its parts; taking it back, cutting it into parts."""

from typing import Any

from flask import flash, g, render_template, request, url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup

from webapp import clock, filters, here, htmx, paging
from webapp.access import Role, allow
from webapp.batches.actions import making, splitting
from webapp.batches.queries import given, listing, lots, panels, rate, refusals, standing
from webapp.batches.queries.given import Given
from webapp.batches.queries.panels import Panel
from webapp.batches.queries.standing import Standing
from webapp.batches.routes.blueprint import bp, named, whole
from webapp.batches.rules import picture, rates
from webapp.batches.rules.filters import BatchFilter, ticked
from webapp.batches.rules.parts import Portion, SplitRefused, divide
from webapp.htmx import Answer, form_page
from webapp.models import Batch, BatchPart


@bp.get("/batches/<string:number>")
@allow(Role.RECEPTION)
def show(number: str) -> Answer:
    """A batch: what is under way, what it has given, its reminders."""
    batch, part = named(number)
    states = ticked(request.args.getlist("state"))
    wanted = BatchFilter(batch=batch.id, part=part.id if part else None, states=states)
    found = None if htmx.wants_fragment() else given.of(batch, part)
    stands = found.stands if found else standing.of(wanted)
    page = listing.page(wanted, paging.number(request.args.get("page")), stands)
    shared = {
        "page": page, "wanted": wanted, "counts": stands.counts, "address": paging.address, "batch": batch, "part": part
    }  # fmt: skip
    if found is None:
        return render_template("batches/_reminders.html", **shared)
    return render_template(
        "batches/show.html",
        number=number,
        stands=stands,
        due=_due(stands),
        undoable=not part and not stands.rate.sent and not lots.written(batch),
        criteria=found.criteria,
        parts=found.parts,
        panels=_drawn(batch, part, number, found),
        **shared,
    )


def _due(stands: Standing) -> str:
    if stands.first_on is None or stands.first_on == stands.last_on:
        return filters.day_long(stands.first_on)
    first, last = filters.day_long(stands.first_on), filters.day_long(stands.last_on)
    return str(gettext("from %(first)s to %(last)s", first=first, last=last))


def url_for_number(number: str) -> str:
    """The page of a batch or of a part."""
    return url_for("batches.show", number=number)


def _drawn(batch: Batch, part: BatchPart | None, number: str, found: Given) -> list[Markup]:
    now = clock.now()
    own = Panel(20, "batches/_rate.html", _rate(found))
    every = panels.panels_of(batch, part, now, own)
    whose = {"batch": batch, "part": part, "number": number, "now": now}
    for each in every:
        whose |= each.shared
    return [Markup(render_template(each.template, **{**whose, **each.context})) for each in every]  # noqa: S704  our own


def _rate(found: Given) -> dict[str, Any]:
    figures, sent = found.stands.rate, found.sent
    if not sent:
        return {"rate": figures}
    steps = [(step.rate.visited, step.rate.coming, step.rate.silent) for step in sent.course.steps]
    since = sent.course.steps[0].on if sent.course.steps else here.today()
    return {
        "rate": figures,
        "early": rates.too_early(came=figures.visited + figures.coming, since=since, today=here.today()),
        "course": sent.course,
        "bars": list(zip(sent.course.steps, picture.bars(steps), strict=True)),
        "by_channel": sent.by_channel,
        "revenue": sent.revenue,
    }


@bp.post("/batches/<string:number>/undone")
@allow(Role.RECEPTION)
def undo(number: str) -> Answer:
    """A batch that sent nothing is taken back."""
    batch = whole(number)
    try:
        expected = paging.identifier(request.form.get("expected"))
        gone = making.undo(batch=batch, expected=expected, now=clock.now(), by=g.signed_in.member)
        if batch.criteria is None:
            flash(_undone(batch, gone))
        else:
            htmx.undoable(_undone(batch, gone), undo=url_for("batches.redo", number=number) + "?_method=DELETE")
    except making.Changed:
        flash(gettext("The numbers have changed since you saw them. Nothing was done."), "warn")
    except making.Sent:
        flash(gettext("Something of this batch was sent, or is about to be: it stays."), "warn")
    return htmx.go(url_for_number(number))


def _undone(batch: Batch, gone: int) -> str:
    shown = filters.number(gone)
    if batch.criteria is None:
        said = ngettext(
            "%(shown)s reminder is in no batch again.", "%(shown)s reminders are in no batch again.", gone, shown=shown
        )
    else:
        said = ngettext(
            "Undone: %(shown)s reminder deleted.", "Undone: %(shown)s reminders deleted.", gone, shown=shown
        )
    return str(said)


@bp.delete("/batches/<string:number>/undone")
@allow(Role.RECEPTION)
def redo(number: str) -> Answer:
    back = making.redo(batch=whole(number), now=clock.now(), by=g.signed_in.member)
    flash(filters.counting("%(shown)s reminder is back.", "%(shown)s reminders are back.", back))
    return htmx.go(url_for_number(number))


USUAL = 250  # in a part; of a smaller batch, half
MOST = 1_000_000


@bp.get("/batches/<string:number>/parts")
@allow(Role.RECEPTION)
def prepare_split(number: str) -> Answer:
    """How the batch would be cut, before it is."""
    batch = whole(number)
    reminders = rate.rate_of(batch).reminders
    usual = USUAL if reminders > USUAL else max(1, -(-reminders // 2))
    return _page(batch, request.args.get("most", str(usual)))


@bp.post("/batches/<string:number>/parts")
@allow(Role.RECEPTION)
def split(number: str) -> Answer:
    batch, typed = whole(number), request.form.get("most", "")
    try:
        made = splitting.split(batch=batch, most=_number(typed))
    except SplitRefused as error:
        return _page(batch, typed, refusals.split(error.code, error.number))
    said = ngettext("Split into %(num)d part.", "Split into %(num)d parts.", len(made))
    htmx.undoable(said, undo=url_for("batches.unsplit", number=number) + "?_method=DELETE")
    return htmx.go(url_for_number(number))


@bp.delete("/batches/<string:number>/parts")
@allow(Role.RECEPTION)
def unsplit(number: str) -> Answer:
    batch = whole(number)
    try:
        splitting.unsplit(batch=batch)
        flash(gettext("The batch is whole again."))
    except SplitRefused as error:
        flash(refusals.split(error.code), "warn")
    return htmx.go(url_for_number(number))


def _number(typed: str) -> int:
    """A whole number as people type it, "2 500" too; 0 for anything else."""
    plain = typed.replace(" ", "").replace(filters.NBSP, "").replace(filters.NNBSP, "")
    return min(int(plain), MOST) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else 0


def _page(batch: Batch, typed: str, error: str = "") -> Answer:
    portions: list[Portion] = []
    if not error:
        try:
            portions = divide(lots.households(batch), _number(typed))
        except SplitRefused as refused:
            error = refusals.split(refused.code, refused.number)
    fragment = htmx.wants_fragment() and request.method == "GET"
    return form_page(
        "batches/_portions.html" if fragment else "batches/parts.html",
        fragment=fragment,
        batch=batch,
        typed=typed,
        error=error,
        portions=portions,
        exist=bool(lots.parts_of(batch)),
        now=clock.now(),
    )
