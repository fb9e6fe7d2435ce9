"""Visits: the list, one visit, adding, correcting."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask_babel import gettext, ngettext
from playhouse.flask_utils import get_object_or_404
from werkzeug.wrappers import Response

from webapp import clock, here, htmx, paging, periods
from webapp.access import Role, allow
from webapp.agenda import queries as agenda
from webapp.animals import queries as animal_queries
from webapp.htmx import Answer, done, form_page
from webapp.models import Animal, Visit
from webapp.paging import or_404
from webapp.reminders.queries import answers, detail
from webapp.search.routes import choose
from webapp.visits import actions, forms, queries

bp = Blueprint("visits", __name__, url_prefix="/visits")


@bp.get("/")
@allow(Role.RECEPTION)
def index() -> Answer:
    """The visits of a period, or of a client or an animal."""
    wanted = forms.wanted(request.args, here.today())
    number = paging.number(request.args.get("page"))
    return htmx.render(
        "visits/index.html",
        "visits/_list.html",
        page=queries.listing(wanted, number, with_total=request.args.get("totals") == "1"),
        wanted=wanted,
        about=animal_queries.about(wanted),
        veterinarians=agenda.veterinarians(all_=True),
        presets=periods.presets(here.today()),
        address=paging.address,
        fragment=htmx.wants_fragment(),
    )


@bp.get("/total")
@allow(Role.RECEPTION)
def total() -> str:
    """How long a long list is, asked for by the page once it stands."""
    return render_template("visits/_total.html", total=queries.total(forms.wanted(request.args, here.today())))


@bp.get("/<int:visit_id>")
@allow(Role.RECEPTION)
def show(visit_id: int) -> str:
    found = or_404(queries.visit(visit_id))
    return render_template(
        "visits/show.html", visit=found, kind_of=detail.kind, today=here.today(),
        reminders=detail.for_visit(found.animal_id, found.animal.client_id, visit_id),
    )  # fmt: skip


@bp.post("/<int:visit_id>/reminders")
@allow(Role.RECEPTION)
def close(visit_id: int) -> Response:
    """What the visit was for: the reminders that are ticked, and no others."""
    found = or_404(queries.visit(visit_id))
    shown = [each.id for each in detail.for_visit(found.animal_id, found.animal.client_id, visit_id)]
    ticked, offered = forms.ticked(request.form, shown)
    count = actions.close(visit=found, reminder_ids=ticked, offered=offered, now=clock.now(), by=g.signed_in.member)
    words = ngettext("%(n)s reminder changed.", "%(n)s reminders changed.", count, n=count)
    return done(words, "visits.show", visit_id=visit_id)


@bp.get("/reminders")
@allow(Role.RECEPTION)
def reminders() -> str:
    """What a visit of this animal, on this day, with this reason, may be for: asked for as the form is filled in."""
    animal_id = paging.identifier(request.args.get("animal"))
    found = get_object_or_404(Animal, Animal.id == animal_id)
    on = periods.day(request.args.get("visited_on"))
    return render_template("visits/_reminders.html", **_due(found, on, request.args.get("reason", "")))


def _due(animal: Animal | None, on: date | None = None, reason: str = "") -> dict[str, Any]:
    """Ticked is what the clinic's table says, or what was ticked in the form that was sent."""
    shown = detail.for_visit(animal.id, animal.client_id) if animal else []
    ids = [each.id for each in shown]
    if request.method == "POST":
        ticked = set(forms.ticked(request.form, ids)[0])
    else:
        ticked = answers.fitting(ids, on=on or here.today(), reason=reason)
    return {"reminders": shown, "reminders_of": animal, "kind_of": detail.kind, "ticked": ticked, "visit": None}


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """A new visit: whose it is first, then the rest."""
    animal_id = paging.identifier(request.args.get("animal"))
    household = animal_queries.household(paging.identifier(request.args.get("client")), animal_id)
    if household is None:
        return choose(gettext("Record a visit"), (gettext("Visits"), url_for("visits.index")))
    form = forms.VisitForm(request.form, animals=household[1], today=here.today(), animal=animal_id)
    if request.method == "POST" and form.validate():
        made = _add(form)
        return done(gettext("The visit is recorded."), "visits.show", visit_id=made.id)
    return _form(form, household, None)


@bp.route("/<int:visit_id>/edit", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def edit(visit_id: int) -> Answer:
    """Correct a visit; `client` in the address gives it to another client's animal."""
    found = or_404(queries.visit(visit_id))
    if "choose" in request.args:
        return choose(gettext("Whose visit is it?"), (gettext("Visit"), url_for("visits.show", visit_id=visit_id)))
    client_id = paging.identifier(request.args.get("client")) or found.animal.client_id
    household = or_404(animal_queries.household(client_id))
    chosen = paging.identifier(request.args.get("animal"))
    shown: dict[str, Any] = {"animal": chosen} if chosen else {}
    form = forms.VisitForm(request.form, animals=household[1], today=here.today(), visit=found, **shown)
    if request.method == "POST" and form.validate():
        actions.correct(visit_id=visit_id, values=form.values(), now=clock.now(), by=g.signed_in.member)
        return done(gettext("Saved."), "visits.show", visit_id=visit_id)
    return _form(form, household, found)


def _add(form: forms.VisitForm) -> Visit:
    """The visit, with what was ticked, if that was about the animal that was chosen."""
    animal = form.animals[form.animal.data]
    if paging.identifier(request.form.get("reminders_of")) != animal.id:
        return actions.add(values=form.values(), now=clock.now(), by=g.signed_in.member)
    shown = [each.id for each in detail.for_visit(animal.id, animal.client_id)]
    ticked, offered = forms.ticked(request.form, shown)
    return actions.add(
        values=form.values(), now=clock.now(), by=g.signed_in.member, reminder_ids=ticked, offered=offered
    )


def _form(form: forms.VisitForm, household: tuple[Any, list[Animal]], found: Visit | None) -> tuple[str, int]:
    animal = None if found else form.animals.get(form.animal.data) or next(iter(form.animals.values()), None)
    return form_page(
        "visits/form.html",
        **_due(animal) | {"visit": found},
        form=form,
        client=household[0],
        address=paging.address,
        reasons=queries.usual_reasons(here.today() - timedelta(days=365)),
    )
