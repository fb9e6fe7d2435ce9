"""What every page of batches looks up first."""

from flask import abort, request

from webapp.batches.queries import find
from webapp.models import Batch, BatchPart
from webapp.paging import or_404


def named(number: str) -> tuple[Batch, BatchPart | None]:
    """The batch of the address, "253" or "253-2", or a page that does not exist."""
    return or_404(find.found(number))


def whole(number: str) -> Batch:
    """A whole batch; a part's page has no such address."""
    batch, part = named(number)
    return abort(404) if part else batch


def chosen() -> list[int] | None:
    """The rows that were ticked, for what is done to many; None = the whole list."""
    if request.form.get("all"):
        return None
    return [int(each) for each in request.form.getlist("reminder") if each.isdecimal() and len(each) < 12]
