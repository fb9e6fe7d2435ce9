"""What one does with a reminder, or with many: each state is entered by POST and left by DELETE."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext

from webapp import clock, fields, filters, here, paging, periods
from webapp.access import Role, allow
from webapp.animals import queries as animal_queries
from webapp.htmx import Answer, form_page
from webapp.models import Reminder, StaffMember
from webapp.paging import or_404
from webapp.reminders import forms
from webapp.reminders.actions import calls, handling, lives
from webapp.reminders.actions.lives import Seen
from webapp.reminders.queries import detail, listing, types
from webapp.reminders.routes.blueprint import bp
from webapp.reminders.routes.listing import (
    assigned,
    changed,
    left_alone,
    not_taken,
    refused,
    said,
    whole,
    with_name,
)
from webapp.reminders.rules import transitions as changes
from webapp.search.routes import choose
from webapp.staff import queries as staff

LONGEST_REASON = 200
STATES = ("done", "answered", "visited", "cancelled", "deleted")
STATE = f"<any({', '.join(STATES)}):state>"
ENTER: dict[str, Callable[..., int]] = {
    "done": lambda **given: calls.reached(channel=_channel(), **given),
    "answered": calls.booked,
    "visited": lives.visit,
    "cancelled": lambda **given: lives.cancel(because=_because(), **given),
    "deleted": lives.delete,
}
LEAVE: dict[str, tuple[str, Callable[..., int]]] = {
    "done": (changes.REOPENED, lives.reopen),
    "answered": (changes.UNANSWERED, lives.unanswer),
    "visited": (changes.UNVISITED, lives.unvisit),
    "cancelled": (changes.UNCANCELLED, lives.uncancel),
    "deleted": (changes.RESTORED, lives.restore),
}


def _channel() -> str:
    return "counter" if request.form.get("channel") == "counter" else "phone"


class TooLong(Exception):
    """More was typed than is kept: nothing is done, and nothing is cut."""


@bp.errorhandler(TooLong)
def too_long(error: TooLong) -> Answer:
    """What was typed stands there still."""
    (most,) = error.args
    about, why = (request.view_args or {}).get("reminder_id"), str(fields.too_long(most))
    return not_taken(about, why) if about else whole(why, None, status=422)


def _because() -> str:
    """A code, or a person's own words."""
    return _text(request.form.get("words"), LONGEST_REASON) or request.form.get("because", "") or changes.NOT_WANTED


def _member() -> StaffMember | None:
    """Whom a form names, by a button or else by a select; nobody when it names none."""
    chosen = paging.identifier(request.form.get("member", request.form.get("to")))
    return or_404(staff.member(chosen)) if chosen else None


def _note() -> str | None:
    """What stands in the note, which goes with whatever is pressed; None where it is as it was shown."""
    if "note" not in request.form:
        return None
    typed, shown = (_text(request.form.get(name), forms.LONGEST_NOTE) for name in ("note", "note_was"))
    return None if typed == shown else typed


def _text(typed: str | None, most: int) -> str:
    text = (typed or "").replace("\r\n", "\n").strip()
    if len(text) > most:
        raise TooLong(most)
    return text


def _given(ids: list[int]) -> dict[str, Any]:
    return {"reminder_ids": ids, "now": clock.now(), "by": g.signed_in.member}


# ---------- One, with the others of the same client that the call was about.


@bp.post(f"/reminders/<int:reminder_id>/{STATE}")
@allow(Role.RECEPTION)
def enter(reminder_id: int, state: str) -> Answer:
    """Done, answered, visited, cancelled or deleted."""
    page, others, whom = _before(reminder_id, others_too="also" in request.form)
    given = _given([reminder_id, *_ticked(others)])
    following = _following(page, reminder_id, given["reminder_ids"])
    seen = request.args.get("seen") or changes.PRESUMED.get(state)
    act = partial(calls.with_note, ENTER[state], note=_note(), **given)
    count = lives.as_seen(seen={reminder_id: Seen(seen)}, act=act) if seen else act()
    if not count:
        return refused(reminder_id, state, seen)
    return changed(reminder_id, following, said(state, count, whom, _channel()), undo_at=given["now"])


@bp.delete(f"/reminders/<int:reminder_id>/{STATE}")
@allow(Role.RECEPTION)
def leave(reminder_id: int, state: str) -> Answer:
    given = _given([reminder_id])
    verb, back = LEAVE[state]
    page, _others, whom = _before(reminder_id)
    following = _following(page, reminder_id)
    if not calls.with_note(back, note=_note(), **given):
        return refused(reminder_id, verb)
    return changed(reminder_id, following, with_name(gettext("Taken back"), whom))


@bp.post("/reminders/<int:reminder_id>/note")
@allow(Role.RECEPTION)
def note(reminder_id: int) -> Answer:
    """What to know when calling."""
    given, found, typed = _given([reminder_id]), or_404(detail.find(reminder_id)), _note()
    if changes.obstacle(found, changes.NOTED):
        return refused(reminder_id, changes.NOTED)
    if typed is not None:
        handling.annotate(note=typed, **given)
    if "book" in request.form:
        return redirect(_booking(found), 303)
    return changed(reminder_id, None, gettext("The note is saved."), undo_at=given["now"])


def _booking(reminder: Reminder) -> str:
    """Where the appointment is entered; saved, it comes back to this list."""
    page = paging.number(request.args.get("page"))
    about: dict[str, Any] = {"client": reminder.client_id, "animal": reminder.animal_id, "reminder": reminder.id}
    about["back"] = url_for("reminders.index", **forms.params(forms.wanted(request.args), page))
    return url_for("agenda.new", **about)


