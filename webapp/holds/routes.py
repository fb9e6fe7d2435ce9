"""What is to be verified before anybody is contacted: groups of doubts, their answers, and the answers taken back."""

from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, filters, here, paging
from webapp.access import Role, allow
from webapp.holds import actions, queries, rules
from webapp.htmx import Answer, came_from, undoable

bp = Blueprint("holds", __name__, url_prefix="/held")


@bp.get("")
@allow(Role.RECEPTION)
def index() -> Answer:
    """What waits, in groups by the value as it stood; or what was answered lately."""
    now = clock.now()
    since = now - timedelta(days=rules.KEPT_DAYS)
    groups = queries.groups(here.day(now))
    done = request.args.get("tab") == "settled"
    return render_template(
        "holds/index.html", groups=groups, few={} if done else queries.of_small(groups), done=done,
        total=sum(each.count for each in groups), settled_count=queries.settled_count(since),
        settled=queries.settled(since) if done else [], answers=queries.ANSWERS,
    )  # fmt: skip


@bp.get("/group")
@allow(Role.RECEPTION)
def group() -> Answer:
    """One group, one by one."""
    key = _key()
    found = next((each for each in queries.groups(here.today()) if each.key == key), None)
    if found is None:
        return redirect(url_for(".index"))
    page = queries.ones(key, paging.number(request.args.get("page")))
    return render_template("holds/group.html", group=found, page=page, address=paging.address)


@bp.get("/clients/<int:client_id>")
@allow(Role.RECEPTION)
def of_client(client_id: int) -> Answer:
    """What is to be said of one client and of their animals."""
    return render_template("holds/client.html", ones=queries.waiting_of(client_id), client_id=client_id)


def _key() -> tuple[str, str, str, str]:
    of, reason, column, value = (request.values.get(name, "") for name in ("of", "reason", "column", "value"))
    return of, reason, column, value


@bp.post("")
@allow(Role.RECEPTION)
def settle() -> Answer:
    """Answer one doubt (`hold`), or a whole group as it was shown (`count`)."""
    now, by, answer = clock.now(), g.signed_in.member, request.form.get("answer", "")
    one = paging.identifier(request.form.get("hold"))
    ids = [one] if one else queries.of_group(_key())
    back = came_from(url_for(".index", _anchor=request.form.get("next", "")))
    try:
        if not one and str(len(ids)) != request.form.get("count"):
            raise actions.Changed
        settled = actions.settle(hold_ids=ids, answer=answer, today=here.day(now), now=now, by=by)
    except actions.Changed:
        words = gettext("These doubts have changed meanwhile: look again. Nothing was settled.")
        return render_template("holds/changed.html", words=words), 409
    undoable(_said(answer, len(settled)), undo=url_for(".reopen", hold_id=settled[0]) + "?_method=DELETE")
    return redirect(back, 303)


def _said(answer: str, count: int) -> str:
    if answer == rules.DECEASED:
        return filters.counting("%(n)s patient is deceased.", "%(n)s patients are deceased.", count)
    if answer == rules.GONE:
        return filters.counting("%(n)s patient is gone.", "%(n)s patients are gone.", count)
    if answer == rules.NOTHING:
        return filters.counting("%(n)s patient is alive.", "%(n)s patients are alive.", count)
    if answer == rules.REFUSE:
        return filters.counting(
            "%(n)s client is not contacted any more.", "%(n)s clients are not contacted any more.", count
        )
    return filters.counting("%(n)s client may be contacted.", "%(n)s clients may be contacted.", count)


@bp.delete("/<int:hold_id>/answer")
@allow(Role.RECEPTION)
def reopen(hold_id: int) -> Answer:
    """Take back an answer, with all that were given by the same tap."""
    actions.reopen(hold_id=hold_id, now=clock.now(), by=g.signed_in.member)
    return redirect(came_from(url_for(".index")), 303)
