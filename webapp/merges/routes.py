"""Two records that may be one person, side by side."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, paging
from webapp.access import Role, allow
from webapp.clients import queries as client_queries
from webapp.htmx import Answer, done, opposite
from webapp.merges import actions, queries
from webapp.paging import or_404
from webapp.search import queries as search

bp = Blueprint("merges", __name__, url_prefix="/clients")

_SHOWN = 20


@bp.get("/duplicates")
@allow(Role.RECEPTION)
def index() -> Answer:
    """All who may be there twice."""
    pairs, total = queries.pairs(_SHOWN)
    return render_template("merges/index.html", pairs=pairs, total=total)


@bp.get("/<int:client_id>/merge")
@allow(Role.RECEPTION)
def choose(client_id: int) -> Answer:
    """Another record of this client, looked for; then both side by side (`with`)."""
    client, other = or_404(client_queries.client(client_id)), paging.identifier(request.args.get("with"))
    pair = queries.pair(client_id, other) if other else None
    q = request.args.get("q", "").strip()
    hits = [hit for hit in search.find(q) if hit.client_id != client_id and not hit.archived] if q else []
    return render_template("merges/choose.html", client=client, pair=pair, q=q, hits=hits)


@bp.post("/merges")
@allow(Role.RECEPTION)
def merge() -> Answer:
    """Make them one. Where nothing says that they are, a person says so in words first."""
    first, second, kept_id = (paging.identifier(request.form.get(name)) or 0 for name in ("first", "second", "kept"))
    pair = queries.pair(first, second)
    if pair is None or kept_id not in (first, second) or (not pair.why and "sure" not in request.form):
        return _refused(pair)
    gone_id = first if kept_id == second else second
    try:
        made = actions.merge(kept_id=kept_id, gone_id=gone_id, now=clock.now(), by=g.signed_in.member)
    except actions.CannotMerge:
        return _refused(pair)
    words = gettext("The two records of %(name)s are one now", name=made.kept.full_name)
    undo = f"{url_for('.part', merge_id=made.id)}?_method=DELETE"
    return done(words, "dossiers.show", undo=undo, client_id=kept_id)


def _refused(pair: queries.Pair | None) -> Answer:
    return render_template("merges/choose.html", client=pair and pair.kept, pair=pair, q="", hits=[], refused=True), 422


@bp.delete("/merges/<int:merge_id>")
@allow(Role.RECEPTION)
def part(merge_id: int) -> Answer:
    """Undo it: two records, each with what it had."""
    made = or_404(queries.merge(merge_id))
    try:
        actions.part(merge_id=merge_id, now=clock.now(), by=g.signed_in.member)
    except actions.CannotPart:
        words = gettext(
            "%(name)s is archived, or part of another record: put that right first", name=made.kept.full_name
        )
        return done(words, "dossiers.show", tone="error", client_id=made.gone_id)
    return done(
        gettext("%(name)s has two records again", name=made.gone.full_name), "dossiers.show", client_id=made.gone_id
    )


@bp.post("/<int:first_id>/apart/<int:second_id>")
@allow(Role.RECEPTION)
def keep_apart(first_id: int, second_id: int) -> Answer:
    """They are two people: nobody is asked about them again."""
    pair = or_404(queries.pair(first_id, second_id))
    actions.keep_apart(first_id=first_id, second_id=second_id, now=clock.now(), by=g.signed_in.member)
    words = gettext("%(one)s and %(other)s are two people", one=pair.kept.full_name, other=pair.gone.full_name)
    return done(words, ".index", undo=opposite())


@bp.delete("/<int:first_id>/apart/<int:second_id>")
@allow(Role.RECEPTION)
def ask_again(first_id: int, second_id: int) -> Answer:
    """Nobody knows after all whether they are two people: they are offered again."""
    actions.ask_again(first_id=first_id, second_id=second_id)
    return redirect(url_for(".index"), 303)
