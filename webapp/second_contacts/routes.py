"""Those whom one has reached and who have not answered: proposed another channel, asked once, contacted."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, flash, g, render_template, request, url_for
from flask_babel import gettext

from webapp import channels, clock, db, filters, here, htmx, paging
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.letters.queries import runs
from webapp.mailings.actions import approving
from webapp.mailings.forms import new_key
from webapp.mailings.queries import composing, progress
from webapp.reminders.queries import listing, words
from webapp.reminders.rules.filters import ReminderFilter
from webapp.reminders.rules.lives import AWAITING_ANSWER
from webapp.second_contacts import actions, forms
from webapp.second_contacts.actions import Changed, Done
from webapp.second_contacts.forms import FilterForm, Picked
from webapp.second_contacts.queries import asking, picture, waiting
from webapp.second_contacts.queries.picture import Picture

bp = Blueprint("second_contacts", __name__)


@bp.get("/reminders/second")
@allow(Role.RECEPTION)
def index() -> Answer:
    """Who is proposed what; beside them whoever has booked."""
    form, shown = _asked()
    return _page(form, shown, status=422 if form.errors else 200)


def _asked() -> tuple[FilterForm, Picture]:
    form = FilterForm(request.args, today=here.today())
    form.validate()
    shown = picture.picture(form.wanted, now=clock.now())
    return form.offer(shown), shown


def _page(form: FilterForm, shown: Picture, *, picked: Picked | None = None, status: int = 200, **more: Any) -> Answer:
    tabs = listing.outline(ReminderFilter(tab=AWAITING_ANSWER), 1, here.today(), me=g.signed_in.member.id).tabs
    usual = {"first_on": "", "call_on": here.today()}  # empty: as soon as may be
    return render_template(
        "second_contacts/index.html", form=form, shown=shown, tabs=tabs, picked=picked, usual=usual,
        typed=request.form, errors=picked.errors if picked else {}, states=words.STATES, open_rows=picture.OPEN,
        listed=picture.LISTED, usable=waiting.usable(), **more,
    ), status  # fmt: skip


def _first_on() -> date:
    """When e-mails leave where nobody says."""
    return composing.first_day(channels.automatic()[0].code, clock.now())


@bp.post("/reminders/second/confirm")
@allow(Role.RECEPTION)
def confirm() -> Answer:
    """One sentence before anything leaves the clinic."""
    form, shown = _asked()
    picked = forms.picked(request.form, shown, today=here.today(), first_on=_first_on())
    if "not_now" in request.form:
        return _page(form, shown, picked=picked)
    if picked.errors:
        return _page(form, shown, picked=picked, status=422)
    about = {code: picked.reminders(code) for code in picked.rows}
    ways = asking.ways(
        about, {code: len(rows) for code, rows in picked.rows.items()}, picked.versions,
        first_on=picked.first_on, now=clock.now(),
    )  # fmt: skip
    errors = {f"template-{way.channel.code}": way.refusals[0] for way in ways if way.refusals}
    if errors:
        return _page(form, shown, picked=_with(picked, errors), status=422)
    return _page(
        form, shown, picked=picked, ways=ways, question=asking.question(ways), key=new_key(), carried=forms.carried
    )


def _with(picked: Picked, errors: dict[str, str]) -> Picked:
    return Picked(picked.rows, picked.versions, picked.first_on, picked.call_on, {**picked.errors, **errors})


@bp.post("/reminders/second")
@allow(Role.RECEPTION)
def send() -> Answer:
    """Send, prepare and put back on the call list: exactly what the sentence said."""
    wanted = forms.sent(request.form, today=here.today())
    if wanted is None or not wanted.reminders:
        abort(400)
    now = clock.now()
    try:
        done = actions.send(wanted=wanted, now=now, by=g.signed_in.member)
    except Changed:
        flash(gettext("The numbers have changed since you saw them. Nothing was sent: look again."), "warn")
        return htmx.go(url_for("second_contacts.index", **_params()))
    except approving.NotSent as error:
        flash(" ".join(error.sentences), "warn")
        return htmx.go(url_for("second_contacts.index", **_params()))
    return htmx.go(_after(done, now))


def _params() -> dict[str, Any]:
    """What the page was narrowed to."""
    return FilterForm(request.args, today=here.today()).params


def _after(done: Done, now: datetime) -> str:
    """Where one sees what came of it: the one thing itself, or a page that leads to each."""
    if done.refusal:
        flash(done.refusal, "warn")
    if len(done.mailings) == 1 and not (done.run or done.calls):
        return url_for("mailings.show", mailing_id=done.mailings[0].id)
    if done.run and not (done.mailings or done.calls):
        return url_for("letters.show_run", run_id=done.run.id)
    return url_for(
        "second_contacts.done", mailing=[each.id for each in done.mailings], run=done.run.id if done.run else None,
        calls=done.calls or None, at=db.instant_text(now),
    )  # fmt: skip


@bp.get("/reminders/second/done")
@allow(Role.RECEPTION)
def done() -> Answer:
    """What is under way: e-mails that are held for a minute, letters to print, clients to call."""
    mailings = [found for each in request.args.getlist("mailing") if (found := _mailing(each))]
    run_id = paging.identifier(request.args.get("run"))
    return render_template(
        "second_contacts/done.html", mailings=mailings, run=runs.find(run_id) if run_id else None,
        calls=paging.identifier(request.args.get("calls")), at=request.args.get("at", ""),
        counted={each.id: progress.progress(each, clock.now()).total for each in mailings},
    )  # fmt: skip


def _mailing(number: str) -> Any:
    row = paging.identifier(number)
    return progress.mailing(row) if row else None


@bp.delete("/reminders/second/calls")
@allow(Role.RECEPTION)
def leave_calls() -> Answer:
    """They need not be called after all."""
    count = actions.call_no_more(at=_instant(), now=clock.now(), by=g.signed_in.member)
    return _back(count)


@bp.post("/reminders/second/answered")
@allow(Role.RECEPTION)
def answer() -> Answer:
    """The appointment is what they were reached for: of one client, or of all whose appointment says so."""
    shown, now = _asked()[1], clock.now()
    client = paging.identifier(request.form.get("whose"))
    those = shown.fitting if client is None else [each for each in shown.booked if each.waiting.client_id == client]
    ids = [booking.reminder_id for each in those for booking in each.waiting.bookings]
    count = actions.answer(reminder_ids=ids, only_fitting=client is None, now=now, by=g.signed_in.member) if ids else 0
    if count:
        htmx.undoable(
            filters.counting("%(n)s reminder answered.", "%(n)s reminders answered.", count),
            undo=f"{url_for('second_contacts.leave_answered', at=db.instant_text(now))}&_method=DELETE",
        )
    else:
        flash(gettext("Somebody else was quicker: nothing was changed."), "warn")
    return htmx.go(url_for("second_contacts.index", **_params()))


@bp.delete("/reminders/second/answered")
@allow(Role.RECEPTION)
def leave_answered() -> Answer:
    count = actions.answer_no_more(at=_instant(), now=clock.now(), by=g.signed_in.member)
    return _back(count)


def _back(count: int) -> Answer:
    if count:
        flash(filters.counting("%(n)s reminder as before.", "%(n)s reminders as before.", count))
    else:
        flash(gettext("Somebody has changed it since: nothing was taken back."), "warn")
    return htmx.go(htmx.came_from(url_for("second_contacts.index")))


def _instant() -> datetime:
    try:
        at = datetime.fromisoformat(request.args.get("at", ""))
    except ValueError:
        abort(404)
    return at if at.tzinfo else abort(404)
