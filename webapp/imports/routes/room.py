"""What all pages of imports share."""

from flask import Blueprint, abort
from flask_babel import gettext

from webapp.imports.queries import looks, pages

bp = Blueprint("imports", __name__, url_prefix="/imports")


def file_or_404(run_id: int, file_id: int) -> tuple[pages.FileView, looks.Look]:
    """One file of a run that still lies here, and what was seen of it."""
    file = pages.file(run_id, file_id)
    return (file, file.look) if file and file.look and file.is_here else abort(404)


def busy() -> str:
    """Why files stay as they are."""
    return str(gettext("These files are being read, or were imported: they can no longer change."))
