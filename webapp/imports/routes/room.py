"""What all pages of imports share."""

from flask import Blueprint, abort, flash, url_for
from flask_babel import gettext

from webapp import htmx
from webapp.imports.queries import looks, pages

bp = Blueprint("imports", __name__, url_prefix="/imports")


def file_or_404(run_id: int, file_id: int) -> tuple[pages.FileView, looks.Look]:
    """One file of a run that still lies here, and what was seen of it. Of one that was removed the run's page tells."""
    file = pages.file(run_id, file_id)
    if file is None or file.look is None:
        abort(404)
    if not file.is_here:
        flash(gettext("The file is no longer here: send it again."), "warn")
        abort(htmx.go(url_for("imports.show", run_id=run_id)))
    return file, file.look


def busy() -> str:
    """Why files stay as they are."""
    return str(gettext("These files are being read, or were imported: they can no longer change."))
