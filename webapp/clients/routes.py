"""The list of clients, their forms, their contact persons, and what of theirs is to be corrected."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from webapp import clock, here, history, paging
from webapp.access import Role, allow
from webapp.clients import actions, forms, queries, rules
from webapp.fields import Refused
from webapp.htmx import Answer, done, form_page, opposite, render, wants_fragment
from webapp.models import Client, Correction
from webapp.paging import or_404

bp = Blueprint("clients", __name__, url_prefix="/clients")


@bp.app_template_filter("names")
def names(given: Sequence[str], most: int) -> str:
    """Names as one says them: "Minuit, Zoë et 3 autres", "2 animaux sans nom"."""
    said, unnamed = [name or gettext("no name") for name in given], sum(not name for name in given)
    if len(said) > most:
        others = ngettext("%(num)s other", "%(num)s others", len(said) - most + 1)
        said = [*said[: most - 1], others]
    elif unnamed > 1:
        together = ngettext("%(num)s animal without a name", "%(num)s animals without a name", unnamed)
        said = [*filter(None, given), together]
    return gettext("%(names)s and %(last)s", names=", ".join(said[:-1]), last=said[-1]) if said[1:] else "".join(said)


@bp.app_template_filter("capitalize_first")
def capitalize_first(words: str) -> str:
    """With a capital at the beginning, the rest as it is."""
    return words[:1].upper() + words[1:]


bp.add_app_template_filter(history.label, "field_label")
bp.add_app_template_filter(rules.proposed, "proposed")


@bp.get("")
@allow(Role.RECEPTION)
def index() -> Answer:
    wanted = forms.wanted(request.args)
    return render(
        "clients/index.html",
        "clients/_list.html",
        page=queries.page(wanted, paging.number(request.args.get("page"))),
        wanted=wanted,
        towns=queries.towns(),
        to_correct=queries.to_correct_count(),
        address=paging.address,
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """Add a client; someone who may already be there is shown first."""
    form = forms.ClientForm(province=g.clinic.province, country=g.clinic.country)
    if not form.validate_on_submit():
        return form_page("clients/new.html", form=form, duplicates=[])
    duplicates = [] if "anyway" in request.form else queries.duplicates(form.values())
    if duplicates:
        return form_page("clients/new.html", form=form, duplicates=duplicates)
    values, now = form.values(), clock.now()
    client = actions.add(values={**values, "client_since": here.day(now)}, now=now, by=g.signed_in.member)
    return done(gettext("%(name)s added", name=client.full_name), "dossiers.show", client_id=client.id)


@bp.route("/<int:client_id>/edit", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def edit(client_id: int) -> Answer:
    client = or_404(queries.client(client_id))
    form = forms.ClientForm(obj=client)
    if not form.is_submitted():
        form.seen.data = client.updated_at.isoformat()
    if not form.validate_on_submit():
        return form_page("clients/edit.html", form=form, client=client, changed_by=None)
    values, now, seen = form.values(), clock.now(), _instant(form.seen.data)
    try:
        actions.correct(client_id=client_id, values=values, now=now, by=g.signed_in.member, seen=seen)
    except actions.StaleClient:
        # What was typed stays; saving again means it.
        form.seen.data = client.updated_at.isoformat()
        changed_by = queries.last_change(client_id)
        return form_page("clients/edit.html", form=form, client=client, changed_by=changed_by)
    words = gettext("%(name)s saved", name=f"{form.first_name.data} {form.last_name.data}".strip())
    return done(words, "dossiers.show", client_id=client_id)


def _instant(written: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(written or "")
    except ValueError:
        return None


@bp.post("/<int:client_id>/archived")
@allow(Role.RECEPTION)
def archive(client_id: int) -> Answer:
    client = or_404(queries.client(client_id))
    actions.archive(client_id=client_id, now=clock.now(), by=g.signed_in.member)
    return done(
        gettext("%(name)s archived", name=client.full_name), "dossiers.show", undo=opposite(), client_id=client_id
    )


@bp.delete("/<int:client_id>/archived")
@allow(Role.RECEPTION)
def restore(client_id: int) -> Answer:
    client = or_404(queries.client(client_id))
    actions.restore(client_id=client_id, now=clock.now(), by=g.signed_in.member)
    words = gettext("%(name)s is back in the lists", name=client.full_name)
    return done(words, "dossiers.show", undo=opposite(), client_id=client_id)


# ---------- Contact persons: one section, answered whole.


def _contacts(client: Client, *, form: forms.ContactForm | None = None, editing: int = 0, status: int = 200) -> Answer:
    """The section; `editing` is a contact's id, or -1 for a new one."""
    return render(
        "clients/contacts.html",
        "clients/_contacts.html",
        status=status,
        client=client,
        contacts=queries.contacts(client.id),
        form=form,
        editing=editing,
    )


