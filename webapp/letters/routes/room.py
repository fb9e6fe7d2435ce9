"""What all pages of this room share."""

from pathlib import Path

from flask import Blueprint, Response, send_file
from werkzeug.wrappers import Response as BaseResponse

from webapp.batches.queries import find
from webapp.composition.queries.candidates import Scope
from webapp.paging import or_404

bp = Blueprint("letters", __name__)


# A PDF is shown by the browser itself: nothing in it may load or run anything.
PDF_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}


def scope(number: str) -> Scope:
    """The batch of the address, "253" or "253-2", or a page that does not exist."""
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
