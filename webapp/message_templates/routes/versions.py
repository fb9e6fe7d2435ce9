"""What a template said before, and how to go back to it."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.message_templates import actions, queries
from webapp.message_templates.routes.blueprint import bp
from webapp.paging import or_404


@bp.get("/templates/<int:template_id>/versions/<int:number>")
@allow(Role.RECEPTION)
def version(template_id: int, number: int) -> Answer:
    """One version, to be read."""
    found = or_404(queries.template(template_id))
    shown = or_404(queries.numbered(template_id, number))
    past = queries.versions(template_id)
    return render_template("message_templates/version.html", template=found, version=shown, versions=past)


@bp.post("/templates/<int:template_id>/versions/<int:number>/restore")
@allow(Role.RECEPTION)
def restore(template_id: int, number: int) -> Response:
    """Write with it again from now on."""
    or_404(queries.template(template_id))
    if queries.numbered(template_id, number) is None:
        abort(404)
    made = actions.restore(template_id=template_id, number=number, now=clock.now(), by=g.signed_in.member)
    if made:
        flash(gettext("Version %(made)s says again what version %(number)s said.", made=made, number=number))
    else:
        flash(gettext("The newest version already says the same."))
    return redirect(url_for("message_templates.edit", template_id=template_id), 303)
