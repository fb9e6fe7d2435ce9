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
from webapp.message_templates.forms import BlocksForm, TemplateForm
from webapp.message_templates.forms.template import Named
from webapp.message_templates.routes import texting
from webapp.message_templates.routes.gallery import bp
from webapp.message_templates.rules import comparing, mail
from webapp.message_templates.rules.blocks import document, places
from webapp.message_templates.rules.blocks.document import BLOCKS, ON_PAPER, TYPES
from webapp.message_templates.rules.checks import LANGUAGES
from webapp.message_templates.rules.rendering import NoWording
from webapp.message_templates.rules.tags import CALL, GROUPS, TAGS, label
from webapp.models import Template
from webapp.models.message_templates import CARD, EMAIL, LETTER, SCRIPT, SMS
from webapp.paging import or_404

# What is within reach without opening the list of all tags.
AT_HAND = (
    "appel", "animal.nom", "animal.de_nom", "animal.votre_animal", "animal.le_la", "rappel.echeance",
    "clinique.telephone",
)  # fmt: skip
LAID_OUT = (EMAIL, LETTER, CARD)  # kinds that are made of blocks


@bp.route("/templates/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """A new template of the kind in the address."""
    form = form_of(kind_asked(), None)
    if request.method == "POST" and form.validate():
        made = actions.create(draft=form.draft, named=form.named(), now=clock.now(), by=g.signed_in.member)
        flash(gettext("The template is saved."))
        return redirect(_again(made.id, form), 303)
    return page(form, None), 422 if request.method == "POST" else 200


@bp.route("/templates/<int:template_id>", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def edit(template_id: int) -> Answer:
    """Write on. Each save that changes the wording makes a version."""
    found = or_404(queries.template(template_id))
    form = form_of(found.kind, found)
    if request.method == "POST" and form.validate():
        return _save(found, form)
    return page(form, found), 422 if request.method == "POST" else 200


def _save(found: Template, form: Named) -> Answer:
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
    return redirect(_again(found.id, form), 303)


def _again(template_id: int, form: Named) -> str:
    """The page in the form in which it was written."""
    plain = 1 if isinstance(form, TemplateForm) and form.kind in LAID_OUT else None
    return url_for("message_templates.edit", template_id=template_id, plain=plain)


def _beside_theirs(found: Template, form: Named) -> str:
    """What somebody else saved meanwhile, level with what was typed; who saves again has seen it."""
    form.form_errors.append(
        gettext("Someone else has saved a version since you opened this one. What you typed is kept here: compare.")
    )
    theirs = queries.versions(found.id)[0]
    form.seen.data = str(theirs.version.number)
    compared = comparing.in_each_language(found.kind, theirs.version, form.draft)
    return page(form, found, theirs=theirs, compared=compared, species_names=queries.species_names())


@bp.post("/templates/<int:template_id>/preview")
@allow(Role.RECEPTION)
def preview(template_id: int) -> Answer:
    """What was found and how it will be read, as it is being typed. Nothing is saved."""
    found = or_404(queries.template(template_id))
    return _examined(form_of(found.kind, found), found)


@bp.post("/templates/new/preview")
@allow(Role.RECEPTION)
def preview_new() -> Answer:
    """The same for a template that is not there yet."""
    return _examined(form_of(kind_asked(), None), None)


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
    html = queries.pictures.shown(shown.html)
    return Response(html, mimetype="text/html", headers=mail.HEADERS)


def form_of(kind: str, found: Template | None) -> Named:
    """The form as it was sent, or as it is opened: of blocks for what is laid out, of marked words for the rest, and
    with `?plain=1` for who would rather type, as long as nothing but a text was ever saved.
    """
    newest = queries.newest(found.id) if found else None
    if request.method == "POST":
        in_blocks = request.form.get("form") == BLOCKS
    else:
        in_blocks = request.args.get("plain") != "1" or bool(newest and newest.format == BLOCKS)
    return (BlocksForm if in_blocks and kind in LAID_OUT else TemplateForm)(request.form, kind, found, newest, _about())


def kind_asked() -> str:
    """The kind of a new template, in the address."""
    asked = request.args.get("kind", EMAIL)
    return asked if asked in {kind.code for kind in channels.kinds()} else EMAIL


def _about() -> str:
    asked = request.args.get("communication", REMINDER)
    return asked if asked in COMMUNICATIONS else REMINDER


def _examined(form: Named, found: Template | None) -> Answer:
    if request.form.get("do") == "replace":
        form.replace_pasted()
    if isinstance(form, TemplateForm) and form.kind == SMS:
        return texting.examined(form, found, context, _whole)
    if not htmx.wants_fragment():
        return page(form, found)
    fragment = "_looked_at" if isinstance(form, BlocksForm) else "_examined"
    return render_template(f"message_templates/{fragment}.html", **context(form, found))


def page(form: Named, found: Template | None, *, at: str = "", **more: Any) -> str:
    """The whole editor; `at`: the block that is at hand."""
    if isinstance(form, TemplateForm) and form.kind == SMS:
        return texting.page(form, found, _whole, **more)
    name = "blocks" if isinstance(form, BlocksForm) else "edit"
    return render_template(f"message_templates/{name}.html", at=at, **_whole(form, found), **more)


def _whole(form: Named, found: Template | None) -> dict[str, Any]:
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
        **(arranged(form) if isinstance(form, BlocksForm) else {}),
        **context(form, found),
    }


def _picture_url(file: str) -> str:
    return url_for("message_templates.picture", file=file)


def arranged(form: Named) -> dict[str, Any]:
    """What the blocks themselves are shown with."""
    return {
        "species": queries.species(),
        "frames": {code: queries.frame(code, form.branch_id) for code in LANGUAGES},
        "booking": places.booking,
    }


def context(form: Named, found: Template | None) -> dict[str, Any]:
    number = paging.number(request.values.get("example"))
    examined = queries.examine(
        form.draft, found, branch=form.branch_id, number=number, today=here.today(), language=current()
    )
    look = examined.shown.mail
    return {
        "types": TYPES if form.kind == EMAIL else ON_PAPER,
        "most_blocks": document.MOST_BLOCKS,
        "paper_shown": partial(queries.pictures.on_page, address=_picture_url),
        "oob": htmx.wants_fragment(),
        "look": queries.looks.keep(look.html, member_id=g.signed_in.member.id) if look else "",
        "arrange_url": url_for("message_templates.arrange", template_id=found.id)
        if found
        else url_for("message_templates.arrange_new", kind=form.kind),
        "form": form,
        "kind": form.kind,
        "template": found,
        "newest": queries.newest(found.id) if found else None,
        "examined": examined,
        "said": forms.said,
        "tag_label": partial(label, language=current()),
        "preview_url": url_for("message_templates.preview", template_id=found.id)
        if found
        else url_for("message_templates.preview_new", kind=form.kind),
    }
