"""The pages of revenue categories."""

from flask import render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, db, filters
from webapp.access import Role, allow
from webapp.catalogue import actions, forms, queries
from webapp.catalogue.routes.blueprint import bp, category_name, kind
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page
from webapp.languages import name_of
from webapp.models import RevenueCategory
from webapp.models.catalogue import SERVICE
from webapp.paging import or_404


@bp.get("/categories")
@allow(Role.RECEPTION)
def categories() -> str:
    """Every revenue category, and how many items are in each."""
    return render_template("catalogue/categories.html", rows=queries.category_rows())


@bp.route("/categories/new", methods=["GET", "POST"], endpoint="new_category")
@bp.route("/categories/<int:category_id>/edit", methods=["GET", "POST"], endpoint="edit_category")
@allow(Role.RECEPTION)
def save_category(category_id: int | None = None) -> Answer:
    """A new revenue category, or one to correct."""
    found = or_404(queries.category(category_id)) if category_id is not None else None
    form = forms.CategoryForm(request.form, found)
    if request.method == "GET" and found is None and kind() == SERVICE:
        form.kind.data = SERVICE
    if request.method == "POST" and form.validate():
        stays = gettext("Items or past sales are in this category: it stays what it is for")
        with beside(form.name_fr, db.NameTaken, _name_taken()), beside(form.kind, actions.InUse, stays):
            if found:
                actions.correct_category(category_id=found.id, values=form.values(), now=clock.now())
                return done(gettext("Saved."), "catalogue.categories")
            name = name_of(actions.add_category(values=form.values()))
            return done(gettext("%(name)s is added to the categories.", name=name), "catalogue.categories")
    items = queries.items_in(found.id) if found else 0
    return form_page("catalogue/category_form.html", form=form, category=found, items=items)


@bp.delete("/categories/<int:category_id>")
@allow(Role.RECEPTION)
def delete_category(category_id: int) -> Response:
    """Take away an empty category."""
    found = or_404(queries.category(category_id))
    try:
        actions.delete_category(category_id=category_id)
    except actions.InUse as refused:
        return done(_in_use(refused, found), "catalogue.categories", tone="warn")
    return done(gettext("%(name)s is no longer among the categories.", name=name_of(found)), "catalogue.categories")


def _in_use(refused: actions.InUse, category: RevenueCategory) -> str:
    if not refused.items:
        return gettext("%(name)s stays: past sales are booked in it.", name=category_name(category))
    return filters.counting(
        "%(name)s stays: %(shown)s item is in it. Move it to another category first.",
        "%(name)s stays: %(shown)s items are in it. Move them to another category first.",
        refused.items,
        name=category_name(category),
    )


def _name_taken() -> str:
    return gettext("Another category of this kind already has this name")
