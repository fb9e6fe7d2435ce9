"""One box that finds everybody: the list under it as one types, and the page of all results."""

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup, escape

from webapp import paging
from webapp.access import Role, allow
from webapp.htmx import Answer, render, wants_fragment
from webapp.search import queries
from webapp.search.rules import Query

bp = Blueprint("search", __name__, url_prefix="/search")


@bp.get("")
@allow(Role.RECEPTION)
def index() -> Answer:
    typed = request.args.get("q", "").strip()
    if wants_fragment():
        return render_template("search/_results.html", found=queries.box(typed))
    number = paging.number(request.args.get("page"))
    found = queries.search(typed, limit=paging.SIZE, offset=paging.offset(number))
    if found.letter:
        return redirect(url_for("outbox.show", message_id=found.letter.id))
    if len(found.hits) == found.total == 1 and not found.forgiven:
        return redirect(url_for("dossiers.show", client_id=found.hits[0].client_id))
    if found.total and not found.hits:  # beyond the last page
        number = -(-found.total // paging.SIZE)
        found = queries.search(typed, limit=paging.SIZE, offset=paging.offset(number))
    page = paging.Page(found.hits, number, found.total)
    return render_template("search/index.html", found=found, page=page, address=paging.address)


@bp.app_template_filter()
def marked(value: str, query: Query) -> Markup:
    """The value, with what was typed standing out. Here and not in a template: it is done fifty times an answer."""
    return Markup("").join(
        Markup("<mark>%s</mark>") % part if here else escape(part) for part, here in query.marks(value)
    )


def choose(title: str, back: tuple[str, str]) -> Answer:
    """Look for a client or an animal; choosing one goes on with `client` and `animal` in the address."""
    typed = request.args.get("q", "").strip()
    return render(
        "search/choose.html",
        "search/_matches.html",
        title=title,
        back=back,
        q=typed,
        hits=queries.find(typed, limit=8) if typed else [],
        address=paging.address,
    )
