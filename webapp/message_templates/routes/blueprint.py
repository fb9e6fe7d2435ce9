"""Where the pages of message_templates hang, and what several of them need."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from webapp import clock

bp = Blueprint("message_templates", __name__)
Answer = str | Response | tuple[str, int]


def today() -> date:
    """The clinic's day."""
    return clock.day(clock.now(), current_app.config["RELANCE"].timezone)
