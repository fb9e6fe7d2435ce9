"""The list of batches."""

from flask import request

from webapp import htmx, paging
from webapp.access import Role, allow
from webapp.batches.queries import listing, lots
from webapp.batches.routes.blueprint import bp
from webapp.batches.rules.filters import LOT_STATES, LotFilter
from webapp.htmx import Answer


@bp.get("/batches")
@allow(Role.RECEPTION)
def index() -> Answer:
    """Every batch, the newest first."""
    state = request.args.get("state", "")
    wanted = LotFilter(
        q=request.args.get("q", "").strip(),
        type=paging.identifier(request.args.get("type")),
        state=state if state in LOT_STATES else "",
    )
    return htmx.render(
        "batches/index.html",
        "batches/_lots.html",
        page=lots.page(wanted, paging.number(request.args.get("page"))),
        wanted=wanted,
        types=listing.types(),
        address=paging.address,
    )