def _contacts_changed(client: Client) -> Answer:
    if wants_fragment():
        return _contacts(client)
    return redirect(url_for(".contacts", client_id=client.id), 303)


@bp.get("/<int:client_id>/contacts")
@allow(Role.RECEPTION)
def contacts(client_id: int) -> Answer:
    """The other people one may speak to."""
    return _contacts(or_404(queries.client(client_id)))


@bp.route("/<int:client_id>/contacts/new", methods=["GET", "POST"], endpoint="add_contact")
@bp.route("/<int:client_id>/contacts/<int:contact_id>", methods=["GET", "POST"], endpoint="correct_contact")
@allow(Role.RECEPTION)
def save_contact(client_id: int, contact_id: int | None = None) -> Answer:
    """Someone else, or one of them corrected."""
    client = or_404(queries.client(client_id))
    contact = or_404(queries.contact(client_id, contact_id)) if contact_id is not None else None
    form = forms.ContactForm(obj=contact)
    if not form.validate_on_submit():
        return _contacts(client, form=form, editing=contact_id or -1, status=422 if form.is_submitted() else 200)
    now, by = clock.now(), g.signed_in.member
    if contact:
        actions.correct_contact(contact_id=contact.id, values=form.values(), now=now, by=by)
    else:
        actions.add_contact(client_id=client_id, values=form.values(), now=now, by=by)
    return _contacts_changed(client)


@bp.delete("/<int:client_id>/contacts/<int:contact_id>")
@allow(Role.RECEPTION)
def remove_contact(client_id: int, contact_id: int) -> Answer:
    """No longer to be called."""
    client = or_404(queries.client(client_id))
    or_404(queries.contact(client_id, contact_id))
    actions.remove_contact(contact_id=contact_id, now=clock.now(), by=g.signed_in.member)
    return _contacts_changed(client)


@bp.post("/<int:client_id>/contacts/<int:contact_id>/place")
@allow(Role.RECEPTION)
def move_contact(client_id: int, contact_id: int) -> Answer:
    """One place up (`way=up`) or down."""
    client = or_404(queries.client(client_id))
    or_404(queries.contact(client_id, contact_id))
    actions.move_contact(client_id=client_id, contact_id=contact_id, up=request.form.get("way") == "up")
    return _contacts_changed(client)


# ---------- What a file left in doubt.


@bp.get("/corrections")
@allow(Role.RECEPTION)
def corrections() -> Answer:
    """What is to be corrected."""
    page = queries.corrections(paging.number(request.args.get("page")))
    return render_template("clients/corrections.html", page=page, address=paging.address)


def settled(correction: Correction, *, typed: str = "", error: str = "") -> Answer:
    """The answer to a correction: its row, or, without JavaScript, the list. For the animals' room too."""
    if not wants_fragment() and not error:
        return redirect(url_for("clients.corrections"), 303)
    status = 422 if error else 200
    return render(
        "clients/correction.html",
        "clients/_correction.html",
        status=status,
        correction=or_404(queries.correction(correction.id)),
        typed=typed,
        error=error,
    )


@bp.post("/corrections/<int:correction_id>")
@allow(Role.RECEPTION)
def settle(correction_id: int) -> Answer:
    """Correct a client's field here and now."""
    correction = or_404(queries.correction(correction_id))
    client = or_404(queries.client(correction.client_id or 0))
    typed = request.form.get("value", "")
    try:
        value = forms.parse_field(correction.field, typed, country=client.country or g.clinic.country)
    except Refused as error:
        return settled(correction, typed=typed, error=str(error))
    actions.correct(client_id=client.id, values={correction.field: value}, now=clock.now(), by=g.signed_in.member)
    return settled(correction, typed=typed)


@bp.post("/corrections/<int:correction_id>/dismissed")
@allow(Role.RECEPTION)
def dismiss_correction(correction_id: int) -> Answer:
    """Leave the field empty for good."""
    correction = or_404(queries.correction(correction_id))
    actions.dismiss_correction(correction=correction, now=clock.now(), by=g.signed_in.member)
    return settled(correction)


@bp.delete("/corrections/<int:correction_id>/dismissed")
@allow(Role.RECEPTION)
def reopen_correction(correction_id: int) -> Answer:
    correction = or_404(queries.correction(correction_id))
    actions.reopen_correction(correction=correction)
    return settled(correction)
