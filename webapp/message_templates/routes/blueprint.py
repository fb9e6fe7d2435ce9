"""Where the pages of message_templates hang, and what several of them need."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, current_app
from werkzeug.wrappers import Response

from webapp import clock
from webapp.message_templates import queries
from webapp.models import Template

bp = Blueprint("message_templates", __name__)
Answer = str | Response | tuple[str, int]


def template_or_404(template_id: int) -> Template:
    """One template, archived or not."""
    return queries.template(template_id) or abort(404)


def today() -> date:
    """The clinic's day."""
    return clock.day(clock.now(), current_app.config["RELANCE"].timezone)
