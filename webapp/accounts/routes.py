"""The e-mail account, its hours and limits, and how the clinic prefers to write: for managers."""

from typing import Any

from flask import Blueprint, g, render_template, request
from flask_babel import gettext

from webapp import clock, filters, here
from webapp.access import Role, allow
from webapp.accounts import forms
from webapp.accounts.actions import settings as actions
from webapp.accounts.queries import accounts
from webapp.accounts.queries.accounts import SETTINGS
from webapp.accounts.queries.advice import ADVICE, DAY, HOUR, PRESETS, advice, other_domain
from webapp.clinic import actions as clinic_actions
from webapp.clinic import queries as clinic_queries
from webapp.htmx import Answer, done, wants_fragment
from webapp.secrets import Unreadable
from webapp.transports import SendFailed

bp = Blueprint("accounts", __name__)


@bp.get("/sending/settings")
@allow(Role.MANAGER, password=True)
def settings() -> Answer:
    """How e-mail leaves. `?preset=` fills in a provider's usual limits, which are then to be saved."""
    return render_template("accounts/settings.html", **shown())


@bp.post("/sending/settings")
@allow(Role.MANAGER, password=True)
def set_account() -> Answer:
    form = _typed()
    if not form.validate():
        return render_template("accounts/settings.html", **shown(form=form)), 422
    actions.set_account(account=form.account(), now=clock.now())
    return done(gettext("The mail account is saved."), "accounts.settings")


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
        return render_template("accounts/_tried.html", tried=tried), status
    return render_template("accounts/settings.html", **shown(form=form, tried=tried)), status


@bp.post("/sending/settings/hours")
@allow(Role.MANAGER, password=True)
def set_hours() -> Answer:
    """When it may send, and how much."""
    form = forms.HoursForm(request.form)
    hours, wrong = forms.read_hours(form)
    if not form.validate() or wrong:
        form.form_errors.extend(wrong)
        return render_template("accounts/settings.html", **shown(hours=form)), 422
    actions.set_hours(
        hours=hours, gap_seconds=form.gap_seconds.data or 0, limits=form.limits, brake_after=form.brake_after.data or 10
    )
    return done(gettext("The hours and the limits are saved."), "accounts.settings")


@bp.post("/sending/settings/manners")
@allow(Role.MANAGER, password=True)
def set_manners() -> Answer:
    """Which channel first, and how fresh the data must be."""
    form = forms.MannersForm.for_all(request.form)
    if not form.validate():
        return render_template("accounts/settings.html", **shown(manners=form)), 422
    clinic_actions.write_by(
        channels=form.channels,
        fresh_hours=form.fresh_hours.data or 24,
        rest_days=form.rest_days.data or 0,
        late_days=form.late_days.data or 30,
    )
    return done(gettext("How the clinic writes is saved."), "accounts.settings")


@bp.post("/sending/settings/text-messages")
@allow(Role.MANAGER, password=True)
def set_texting() -> Answer:
    """What a text message costs, and how names are written in it."""
    form = forms.TextingForm(request.form)
    if not form.validate():
        return render_template("accounts/settings.html", **shown(texting=form)), 422
    clinic_actions.text_by(price=form.small, bare=bool(form.bare.data))
    return done(gettext("What text messages cost is saved."), "accounts.settings")


def _typed() -> forms.AccountForm:
    kept = accounts.of_source(SETTINGS, accounts.EMAIL)
    has_password = bool(kept and kept.password)
    return forms.AccountForm(request.form, has_password=has_password, clinic_email=g.clinic.email)


def _tried(form: forms.AccountForm) -> dict[str, Any]:
    """What came of a connection, in a sentence, with the server's own words."""
    try:
        actions.try_connection(account=form.account(), now=clock.now())
    except SendFailed as failed:
        code = advice(failed.reason, failed.code, failed.text, failed.__cause__)
        return {"tone": "danger", "text": str(ADVICE[code]), "said": failed.text}
    except Unreadable:
        return {"tone": "danger", "text": gettext("The kept password cannot be read any more: type it again.")}
    return {"tone": "ok", "text": gettext("The server answers and lets us in. Nothing was sent.")}


def shown(
    *,
    form: forms.AccountForm | None = None,
    hours: forms.HoursForm | None = None,
    manners: forms.MannersForm | None = None,
    texting: forms.TextingForm | None = None,
    test: forms.TestForm | None = None,
    tried: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """What the page is given: the forms as they were typed, or with what is kept."""
    kept = accounts.of_source(SETTINGS, accounts.EMAIL)
    preset = PRESETS.get(request.args.get("preset", ""))
    limits = preset.limits if preset else accounts.limits(kept) if kept else PRESETS["prudent"].limits
    order = clinic_queries.channel_order()
    current = accounts.current(accounts.EMAIL)
    sender = accounts.sender_of(current) if current else g.clinic.email
    return {
        "form": form or forms.of_account(kept),
        "hours": hours or forms.of_hours(kept, limits),
        "manners": manners
        or forms.MannersForm.for_all(
            data={**dict(zip(forms.PLACES, order, strict=False)),
                  "fresh_hours": g.clinic.fresh_hours, "rest_days": g.clinic.rest_days,
                  "late_days": g.clinic.late_days}
        ),
        "texting": texting
        or forms.TextingForm(data={"price": filters.price(g.clinic.sms_price), "bare": g.clinic.sms_bare}),
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
    }  # fmt: skip
