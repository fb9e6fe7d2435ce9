"""The letters of all batches that are not printed yet."""

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, here
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.letters.actions import runs
from webapp.letters.actions.week import print_week
from webapp.letters.queries.choosing import unworded
from webapp.letters.queries.week import week
from webapp.letters.routes.room import bp, changed, told
from webapp.letters.rules.order import Choice


@bp.get("/letters/week")
@allow(Role.RECEPTION)
def show_week() -> Answer:
    """How many of which batch, and the button that prints them all."""
    return _page()


def _page(refusal: str = "", status: int = 200) -> Answer:
    return render_template(
        "letters/week.html", week=week(now=clock.now()), refusal=refusal, unworded=unworded
    ), status  # fmt: skip


@bp.post("/letters/week")
@allow(Role.RECEPTION)
def print_all() -> Answer:
    """All letters, or all cards, in one PDF."""
    choice = Choice(paper=g.clinic.paper, cards=request.form.get("kind") == "cards")
    now, by = clock.now(), g.signed_in.member
    try:
        run = print_week(choice=choice, expected=told(), today=here.day(now), now=now, by=by)
    except runs.Changed as error:
        return _page(changed(error.count), 422)
    except runs.NoLetters:
        return _page(gettext("Nothing is to be printed."), 422)
    return redirect(url_for("letters.show_run", run_id=run.id), 303)
