"""The lists: every batch; the reminders in the files, numbered so that they can be written to; what is done to many."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from webapp import clock, db, filters, here, htmx, paging, periods
from webapp.access import Role, allow
from webapp.batches.actions import deleting, making
from webapp.batches.queries import listing, lots, standing
from webapp.batches.routes.blueprint import bp, chosen
from webapp.batches.routes.one import url_for_number
from webapp.batches.rules import filters as states
from webapp.batches.rules.filters import LOT_STATES, BatchFilter, LotFilter, month_and_half
from webapp.htmx import Answer
from webapp.models import Batch
from webapp.paging import Page
from webapp.periods import Period
from webapp.text import local_path


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


@bp.get("/batches/reminders")
@allow(Role.RECEPTION)
def files() -> Answer:
    """A period of due dates, by type and by batch."""
    wanted = _asked(request.args, _period())
    groups = listing.groups(wanted)
    number = min(paging.number(request.args.get("page")), paging.pages_of(len(groups)))
    start = paging.offset(number)
    return htmx.render(
        "batches/files.html",
        "batches/_files.html",
        page=Page(groups[start : start + paging.SIZE], number, len(groups)),
        groups=groups,
        wanted=wanted,
        address=paging.address,
    )


@bp.get("/batches/reminders/list")
@allow(Role.RECEPTION)
def files_list() -> Answer:
    """The reminders of one line of that page."""
    wanted = _asked(request.args, _period())
    stands = standing.of(wanted)
    return htmx.render(
        "batches/files_list.html",
        "batches/_reminders.html",
        page=listing.page(wanted, paging.number(request.args.get("page")), stands),
        wanted=wanted,
        counts=stands.counts,
        type=next((row for row in listing.types() if row.id == wanted.type), None),
        lot=Batch.get_or_none(Batch.id == wanted.batch) if wanted.batch else None,
        to_gather=listing.to_gather(wanted),
        address=paging.address,
    )


def _period() -> Period:
    return periods.asked(request.args, today=here.today(), default=month_and_half(here.today()))


def _asked(asked: MultiDict[str, str], due: Period) -> BatchFilter:
    return BatchFilter(
        batch=paging.identifier(asked.get("batch")),
        type=paging.identifier(asked.get("type")),
        due=due,
        states=states.ticked(asked.getlist("state")),
        about=asked.get("about", "") if asked.get("about") in states.ABOUT else "",
    )


@bp.post("/batches/gathered")
@allow(Role.RECEPTION)
def gather() -> Answer:
    """A numbered batch of reminders that have none."""
    typed = request.form
    about = typed.get("about", "")
    try:
        batch, taken = making.gather(
            type_id=paging.identifier(typed.get("type")) or 0,
            first=periods.day(typed.get("from")),
            last=periods.day(typed.get("to")),
            about=about if about in states.ABOUT else "",
            description=typed.get("description", "").strip()[:200],
            now=clock.now(),
            by=g.signed_in.member,
        )
    except making.Nothing:
        flash(gettext("None of these reminders is to be done and outside every batch."), "warn")
        return redirect(url_for("batches.files"), 303)
    said = filters.counting(
        "Batch %(number)s has %(shown)s reminder.",
        "Batch %(number)s has %(shown)s reminders.",
        taken,
        number=batch.number,
    )
    flash(said)
    return htmx.go(url_for_number(str(batch.number)))


@bp.post("/batches/reminders/deleted")
@allow(Role.RECEPTION)
def delete() -> Answer:
    """Hide them; they can be restored. The whole of a list is asked about first, and counted again."""
    wanted, ids, now = _wanted(), chosen(), clock.now()
    if ids is None and wanted and "expected" not in request.form:
        return _ask(wanted)
    try:
        gone = deleting.delete(wanted=wanted, ids=ids, expected=_expected(), now=now, by=g.signed_in.member)
    except deleting.Changed:
        return _ask(wanted, changed=True)
    if gone:
        said = filters.counting("%(shown)s reminder deleted.", "%(shown)s reminders deleted.", gone)
        htmx.undoable(said, undo=url_for("batches.restore", at=db.instant_text(now), back=_back()) + "&_method=DELETE")
    else:
        flash(gettext("Nothing was chosen: tick the reminders first."), "warn")
    return htmx.go(_back())


def _ask(wanted: BatchFilter | None, *, changed: bool = False) -> Answer:
    """One question before a whole list is deleted, with the number that would be."""
    if wanted is None:
        abort(400)
    count = len(listing.to_change(wanted))
    return render_template(
        "batches/delete.html", wanted=wanted, count=count, back=_back(), changed=changed,
    ), 422 if changed else 200  # fmt: skip


@bp.delete("/batches/reminders/deleted")
@allow(Role.RECEPTION)
def restore() -> Answer:
    """They are there again, as they stood: those ticked, the whole list, or what was deleted at one instant (`at`)."""
    now, by = clock.now(), g.signed_in.member
    try:
        if at := periods.instant(request.args.get("at", "")):
            back = deleting.undo(at=at, now=now, by=by)
        else:
            back = deleting.restore(wanted=_wanted(), ids=chosen(), expected=_expected(), now=now, by=by)
    except deleting.Changed as error:
        flash(filters.counting("The list has changed: it has %(n)s reminder now.",
                               "The list has changed: it has %(n)s reminders now.", error.count), "warn")  # fmt: skip
        return htmx.go(_back())
    if back:
        flash(filters.counting("%(shown)s reminder is back.", "%(shown)s reminders are back.", back))
    else:
        flash(gettext("Nothing was chosen: tick the reminders first."), "warn")
    return htmx.go(_back())


def _expected() -> int | None:
    """How many the button said."""
    return paging.identifier(request.form.get("expected"))


def _wanted() -> BatchFilter | None:
    """The list that comes along in hidden fields; None for one of everything there is, which was never shown."""
    typed = request.form
    due = Period(periods.day(typed.get("from")), periods.day(typed.get("to")))
    wanted = _asked(typed, due).but(part=paging.identifier(typed.get("part")))
    return None if wanted == BatchFilter(states=wanted.states) else wanted


def _back() -> str:
    """Where the list stands: an address of this room."""
    back = local_path(request.values.get("back")) or ""
    return back if back.startswith("/batches/") else url_for("batches.index")
