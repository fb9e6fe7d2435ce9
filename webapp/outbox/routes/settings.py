"""The e-mail account, its hours and limits, and how the clinic prefers to write: for managers."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, here
from webapp.access import Role, allow
from webapp.clinic import actions as clinic_actions
from webapp.clinic import queries as clinic_queries
from webapp.htmx import Answer, wants_fragment
from webapp.outbox import actions
from webapp.outbox.actions import planning
from webapp.outbox.actions import settings as setting_actions
from webapp.outbox.forms import account as forms
from webapp.outbox.queries import accounts
from webapp.outbox.queries.accounts import SETTINGS
from webapp.outbox.queries.standing import standing
from webapp.outbox.routes.blueprint import bp, me
from webapp.outbox.rules.advice import ADVICE, DAY, HOUR, PRESETS, advice, other_domain
from webapp.secrets import Unreadable
from webapp.transports import SendFailed


@bp.get("/sending/settings")
@allow(Role.MANAGER, password=True)
def settings() -> Answer:
    """How e-mail leaves. `?preset=` fills in a provider's usual limits, which are then to be saved."""
    return render_template("outbox/settings.html", **_shown())


@bp.post("/sending/settings")
@allow(Role.MANAGER, password=True)
def set_account() -> Answer:
    """The account itself."""
    form = _typed()
    if not form.validate():
        return render_template("outbox/settings.html", **_shown(form=form)), 422
    setting_actions.set_account(account=form.account(), now=clock.now())
    actions.wake()
    flash(gettext("The mail account is saved."))
    return redirect(url_for("outbox.settings"), 303)


@bp.post("/sending/settings/connection")
@allow(Role.MANAGER, password=True)
def try_connection() -> Answer:
    """Does the server let us in? Nothing is sent, nothing is kept, and what was typed stays."""
    form = _typed()
    if not form.validate():
        tried = {"tone": "danger", "text": gettext("Correct first what is marked: nothing was tried.")}
    else:
        tried = _tried(form)
    status = 200 if tried["tone"] == "ok" else 422
    if wants_fragment():
        return render_template("outbox/_tried.html", tried=tried), status
    return render_template("outbox/settings.html", **_shown(form=form, tried=tried)), status


@bp.post("/sending/settings/hours")
@allow(Role.MANAGER, password=True)
def set_hours() -> Answer:
    """When it may send, and how much."""
    form = forms.HoursForm(request.form)
    hours, wrong = forms.read_hours(form)
    if not form.validate() or wrong:
        form.form_errors.extend(wrong)
        return render_template("outbox/settings.html", **_shown(hours=form)), 422
    setting_actions.set_hours(hours=hours, gap_seconds=form.gap, limits=form.limits)
    flash(gettext("The hours and the limits are saved."))
    return redirect(url_for("outbox.settings"), 303)


@bp.post("/sending/settings/manners")
@allow(Role.MANAGER, password=True)
def set_manners() -> Answer:
    """Which channel first, and how fresh the data must be."""
    form = forms.MannersForm(request.form)
    if not form.validate():
        return render_template("outbox/settings.html", **_shown(manners=form)), 422
    clinic_actions.write_by(channels=form.channels, fresh_hours=form.fresh_hours.data or 24)
    flash(gettext("How the clinic writes is saved."))
    return redirect(url_for("outbox.settings"), 303)


@bp.post("/sending/settings/test")
@allow(Role.MANAGER, password=True)
def send_test() -> Answer:
    """A message to oneself, through the account as it is saved."""
    form = forms.TestForm(request.form)
    if not form.validate():
        return render_template("outbox/settings.html", **_shown(test=form)), 422
    message = planning.plan_test(
        address=form.address.data or "",
        language=g.language,
        subject=gettext("Test of %(clinic)s", clinic=g.clinic.name or "Relance"),
        text=gettext("This message came through the mail account of Relance: it works."),
        html="",
        now=clock.now(),
        by=me(),
    )
    actions.wake()
    return redirect(url_for("outbox.show", message_id=message.id), 303)


def _typed() -> forms.AccountForm:
    kept = accounts.of_source(SETTINGS)
    has_password = bool(kept and kept.password)
    return forms.AccountForm(request.form, has_password=has_password, clinic_email=g.clinic.email)


def _tried(form: forms.AccountForm) -> dict[str, Any]:
    """What came of a connection, in a sentence, with the server's own words."""
    try:
        setting_actions.try_connection(account=form.account(), now=clock.now())
    except SendFailed as failed:
        code = advice(failed.reason, failed.code, failed.text, failed.__cause__)
        return {"tone": "danger", "text": str(ADVICE[code]), "said": failed.text}
    except Unreadable:
        return {"tone": "danger", "text": gettext("The kept password cannot be read any more: type it again.")}
    return {"tone": "ok", "text": gettext("The server answers and lets us in. Nothing was sent.")}


def _shown(
    *,
    form: forms.AccountForm | None = None,
    hours: forms.HoursForm | None = None,
    manners: forms.MannersForm | None = None,
    test: forms.TestForm | None = None,
    tried: dict[str, Any] | None = None,
) -> dict[str, Any]:
    kept = accounts.of_source(SETTINGS)
    preset = PRESETS.get(request.args.get("preset", ""))
    limits = preset.limits if preset else accounts.limits(kept) if kept else PRESETS["prudent"].limits
    order = clinic_queries.channel_order()
    current = accounts.current()
    sender = accounts.sender_of(current) if current else g.clinic.email
    return {
        "form": form or forms.of_account(kept),
        "hours": hours or forms.of_hours(kept, limits),
        "manners": manners
        or forms.MannersForm(
            data={**dict(zip(("first", "second", "third", "fourth"), order, strict=False)),
                  "fresh_hours": g.clinic.fresh_hours}
        ),
        "test": test or forms.TestForm(data={"address": g.clinic.email}),
        "tried": tried,
        "kept": kept,
        "preset": preset,
        "presets": PRESETS,
        "windows": {"day": DAY, "hour": HOUR},
        "by_environment": bool(here.settings().smtp_url),
        "current": current,
        "other_domain": bool(current and other_domain(sender, current.username)),
        "sender": sender,
        "standing": standing(clock.now()),
    }  # fmt: skip
