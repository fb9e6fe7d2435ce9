"""The list of animals, their pages and forms, their owners, and their deaths."""

from datetime import datetime

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, pgettext

from webapp import clock, filters, here, history, paging
from webapp.access import Role, allow
from webapp.animals import actions, forms, queries, rules
from webapp.clients import queries as client_queries
from webapp.clients.routes import settled
from webapp.fields import Refused
from webapp.htmx import Answer, done, form_page, render, wants_fragment
from webapp.languages import current
from webapp.models import Animal, Breed
from webapp.paging import or_404
from webapp.search import queries as search

bp = Blueprint("animals", __name__, url_prefix="/animals")
HISTORY = 8


@bp.app_template_filter("breed_in_a_sentence")
def breed_in_a_sentence(breed: str) -> str:
    """Without its capital, in French."""
    return rules.in_a_sentence(breed) if current() == "fr" else breed


@bp.app_template_filter("species_icon")
def species_icon(noun_en: str | None) -> str:
    """The drawing of a species."""
    return rules.icon(noun_en)


@bp.app_template_filter("coming")
def coming(at: datetime) -> str:
    """When something is planned, with its weekday: "samedi 14 mars, 9 h"; the year only when it is another."""
    day = filters.day_long(at, weekday=True)
    year = here.local(at).year
    if year == here.today().year:
        day = day.removesuffix(f"{filters.NBSP}{year}").removesuffix(",")
    return f"{day}, {filters.hour(at)}"


@bp.get("")
@allow(Role.RECEPTION)
def index() -> Answer:
    wanted = forms.wanted(request.args)
    return render(
        "animals/index.html",
        "animals/_list.html",
        page=queries.page(wanted, paging.number(request.args.get("page")), here.today()),
        wanted=wanted,
        species=queries.species(),
        breeds=queries.breeds(wanted.species) if wanted.species else [],
        address=paging.address,
    )


@bp.get("/breeds")
@allow(Role.RECEPTION)
def breeds() -> Answer:
    """The breeds to choose from, once the species is chosen."""
    wanted = forms.wanted(request.args)
    return render_template("animals/_breeds.html", breeds=queries.breeds(wanted.species))


@bp.get("/<int:animal_id>")
@allow(Role.RECEPTION)
def show(animal_id: int) -> Answer:
    animal = or_404(queries.animal(animal_id))
    return render_template(
        "animals/show.html",
        animal=animal,
        records=queries.records(animal_id, clock.day_bounds(here.today(), here.zone())[0]),
        death=queries.death(animal_id) if animal.deceased else {},
        history=history.of_animal(animal_id, size=HISTORY),
        panels=[panel(animal, clock.now()) for panel in queries.panels],
        today=here.today(),
    )


@bp.get("/<int:animal_id>/history")
@allow(Role.RECEPTION)
def past(animal_id: int) -> Answer:
    """All that was noted about the animal."""
    animal = or_404(queries.animal(animal_id))
    page = history.of_animal(animal_id, number=paging.number(request.args.get("page")))
    return render_template("animals/history.html", animal=animal, page=page, address=paging.address)


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """Add an animal to a client (`?client=12`)."""
    client_id = request.args.get("client", 0, int)
    client = or_404(client_queries.client(client_id if 0 < client_id < 2**63 else 0))
    form = forms.AnimalForm(today=here.today())
    if not form.validate_on_submit():
        return form_page("animals/new.html", form=form, client=client, breeds=_breeds_of(form))
    animal = actions.add(client_id=client.id, values=form.values(), now=clock.now(), by=g.signed_in.member)
    words = gettext("%(name)s added", name=animal.name or gettext("Animal without a name"))
    return done(words, "dossiers.show", client_id=client.id)


