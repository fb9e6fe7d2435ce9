"""Rows of files that may be of several records: shown beside these, settled by a person, and that taken back."""

from datetime import timedelta

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, filters, paging
from webapp.access import Role, allow
from webapp.htmx import Answer, came_from, undoable
from webapp.imports import actions, forms
from webapp.imports.queries import links as queries
from webapp.imports.queries import undoing
from webapp.imports.routes.room import bp
from webapp.imports.rules import links as rules


@bp.get("/links")
@allow(Role.RECEPTION)
def links() -> Answer:
    """What waits, what most rows wait for first; or what was answered lately."""
    since = clock.now() - timedelta(days=rules.KEPT_DAYS)
    done = request.args.get("tab") == "settled"
    return render_template(
        "imports/links.html",
        done=done,
        page=None if done else queries.page(paging.number(request.args.get("page"))),
        total=queries.total(),
        settled=queries.settled(since) if done else [],
        settled_count=queries.settled_count(since),
        address=paging.address,
    )


@bp.post("/links")
@allow(Role.RECEPTION)
def settle_links() -> Answer:
    """Say whose the rows are that were chosen."""
    form = forms.LinkForm(request.form)
    back = came_from(url_for("imports.links"))
    if not form.rows:
        flash(gettext("Choose at least one row."), "warn")
        return redirect(back, 303)
    try:
        made = actions.settle(
            ids=list(form.rows), count=sum(form.rows.values()), said=form.said, now=clock.now(), by=g.signed_in.member
        )
    except actions.Changed:
        flash(gettext("These rows have changed meanwhile: look again. Nothing was settled."), "warn")
        return redirect(back, 303)
    except actions.ImportInProgress:
        flash(gettext("Another import is under way. Try again when it has ended."), "warn")
        return redirect(back, 303)
    except actions.NotTaken:
        flash(gettext("The rows could not be read again. Nothing was settled."), "danger")
        return redirect(back, 303)
    undoable(_said(form.said, made), undo=url_for("imports.reopen_link", answer_id=made.answer_id) + "?_method=DELETE")
    return redirect(back, 303)


def _said(said: actions.Said, made: actions.Settled) -> str:
    if said.answer == rules.ASIDE:
        return filters.counting("%(n)s row is left aside.", "%(n)s rows are left aside.", made.rows)
    words = filters.counting("%(n)s row is linked.", "%(n)s rows are linked.", made.rows)
    if made.refused:
        words += " " + filters.counting(
            "%(n)s stays out for another reason.", "%(n)s stay out for another reason.", made.refused
        )
    return words


@bp.delete("/links/<int:answer_id>")
@allow(Role.RECEPTION)
def reopen_link(answer_id: int) -> Answer:
    """Take an answer back, with what was taken in by it."""
    try:
        actions.reopen(answer_id=answer_id, now=clock.now(), by=g.signed_in.member)
    except actions.CannotUndo as error:
        flash(undoing.reason(error.code, error.details), "warn")
    except actions.ImportInProgress:
        flash(gettext("Another import is under way. Try again when it has ended."), "warn")
    return redirect(came_from(url_for("imports.links")), 303)
