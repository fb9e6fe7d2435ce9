"""The outbox: what is to leave, what left, what came to nothing, what a person must decide."""

from typing import Any

from flask import render_template, request

from webapp import clock, here, paging
from webapp.access import Role, allow
from webapp.clients import queries as client_queries
from webapp.htmx import Answer, render
from webapp.outbox.forms import listing as forms
from webapp.outbox.queries import forecast as forecasts
from webapp.outbox.queries import listing
from webapp.outbox.queries.status import status
from webapp.outbox.routes.blueprint import bp


@bp.get("/outbox")
@allow(Role.RECEPTION)
def index() -> Answer:
    """Every message, cut by state; what waits for a decision stands above."""
    return render("outbox/index.html", "outbox/_listed.html", **shown())


def shown() -> dict[str, Any]:
    """What the list and what stands above it are drawn from, as the address asks."""
    wanted = forms.wanted(request.args)
    counts = listing.counts(wanted, here.zone())
    now_shown = status(clock.now())
    return {
        "wanted": wanted,
        "tabs": {tab: listing.of_tab(tab, counts) for tab in listing.TABS},
        "page": listing.page(wanted, paging.number(request.args.get("page")), counts, here.zone()),
        "doubts": listing.to_decide() if now_shown.in_doubt and wanted.tab != "doubt" else [],
        "standing": now_shown,
        "mailings": listing.offered(),
        "client": client_queries.client(wanted.client) if wanted.client else None,
        "address": paging.address,
    }


@bp.get("/outbox/forecast")
@allow(Role.RECEPTION)
def forecast() -> Answer:
    """What leaves in the coming days, and why then."""
    now = clock.now()
    return render_template(
        "outbox/forecast.html",
        forecast=forecasts.forecast(days=forecasts.DAYS, now=now, zone=here.zone()),
        standing=status(now),
        today=here.day(now),
    )
