"""Where the pages of batches hang, and what each of them looks up first."""

from flask import Blueprint, abort, request

from webapp.batches.queries import find, words
from webapp.batches.rules import rates
from webapp.models import Batch, BatchPart
from webapp.paging import or_404

bp = Blueprint("batches", __name__)

bp.add_app_template_filter(rates.decimals, "decimals")
bp.add_app_template_filter(words.stands, "reminder_in_batch")
bp.add_app_template_filter(words.STATES.__getitem__, "reminders_state")


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
