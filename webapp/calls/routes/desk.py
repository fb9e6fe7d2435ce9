"""The desk: the queue of clients to call, one of them open, and what came of each call."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.calls import forms, rules
from webapp.calls.actions import calling, contacts
from webapp.calls.actions.contacts import Call, Changed, Gone, Held, NotNoted, Quicker
from webapp.calls.queries import calling as callers
from webapp.calls.queries import picture as pictures
from webapp.calls.queries import queue, words
from webapp.calls.routes.blueprint import bp
from webapp.clients.rules import gender
from webapp.htmx import Answer
from webapp.paging import or_404
from webapp.reminders import forms as reminder_forms
from webapp.reminders.queries import detail, quicker
from webapp.reminders.queries import words as reminder_words
from webapp.reminders.routes.narrowing import Narrowing
from webapp.reminders.rules import transitions
from webapp.reminders.rules.filters import ReminderFilter


@bp.get("/")
@allow(Role.RECEPTION)
def index() -> Answer:
    """Whom to call; beside it, where there is room, the first of them."""
    return htmx.render("calls/index.html", "calls/_changed.html", **_context(None))


@bp.get("/<int:client_id>")
@allow(Role.RECEPTION)
def show(client_id: int) -> Answer:
    """One client: beside the queue, or alone where there is no room."""
    context = _context(client_id)
    if context["open"].client.archived_at and (kept := callers.remains(client_id)):
        return changed(kept, str(words.MERGED))
    return htmx.render("calls/index.html", "calls/_changed.html", **context)


@bp.post("/<int:client_id>/contacts")
@allow(Role.RECEPTION)
def record(client_id: int) -> Answer:
    """What came of the call; then the next client."""
    now = clock.now()
    typed = forms.Result.of(request.form, now)
    if typed.errors:
        return _shown_again(client_id, errors=typed.errors, places=typed.places)
    order, me = queue.order(_wanted(), _number(), now), g.signed_in.member
    call = Call(client_id, typed.seen, now, me, number=typed.number, note=typed.note, last=typed.last)
    try:
        made, following = contacts.record_and_go_on(
            call=call,
            result=typed.result,
            until=typed.until,
            onward=_onward(client_id, typed, order),
            told=order.told,
        )
    except NotNoted as refusal:
        return _not_noted(client_id, typed, refusal)
    said = gettext("%(what)s: %(name)s", what=words.SAID[typed.result].told, name=made.client.full_name)
    back = f"{url_for('.undo', contact_id=made.id)}?{urlencode({**params(), '_method': 'DELETE'})}"
    return changed(following, said, undo=back)


def _onward(client_id: int, typed: forms.Result, order: queue.Order) -> list[int]:
    """Whom one may call next: the same client, where a wrong number leaves another one."""
    if typed.result == rules.WRONG_NUMBER and pictures.has_another_number(client_id, typed.number):
        return [client_id]
    return order.onward(client_id)


@bp.delete("/contacts/<int:contact_id>")
@allow(Role.RECEPTION)
def undo(contact_id: int) -> Answer:
    """Take back what I just noted; the client is open again."""
    found = or_404(pictures.contact(contact_id))
    mine, now = g.signed_in.member, clock.now()
    already = found.undone_at is not None and found.by_id == mine.id  # by a tap whose answer was lost
    if not already and not contacts.undo(contact_id=contact_id, now=now, by=mine):
        return changed(found.client_id, gettext("Somebody has changed it since: nothing was taken back."))
    return changed(found.client_id, gettext("Taken back: %(name)s", name=found.client.full_name))


@bp.post("/<int:client_id>/calling")
@allow(Role.RECEPTION)
def take(client_id: int) -> Answer:
    """I call this client: nobody else does, for some minutes, unless they take it over.

    The page asks every half minute and says (`shown`) who it shows as calling: the number of a colleague, 0 = nobody
    else, empty = it does not know.
    """
    over, shown = "over" in request.form, request.form.get("shown", "")
    me, now = g.signed_in.member, clock.now()
    if over or "X-Nobody" not in request.headers:  # nobody touched the page since: it only looks
        calling.take(client_id=client_id, over=over, now=now, by=me)
    if not htmx.wants_fragment():
        return changed(client_id, "")
    holder = callers.held([client_id], now).get(client_id)
    other = holder.member_id if holder and holder.member_id != me.id else 0
    if not over and other == (paging.identifier(shown) or 0):
        return "", 204
    overtaken = bool(other) and shown == "0"
    return render_template("calls/_changed.html", **_context(client_id), overtaken=overtaken)


@bp.delete("/<int:client_id>/calling")
@allow(Role.RECEPTION)
def release(client_id: int) -> Answer:
    """I leave this client: the page says so when it is left."""
    calling.release(client_id=client_id, by=g.signed_in.member)
    return "", 204


# ---------- What is shown.


def _wanted() -> ReminderFilter:
    return reminder_forms.wanted(request.args)


def _number() -> int:
    return paging.number(request.args.get("page"))


def params() -> dict[str, Any]:
    """Those of an address of this queue."""
    return reminder_forms.params(_wanted(), _number())


def _context(client_id: int | None) -> dict[str, Any]:
    """All that the desk shows."""
    now, member = clock.now(), g.signed_in.member
    picture = or_404(pictures.picture(_wanted(), _number(), client_id, me=member, now=now))
    opened = picture.open
    return {
        "picture": picture,
        "outline": picture.outline,
        "open": opened,
        "held": picture.held,
        "mine": picture.mine,
        "chosen": client_id is not None,
        "wanted": _wanted(),
        "params": params(),
        "narrowing": Narrowing(_wanted(), picture.outline.choices, member.id, "calls.index", whole=True),
        "place": picture.outline.place(opened.client.id) if opened else 0,
        "following": picture.following,
        "results": [(code, words.SAID[code], str(key)) for key, code in enumerate(rules.RESULTS, 1)],
        "choices": forms.choices(here.day(now), picture.days),
        "hours": _hours(now),
        "title_of": detail.title,
        "kind_of": detail.kind,
        "standing_of": transitions.standing,
        "gender": gender(opened.client.title) if opened else "",
        "today": here.day(now),
    }


def _hours(now: datetime) -> dict[str, Any]:
    """Whether one calls at this hour, and when one does."""
    local = here.local(now)
    return {"now": rules.may_call(local), "said": f"{forms.between(rules.hours(local.date()))}."}


def changed(client_id: int | None, said: str, *, undo: str = "", **more: Any) -> Answer:
    """The desk with this client open, None = with whoever is first, and what was done; `more` of what it shows."""
    if not htmx.wants_fragment():
        if said:
            htmx.undoable(said, undo=undo) if undo else flash(said)
        return redirect(_address(client_id), 303)
    page = render_template("calls/_changed.html", **_context(client_id), said=said, undo=undo, **more)
    return page, 200, {"HX-Push-Url": _address(client_id)}


def _address(client_id: int | None) -> str:
    if client_id is None:
        return url_for(".index", **params())
    return url_for(".show", client_id=client_id, **params())


def _not_noted(client_id: int, typed: forms.Result, refusal: NotNoted) -> Answer:
    """Somebody was quicker, or the client is no longer who they were."""
    if isinstance(refusal, Gone):
        kept = callers.remains(client_id)
        return _shown_again(kept or client_id, refusal=words.MERGED if kept else words.ARCHIVED)
    if isinstance(refusal, Quicker):
        told, when = refusal.told, quicker.when(refusal.told.at)
        what = {"name": told.by or "Relance", "when": when, "what": words.SAID[told.result].told}
        return _shown_again(client_id, refusal=gettext("Already done by %(name)s, %(when)s: %(what)s.", **what))
    if isinstance(refusal, Changed):
        moved = or_404(detail.find(refusal.reminder_ids[0]))
        if moved.appointment_id and moved.answered_at:
            return _shown_again(client_id, booked_meanwhile=True)
        who = quicker.why_not(moved, transitions.DONE, typed.seen[moved.id].standing)
        why = reminder_words.CANCELLED.get(moved.cancelled_because)
        return _shown_again(client_id, refusal=gettext("%(who)s Reason: %(why)s.", who=who, why=why) if why else who)
    return _shown_again(client_id, overtaken=isinstance(refusal, Held))


def _shown_again(client_id: int, **why: Any) -> Answer:
    """The desk as it is now, with what was typed and why it was not taken: `errors` by field, or one `refusal`."""
    page = "calls/_changed.html" if htmx.wants_fragment() else "calls/index.html"
    address = {"HX-Push-Url": _address(client_id)} if client_id != (request.view_args or {})["client_id"] else {}
    return render_template(page, **_context(client_id), typed=request.form, **why), 422, address
