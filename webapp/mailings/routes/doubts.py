"""The messages of a mailing that are in doubt, settled many at once: all of them, or those that were ticked."""

from typing import Any

from flask import abort, flash, g, render_template, request, url_for

from webapp import clock, filters, htmx
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.mailings import forms
from webapp.mailings.queries import progress
from webapp.mailings.routes.blueprint import bp
from webapp.models import Mailing
from webapp.outbox import actions as outbox
from webapp.outbox.actions import outcomes
from webapp.outbox.actions.mailing_lives import Changed
from webapp.outbox.queries import doubts
from webapp.paging import or_404


@bp.get("/mailings/<int:mailing_id>/doubts")
@allow(Role.RECEPTION)
def ask_doubts(mailing_id: int) -> Answer:
    """What became of them: one answer for all."""
    return _ask(or_404(progress.mailing(mailing_id)), forms.rows(request.args.getlist("message")))


def _ask(mailing: Mailing, chosen: tuple[int, ...], *, changed: bool = False) -> Answer:
    found = doubts.find(mailing.id, chosen)
    if not found.count:
        return htmx.go(url_for("mailings.show", mailing_id=mailing.id))
    given: dict[str, Any] = {"mailing": mailing, "chosen": chosen, "doubts": found, "changed": changed}
    return render_template("mailings/doubts.html", **given), 422 if changed else 200


@bp.post("/mailings/<int:mailing_id>/doubts")
@allow(Role.RECEPTION)
def settle_doubts(mailing_id: int) -> Answer:
    """Exactly as many as were shown; else it is shown again."""
    mailing, chosen = or_404(progress.mailing(mailing_id)), forms.rows(request.form.getlist("message"))
    outcome, expected = request.form.get("outcome", ""), request.form.get("count", type=int)
    if outcome not in outcomes.OUTCOMES or expected is None:
        abort(400)
    try:
        count = outcomes.settle_many(
            mailing_id=mailing_id, chosen=chosen, outcome=outcome, expected=expected, now=clock.now(),
            by=g.signed_in.member,
        )  # fmt: skip
    except Changed:
        return _ask(mailing, chosen, changed=True)
    if outcome == outcomes.AGAIN:
        outbox.wake()
    flash(_said(outcome, count))
    return htmx.go(url_for("mailings.show", mailing_id=mailing_id))


def _said(outcome: str, n: int) -> str:
    if outcome == outcomes.SENT:
        return filters.counting("%(n)s message is noted as sent.", "%(n)s messages are noted as sent.", n)
    if outcome == outcomes.AGAIN:
        return filters.counting("%(n)s message is sent again.", "%(n)s messages are sent again.", n)
    return filters.counting(
        "%(n)s message is given up: its reminder is back in the list to call.",
        "%(n)s messages are given up: their reminders are back in the list to call.", n,
    )  # fmt: skip
