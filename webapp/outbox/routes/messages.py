"""One message: as it left, what was tried, and what a person says became of it."""

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from webapp import channels, clock, here, paging
from webapp.access import Role, allow
from webapp.clients import queries as client_queries
from webapp.consents import actions as consents
from webapp.htmx import Answer, render, wants_fragment
from webapp.message_templates.queries import pictures
from webapp.outbox import actions
from webapp.outbox.actions import outcomes
from webapp.outbox.forms import listing as forms
from webapp.outbox.queries import doubts, listing, message
from webapp.outbox.queries import forecast as forecasts
from webapp.outbox.queries.status import status
from webapp.outbox.routes.blueprint import bp
from webapp.paging import or_404

# A mail is a page of somebody else's making: no script, nothing fetched, nothing but its own styles and images in it.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)


@bp.get("/messages/<int:message_id>")
@allow(Role.RECEPTION)
def show(message_id: int) -> Answer:
    whole = or_404(message.whole(message_id))
    return render_template(
        "outbox/show.html",
        whole=whole,
        message=whole.message,
        headers=message.headers(whole),
        captured=message.captured(whole.message) is not None,
        standing=status(clock.now()),
    )


@bp.get("/messages/<int:message_id>/html")
@allow(Role.RECEPTION)
def body(message_id: int) -> BaseResponse:
    """The document alone, as the recipient's program shows it, under a policy of its own."""
    text = or_404(message.body(message_id))
    if not text.html:
        abort(404)
    answer = Response(pictures.shown(text.html), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@bp.get("/messages/<int:message_id>/eml")
@allow(Role.RECEPTION)
def raw(message_id: int) -> BaseResponse:
    """The file that would have left, of a demonstration."""
    path = message.captured(or_404(message.one(message_id)))
    if path is None:
        abort(404)
    answer = Response(path.read_bytes(), mimetype="text/plain", content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="{path.name}"'
    return answer


@bp.post("/messages/<int:message_id>/settlement")
@allow(Role.RECEPTION)
def settle(message_id: int) -> Answer:
    """A doubt: it did leave, it leaves again, or it is given up."""
    one, outcome = or_404(message.one(message_id)), request.form.get("outcome", "")
    if outcome not in outcomes.OUTCOMES:
        abort(400)
    name = one.client.full_name if one.client else one.address
    said = {
        "sent": gettext("%(name)s: it did arrive.", name=name),
        "again": gettext("%(name)s: it is sent again.", name=name),
        "failed": gettext("%(name)s: given up; the reminder is back in the list to call.", name=name),
    }
    if outcomes.settle(message_id=message_id, outcome=outcome, now=clock.now(), by=g.signed_in.member):
        if outcome == outcomes.AGAIN:
            actions.wake()
        return _settled(message_id, said[outcome])
    return _settled(message_id, gettext("Somebody else has settled it already."))


@bp.post("/messages/<int:message_id>/bounce")
@allow(Role.RECEPTION)
def bounce(message_id: int) -> Answer:
    """It came back: somebody read so in the clinic's mailbox."""
    one = or_404(message.one(message_id))
    detail = " ".join(request.form.get("detail", "").split())[:300]
    if outcomes.bounce(message_id=message_id, now=clock.now(), by=g.signed_in.member, detail=detail):
        flash(gettext("Noted that it came back. The reminder is to be done again, by another way."))
    if channels.one(one.channel).compared and "block" in request.form:
        consents.suppress(
            channel=one.channel,
            address=one.address,
            reason="bounced",
            client_id=one.client_id,
            message_id=one.id,
            now=clock.now(),
            by=g.signed_in.member,
        )
    return redirect(url_for("outbox.show", message_id=message_id), 303)


def _settled(message_id: int, said: str) -> Answer:
    if wants_fragment():
        return render_template("outbox/_settled.html", message_id=message_id, said=said, doubts=listing.to_decide())
    flash(said)
    if request.form.get("back") == "list":
        return redirect(url_for("outbox.index"), 303)
    return redirect(url_for("outbox.show", message_id=message_id), 303)


@bp.get("/outbox")
@allow(Role.RECEPTION)
def index() -> Answer:
    """Every message, cut by state; what waits for a decision stands above."""
    return render("outbox/index.html", "outbox/_listed.html", **shown())


def shown() -> dict[str, Any]:
    """What the list and what stands above it are drawn from, as the address asks."""
    wanted = forms.wanted(request.args)
    page, counts = listing.page(wanted, paging.number(request.args.get("page")), here.zone())
    now_shown = status(clock.now())
    return {
        "wanted": wanted,
        "tabs": {tab: listing.of_tab(tab, counts) for tab in listing.TABS},
        "page": page,
        "doubts": listing.to_decide() if now_shown.in_doubt and wanted.tab != "doubt" else [],
        "doubtful": doubts.by_mailing() if now_shown.in_doubt > 1 else [],
        "standing": now_shown,
        "mailings": listing.offered(),
        "client": client_queries.client(wanted.client) if wanted.client else None,
        "address": paging.address,
    }


@bp.get("/outbox/forecast")
@allow(Role.RECEPTION)
def forecast() -> Answer:
    """What leaves in the coming days, and why then."""
    now = clock.now()
    return render_template(
        "outbox/forecast.html",
        forecast=forecasts.forecast(days=forecasts.DAYS, now=now, zone=here.zone()),
        standing=status(now),
        today=here.day(now),
    )
