"""What the pages of this room share."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from webapp import clock

bp = Blueprint("agenda", __name__, url_prefix="/appointments")
Answer = str | Response | tuple[str, int]


def zone() -> ZoneInfo:
    """The clinic's time zone."""
    found: ZoneInfo = current_app.config["RELANCE"].timezone
    return found


def today() -> date:
    """The clinic's day."""
    return clock.day(clock.now(), zone())


def address_of_day(on: date, appointment_id: int) -> str:
    """The appointment's line in the list of its day."""
    asked: dict[str, Any] = {"from": on}
    return url_for("agenda.index", **asked, _anchor=f"appointment-{appointment_id}")
