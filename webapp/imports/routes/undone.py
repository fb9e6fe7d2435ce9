"""Taking a whole import back, after one sentence."""

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext

from webapp import clock
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.imports import actions
from webapp.imports.queries import pages, undoing
from webapp.imports.routes.room import bp
from webapp.paging import or_404


@bp.get("/<int:run_id>/undone")
@allow(Role.MANAGER)
def confirm_undo(run_id: int) -> Answer:
    """What would go and what would come back."""
    or_404(pages.run(run_id))
    found = undoing.look(run_id, clock.now())
    return render_template("imports/undo.html", run_id=run_id, undoing=found, refused=found.reason)


@bp.post("/<int:run_id>/undone")
@allow(Role.MANAGER)
def undo(run_id: int) -> Answer:
    or_404(pages.run(run_id))
    try:
        back = actions.undo(run_id=run_id, now=clock.now(), by=g.signed_in.member)
    except actions.CannotUndo as error:
        refused = undoing.reason(error.code, error.details)
        return render_template("imports/undo.html", run_id=run_id, refused=refused), 422
    except actions.ImportInProgress:
        refused = gettext("Another import is under way. Try again when it has ended.")
        return render_template("imports/undo.html", run_id=run_id, refused=refused), 422
    flash(gettext("The import is undone: %(what)s.", what=undoing.told(*back)))
    return redirect(url_for("imports.show", run_id=run_id), 303)
