"""What to export in the practice software."""

from flask import render_template

from webapp.access import Role, allow
from webapp.imports.queries import exports
from webapp.imports.routes.room import bp


@bp.get("/help")
@allow(Role.MANAGER)
def help() -> str:
    """Every kind of file, and the columns that each may have."""
    return render_template("imports/help.html", kinds=exports.kinds_help())
