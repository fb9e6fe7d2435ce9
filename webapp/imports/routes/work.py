"""A trial, an import, and going on after an interruption."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp.access import Role, allow
from webapp.imports.actions import preparing
from webapp.imports.queries import pages
from webapp.imports.routes.room import bp
from webapp.paging import or_404


@bp.post("/<int:run_id>/trial")
@allow(Role.MANAGER)
def try_out(run_id: int) -> Response:
    """Read the files without writing anything."""
    return _begin(run_id, dry_run=True)


@bp.post("/<int:run_id>/import")
@allow(Role.MANAGER)
def import_files(run_id: int) -> Response:
    """Read them for good, after a trial; or the rest of them, after an interruption."""
    run = or_404(pages.run(run_id))
    if run.row.dry_run and run.state.code != "tried":
        flash(gettext("Try the files first: nothing is imported unseen."), "warn")
        return redirect(url_for("imports.show", run_id=run_id), 303)
    return _begin(run_id, dry_run=False)


def _begin(run_id: int, *, dry_run: bool) -> Response:
    or_404(pages.run(run_id))
    try:
        preparing.begin(run_id=run_id, dry_run=dry_run)
    except preparing.BeingRead:
        flash(gettext("These files are being read already, or there is nothing left of them to read."), "warn")
    return redirect(url_for("imports.show", run_id=run_id), 303)
