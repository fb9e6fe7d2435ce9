"""A client's file: what is due, all that passed, and what colleagues note."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, here, htmx
from webapp.access import Role, allow
from webapp.clients import queries as client_queries
from webapp.clients.rules import gender
from webapp.dossiers import actions, forms, queries, rules
from webapp.dossiers.queries import lists, timeline
from webapp.htmx import Answer
from webapp.merges import queries as merges
from webapp.models import Client
from webapp.outbox.queries import message as messages
from webapp.paging import or_404
from webapp.reminders.queries import detail, history, words

bp = Blueprint("dossiers", __name__, url_prefix="/clients")
LISTED, LINES = "rappels", "lines"  # the parts that HTMX asks for by themselves


@bp.get("/<int:client_id>")
@allow(Role.RECEPTION)
def show(client_id: int) -> Answer:
    """All about one client: what stands in the way of reaching them, what is due, then all that passed."""
    target = htmx.htmx.target if htmx.wants_fragment() else ""
    if target == LISTED:
        return render_template("dossiers/_reminders.html", client=_client(client_id), **_listed(_alone(client_id)))
    if target == LINES:
        return _thread(_client(client_id), page="dossiers/_lines.html")
    return render_template("dossiers/show.html", **_whole(client_id, forms.NoteForm()))


@bp.get("/<int:client_id>/sheet")
@allow(Role.RECEPTION)
def sheet(client_id: int) -> Answer:
    """The reminders on paper, in all three lists."""
    client, gone = _client(client_id), "gone" in request.args
    found = [lists.alone(client_id, each, gone=gone, whole=True) for each in rules.LISTS]
    return render_template("dossiers/sheet.html", client=client, found=found, **_listed(found[0]))


@bp.post("/<int:client_id>/notes")
@allow(Role.RECEPTION)
def note(client_id: int) -> Answer:
    """A note for colleagues, at the head of all that passed."""
    client = _client(client_id)
    form = forms.NoteForm(request.form)
    if not form.validate():
        if htmx.wants_fragment():
            return _thread(client, form), 422, _all_of(client)
        return render_template("dossiers/show.html", **_whole(client_id, form)), 422
    made = actions.note(client_id=client_id, text=form.text.data or "", now=clock.now(), by=g.signed_in.member)
    undo = url_for(".take_back", note_id=made.id) + "?_method=DELETE"
    return _noted(client, gettext("Noted: %(name)s", name=client.full_name), undo)


@bp.delete("/notes/<int:note_id>")
@allow(Role.RECEPTION)
def take_back(note_id: int) -> Answer:
    """My note was a mistake."""
    found = or_404(queries.note(note_id))
    if not actions.take_back(note_id=note_id, now=clock.now(), by=g.signed_in.member):
        return _noted(found.client, gettext("The note stays: it is not yours, or it is gone already."))
    return _noted(found.client, gettext("Note taken away"), url_for(".put_back", note_id=note_id))


@bp.post("/notes/<int:note_id>")
@allow(Role.RECEPTION)
def put_back(note_id: int) -> Answer:
    """It was no mistake: the note stands again."""
    found = or_404(queries.note(note_id))
    back = actions.put_back(note_id=note_id, by=g.signed_in.member)
    return _noted(found.client, gettext("The note is back") if back else gettext("The note was there already"))


@bp.get("/<int:client_id>/messages/<int:message_id>")
@allow(Role.RECEPTION)
def text(client_id: int, message_id: int) -> Answer:
    """What a message said, when one asks for it."""
    message = or_404(messages.one(message_id))
    if message.client_id != client_id or not htmx.wants_fragment():
        return redirect(url_for("outbox.show", message_id=message_id))
    return render_template("dossiers/_text.html", message=message, body=messages.body(message_id))


# ---------- What is shown.


def _client(client_id: int) -> Client:
    return or_404(client_queries.client(client_id))


def _alone(client_id: int) -> lists.Listed:
    which = forms.which_list(request.args)
    return lists.alone(client_id, which, gone="gone" in request.args, whole="whole" in request.args)


def _listed(listed: lists.Listed) -> dict[str, Any]:
    return {
        "listed": listed,
        "whys": history.whys(listed.rows, history.Messages(list), here.today()),
        "state_of": detail.state_of,
        "title_of": detail.title,
        "words": words,
        "today": here.today(),
    }


def _thread(client: Client, form: forms.NoteForm | None = None, *, page: str = "dossiers/_thread.html") -> str:
    """All that passed, as the address asks for it, and nothing else of the file."""
    now, wanted = clock.now(), forms.wanted(request.args)
    counts = timeline.count(client.id, now)
    found = timeline.page(client.id, wanted, counts, me=g.signed_in.member.id, now=now)
    return render_template(page, client=client, **_passed(wanted, counts, found, form))


def _passed(wanted: rules.Wanted, counts: rules.Counts, page: Any, form: forms.NoteForm | None) -> dict[str, Any]:
    return {
        "wanted": wanted,
        "counts": counts,
        "thread": page,
        "groups": rules.grouped(page.items, here.today()),
        "kinds": rules.kinds(counts.written),
        "note": form or forms.NoteForm(),
    }


def _whole(client_id: int, form: forms.NoteForm) -> dict[str, Any]:
    client, contacts = or_404(client_queries.with_contacts(client_id))
    wanted, which = forms.wanted(request.args), forms.which_list(request.args)
    dossier = queries.dossier(
        client, wanted, which, gone="gone" in request.args, whole="whole" in request.args,
        me=g.signed_in.member.id, now=clock.now(),
    )  # fmt: skip
    return {
        "client": client,
        "dossier": dossier,
        "merged": merges.into(client_id) if client.archived_at else None,
        "contacts": contacts,
        "editing": 0,
        "obstacles": dossier.obstacles,
        "musts": [] if client.archived_at else queries.musts(dossier),
        "agreed": rules.agreed(dossier.obstacles, queries.accepted(client)),
        "gender": gender(client.title),
        **_listed(dossier.listed),
        **_passed(wanted, dossier.counts, dossier.thread, form),
    }


def _noted(client: Client, said: str, undo: str = "") -> Answer:
    """The file after a change of its notes, or the part that shows them."""
    if htmx.wants_fragment():
        page = render_template("dossiers/_noted.html", thread=_thread(client), said=said, undo=undo)
        return page, 200, _all_of(client)
    htmx.undoable(said, undo=undo) if undo else flash(said)
    return redirect(url_for(".show", client_id=client.id) + "#fil", 303)


def _all_of(client: Client) -> dict[str, str]:
    """The address that shows what stands there now: all that passed, whatever it was narrowed to before."""
    return {"HX-Replace-Url": url_for(".show", client_id=client.id)}
