"""All templates by kind; a copy of one; out of the way and back; what one said before; how messages begin."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import channels, clock, htmx, paging
from webapp.access import Role, allow
from webapp.clinic import queries as clinic_queries
from webapp.clinic.queries import SettingsRow
from webapp.communications import COMMUNICATIONS, by_type
from webapp.htmx import Answer, form_page, opposite, undoable
from webapp.languages import current, pick
from webapp.message_templates import actions, forms, queries
from webapp.message_templates.rules import grammar
from webapp.models import Template
from webapp.paging import or_404

bp = Blueprint("message_templates", __name__)


@bp.get("/templates")
@allow(Role.RECEPTION)
def index() -> Answer:
    """The gallery; `?kind=` one medium, `?communication=` what for, `?archived=1` what was put away."""
    archived = request.args.get("archived") == "1"
    kind, communication = request.args.get("kind", ""), request.args.get("communication", "")
    kind = kind if kind in {each.code for each in channels.kinds()} else ""
    communication = communication if communication in COMMUNICATIONS else ""
    shown = queries.gallery(archived=archived, kind=kind, communication=communication)
    return htmx.render(
        "message_templates/index.html", "message_templates/_gallery.html", gallery=shown, archived=archived, kind=kind,
        communication=communication, communications=COMMUNICATIONS,
    )  # fmt: skip


@bp.post("/templates/copies")
@allow(Role.RECEPTION)
def copy() -> Response:
    """A copy of the one that was chosen from the list."""
    return duplicate(paging.identifier(request.form.get("template")) or 0)


@bp.post("/templates/<int:template_id>/duplicate")
@allow(Role.RECEPTION)
def duplicate(template_id: int) -> Response:
    """A copy to change at leisure."""
    found = or_404(queries.template(template_id))
    made = actions.duplicate(
        template_id=template_id, named=_name_of_copy(found), now=clock.now(), by=g.signed_in.member
    )
    flash(gettext("This is the copy: change it as you like, the other stays as it was."))
    return redirect(url_for("message_templates.edit", template_id=made.id), 303)


def _name_of_copy(found: Template) -> dict[str, str]:
    """ "Vaccination, courriel (copie)", then "(copie 2)" and so on."""
    number = 1
    while queries.name_taken(found.kind, _copied(found.name_fr, "copie", number), None):
        number += 1
    return {"name_fr": _copied(found.name_fr, "copie", number), "name_en": _copied(found.name_en, "copy", number)}


def _copied(name: str, word: str, number: int) -> str:
    return f"{name[:180]} ({word}{f' {number}' if number > 1 else ''})"


@bp.post("/templates/<int:template_id>/archive")
@allow(Role.RECEPTION)
def archive(template_id: int) -> Response:
    found = or_404(queries.template(template_id))
    try:
        actions.archive(template_id=template_id, now=clock.now())
        undoable(gettext("%(name)s is put away.", name=pick(found.name_fr, found.name_en)), undo=opposite())
    except actions.IsDefault as refused:
        flash(_why_it_stays(refused, found), "warn")
        return redirect(url_for("message_templates.edit", template_id=template_id), 303)
    return redirect(url_for("message_templates.index"), 303)


def _why_it_stays(refused: actions.IsDefault, found: Template) -> str:
    types = grammar.listed([pick(*names) for names in refused.names], current())
    if types:
        return gettext(
            "Not put away: %(types)s writes with it. Give that reminder type another template first.", types=types
        )
    about = COMMUNICATIONS[found.communication]
    return gettext(
        "Not put away: it is what “%(kind)s” is written with. Make another the default first.",
        kind=pick(about.fr, about.en),
    )


@bp.delete("/templates/<int:template_id>")
@allow(Role.RECEPTION)
def delete(template_id: int) -> Response:
    """For good, where nothing was ever written with it."""
    found = or_404(queries.template(template_id))
    try:
        actions.delete(template_id=template_id)
    except actions.InUse:
        sentence = gettext("Not deleted: it came with the program.") if found.code else gettext(
            "Not deleted: something was written with it, or writes with it. It can be put away."
        )  # fmt: skip
        flash(sentence, "warn")
        return redirect(url_for("message_templates.edit", template_id=template_id), 303)
    flash(gettext("%(name)s is deleted.", name=pick(found.name_fr, found.name_en)))
    return redirect(url_for("message_templates.index"), 303)


@bp.post("/templates/<int:template_id>/default")
@allow(Role.RECEPTION)
def make_default(template_id: int) -> Response:
    """What its kind of communication is written with from now on; reminders say it in their types."""
    found = or_404(queries.template(template_id))
    if by_type(found.communication, found.kind) or found.archived_at:
        abort(404)
    actions.make_default(template_id=template_id)
    about = COMMUNICATIONS[found.communication]
    flash(gettext("“%(kind)s” is written with it from now on.", kind=pick(about.fr, about.en)))
    return redirect(url_for("message_templates.edit", template_id=template_id), 303)


@bp.delete("/templates/<int:template_id>/archive")
@allow(Role.RECEPTION)
def unarchive(template_id: int) -> Response:
    found = or_404(queries.template(template_id))
    actions.unarchive(template_id=template_id)
    undoable(gettext("%(name)s is in use again.", name=pick(found.name_fr, found.name_en)), undo=opposite())
    return redirect(url_for("message_templates.edit", template_id=template_id), 303)


@bp.get("/templates/<int:template_id>/versions/<int:number>")
@allow(Role.RECEPTION)
def version(template_id: int, number: int) -> Answer:
    """One version, to be read."""
    found = or_404(queries.template(template_id))
    shown = or_404(queries.numbered(template_id, number))
    past = queries.versions(template_id)
    return render_template("message_templates/version.html", template=found, version=shown, versions=past)


@bp.post("/templates/<int:template_id>/versions/<int:number>/restore")
@allow(Role.RECEPTION)
def restore(template_id: int, number: int) -> Response:
    """Write with it again from now on."""
    or_404(queries.template(template_id))
    if queries.numbered(template_id, number) is None:
        abort(404)
    made = actions.restore(template_id=template_id, number=number, now=clock.now(), by=g.signed_in.member)
    if made:
        flash(gettext("Version %(made)s says again what version %(number)s said.", made=made, number=number))
    else:
        flash(gettext("The newest version already says the same."))
    return redirect(url_for("message_templates.edit", template_id=template_id), 303)


@bp.route("/templates/greeting", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def greeting() -> Answer:
    form = forms.GreetingForm(request.form, data={"greeting": clinic_queries.clinic().greeting})
    if request.method == "POST" and form.validate():
        actions.set_greeting(preset=form.greeting.data)
        flash(gettext("Saved."))
        return redirect(url_for("message_templates.index"), 303)
    return form_page("message_templates/greeting.html", form=form)


def settings_rows() -> list[SettingsRow]:
    """The row on the page of settings: how messages begin now."""
    url = url_for("message_templates.greeting")
    said = queries.greetings().get(clinic_queries.clinic().greeting, [""])[0]
    return [SettingsRow(url, "file-text", gettext("How messages begin"), said)]
