"""Addresses that are not written to: the list, and a client's own."""

from flask import Blueprint, abort, flash, g, render_template, request, url_for
from flask_babel import gettext

from webapp import channels, clock, paging
from webapp.access import Role, allow
from webapp.clients import queries as client_queries
from webapp.consents import actions, forms
from webapp.consents.queries import suppressions as queries
from webapp.htmx import Answer, came_from, done, go, opposite, render, undoable
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
    blocked = actions.block(
        channel=channel,
        address=address,
        client_id=client.id if client else None,
        note=(form.note.data or "").strip(),
        now=clock.now(),
        by=g.signed_in.member,
    )
    said = gettext("%(address)s is not written to any more.", address=address)
    return done(said, "consents.suppressions", undo=_lifting(blocked))


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
    undoable(
        gettext("%(address)s may be written to again.", address=row.address),
        undo=url_for("consents.put_back", row=[row.id]) + "&_method=DELETE",
    )
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
        accepted = getattr(client, channels.one(channel).accepts)
        stopped = actions.stop(
            channel=channel, addresses=addresses, client_id=client.id, now=clock.now(), by=g.signed_in.member
        )
        again = url_for("consents.agree_again", client_id=client.id, channel=channel) if accepted else ""
        undo = _lifting(stopped) if channels.one(channel).electronic else again
        _say(gettext("%(name)s is not contacted this way any more.", name=client.full_name), undo)
    else:
        flash(gettext("There is nothing to block: no address is known for this channel."), "warn")
    return go(url_for("dossiers.show", client_id=client.id) + "#accords")


@bp.post("/clients/<int:client_id>/agreements/<channel>")
@allow(Role.RECEPTION)
def agree_again(client_id: int, channel: str) -> Answer:
    """They agree, or the tap that ended it was a mistake: the agreement stands."""
    return _agreed(client_id, channel, gettext("%(name)s may be contacted this way again."), agrees=True)


@bp.delete("/clients/<int:client_id>/agreements/<channel>")
@allow(Role.RECEPTION)
def disagree(client_id: int, channel: str) -> Answer:
    """They did not agree after all."""
    return _agreed(client_id, channel, gettext("%(name)s is not contacted this way any more."), agrees=False)


def _agreed(client_id: int, channel: str, said: str, *, agrees: bool) -> Answer:
    client = or_404(client_queries.client(client_id))
    if channel not in channels.codes():
        abort(404)
    note = actions.agree_again if agrees else actions.disagree
    note(channel=channel, client_id=client.id, now=clock.now(), by=g.signed_in.member)
    undoable(said % {"name": client.full_name}, undo=opposite())
    return go(url_for("dossiers.show", client_id=client.id) + "#accords")


@bp.post("/suppressions/lifted")
@allow(Role.RECEPTION)
def take_back() -> Answer:
    """These were blocked by mistake."""
    freed = actions.take_back(suppression_ids=_named(), now=clock.now(), by=g.signed_in.member)
    return _said(gettext("%(address)s may be written to again.", address=", ".join(freed)) if freed else "")


@bp.delete("/suppressions/lifted")
@allow(Role.RECEPTION)
def put_back() -> Answer:
    """These were lifted by mistake."""
    held = actions.put_back(suppression_ids=_named(), now=clock.now(), by=g.signed_in.member)
    return _said(gettext("%(address)s is not written to any more.", address=", ".join(held)) if held else "")


def _named() -> list[int]:
    return [found for each in request.args.getlist("row")[:20] if (found := paging.identifier(each))]


def _lifting(blocked: list[int]) -> str:
    """The address that takes back what was just blocked; empty where nothing was."""
    return url_for("consents.take_back", row=blocked) if blocked else ""


def _say(words: str, undo: str) -> None:
    undoable(words, undo=undo) if undo else flash(words)


def _said(words: str) -> Answer:
    flash(words or gettext("Somebody was quicker: it is as you see here."), "message" if words else "warn")
    return go(came_from(url_for("consents.suppressions")))


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
