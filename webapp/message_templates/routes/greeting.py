"""How messages begin: one of three presets for the whole clinic."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from webapp.access import Role, allow
from webapp.clinic import queries as clinic_queries
from webapp.clinic.queries import SettingsRow
from webapp.htmx import Answer, form_page
from webapp.message_templates import actions, forms, queries
from webapp.message_templates.routes.blueprint import bp


@bp.route("/templates/greeting", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def greeting() -> Answer:
    """Choose."""
    form = forms.GreetingForm(request.form, data={"greeting": clinic_queries.clinic().greeting})
    if request.method == "POST" and form.validate():
        actions.set_greeting(preset=form.greeting.data)
        flash(gettext("Saved."))
        return redirect(url_for("message_templates.index"), 303)
    return form_page("message_templates/greeting.html", form=form)


def settings_rows() -> list[SettingsRow]:
    """The row on the page of settings: how messages begin now."""
    url = url_for("message_templates.greeting")
    said = queries.greetings().get(clinic_queries.clinic().greeting, [""])[0]
    return [SettingsRow(url, "file-text", str(gettext("How messages begin")), said)]