@bp.post("/reminders/<int:reminder_id>/responsible")
@allow(Role.RECEPTION)
def assign(reminder_id: int) -> Answer:
    """Whose it is from now on."""
    given, member = _given([reminder_id]), _member()
    page, _others, whom = _before(reminder_id)
    following = _following(page, reminder_id)
    calls.with_note(lambda **whose: handling.assign(member=member, **whose) or 1, note=_note(), **given)
    return changed(reminder_id, following, assigned(member, 1, whom), undo_at=given["now"])


@bp.post("/reminders/<int:reminder_id>/due")
@allow(Role.RECEPTION)
def move(reminder_id: int) -> Answer:
    given, day = _given([reminder_id]), periods.day(request.form.get("due_on"))
    if day is None:
        return changed(reminder_id, None, gettext("Say on which day"), status=422)
    page, _others, whom = _before(reminder_id)
    following = _following(page, reminder_id)
    if not calls.with_note(lambda **when: handling.move(due_on=day, **when), note=_note(), **given):
        return refused(reminder_id, changes.MOVED)
    return changed(reminder_id, following, with_name(gettext("Due on %(day)s", day=filters.day_long(day)), whom),
                   undo_at=given["now"])  # fmt: skip


def _before(reminder_id: int, *, others_too: bool = False) -> tuple[list[int], list[int], str]:
    number = paging.number(request.args.get("page"))
    return listing.before(forms.wanted(request.args), number, here.today(), about=reminder_id, others_too=others_too)


def _following(page: Sequence[int], reminder_id: int, gone: Sequence[int] = ()) -> int | None:
    """Which one to open when this one has left the list: 0 = none is left, None = it was not in the list."""
    if reminder_id not in page:
        return None
    place = page.index(reminder_id)
    rest = [*page[place + 1 :], *reversed(page[:place])]
    return next((each for each in rest if each not in gone), 0)


def _ticked(others: Sequence[int]) -> list[int]:
    """Of the other reminders of the same client, those that were ticked."""
    ticked = {paging.identifier(each) for each in request.form.getlist("also")}
    return [each for each in others if each in ticked]


# ---------- Many.


@bp.post("/reminders/<any(done, cancelled, deleted):state>")
@allow(Role.RECEPTION)
def enter_many(state: str) -> Answer:
    """Those that were ticked, or the whole list."""
    return _many(ENTER[state], lambda count: said(state, count))


@bp.post("/reminders/responsible")
@allow(Role.RECEPTION)
def assign_many() -> Answer:
    """Whose they are from now on."""
    if "member" not in request.form and not request.form.get("to"):
        return whole(gettext("Say to whom."), None, status=422)
    member = _member()
    return _many(partial(handling.assign, member=member), lambda count: assigned(member, count), whose=True)


@bp.post("/reminders/undo")
@allow(Role.RECEPTION)
def undo() -> Answer:
    """Take back what I just did."""
    try:
        at = datetime.fromisoformat(request.args.get("at", ""))
    except ValueError:
        abort(404)
    if at.tzinfo is None:
        abort(404)
    count = calls.undo(at=at, now=clock.now(), by=g.signed_in.member)
    if not count:
        return whole(gettext("Somebody has changed it since: nothing was taken back."), None)
    return whole(filters.counting("%(n)s reminder as before.", "%(n)s reminders as before.", count), None)


def _many(act: Callable[..., int], words: Callable[[int], str], *, whose: bool = False) -> Answer:
    """Do it to those that stand as they were shown; the others are named and left as they are.

    `whose`: it also matters whose they were.
    """
    chosen = forms.Chosen.of(request.form, whose=whose)
    if not (chosen.ids or chosen.all):
        return whole(gettext("Tick the reminders first."), None, status=422)
    ids = listing.ids(forms.wanted(request.args), here.today()) if chosen.all else chosen.ids
    if chosen.all and chosen.total not in (None, len(ids)):
        text = filters.counting(
            "The list has changed: it has %(n)s reminder now. Nothing was done.",
            "The list has changed: it has %(n)s reminders now. Nothing was done.", len(ids),
        )  # fmt: skip
        return whole(text, None, status=422)
    given = _given(ids)
    count, moved = lives.many_as_seen(seen=chosen.seen, act=act, **given)
    left = left_alone(moved)
    if not count:
        nothing = gettext("Nothing was to be changed: somebody may have been quicker.")
        return whole(left or nothing, None, status=422)
    return whole(" ".join(filter(None, (words(count), left))), given["now"])


@bp.route("/reminders/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """Whose it is first, then what it is about and when it is due."""
    animal_id = paging.identifier(request.args.get("animal"))
    household = animal_queries.household(paging.identifier(request.args.get("client")), animal_id, present=True)
    if household is None:
        return choose(gettext("Add a reminder"), (gettext("Reminders"), url_for("reminders.index")))
    client, animals = household
    form = forms.NewReminderForm(
        request.form, client=client, animals=animals, types=types.choosable(), animal_id=animal_id,
        members=[each for each in staff.members() if each.active],
    )  # fmt: skip
    if request.method == "POST" and form.validate():
        made = lives.create(**form.values(), now=clock.now(), by=g.signed_in.member)
        flash(gettext("The reminder is added."))
        return redirect(url_for("reminders.show", reminder_id=made.id, when="all"), 303)
    return form_page("reminders/new.html", form=form, client=client, address=paging.address)
