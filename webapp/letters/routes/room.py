"""What all pages of this room share."""

from pathlib import Path

from flask import Blueprint, Response, request, send_file
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from webapp import filters
from webapp.batches.queries import find
from webapp.composition.queries.candidates import Scope
from webapp.mailings.forms import named
from webapp.paging import or_404

bp = Blueprint("letters", __name__)


# A PDF is shown by the browser itself: nothing in it may load or run anything.
PDF_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
    ),
}


def scope(number: str | None) -> Scope:
    """The batch of the address, "253" or "253-2"; without one, the reminders that are named for a second contact; or a
    page that does not exist."""
    if number is None:
        return Scope(reminders=or_404(named(request.values.get("reminders", "")) or None), second=True)
    batch, part = or_404(find.found(number))
    return Scope(batch=batch, part=part)


def pdf(path: Path, name: str) -> BaseResponse:
    """To be looked at and printed from the browser."""
    answer = send_file(path, mimetype="application/pdf", download_name=name, conditional=True)
    answer.headers.update(PDF_HEADERS)
    return answer


def pdf_bytes(content: bytes, name: str) -> BaseResponse:
    """The same of a PDF that is kept nowhere."""
    answer = Response(content, mimetype="application/pdf", headers=PDF_HEADERS)
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer


def told() -> int | None:
    """How many the button said that was pressed; None where nothing was said."""
    said: str = request.values.get("said", "")
    return int(said) if said.isdecimal() else None


def changed(count: int) -> str:
    """Instead of printing another number than the button said."""
    if not count:
        return str(gettext("No letter is left with these choices."))
    return filters.counting(
        "Nothing is printed yet: there is now %(shown)s letter.",
        "Nothing is printed yet: there are now %(shown)s letters.", count,
    )  # fmt: skip


def changed_labels(count: int) -> str:
    return filters.counting(
        "Nothing is printed yet: there is now %(shown)s label.",
        "Nothing is printed yet: there are now %(shown)s labels.", count,
    )  # fmt: skip
