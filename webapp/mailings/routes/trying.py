"""A template to oneself, before any lot is written to with it."""

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, here, paging
from webapp.access import Role, allow
from webapp.mailings import forms
from webapp.mailings.actions import messages
from webapp.mailings.routes.blueprint import bp
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules.rendering import NoWording
from webapp.models.message_templates import EMAIL
from webapp.outbox import actions as outbox
from webapp.paging import or_404


@bp.post("/templates/<int:template_id>/test")
@allow(Role.RECEPTION)
def test_template(template_id: int) -> Response:
    """The newest version as this example would get it, to an address of one's own."""
    found = or_404(wordings.template(template_id))
    version = or_404(wordings.newest(template_id) if found.kind == EMAIL else None)
    form, back = forms.TestForm(request.form), url_for("message_templates.edit", template_id=template_id)
    if not form.validate():
        flash(str(next(iter(form.address.errors), gettext("Correct the fields first."))), "warn")
        return redirect(back, 303)
    number = paging.number(request.form.get("example"))
    try:
        said, language = wordings.tried(version, found, number=number, today=here.today())
        messages.try_wording(
            said=said, language=language, address=form.address.data or "", now=clock.now(), by=g.signed_in.member
        )
        outbox.wake()
        flash(gettext("A test is on its way to %(address)s.", address=form.address.data))
    except NoWording:
        flash(gettext("There is no message to try."), "warn")
    return redirect(back, 303)
