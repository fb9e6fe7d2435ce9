"""Addresses that are not written to: the list, and a client's own."""

from flask import Blueprint, abort, flash, g, render_template, request, url_for
from flask_babel import gettext

from webapp import channels, clock, paging
from webapp.access import Role, allow
from webapp.clients import queries as client_queries
from webapp.consents import actions, forms
from webapp.consents.queries import suppressions as queries
from webapp.htmx import Answer, done, go, render
from webapp.paging import or_404

bp = Blueprint("consents", __name__)


@bp.get("/suppressions")
@allow(Role.RECEPTION)
def suppressions() -> Answer:
    """Those in force; `?lifted=1`, those that were."""
    return _listed(forms.BlockForm())


@bp.post("/suppressions")
@allow(Role.RECEPTION)
def suppress() -> Answer:
    form = forms.BlockForm(request.form, country=g.clinic.country)
    if not form.validate():
        return _listed(form, status=422)
    address, channel = form.address.data or "", form.channel.data or ""
    client = queries.owner_of(channel, address)
    actions.block(
        channel=channel,
        address=address,
        client_id=client.id if client else None,
        note=(form.note.data or "").strip(),
        now=clock.now(),
        by=g.signed_in.member,
    )
    return done(gettext("%(address)s is not written to any more.", address=address), "consents.suppressions")


@bp.get("/suppressions/<int:suppression_id>")
@allow(Role.RECEPTION)
def ask_before_lift(suppression_id: int) -> Answer:
    """Why it is blocked, and why it no longer should be."""
    row = or_404(queries.one(suppression_id))
    return render_template("consents/lift.html", row=row, form=forms.UnblockForm())


@bp.delete("/suppressions/<int:suppression_id>")
@allow(Role.RECEPTION)
def lift(suppression_id: int) -> Answer:
    """It may be written to again; why stays written down."""
    row = or_404(queries.one(suppression_id))
    form = forms.UnblockForm(request.form)
    if not form.validate():
        return render_template("consents/lift.html", row=row, form=form), 422
    actions.unblock(suppression_id=row.id, because=form.because.data or "", now=clock.now(), by=g.signed_in.member)
    flash(gettext("%(address)s may be written to again.", address=row.address))
    if row.client_id:
        return go(url_for("dossiers.show", client_id=row.client_id))
    return go(url_for("consents.suppressions"))


@bp.post("/clients/<int:client_id>/suppressions/<channel>")
@allow(Role.RECEPTION)
def stop_writing(client_id: int, channel: str) -> Answer:
    """One tap on a client's card, while they are on the telephone."""
    client = or_404(client_queries.client(client_id))
    if channel not in channels.codes():
        abort(404)
    if addresses := channels.one(channel).addresses(client):
        actions.stop(channel=channel, addresses=addresses, client_id=client.id, now=clock.now(), by=g.signed_in.member)
        flash(gettext("%(name)s is not contacted this way any more.", name=client.full_name))
    else:
        flash(gettext("There is nothing to block: no address is known for this channel."), "warn")
    return go(url_for("dossiers.show", client_id=client.id) + "#accords")


def _listed(form: forms.BlockForm, *, status: int = 200) -> Answer:
    q, lifted = " ".join(request.args.get("q", "").split())[:100], bool(request.args.get("lifted"))
    return render(
        "consents/suppressions.html",
        "consents/_suppressions.html",
        status=status,
        page=queries.page(q, paging.number(request.args.get("page")), lifted=lifted),
        q=q,
        lifted=lifted,
        form=form,
        address=paging.address,
    )
