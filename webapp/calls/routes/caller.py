"""Somebody calls back: who it is, what they received and what they are due for, and what came of it."""

from typing import Any
from urllib.parse import urlencode

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.animals import queries as animals
from webapp.calls import forms, rules
from webapp.calls.actions import calling, contacts, incoming
from webapp.calls.actions.contacts import Call, Changed
from webapp.calls.queries import caller as queries
from webapp.calls.queries import calling as callers
from webapp.calls.queries import picture as pictures
from webapp.calls.queries import words
from webapp.calls.routes.blueprint import bp
from webapp.clients.rules import gender
from webapp.clinic import queries as clinic
from webapp.htmx import Answer
from webapp.models import Animal
from webapp.paging import or_404
from webapp.reminders.queries import detail, quicker
from webapp.reminders.rules import transitions

LONGEST = 60  # of what is typed to find somebody


@bp.get("/caller")
@allow(Role.RECEPTION)
def caller() -> Answer:
    """Who calls: the last figures of their number, a name, or the number on a letter."""
    return htmx.render("calls/caller.html", "calls/_caller_changed.html", **_context())


@bp.post("/<int:client_id>/incoming")
@allow(Role.RECEPTION)
def hear(client_id: int) -> Answer:
    """What somebody said who called; then the next one may call."""
    now, member = clock.now(), g.signed_in.member
    typed, shown = forms.Heard.of(request.form, now), _context(client_id)
    opened = or_404(shown["open"])
    if opened.match.archived and (kept := callers.remains(client_id)):
        return _refused(_context(kept), refusal=words.MERGED)
    animal = next((each for each in opened.animals if each.id == typed.animal_id), None)
    if (typed.animal_id and not animal) or (typed.result == rules.NO_WRITING and not opened.got):
        abort(404)
    if typed.errors:
        return _refused(shown, errors=typed.errors, places=typed.places)
    said, got = words.INCOMING[typed.result], opened.got
    heard = incoming.Said(
        typed.result, typed.until, typed.animal_id, str(said.told), got.message if got else None, typed.received
    )
    number = opened.match.number if shown["found"].dialled else ""
    call = Call(client_id, typed.seen, now, member, number=number, note=typed.note, last=typed.last)
    try:
        made = incoming.record(call=call, said=heard)
    except Changed as changed:
        moved = or_404(detail.find(changed.reminder_ids[0]))
        return _refused(shown, refusal=quicker.why_not(moved, transitions.DONE, typed.seen[moved.id].standing))
    calling.release(client_id=client_id, by=member)
    back = f"{url_for('.unhear', contact_id=made.id)}?{urlencode({'q': _typed(), '_method': 'DELETE'})}"
    told = gettext("%(what)s: %(name)s", what=said.told, name=_whom(opened.match.name, animal))
    return _changed(url_for(".caller"), told, undo=back)


@bp.delete("/incoming/<int:contact_id>")
@allow(Role.RECEPTION)
def unhear(contact_id: int) -> Answer:
    """Take back what I just noted; the client is open again."""
    found, mine, now = or_404(pictures.contact(contact_id)), g.signed_in.member, clock.now()
    there = url_for(".caller", q=_typed() or None, client=found.client_id)
    already = found.undone_at is not None and found.by_id == mine.id  # by a tap whose answer was lost
    if not already and not contacts.undo(contact_id=contact_id, now=now, by=mine):
        return _changed(there, gettext("Somebody has changed it since: nothing was taken back."), found.client_id)
    return _changed(there, gettext("Taken back: %(name)s", name=found.client.full_name), found.client_id)


def _whom(name: str, animal: Animal | None) -> str:
    return gettext("%(animal)s, of %(name)s", animal=animals.name(animal), name=name) if animal else name


# ---------- What is shown.


def _typed() -> str:
    return request.args.get("q", "").strip()[:LONGEST]


def _context(client_id: int | None = None, *, typed: str | None = None) -> dict[str, Any]:
    """All that the page shows. `client_id`: who is open, where the address does not say; `typed`: what it does not."""
    now = clock.now()
    asked = paging.identifier(request.args.get("client"))
    chosen = client_id if client_id is not None else asked
    me, looked_for = g.signed_in.member.id, _typed() if typed is None else typed
    found = queries.found(looked_for, chosen or None, me=me, now=now)
    match = found.match(chosen or None)
    opened = queries.opened(match, now=now) if match else None
    return {
        "found": found,
        "open": opened,
        "chosen": bool(opened) and asked != 0,
        "by_name": request.args.get("by") == "name" or found.way == rules.NAME,
        "others": [each for each in found.matches if opened and each.client_id != opened.match.client_id],
        "results": [(code, words.INCOMING[code], str(key)) for key, code in enumerate(_results(opened), 1)],
        "choices": forms.choices(here.day(now), clinic.open_days()) if opened else [],
        "kind_of": detail.kind,
        "standing_of": transitions.standing,
        "gender": gender(opened.match.title) if opened else "",
        "today": here.day(now),
    }


def _results(opened: queries.Opened | None) -> tuple[str, ...]:
    """Where nothing was written to them, it is calls that they may want no more."""
    written = opened is not None and opened.got is not None
    return rules.INCOMING if written else (*rules.INCOMING[:-1], rules.NO_CALLS)


def _changed(address: str, said: str, client_id: int | None = None, *, undo: str = "") -> Answer:
    """What was done; then this page: with a client open, or ready for whoever calls next."""
    if not htmx.wants_fragment():
        htmx.undoable(said, undo=undo) if undo else flash(said)
        return redirect(address, 303)
    shown = _context(client_id, typed=None if client_id else "")
    page = render_template("calls/_caller_changed.html", **shown, said=said, undo=undo)
    return page, 200, {"HX-Push-Url": address}


def _refused(shown: dict[str, Any], **why: Any) -> Answer:
    """The page as it is now, with what was typed and why it was not taken: `errors` by field, or one `refusal`."""
    page = "calls/_caller_changed.html" if htmx.wants_fragment() else "calls/caller.html"
    return render_template(page, **shown, typed=request.form, **why), 422
