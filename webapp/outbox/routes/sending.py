"""One button stops everything everywhere; what stopped it says how it goes on."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from webapp import channels, clock
from webapp.access import Guard, Role, allow
from webapp.accounts.actions import settings
from webapp.accounts.forms import TestForm
from webapp.accounts.queries import accounts, readiness
from webapp.accounts.queries.readiness import Halt
from webapp.accounts.routes import shown
from webapp.htmx import Answer, came_from, go, undoable, wants_fragment
from webapp.outbox import actions
from webapp.outbox.actions import braking, deciding, pausing, planning
from webapp.outbox.forms import deciding as forms
from webapp.outbox.queries import standing
from webapp.outbox.queries.status import status
from webapp.outbox.routes.blueprint import bp
from webapp.outbox.rules import stops
from webapp.staff.routes.doorkeeper import ask_for_password


@bp.get("/sending")
@allow(Role.RECEPTION)
def sending() -> Answer:
    """How sending stands: the banner with its button, for the pages that look again by themselves."""
    if not wants_fragment():
        return redirect(url_for("outbox.index"))
    return render_template("outbox/_sending.html", standing=status(clock.now()))


@bp.post("/sending/pause")
@allow(Role.RECEPTION)
def pause() -> Answer:
    """Nothing leaves any more, whatever the mailing; at most the message in flight does."""
    if not pausing.pause_everything(now=clock.now(), by=g.signed_in.member):
        return _back(gettext("Everything was stopped already."))
    said = gettext("Everything is stopped. Nothing is sent until somebody starts it again.")
    return _back(said, undo=f"{url_for('outbox.resume')}?_method=DELETE", resumes=True)


@bp.delete("/sending/pause")
@allow(Role.RECEPTION)
def resume() -> Answer:
    """Go on after a person stopped it. What the application stopped itself is explained first, to a manager."""
    if pausing.resume_everything(now=clock.now()):
        actions.wake()
    elif readiness.stops():
        return go(url_for("outbox.ask_before_resume"))
    return _back(gettext("Sending goes on."), undo=url_for("outbox.pause"))


@bp.get("/sending/resume")
@allow(Role.RECEPTION)
def ask_before_resume() -> Answer:
    """What happened, and what going on here would mean."""
    stop = next(iter(readiness.stops()), None)
    if stop is None:
        return redirect(url_for("outbox.index"))
    return _not_for_this_person(stop) or _asked(stop)


@bp.post("/sending/resume")
@allow(Role.RECEPTION)
def resume_here() -> Answer:
    """It was read and decided: this installation is the one that sends."""
    now, stop = clock.now(), next(iter(readiness.stops()), None)
    if stop is None:
        return redirect(url_for("outbox.index"), 303)
    if refused := _not_for_this_person(stop):
        return refused
    form = forms.Decision.of(request.form, stop)
    if form is None:
        return _asked(stop, changed=True)
    if form.way is None:
        pausing.resume_everything(now=now, reason=form.reason)
        said = gettext("Sending goes on, from here.")
    else:
        try:
            done = deciding.decide(
                reason=form.reason, way=form.way, expected=form.count, now=now, by=g.signed_in.member
            )  # fmt: skip
        except deciding.Changed:
            return _asked(stop, changed=True)
        said = standing.outcome(done.held, done.released)
    actions.wake()
    flash(said)
    return redirect(url_for("outbox.index"), 303)


def _not_for_this_person(stop: Halt) -> Answer | None:
    """Whoever may press the button may read the page; a manager lifts, by password, what the application stopped."""
    if stop.reason == stops.PERSON:
        return None
    signed_in = g.signed_in
    role = Role(signed_in.member.role)
    if Guard(Role.MANAGER, password=True).admits(role, signed_in.by_password):
        return None
    if role is not Role.MANAGER:
        abort(403)
    return ask_for_password()


def _asked(stop: Halt, *, changed: bool = False) -> Answer:
    now = clock.now()
    page = render_template(
        "outbox/resume.html",
        standing=status(now),
        stop=stop,
        questions=standing.questions(stop, now),
        changed=changed,
    )
    return page, 422 if changed else 200


@bp.delete("/sending/account/pause")
@allow(Role.RECEPTION)
def wake_account() -> Answer:
    """The account need not rest any longer: try again now."""
    for channel in request.args.getlist("channel") or [each.code for each in channels.automatic()]:
        settings.end_rest(channel=channel, now=clock.now())
    return _back(gettext("The account is tried again within a minute."))


@bp.post("/sending/account/brake/<verdict>")
@allow(Role.RECEPTION)
def judge_refusals(verdict: str) -> Answer:
    """A person has looked at refusals that followed each other: they are tried again, or they are right."""
    channel, now = request.values.get("channel", ""), clock.now()
    if verdict not in ("again", "right") or channel not in channels.codes():
        abort(404)
    if verdict == "again":
        done = braking.try_again(channel=channel, now=now)
        said = gettext("They are tried again within a minute.")
    else:
        count = braking.believe(channel=channel, now=now, by=g.signed_in.member)
        done = count is not None
        said = ngettext("%(num)s message was not delivered: its reminders are to be done by another way.",
                        "%(num)s messages were not delivered: their reminders are to be done by another way.",
                        count or 0)  # fmt: skip
    return _back(said if done else gettext("Somebody else has settled it already."))


def _back(said: str, **undo: Any) -> Answer:
    """The banner anew where HTMX asked, with the page's toast; else the page it came from."""
    undoable(said, **undo) if undo else flash(said)
    if wants_fragment():
        return render_template("outbox/_sending_changed.html", standing=status(clock.now()))
    return redirect(came_from(url_for("outbox.index")), 303)


@bp.post("/sending/settings/test")
@allow(Role.MANAGER, password=True)
def send_test() -> Answer:
    """It leaves within a minute, at any hour."""
    form = TestForm(request.form)
    if not form.validate():
        return render_template("accounts/settings.html", **shown(test=form)), 422
    message = planning.plan_test(
        channel=accounts.EMAIL,
        address=form.address.data or "",
        language=g.language,
        subject=gettext("Test of %(clinic)s", clinic=g.clinic.name or "Relance"),
        text=gettext("This message came through the mail account of Relance: it works."),
        html="",
        now=clock.now(),
        by=g.signed_in.member,
    )
    actions.wake()
    return redirect(url_for("outbox.show", message_id=message.id), 303)
