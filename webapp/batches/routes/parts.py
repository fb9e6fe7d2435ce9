"""Cutting a batch into parts, and making it whole again."""

from flask import flash, request
from flask_babel import gettext, ngettext

from webapp import clock, filters, htmx
from webapp.access import Role, allow
from webapp.batches.actions import splitting
from webapp.batches.queries import parts, refusals
from webapp.batches.routes.blueprint import bp
from webapp.batches.routes.finding import whole
from webapp.batches.routes.one import url_for_number
from webapp.batches.rules.parts import NotDivisible, Portion, divide
from webapp.htmx import Answer, form_page
from webapp.models import Batch

USUAL = 250
MOST = 1_000_000


@bp.get("/batches/<string:number>/parts")
@allow(Role.RECEPTION)
def prepare_split(number: str) -> Answer:
    """How the batch would be cut, before it is."""
    batch = whole(number)
    return _page(batch, request.args.get("most", str(USUAL)))


@bp.post("/batches/<string:number>/parts")
@allow(Role.RECEPTION)
def split(number: str) -> Answer:
    batch, typed = whole(number), request.form.get("most", "")
    try:
        made = splitting.split(batch=batch, most=_number(typed))
    except splitting.NotDivisible as error:
        return _page(batch, typed, refusals.split(error.code, error.number))
    except splitting.SplitRefused as error:
        return _page(batch, typed, refusals.split(error.code))
    flash(ngettext("Split into %(num)d part.", "Split into %(num)d parts.", len(made)))
    return htmx.go(url_for_number(number))


@bp.delete("/batches/<string:number>/parts")
@allow(Role.RECEPTION)
def unsplit(number: str) -> Answer:
    batch = whole(number)
    try:
        splitting.unsplit(batch=batch)
        flash(gettext("The batch is whole again."))
    except splitting.SplitRefused as error:
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
            portions = divide(parts.households(batch), _number(typed))
        except NotDivisible as refused:
            error = refusals.split(refused.code, refused.number)
    page = "batches/_portions.html" if htmx.wants_fragment() and request.method == "GET" else "batches/parts.html"
    return form_page(
        page, batch=batch, typed=typed, error=error, portions=portions, exist=bool(parts.rows(batch)), now=clock.now()
    )
