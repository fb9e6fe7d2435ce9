"""What the pages of this room share."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from webapp import clock

bp = Blueprint("reminders", __name__)
Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


def today() -> date:
    """The clinic's day."""
    return clock.day(clock.now(), current_app.config["RELANCE"].timezone)
