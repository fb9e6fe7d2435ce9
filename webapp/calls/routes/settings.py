"""What the clinic has decided about calls."""

from flask import g, request, url_for
from flask_babel import gettext

from webapp.access import Role, allow
from webapp.calls import forms
from webapp.calls.actions import settings as actions
from webapp.calls.routes.blueprint import bp
from webapp.clinic.queries import SettingsRow
from webapp.htmx import Answer, done, form_page


def settings_rows() -> list[SettingsRow]:
    """On the page of settings."""
    if g.clinic.left_is_reached:
        said = gettext("A message on the answering machine counts as done")
    else:
        said = gettext("After a message on the answering machine, one calls again")
    return [SettingsRow(url_for("calls.settings"), "phone", gettext("Calls"), said)]


@bp.route("/settings", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def settings() -> Answer:
    """What a message left on an answering machine is worth."""
    form = forms.CallsForm(request.form if request.method == "POST" else None, g.clinic)
    if request.method == "GET" or not form.validate():
        return form_page("calls/settings.html", form=form)
    actions.count_left(as_reached=bool(form.left_is_reached.data))
    return done(gettext("Saved."), "clinic.index")
