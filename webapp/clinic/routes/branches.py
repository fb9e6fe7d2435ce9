"""The places of a clinic that has several."""

from flask import abort, g, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, filters
from webapp.access import Role, allow
from webapp.clinic import forms, queries
from webapp.clinic.actions import branches as actions
from webapp.clinic.routes.settings import bp
from webapp.htmx import Answer, done, form_page
from webapp.models import Branch
from webapp.paging import or_404


@bp.get("/settings/branches")
@allow(Role.MANAGER, password=True)
def branches() -> str:
    """Each place, and for which of them a template writes that names none."""
    return render_template(
        "clinic/branches.html",
        branches=queries.branches.branches(),
        archived=queries.branches.branches(archived=True),
    )


@bp.route("/settings/branches/new", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def new_branch() -> Answer:
    """One more; what it has in common with the clinic is filled in."""
    shared = {name: getattr(g.clinic, name) for name in ("province", "country")}
    form = forms.BranchForm(request.form, data=shared)
    if request.method == "GET" or not form.validate():
        return form_page("clinic/branch.html", form=form, branch=None)
    made = actions.add(columns=form.columns())
    return done(gettext("%(name)s is saved.", name=made.name), "clinic.branches")


@bp.route("/settings/branches/<int:branch_id>", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def branch(branch_id: int) -> Answer:
    """What is typed holds from the next message on."""
    found = or_404(queries.branches.branch(branch_id))
    form = forms.BranchForm(request.form, data={**found.__data__, "phone": filters.phone(found.phone)}, branch=found)
    if request.method == "GET" or not form.validate():
        return form_page("clinic/branch.html", form=form, branch=found)
    actions.change(branch_id=branch_id, columns=form.columns())
    return done(gettext("%(name)s is saved.", name=form.name.data), "clinic.branches")


@bp.post("/settings/branches/<int:branch_id>/default")
@allow(Role.MANAGER, password=True)
def prefer_branch(branch_id: int) -> Response:
    """Templates that name none write for this one."""
    found = _found(branch_id)
    if found.archived_at is not None:
        abort(404)
    actions.prefer(branch_id=found.id)
    return done(gettext("Templates that name no branch now write for %(name)s.", name=found.name), "clinic.branches")


@bp.delete("/settings/branches/<int:branch_id>/default")
@allow(Role.MANAGER, password=True)
def prefer_clinic(branch_id: int) -> Response:
    """They write from the clinic's own address again."""
    _found(branch_id)
    actions.prefer(branch_id=None)
    return done(gettext("Templates that name no branch now write from the clinic’s own address."), "clinic.branches")


@bp.post("/settings/branches/<int:branch_id>/archive")
@allow(Role.MANAGER, password=True)
def archive_branch(branch_id: int) -> Response:
    found = _found(branch_id)
    actions.archive(branch_id=found.id, now=clock.now())
    undo = url_for("clinic.unarchive_branch", branch_id=branch_id) + "?_method=DELETE"
    return done(gettext("%(name)s is put away.", name=found.name), "clinic.branches", undo=undo)


@bp.delete("/settings/branches/<int:branch_id>/archive")
@allow(Role.MANAGER, password=True)
def unarchive_branch(branch_id: int) -> Response:
    found = _found(branch_id)
    actions.unarchive(branch_id=found.id)
    return done(gettext("%(name)s is in use again.", name=found.name), "clinic.branches")


def _found(branch_id: int) -> Branch:
    return or_404(queries.branches.branch(branch_id))
