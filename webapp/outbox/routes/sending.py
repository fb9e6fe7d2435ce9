"""One button stops everything everywhere; what stopped it says how it goes on."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from webapp import channels, clock
from webapp.access import Role, allow
from webapp.accounts import forms
from webapp.accounts.actions import settings
from webapp.accounts.queries import accounts
from webapp.accounts.routes import shown
from webapp.htmx import Answer, came_from, go, undoable, wants_fragment
from webapp.outbox import actions
from webapp.outbox.actions import braking, pausing, planning
from webapp.outbox.queries.status import status
from webapp.outbox.routes.blueprint import bp


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
    pausing.pause_everything(now=clock.now(), by=g.signed_in.member)
    said = gettext("Everything is stopped. Nothing leaves until somebody starts it again.")
    return _back(said, undo=f"{url_for('outbox.resume')}?_method=DELETE", resumes=True)


@bp.delete("/sending/pause")
@allow(Role.RECEPTION)
def resume() -> Answer:
    """Go on after a person stopped it. What the application stopped itself is explained first, to a manager."""
    now = clock.now()
    stop = status(now).stop
    if stop is not None and stop.reason != "person":
        return go(url_for("outbox.ask_before_resume"))
    pausing.resume_everything(now=now, by=g.signed_in.member)
    actions.wake()
    return _back(gettext("Sending goes on."), undo=url_for("outbox.pause"))


@bp.get("/sending/resume")
@allow(Role.MANAGER, password=True)
def ask_before_resume() -> Answer:
    """What happened, and what going on here would mean."""
    now_shown = status(clock.now())
    if now_shown.stop is None:
        return redirect(url_for("outbox.index"))
    return render_template("outbox/resume.html", standing=now_shown, stop=now_shown.stop)


@bp.post("/sending/resume")
@allow(Role.MANAGER, password=True)
def resume_here() -> Answer:
    """A manager has read it: this installation is the one that sends."""
    pausing.resume_everything(now=clock.now(), by=g.signed_in.member)
    actions.wake()
    flash(gettext("Sending goes on, from here."))
    return redirect(url_for("outbox.index"), 303)


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
    form = forms.TestForm(request.form)
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
