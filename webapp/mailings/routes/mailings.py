"""A mailing under way, and what became of it."""

from typing import Any

from flask import abort, flash, g, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, filters, htmx, paging
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.mailings.queries import outcomes, panel, progress
from webapp.mailings.routes.blueprint import bp
from webapp.models import Mailing
from webapp.outbox import actions as outbox
from webapp.outbox.actions import late, mailing_lives
from webapp.outbox.actions import outcomes as of_messages
from webapp.outbox.queries.status import status, to_cancel
from webapp.paging import or_404


@bp.get("/mailings/<int:mailing_id>")
@allow(Role.RECEPTION)
def show(mailing_id: int) -> Answer:
    """How far it is, and what became of each message."""
    mailing = or_404(progress.mailing(mailing_id))
    asked_for = request.headers.get("HX-Target")
    if asked_for == f"mailing-{mailing_id}":
        return render_template("mailings/_progress.html", **panel.moving(mailing, clock.now()))
    moving = panel.moving(mailing, clock.now())
    return htmx.render(
        "mailings/show.html",
        "mailings/_outcomes.html",
        **moving,
        **_outcomes(mailing, moving["progress"].outcomes()),
        standing=status(clock.now()),
    )


def _outcomes(mailing: Mailing, counts: dict[str, int]) -> dict[str, Any]:
    outcome = request.args.get("outcome", "")
    if outcome not in counts:
        outcome = next(iter(counts), "sent")
    q = request.args.get("q", "").strip()
    page = outcomes.page(mailing, outcome, q, paging.number(request.args.get("page")))
    return {"counts": counts, "outcome": outcome, "q": q, "page": page, "address": paging.address}


@bp.post("/mailings/<int:mailing_id>/pause")
@allow(Role.RECEPTION)
def pause(mailing_id: int) -> Answer:
    """Nothing more of it leaves; at most the message in flight."""
    or_404(progress.mailing(mailing_id))
    if not mailing_lives.pause(mailing_id=mailing_id, now=clock.now()):
        flash(gettext("This mailing is not under way."), "warn")
        return _moved(mailing_id)
    return _moved(mailing_id, gettext("The mailing is paused."), undo=f"{request.path}?_method=DELETE", resumes=True)


@bp.delete("/mailings/<int:mailing_id>/pause")
@allow(Role.RECEPTION)
def resume(mailing_id: int) -> Answer:
    or_404(progress.mailing(mailing_id))
    if not mailing_lives.resume(mailing_id=mailing_id, now=clock.now()):
        flash(gettext("This mailing is not paused."), "warn")
        return _moved(mailing_id)
    outbox.wake()
    return _moved(mailing_id, gettext("The mailing goes on."), undo=request.path)


def _moved(mailing_id: int, said: str = "", **back: Any) -> Answer:
    """The progress as it is now, and what was done; on the page where the button was pressed."""
    mailing = or_404(progress.mailing(mailing_id))
    if said:
        lot = filters.lot_number(mailing.batch, mailing.part)
        htmx.undoable(gettext("Batch %(number)s: %(said)s", number=lot, said=said) if lot else said, **back)
    if htmx.wants_fragment():
        return render_template("mailings/_moved.html", **panel.moving(mailing, clock.now()))
    return htmx.go(htmx.came_from(url_for("mailings.show", mailing_id=mailing_id)))


@bp.get("/mailings/<int:mailing_id>/cancel")
@allow(Role.RECEPTION)
def ask_cancel(mailing_id: int) -> Answer:
    """One sentence before what has not left is cancelled."""
    return _ask_cancel(or_404(progress.mailing(mailing_id)))


def _ask_cancel(mailing: Mailing, *, changed: bool = False) -> Answer:
    count = to_cancel(mailing.id)
    if not count or progress.progress(mailing, clock.now()).over:
        return htmx.go(url_for("mailings.show", mailing_id=mailing.id))
    page = render_template("mailings/cancel.html", mailing=mailing, count=count, changed=changed)
    return page, 422 if changed else 200


@bp.post("/mailings/<int:mailing_id>/cancel")
@allow(Role.RECEPTION)
def cancel(mailing_id: int) -> Answer:
    """What has not left will not: exactly as many as were shown, else it is shown again."""
    mailing, expected = or_404(progress.mailing(mailing_id)), request.form.get("count", type=int)
    try:
        gone = mailing_lives.cancel(mailing_id=mailing_id, expected=expected, now=clock.now(), by=g.signed_in.member)
    except mailing_lives.Changed:
        return _ask_cancel(mailing, changed=True)
    if gone is None:
        flash(gettext("This mailing is over already: nothing was cancelled."), "warn")
    else:
        flash(filters.counting("%(n)s message will not be sent.", "%(n)s messages will not be sent.", gone))
    return htmx.go(url_for("mailings.show", mailing_id=mailing_id))


@bp.get("/mailings/<int:mailing_id>/late")
@allow(Role.RECEPTION)
def ask_late(mailing_id: int) -> Answer:
    """What is long past its planned day: it leaves now, or not at all."""
    return _ask_late(or_404(progress.mailing(mailing_id)))


def _ask_late(mailing: Mailing, *, changed: bool = False) -> Answer:
    shown = panel.moving(mailing, clock.now())
    if not shown["progress"].late:
        return htmx.go(url_for("mailings.show", mailing_id=mailing.id))
    return render_template("mailings/late.html", **shown, changed=changed), 422 if changed else 200


@bp.post("/mailings/<int:mailing_id>/late")
@allow(Role.RECEPTION)
def decide_late(mailing_id: int) -> Answer:
    """Exactly as many as were shown; else it is shown again."""
    mailing, now = or_404(progress.mailing(mailing_id)), clock.now()
    way, expected = request.form.get("way"), request.form.get("count", type=int)
    if way not in ("send", "cancel") or expected is None:
        abort(400)
    try:
        if way == "send":
            sent = late.send(mailing_id=mailing_id, expected=expected, now=now)
            flash(filters.counting("%(n)s e-mail is sent now.", "%(n)s e-mails are sent now.", sent))
            outbox.wake()
        else:
            gone = late.cancel(mailing_id=mailing_id, expected=expected, now=now, by=g.signed_in.member)
            flash(filters.counting("%(n)s message will not be sent.", "%(n)s messages will not be sent.", gone))
    except late.Changed:
        return _ask_late(mailing, changed=True)
    return htmx.go(url_for("mailings.show", mailing_id=mailing_id))


@bp.post("/mailings/<int:mailing_id>/messages/<int:message_id>/settlement")
@allow(Role.RECEPTION)
def settle(mailing_id: int, message_id: int) -> Answer:
    """A person says what became of a message in doubt: sent, again or failed."""
    mailing = or_404(progress.mailing(mailing_id))
    outcome = request.form.get("outcome", "")
    if outcome not in ("sent", "again", "failed") or not outcomes.belongs(mailing, message_id):
        abort(404)
    if not of_messages.settle(message_id=message_id, outcome=outcome, now=clock.now(), by=g.signed_in.member):
        flash(gettext("Somebody has settled this already."), "warn")
    elif outcome == "again":
        outbox.wake()
    return htmx.go(url_for("mailings.show", mailing_id=mailing_id))
