"""The list of batches."""

from __future__ import annotations

from flask import render_template

from webapp.access import Role, allow
from webapp.batches.routes.blueprint import bp


@bp.get("/batches")
@allow(Role.RECEPTION)
def index() -> str:
    """Every batch, the newest first."""
    return render_template("batches/index.html")
