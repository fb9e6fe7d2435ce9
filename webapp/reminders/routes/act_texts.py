"""The texts that reminders of a type have by act: for the manager."""

from flask import render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import paging
from webapp.access import Role, allow
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page
from webapp.models import ReminderType
from webapp.paging import or_404
from webapp.reminders import forms
from webapp.reminders.actions import act_texts as actions
from webapp.reminders.queries import act_texts, types
from webapp.reminders.queries.act_texts import TextRow
from webapp.reminders.routes.blueprint import bp

_ONE = "/reminder-types/<int:type_id>/acts/<int:text_id>"


@bp.get("/reminder-types/acts")
@allow(Role.MANAGER, password=True)
def offered_acts() -> str:
    """What can be chosen for what was typed."""
    return render_template("reminders/_acts.html", acts=act_texts.offered(request.args.get("act", "")[:100]))


@bp.route("/reminder-types/<int:type_id>/acts/new", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def new_act_text(type_id: int) -> Answer:
    kind = or_404(types.find(type_id))
    form = forms.ActTextForm(request.form, type=kind, templates=act_texts.templates())
    if request.method == "POST" and form.validate():
        with beside(form.act, actions.Taken, gettext("Somebody has just given it one.")):
            made = actions.add(**form.values())
            return _done(kind, gettext("Saved."), undo=f"{_address(kind, made.id)}?_method=DELETE")
    return form_page("reminders/act_text.html", form=form, type=kind, row=None, acts=act_texts.offered(""))


@bp.route(_ONE, methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def edit_act_text(type_id: int, text_id: int) -> Answer:
    """Another template for the same act and medium."""
    kind, row = _found(type_id, text_id)
    before = row.text.template_id
    form = forms.ActTextForm(
        request.form, type=kind, templates=act_texts.templates(before, kind=row.text.kind), row=row
    )  # fmt: skip
    if request.method == "POST" and form.validate():
        actions.put(**form.values())
        return _done(kind, gettext("Saved."), undo=_put_back(kind, row))
    return form_page("reminders/act_text.html", form=form, type=kind, row=row, acts=())


@bp.delete(_ONE)
@allow(Role.MANAGER, password=True)
def remove_act_text(type_id: int, text_id: int) -> Response:
    kind, row = _found(type_id, text_id)
    actions.remove(text_id=text_id)
    said = gettext("“%(act)s” is written like the others again.", act=row.act.name)
    return _done(kind, said, undo=_put_back(kind, row))


@bp.post("/reminder-types/<int:type_id>/acts")
@allow(Role.MANAGER, password=True)
def put_act_text(type_id: int) -> Response:
    """Take back a change or a removal."""
    kind = or_404(types.find(type_id))
    template = or_404(act_texts.template(paging.identifier(request.args.get("template"))))
    act = or_404(act_texts.act(*(paging.identifier(request.args.get(name)) for name in ("item", "category"))))
    actions.put(type_id=kind.id, template=template, **act.key)
    return _done(kind, gettext("As it was before."))


def _found(type_id: int, text_id: int) -> tuple[ReminderType, TextRow]:
    kind = or_404(types.find(type_id))
    return kind, or_404(act_texts.find(kind, text_id))


def _address(kind: ReminderType, text_id: int) -> str:
    return url_for("reminders.edit_act_text", type_id=kind.id, text_id=text_id)


def _put_back(kind: ReminderType, row: TextRow) -> str:
    text = row.text
    return url_for(
        "reminders.put_act_text", type_id=kind.id, item=text.item_id, category=text.category_id,
        template=text.template_id,
    )  # fmt: skip


def _done(kind: ReminderType, words: str, *, undo: str = "") -> Response:
    return done(words, "reminders.edit_type", undo=undo, type_id=kind.id, _anchor="acts")
