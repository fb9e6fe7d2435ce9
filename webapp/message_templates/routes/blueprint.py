"""Where the pages of message_templates hang, and what several of them need."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("message_templates", __name__)
