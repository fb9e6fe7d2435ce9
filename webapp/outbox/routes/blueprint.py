"""Where the pages of outbox hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("outbox", __name__)
