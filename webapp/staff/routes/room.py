"""The room's pages hang here."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("staff", __name__)
