"""Where the pages of the agenda hang, and the address of an appointment's line."""

from datetime import date
from typing import Any

from flask import Blueprint, url_for

bp = Blueprint("agenda", __name__, url_prefix="/appointments")


def address_of_day(on: date, appointment_id: int) -> str:
    """The appointment's line in the list of its day."""
    asked: dict[str, Any] = {"from": on}
    return url_for("agenda.index", **asked, _anchor=f"appointment-{appointment_id}")
