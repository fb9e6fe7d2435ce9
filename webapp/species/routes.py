"""Species and their breeds: what a manager keeps in order."""

from flask import Blueprint, g, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, filters, paging
from webapp.access import Role, allow
from webapp.clinic.queries import SettingsRow
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page, render
from webapp.languages import name_of
from webapp.paging import or_404
from webapp.species import actions, forms, queries

bp = Blueprint("species", __name__, url_prefix="/species")


def settings_rows() -> list[SettingsRow]:
    """On the page of settings."""
    rows = queries.every_species()
    text = gettext(
        "%(species)s species, %(breeds)s breeds",
        species=filters.number(len(rows)),
        breeds=filters.number(sum(row.breeds for row in rows)),
    )
    return [SettingsRow(url_for("species.index"), "paw-print", gettext("Species and breeds"), text)]


@bp.get("")
@allow(Role.MANAGER)
def index() -> str:
    """Every species, with how many breeds and animals."""
    return render_template("species/index.html", rows=queries.every_species())


@bp.route("/new", methods=["GET", "POST"], endpoint="new")
@bp.route("/<int:species_id>/edit", methods=["GET", "POST"], endpoint="edit")
@allow(Role.MANAGER)
def save(species_id: int | None = None) -> Answer:
    """A new species, or one to correct."""
    found = or_404(queries.species(species_id)) if species_id is not None else None
    form = forms.SpeciesForm(request.form, found)
    if request.method == "POST" and form.validate():
        with beside(form.name_fr, actions.Taken, _taken):
            if found:
                actions.correct_species(species_id=found.id, values=form.values())
                return done(gettext("Saved."), "species.show", species_id=found.id)
            added = actions.add_species(values=form.values())
            words = gettext("%(name)s is added to the species.", name=name_of(added))
            return done(words, "species.show", species_id=added.id)
    animals = queries.animals_of_species(found.id) if found else 0
    return form_page("species/edit.html", form=form, species=found, animals=animals)


@bp.get("/<int:species_id>")
@allow(Role.MANAGER)
def show(species_id: int) -> Answer:
    """The breeds of a species."""
    found = or_404(queries.species(species_id))
    wanted = forms.wanted(species_id, request.args)
    return render(
        "species/show.html",
        "species/_breeds.html",
        species=found,
        wanted=wanted,
        page=queries.page(wanted, paging.number(request.args.get("page"))),
        address=paging.address,
    )


@bp.delete("/<int:species_id>")
@allow(Role.MANAGER)
def delete(species_id: int) -> Response:
    """Take away a species that no animal is of."""
    found = or_404(queries.species(species_id))
    try:
        actions.delete_species(species_id=species_id)
    except actions.InUse as refused:
        return done(_in_use(name_of(found), refused.animals), "species.edit", tone="warn", species_id=species_id)
    return done(gettext("%(name)s is deleted.", name=name_of(found)), "species.index")


@bp.route("/<int:species_id>/breeds/new", methods=["GET", "POST"], endpoint="new_breed")
@bp.route("/breeds/<int:breed_id>/edit", methods=["GET", "POST"], endpoint="edit_breed")
@allow(Role.MANAGER)
def save_breed(species_id: int | None = None, breed_id: int | None = None) -> Answer:
    """A new breed of a species, or the names of one."""
    found = or_404(queries.breed(breed_id)) if breed_id is not None else None
    species = found.species if found else or_404(queries.species(species_id or 0))
    form = forms.BreedForm(request.form, found)
    if request.method == "POST" and form.validate():
        with beside(form.name_fr, actions.Taken, _taken_by_breed if found else _taken):
            if found:
                actions.correct_breed(breed_id=found.id, values=form.values())
                return done(gettext("Saved."), "species.show", species_id=species.id)
            name = name_of(actions.add_breed(species_id=species.id, values=form.values()))
            return done(gettext("%(name)s is added to the breeds.", name=name), "species.show", species_id=species.id)
    return form_page(
        "species/edit_breed.html",
        form=form,
        species=species,
        breed=found,
        animals=queries.animals_of_breed(found.id) if found else 0,
        aliases=queries.aliases(found.id) if found else [],
    )


@bp.route("/breeds/<int:breed_id>/merge", methods=["GET", "POST"])
@allow(Role.MANAGER)
def merge_breed(breed_id: int) -> Answer:
    found = or_404(queries.breed(breed_id))
    form = forms.MergeForm(request.form, found, queries.breeds(found.species_id))
    if request.method == "POST" and form.validate():
        moved = actions.merge_breeds(breed_id=breed_id, into_id=form.into.data, now=clock.now(), by=g.signed_in.member)
        words = _merged(moved, name_of(found), name_of(or_404(queries.breed(form.into.data))))
        return done(words, "species.show", species_id=found.species_id)
    animals = queries.animals_of_breed(breed_id)
    return form_page("species/merge.html", form=form, breed=found, animals=animals)


@bp.delete("/breeds/<int:breed_id>")
@allow(Role.MANAGER)
def delete_breed(breed_id: int) -> Response:
    """Take away a breed that no animal is of."""
    found = or_404(queries.breed(breed_id))
    try:
        actions.delete_breed(breed_id=breed_id)
    except actions.InUse as refused:
        return done(_in_use(name_of(found), refused.animals), "species.edit_breed", tone="warn", breed_id=breed_id)
    return done(gettext("%(name)s is deleted.", name=name_of(found)), "species.show", species_id=found.species_id)


def _taken(taken: actions.Taken) -> str:
    return gettext("%(other)s is already there and means the same", other=name_of(taken.other))


def _in_use(name: str, animals: int) -> str:
    return filters.counting(
        "%(name)s stays: %(shown)s patient is recorded as such.",
        "%(name)s stays: %(shown)s patients are recorded as such.",
        animals,
        name=name,
    )


def _merged(moved: int, old: str, new: str) -> str:
    if not moved:
        return gettext("%(old)s is now part of %(new)s; no patient was recorded as such.", old=old, new=new)
    return filters.counting(
        "%(old)s is now part of %(new)s: %(shown)s patient changed over.",
        "%(old)s is now part of %(new)s: %(shown)s patients changed over.",
        moved,
        old=old,
        new=new,
    )


def _taken_by_breed(taken: actions.Taken) -> str:
    return gettext("%(other)s already has this name: merge the two", other=name_of(taken.other))
