"""A client's card."""

from flask import Blueprint, render_template, request

from webapp import clock, here, history, paging
from webapp.access import Role, allow
from webapp.clients import queries as client_queries
from webapp.clients.rules import first_phone, gender
from webapp.dossiers import queries, rules
from webapp.htmx import Answer
from webapp.merges import queries as merges
from webapp.paging import or_404
from webapp.reminders.queries import detail, words

bp = Blueprint("dossiers", __name__, url_prefix="/clients")


@bp.get("/<int:client_id>")
@allow(Role.RECEPTION)
def show(client_id: int) -> Answer:
    """All about one client: what stands in the way of reaching them first."""
    client, contacts = or_404(client_queries.with_contacts(client_id))
    now = clock.now()
    today = here.day(now)
    dossier = queries.dossier(client, today=today, since=now)
    return render_template(
        "dossiers/show.html",
        client=client,
        dossier=dossier,
        merged=merges.into(client_id) if client.archived_at else None,
        contacts=contacts,
        editing=0,
        obstacles=dossier.obstacles,
        strip=rules.strip(
            dossier.obstacles,
            {correction.field for correction in dossier.corrections},
            held=any(one.of == "client" for one in dossier.doubts),
        ),
        gender=gender(client.title),
        first_phone=first_phone(client),
        state_of=detail.state_of,
        title_of=detail.title,
        words=words,
        today=today,
    )


@bp.get("/<int:client_id>/history")
@allow(Role.RECEPTION)
def past(client_id: int) -> Answer:
    """All that was noted about a client and their animals."""
    client = or_404(client_queries.client(client_id))
    page = history.of_client(client_id, number=paging.number(request.args.get("page")))
    return render_template("dossiers/history.html", client=client, page=page, address=paging.address)
