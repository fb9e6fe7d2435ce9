"""The editor: write, see at once what was found and how it will be read, save."""

from functools import partial
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import channels, clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.communications import COMMUNICATIONS, REMINDER, by_type
from webapp.htmx import Answer
from webapp.languages import current
from webapp.message_templates import actions, forms, queries
from webapp.message_templates.routes import texting
from webapp.message_templates.routes.gallery import bp
from webapp.message_templates.rules import comparing, mail
from webapp.message_templates.rules.rendering import NoWording
from webapp.message_templates.rules.tags import CALL, GROUPS, TAGS, label
from webapp.models import Template
from webapp.models.message_templates import EMAIL, SCRIPT, SMS
from webapp.paging import or_404

# What is within reach without opening the list of all tags.
AT_HAND = (
    "appel", "animal.nom", "animal.de_nom", "animal.votre_animal", "animal.le_la", "rappel.echeance",
    "clinique.telephone",
)  # fmt: skip


@bp.route("/templates/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """A new template of the kind in the address."""
    form = forms.TemplateForm(request.form, _kind(), about=_about())
    if request.method == "POST" and form.validate():
        made = actions.create(draft=form.draft, named=form.named(), now=clock.now(), by=g.signed_in.member)
        flash(gettext("The template is saved."))
        return redirect(url_for("message_templates.edit", template_id=made.id), 303)
    return _page(form, None), 422 if request.method == "POST" else 200


@bp.route("/templates/<int:template_id>", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def edit(template_id: int) -> Answer:
    """Write on. Each save that changes the wording makes a version."""
    found = or_404(queries.template(template_id))
    form = forms.TemplateForm(request.form, found.kind, found, queries.newest(template_id))
    if request.method == "POST" and form.validate():
        return _save(found, form)
    return _page(form, found), 422 if request.method == "POST" else 200


def _save(found: Template, form: forms.TemplateForm) -> Answer:
    try:
        number = actions.save(
            template_id=found.id,
            draft=form.draft,
            named=form.named(),
            seen=paging.identifier(str(form.seen.data)) or 0,
            now=clock.now(),
            by=g.signed_in.member,
        )
    except actions.Stale:
        return _beside_theirs(found, form), 422
    flash(gettext("Version %(number)s is saved.", number=number) if number else gettext("Saved."))
    return redirect(url_for("message_templates.edit", template_id=found.id), 303)


def _beside_theirs(found: Template, form: forms.TemplateForm) -> str:
    """What somebody else saved meanwhile, level with what was typed; who saves again has seen it."""
    form.form_errors.append(
        gettext("Someone else has saved a version since you opened this one. What you typed is kept here: compare.")
    )
    theirs = queries.versions(found.id)[0]
    form.seen.data = str(theirs.version.number)
    compared = comparing.in_each_language(found.kind, theirs.version, form.draft)
    return _page(form, found, theirs=theirs, compared=compared, species=queries.species_names())


@bp.post("/templates/<int:template_id>/preview")
@allow(Role.RECEPTION)
def preview(template_id: int) -> Answer:
    """What was found and how it will be read, as it is being typed. Nothing is saved."""
    found = or_404(queries.template(template_id))
    return _examined(forms.TemplateForm(request.form, found.kind, found), found)


@bp.post("/templates/new/preview")
@allow(Role.RECEPTION)
def preview_new() -> Answer:
    """The same for a template that is not there yet."""
    return _examined(forms.TemplateForm(request.form, _kind()), None)


@bp.get("/templates/<int:template_id>/versions/<int:number>/mail")
@allow(Role.RECEPTION)
def mail_page(template_id: int, number: int) -> Response:
    """The e-mail as it would leave, for one of the examples: a page of its own, in which nothing can run or be sent."""
    found, version = or_404(queries.template(template_id)), queries.numbered(template_id, number)
    if found.kind != EMAIL or version is None:
        abort(404)
    try:
        shown = queries.mail(version, found, number=paging.number(request.args.get("example")), today=here.today())
    except NoWording:
        abort(404)
    return Response(shown.html, mimetype="text/html", headers=mail.HEADERS)


def _kind() -> str:
    asked = request.args.get("kind", EMAIL)
    return asked if asked in {kind.code for kind in channels.kinds()} else EMAIL


def _about() -> str:
    asked = request.args.get("communication", REMINDER)
    return asked if asked in COMMUNICATIONS else REMINDER


def _examined(form: forms.TemplateForm, found: Template | None) -> Answer:
    if form.kind == SMS:
        return texting.examined(form, found, _context, _whole)
    if not htmx.wants_fragment():
        return _page(form, found)
    return render_template("message_templates/_examined.html", **_context(form, found))


def _page(form: forms.TemplateForm, found: Template | None, **more: Any) -> str:
    if form.kind == SMS:
        return texting.page(form, found, _whole, **more)
    return render_template("message_templates/edit.html", **_whole(form, found), **more)


def _whole(form: forms.TemplateForm, found: Template | None) -> dict[str, Any]:
    return {
        "tags": [
            (group, [tag for tag in TAGS.values() if tag.group == group])
            for group in GROUPS
            if group != CALL or form.kind == SCRIPT
        ],
        "at_hand": [TAGS[name] for name in AT_HAND],
        "under_way": queries.under_way(found.id) if found else None,
        "versions": queries.versions(found.id) if found else [],
        "by_type": by_type,
        "about": COMMUNICATIONS[found.communication] if found else None,
        **_context(form, found),
    }


def _context(form: forms.TemplateForm, found: Template | None) -> dict[str, Any]:
    number = paging.number(request.values.get("example"))
    return {
        "form": form,
        "kind": form.kind,
        "template": found,
        "newest": queries.newest(found.id) if found else None,
        "examined": queries.examine(
            form.draft, found, branch=form.branch_id, number=number, today=here.today(), language=current()
        ),
        "said": forms.said,
        "tag_label": partial(label, language=current()),
        "preview_url": url_for("message_templates.preview", template_id=found.id)
        if found
        else url_for("message_templates.preview_new", kind=form.kind),
    }