@bp.route("/<int:animal_id>/edit", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def edit(animal_id: int) -> Answer:
    animal = or_404(queries.animal(animal_id))
    form = forms.AnimalForm(today=here.today(), obj=animal)
    if not form.validate_on_submit():
        return form_page("animals/edit.html", form=form, animal=animal, breeds=_breeds_of(form))
    actions.correct(animal_id=animal_id, values=form.values(), now=clock.now(), by=g.signed_in.member)
    words = gettext("%(name)s saved", name=form.name.data or gettext("Animal without a name"))
    return done(words, ".show", animal_id=animal_id)


def _breeds_of(form: forms.AnimalForm) -> list[Breed]:
    return queries.breeds(form.species.data) if form.species.data else []


@bp.post("/corrections/<int:correction_id>")
@allow(Role.RECEPTION)
def settle(correction_id: int) -> Answer:
    """Correct an animal's doubtful field here and now."""
    correction = or_404(client_queries.correction(correction_id))
    typed = request.form.get("value", "")
    try:
        value = forms.parse_field(correction.field, typed, today=here.today())
    except Refused as error:
        return settled(correction, typed=typed, error=str(error))
    animal_id = or_404(correction.animal_id)
    actions.correct(animal_id=animal_id, values={correction.field: value}, now=clock.now(), by=g.signed_in.member)
    return settled(correction, typed=typed)


# ---------- Owners.


@bp.get("/<int:animal_id>/owner")
@allow(Role.RECEPTION)
def owner(animal_id: int) -> Answer:
    """Look for who has the animal now."""
    q = request.args.get("q", "").strip()
    animal = or_404(queries.animal(animal_id))
    hits = [hit for hit in search.find(q) if hit.client_id != animal.client_id] if q else []
    return render("animals/owner.html", "animals/_owners.html", animal=animal, q=q, hits=hits)


@bp.post("/<int:animal_id>/owner")
@allow(Role.RECEPTION)
def transfer(animal_id: int) -> Answer:
    """To another client; the former owner is kept."""
    animal = or_404(queries.animal(animal_id))
    client_id = request.form.get("client", 0, int)
    client = or_404(client_queries.client(client_id if 0 < client_id < 2**63 else 0))
    actions.transfer(animal_id=animal.id, client_id=client.id, on=here.today(), now=clock.now(), by=g.signed_in.member)
    return done(gettext("Now with %(name)s", name=client.full_name), ".show", animal_id=animal_id)


@bp.route("/<int:animal_id>/given_away", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def give_away(animal_id: int) -> Answer:
    """No longer with this client, the new owner unknown."""
    animal = or_404(queries.animal(animal_id))
    form = forms.DayForm(today=here.today(), label=gettext("Given away on"))
    if not form.validate_on_submit():
        return form_page("animals/given_away.html", form=form, animal=animal)
    actions.give_away(animal_id=animal_id, on=form.on.day or here.today(), now=clock.now(), by=g.signed_in.member)
    return redirect(url_for(".show", animal_id=animal_id), 303)


@bp.delete("/<int:animal_id>/given_away")
@allow(Role.RECEPTION)
def take_back(animal_id: int) -> Answer:
    """With this client after all."""
    or_404(queries.animal(animal_id))
    actions.take_back(animal_id=animal_id, now=clock.now(), by=g.signed_in.member)
    return redirect(url_for(".show", animal_id=animal_id), 303)


# ---------- Death: a button, then the day. In a list of animals (HTMX) the row answers; elsewhere a page.


def _row(animal: Animal, *, status: int = 200, **context: object) -> Answer:
    return render_template("animals/_row.html", animal=animal, **context), status


def _stopped(animal: Animal, **context: object) -> Response:
    """The row; whatever else of the page hangs on the animal hears of it and asks for itself anew."""
    answer = make_response(render_template("animals/_row.html", animal=animal, **context))
    answer.headers["HX-Trigger"] = "animal-stopped"
    return answer


@bp.get("/<int:animal_id>/deceased")
@allow(Role.RECEPTION)
def ask_deceased(animal_id: int) -> Answer:
    """Ask for the day; `?not=1` (HTMX) is the way back."""
    animal = or_404(queries.animal(animal_id))
    if "not" in request.args and wants_fragment():
        return _row(animal)
    return _ask(animal, _death_form(animal))


def _death_form(animal: Animal) -> forms.DayForm:
    words = pgettext("female", "Deceased on") if animal.sex == "F" else gettext("Deceased on")
    return forms.DayForm(today=here.today(), label=words)


def _ask(animal: Animal, form: forms.DayForm, status: int = 200) -> Answer:
    if wants_fragment():
        return _row(animal, form=form, status=status)
    return render_template("animals/deceased.html", animal=animal, form=form), status


@bp.post("/<int:animal_id>/deceased")
@allow(Role.RECEPTION)
def deceased(animal_id: int) -> Answer:
    """Enter the death; everything about the animal stops."""
    animal = or_404(queries.animal(animal_id))
    form = _death_form(animal)
    if not form.validate():
        return _ask(animal, form, 422)
    actions.deceased(animal_id=animal_id, on=form.on.day, now=clock.now(), by=g.signed_in.member)
    if wants_fragment():
        return _stopped(or_404(queries.animal(animal_id)), death=queries.death(animal_id))
    return redirect(url_for(".show", animal_id=animal_id), 303)


@bp.delete("/<int:animal_id>/deceased")
@allow(Role.RECEPTION)
def revive(animal_id: int) -> Answer:
    """It was a mistake: all is as before."""
    or_404(queries.animal(animal_id))
    taken_up = actions.revive(animal_id=animal_id, now=clock.now(), by=g.signed_in.member)
    if wants_fragment():
        return _stopped(or_404(queries.animal(animal_id)))
    for each in taken_up:
        flash(str(each.text))
    return redirect(url_for(".show", animal_id=animal_id), 303)
