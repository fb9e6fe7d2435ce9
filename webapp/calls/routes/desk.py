"""The desk: the queue of clients to call, one of them open, and what came of each call."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.calls import forms, rules
from webapp.calls.actions import calling, contacts
from webapp.calls.actions.contacts import Call, Changed, Held
from webapp.calls.queries import picture as pictures
from webapp.calls.queries import queue, words
from webapp.calls.routes.blueprint import bp
from webapp.clients.rules import gender
from webapp.htmx import Answer
from webapp.paging import or_404
from webapp.reminders import forms as reminder_forms
from webapp.reminders.queries import detail, quicker
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
    return htmx.render("calls/index.html", "calls/_changed.html", **_context(client_id))


@bp.post("/<int:client_id>/contacts")
@allow(Role.RECEPTION)
def record(client_id: int) -> Answer:
    """What came of the call; then the next client."""
    now = clock.now()
    typed = forms.Result.of(request.form, now)
    if typed.errors:
        return _refused(client_id, next(iter(typed.errors.values())))
    before = queue.outline(_wanted(), _number(), now)
    call = Call(client_id, typed.seen, now, g.signed_in.member, number=typed.number, note=typed.note)
    try:
        made = contacts.record(call=call, result=typed.result, until=typed.until)
    except Held as other:
        return _refused(client_id, gettext("%(name)s is calling: take over first.", name=other.name))
    except Changed as changed:
        moved = or_404(detail.find(changed.reminder_ids[0]))
        return _refused(client_id, quicker.why_not(moved, transitions.DONE, typed.seen[moved.id].standing))
    said = gettext("%(what)s: %(name)s", what=words.SAID[typed.result].told, name=made.client.full_name)
    back = f"{url_for('.undo', contact_id=made.id)}?{urlencode({**_params(), '_method': 'DELETE'})}"
    following = before.following(client_id)
    return _changed(client_id if following is None else following, said, undo=back)


@bp.delete("/contacts/<int:contact_id>")
@allow(Role.RECEPTION)
def undo(contact_id: int) -> Answer:
    """Take back what I just noted; the client is open again."""
    found = or_404(pictures.contact(contact_id))
    if not contacts.undo(contact_id=contact_id, now=clock.now(), by=g.signed_in.member):
        return _changed(found.client_id, gettext("Somebody has changed it since: nothing was taken back."))
    return _changed(found.client_id, gettext("Taken back: %(name)s", name=found.client.full_name))


@bp.post("/<int:client_id>/calling")
@allow(Role.RECEPTION)
def take(client_id: int) -> Answer:
    """I call this client: nobody else does, for some minutes, unless they take it over."""
    over = "over" in request.form
    taken = calling.take(client_id=client_id, over=over, now=clock.now(), by=g.signed_in.member)
    if taken and not over and htmx.wants_fragment():
        return "", 204
    return _changed(client_id, "") if over or not htmx.wants_fragment() else _held(client_id)


def _held(client_id: int) -> Answer:
    return render_template("calls/_changed.html", **_context(client_id))


# ---------- What is shown.


def _wanted() -> ReminderFilter:
    return reminder_forms.wanted(request.args)


def _number() -> int:
    return paging.number(request.args.get("page"))


def _params() -> dict[str, Any]:
    return reminder_forms.params(_wanted(), _number())


def _context(client_id: int | None) -> dict[str, Any]:
    """All that the desk shows."""
    now, member = clock.now(), g.signed_in.member
    picture = or_404(pictures.picture(_wanted(), _number(), client_id, me=member.id, now=now))
    opened = picture.open
    return {
        "picture": picture,
        "outline": picture.outline,
        "open": opened,
        "held": picture.held,
        "chosen": client_id is not None,
        "wanted": _wanted(),
        "params": _params(),
        "place": picture.outline.place(opened.client.id) if opened else 0,
        "following": picture.outline.following(opened.client.id) if opened else None,
        "results": [(code, words.SAID[code], str(key)) for key, code in enumerate(rules.RESULTS, 1)],
        "choices": forms.choices(here.day(now)),
        "kind_of": detail.kind,
        "standing_of": transitions.standing,
        "gender": gender(opened.client.title) if opened else "",
        "today": here.day(now),
    }


def _changed(client_id: int, said: str, *, undo: str = "") -> Answer:
    """The desk with this client open, 0 = with nobody left, and what was done."""
    asked = client_id or None
    if not htmx.wants_fragment():
        if said:
            htmx.undoable(said, undo=undo) if undo else flash(said)
        return redirect(_address(asked), 303)
    page = render_template("calls/_changed.html", **_context(asked), said=said, undo=undo)
    return page, 200, {"HX-Push-Url": _address(asked)}


def _address(client_id: int | None) -> str:
    if client_id is None:
        return url_for(".index", **_params())
    return url_for(".show", client_id=client_id, **_params())


def _refused(client_id: int, why: str) -> Answer:
    """The desk as it is now, with what was typed and why it was not taken."""
    page = "calls/_changed.html" if htmx.wants_fragment() else "calls/index.html"
    return render_template(page, **_context(client_id), typed=request.form, refusal=why), 422
