"""The blocks of the editor: moved, added, taken away, given a picture; and the frame in which they are looked at."""

from flask import Response, abort, g, render_template, request, send_file
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from webapp import filters, htmx, printing
from webapp.access import Role, allow
from webapp.fields import no_picture
from webapp.htmx import Answer
from webapp.message_templates import actions, queries
from webapp.message_templates.forms import BlocksForm
from webapp.message_templates.queries import pictures
from webapp.message_templates.routes.editing import arranged, context, form_of, kind_asked, page
from webapp.message_templates.routes.gallery import bp
from webapp.message_templates.rules import mail
from webapp.message_templates.rules.blocks import editing, pasting
from webapp.message_templates.rules.checks import LANGUAGES
from webapp.models import Template
from webapp.paging import or_404


@bp.post("/templates/<int:template_id>/arrange")
@allow(Role.RECEPTION)
def arrange(template_id: int) -> Answer:
    """What a button of the editor does to the blocks as they stand in it. Nothing is saved."""
    found = or_404(queries.template(template_id))
    return _arranged(found.kind, found)


@bp.post("/templates/new/arrange")
@allow(Role.RECEPTION)
def arrange_new() -> Answer:
    """The same for a template that is not there yet."""
    return _arranged(kind_asked(), None)


def _arranged(kind: str, found: Template | None) -> Answer:
    form = form_of(kind, found)
    if not isinstance(form, BlocksForm):
        abort(400)
    verb, _, id = request.form.get("do", "").partition(":")
    if verb == "picture":
        at = _picture(form, id)
    elif verb == "paste":
        at = _paste(form)
    else:
        form.document, at = editing.do(request.form.get("do", ""), form.document)
    if not htmx.wants_fragment():
        return page(form, found, at=at)
    return render_template("message_templates/_blocks.html", at=at, verb=verb, **arranged(form), **context(form, found))


def _picture(form: BlocksForm, id: str) -> str:
    """The picture that was chosen, in its block; or why it cannot be."""
    upload = request.files.get(f"upload-{id}")
    try:
        name = actions.keep_picture(content=upload.read(printing.LARGEST_PICTURE + 1) if upload else b"")
        form.document = editing.shown(form.document, id, name)
    except printing.NotAPicture as error:
        form.faults[id] = [no_picture(error.code)]
    return id


def _paste(form: BlocksForm) -> str:
    """Blocks of the HTML that was pasted; or why there are none."""
    before = form.document
    pages = [request.form.get(f"pasted_{language}", "") for language in LANGUAGES]
    if max(map(len, pages)) > pasting.LONGEST:
        form.unpasted = gettext("This is too long: %(n)s characters at most", n=filters.number(pasting.LONGEST))
    else:
        form.document = pasting.pasted(before, *pages)
        if form.document == before:
            form.unpasted = gettext("There is nothing to read in it.")
    return "" if form.unpasted else form.document.blocks[len(before.blocks)].id


@bp.get("/templates/pictures/<file>")
@allow(Role.RECEPTION)
def picture(file: str) -> BaseResponse:
    """A picture of a message, for the page on which it is written."""
    return send_file(or_404(pictures.path(file)), mimetype="image/jpeg", max_age=31_536_000)


@bp.get("/templates/looks/<word>")
@allow(Role.RECEPTION)
def look(word: str) -> BaseResponse:
    """The e-mail that is being written, in a frame in which nothing can run: in light, or with `?dark=1`; as what it is
    made of with `?source=1`.
    """
    html = or_404(queries.looks.page(word, member_id=g.signed_in.member.id, dark=request.args.get("dark") == "1"))
    if request.args.get("source") == "1":
        return Response(html, mimetype="text/plain", headers=mail.HEADERS)
    return Response(pictures.shown(html), mimetype="text/html", headers=mail.HEADERS)
