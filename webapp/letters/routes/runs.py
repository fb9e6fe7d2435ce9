"""A print run: how far it is, its PDF, and whether it is in the post."""

from pathlib import Path

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, filters, here, paging
from webapp.access import Role, allow
from webapp.htmx import Answer, done, wants_fragment
from webapp.letters.actions import runs as actions
from webapp.letters.queries import drawing, runs
from webapp.letters.queries.runs import RunView
from webapp.letters.routes.room import bp, pdf, told
from webapp.outbox.actions import mailing_lives
from webapp.paging import or_404


@bp.get("/print-runs/<int:run_id>")
@allow(Role.RECEPTION)
def show_run(run_id: int) -> Answer:
    """How far it is; asks for itself anew while it is drawn."""
    return _page(run_id)


def _page(run_id: int, error: str = "", status: int = 200) -> Answer:
    run = or_404(runs.find(run_id))
    now = clock.now()
    undo = run.row.posted_at is not None and now - run.row.posted_at <= actions.UNDO
    page = "letters/_run.html" if wants_fragment() else "letters/run.html"
    return render_template(
        page, run=run, undo=undo, error=error, there=bool(run.row.file) and _path(run).is_file()
    ), status


def _path(run: RunView) -> Path:
    return here.under(drawing.DOCUMENTS, Path(run.row.file).name)


@bp.get("/print-runs/<int:run_id>/file")
@allow(Role.RECEPTION)
def file(run_id: int) -> Answer:
    run = or_404(runs.find(run_id))
    if not run.row.file or not _path(run).is_file():
        abort(404)
    of = run.number or f"{run.row.created_at:%Y-%m-%d}"
    name = gettext("cards-%(number)s.pdf", number=of) if run.cards else gettext("letters-%(number)s.pdf", number=of)
    return pdf(_path(run), name)


@bp.post("/print-runs/<int:run_id>/posted")
@allow(Role.RECEPTION)
def post_run(run_id: int) -> Answer:
    """They are in the post: their reminders are done."""
    or_404(runs.find(run_id))
    try:
        count = actions.posted(run_id=run_id, expected=told(), now=clock.now(), by=g.signed_in.member)
    except actions.Changed as error:
        words = filters.counting(
            "Nothing is noted yet: %(shown)s letter lies there.", "Nothing is noted yet: %(shown)s letters lie there.",
            error.count,
        )  # fmt: skip
        return done(words, "letters.show_run", tone="warn", run_id=run_id)
    words = filters.counting("%(shown)s letter is in the post.", "%(shown)s letters are in the post.", count)
    return done(words, "letters.show_run", run_id=run_id)


@bp.delete("/print-runs/<int:run_id>/posted")
@allow(Role.RECEPTION)
def unpost_run(run_id: int) -> Answer:
    or_404(runs.find(run_id))
    if actions.not_posted(run_id=run_id, now=clock.now(), by=g.signed_in.member):
        flash(gettext("The letters are printed, and not in the post."))
    else:
        flash(gettext("It is too late to take this back."), "warn")
    return redirect(url_for("letters.show_run", run_id=run_id), 303)


@bp.post("/print-runs/<int:run_id>/again")
@allow(Role.RECEPTION)
def again(run_id: int) -> Answer:
    """The printer failed: the rest, from this letter on."""
    run = or_404(runs.find(run_id))
    number = paging.identifier(request.form.get("from_number", "").strip())
    words = gettext(
        "Give the number of a letter, from %(first)s to %(last)s.",
        first=filters.number(run.first), last=filters.number(run.last),
    )  # fmt: skip
    if not number or not run.first <= number <= run.last:
        return _page(run_id, words, 422)
    try:
        new = actions.begin_again(run_id=run_id, from_number=number, now=clock.now(), by=g.signed_in.member)
    except actions.NoLetters:
        return _page(run_id, gettext("None of these letters is left to print."), 422)
    return redirect(url_for("letters.show_run", run_id=new.id), 303)


@bp.post("/print-runs/<int:run_id>/retried")
@allow(Role.RECEPTION)
def retry(run_id: int) -> Answer:
    """It failed: draw it once more."""
    or_404(runs.find(run_id))
    actions.try_again(run_id=run_id)
    return redirect(url_for("letters.show_run", run_id=run_id), 303)


@bp.post("/print-runs/<int:run_id>/given-up")
@allow(Role.RECEPTION)
def give_up(run_id: int) -> Answer:
    """They will not be posted."""
    run = or_404(runs.find(run_id))
    count = mailing_lives.give_up_letters(run_id=run_id, now=clock.now(), by=g.signed_in.member)
    words = filters.counting("%(shown)s letter is cancelled.", "%(shown)s letters are cancelled.", count)
    return done(words, "batches.show", number=run.number) if run.number else done(words, "letters.show_week")
