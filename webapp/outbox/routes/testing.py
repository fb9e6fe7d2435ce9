"""A test to oneself, through the account as it is saved: a form on the page of the account."""

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock
from webapp.access import Role, allow
from webapp.accounts import forms
from webapp.accounts.queries import accounts
from webapp.accounts.routes import shown
from webapp.htmx import Answer
from webapp.outbox import actions
from webapp.outbox.actions import planning
from webapp.outbox.routes.blueprint import bp


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
