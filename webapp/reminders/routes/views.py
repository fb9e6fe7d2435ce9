"""Saved views: filters with a name, one's own or everybody's."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, db
from webapp.access import Role, allow
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page, opposite, undoable
from webapp.models import SavedView
from webapp.paging import or_404
from webapp.reminders import forms
from webapp.reminders.actions import views as actions
from webapp.reminders.queries import choices, views, words
from webapp.reminders.routes.blueprint import bp
from webapp.reminders.routes.narrowing import Narrowing
from webapp.reminders.rules.filters import ReminderFilter
from webapp.text import local_path


@bp.get("/reminders/views")
@allow(Role.RECEPTION)
def views_index() -> str:
    """Those that one has, what each asks for, and what can be done with them."""
    me = g.signed_in.member
    around = choices.around(ReminderFilter(), me.id)
    rows = [(each, Narrowing(forms.wanted(each.asked), around, me.id, "reminders.index", whole=True))
            for each in around.views]  # fmt: skip
    return render_template("reminders/views.html", rows=rows, words=words, may_change=views.may_change,
                           may_share=views.may_share(me))  # fmt: skip


@bp.route("/reminders/views/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new_view() -> Answer:
    """Give what is asked for a name."""
    wanted, me = forms.wanted(request.args), g.signed_in.member
    back = local_path(request.args.get("back")) or url_for("reminders.index", **forms.params(wanted))
    form, may_share = forms.ViewForm(request.form), views.may_share(me)
    if request.method == "POST" and form.validate():
        with beside(form.name, db.NameTaken, gettext("You have a view of this name already")):
            asked, everybody = forms.params(wanted), bool(form.everybody.data) and may_share
            made = actions.save(name=form.name.data or "", asked=asked, everybody=everybody, now=clock.now(), by=me)
            flash(gettext("The view “%(name)s” is saved.", name=made.name))
            return redirect(back, 303)
    holds = Narrowing(wanted, choices.around(wanted, me.id), me.id, "reminders.index", whole=True)
    return form_page("reminders/view_form.html", form=form, view=None, back=back, holds=holds, may_share=may_share,
                     words=words)  # fmt: skip


@bp.route("/reminders/views/<int:view_id>", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def rename_view(view_id: int) -> Answer:
    """Call one something else, or see what it is called."""
    view, me = _to_change(view_id), g.signed_in.member
    form = forms.ViewForm(request.form or None, obj=view)
    if request.method == "POST" and form.validate():
        with beside(form.name, db.NameTaken, gettext("You have a view of this name already")):
            actions.rename(view_id=view.id, name=form.name.data or "", by=me)
            return done(gettext("Saved."), "reminders.views_index")
    return form_page("reminders/view_form.html", form=form, view=view, back=url_for("reminders.views_index"),
                     holds=None, may_share=False)  # fmt: skip


@bp.route("/reminders/views/<int:view_id>/everybody", methods=["POST"], endpoint="share_view")
@bp.route("/reminders/views/<int:view_id>/everybody", methods=["DELETE"], endpoint="keep_view")
@allow(Role.MANAGER)
def set_everybody(view_id: int) -> Response:
    """For the whole team, or its maker's alone again."""
    view, everybody = _to_change(view_id), request.method == "POST"
    if view.deleted_at is not None or (view.member_id != g.signed_in.member.id and not everybody):
        abort(404)
    try:
        actions.set_everybody(view_id=view.id, everybody=everybody)
    except db.NameTaken:
        return done(gettext("There is another view called “%(name)s”.", name=view.name), "reminders.views_index",
                    tone="warn")  # fmt: skip
    words = gettext("“%(name)s” is the whole team’s.", name=view.name)
    if not everybody:
        words = gettext("“%(name)s” is yours alone.", name=view.name)
    return done(words, "reminders.views_index", undo=opposite())


@bp.route("/reminders/views/<int:view_id>/deleted", methods=["POST"], endpoint="delete_view")
@bp.route("/reminders/views/<int:view_id>/deleted", methods=["DELETE"], endpoint="restore_view")
@allow(Role.RECEPTION)
def set_deleted(view_id: int) -> Response:
    """No longer there, or there again."""
    view, deleted = _to_change(view_id), request.method == "POST"
    try:
        actions.set_deleted(view_id=view.id, deleted=deleted, now=clock.now())
    except db.NameTaken:
        return done(gettext("There is another view called “%(name)s”.", name=view.name), "reminders.views_index",
                    tone="warn")  # fmt: skip
    if deleted:
        undoable(gettext("The view “%(name)s” is deleted.", name=view.name), undo=opposite())
    else:
        flash(gettext("The view “%(name)s” is back.", name=view.name))
    return redirect(url_for("reminders.views_index"), 303)


def _to_change(view_id: int) -> SavedView:
    view = or_404(views.find(view_id, g.signed_in.member.id))
    if not views.may_change(view, g.signed_in.member):
        abort(403)
    return view
