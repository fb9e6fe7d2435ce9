"""Visits: the list, one visit, adding, correcting."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, g, render_template, request, url_for
from flask_babel import gettext, ngettext
from playhouse.flask_utils import get_object_or_404
from werkzeug.wrappers import Response

from webapp import clock, filters, here, htmx, paging, periods
from webapp.access import Role, allow
from webapp.agenda import queries as agenda
from webapp.animals import queries as animal_queries
from webapp.htmx import Answer, done, form_page
from webapp.models import Animal, Visit
from webapp.paging import or_404
from webapp.reminders.queries import detail, listing, visiting
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
        "visits/show.html", visit=found, today=here.today(), **_ticks(_meant_by(found), found.animal)
    )  # fmt: skip


def _meant_by(visit: Visit) -> list[visiting.Tick]:
    return visiting.ticks(visit.animal, on=visit.visited_on, reason=visit.reason, visit_id=visit.id)


def _ticks(shown: list[visiting.Tick], animal: Animal | None, ticked: set[int] | None = None) -> dict[str, Any]:
    """What the boxes say; `ticked`, where a person has ticked some already."""
    own, others = visiting.groups(shown, animal.id) if animal else ([], [])
    if ticked is None:
        ticked = {each.reminder.id for each in shown if each.because}
    return {"own": own, "others": others, "reminders_of": animal, "kind_of": detail.kind, "ticked": ticked}


@bp.post("/<int:visit_id>/reminders")
@allow(Role.RECEPTION)
def close(visit_id: int) -> Response:
    """What the visit was for: the reminders that are ticked, and no others."""
    found = or_404(queries.visit(visit_id))
    shown = _meant_by(found)
    said = actions.close(
        visit=found, meant=forms.meant(request.form, shown), now=clock.now(), by=g.signed_in.member
    )  # fmt: skip
    _tell([*said.moved, *forms.gone(request.form, shown)])
    words = ngettext("%(n)s reminder changed.", "%(n)s reminders changed.", said.changed, n=said.changed)
    last = found.visited_on == here.today()  # they are still at the desk
    return done(words, "visits.ahead" if last else "visits.show", visit_id=visit_id)


def _tell(moved: Sequence[int]) -> None:
    """On which reminders somebody else was quicker."""
    for each in listing.rows(moved).values() if moved else ():
        what = detail.title(each)
        flash(gettext("%(what)s: changed meanwhile by someone else, left as it is now.", what=what), "warn")


@bp.get("/reminders")
@allow(Role.RECEPTION)
def reminders() -> str:
    """What a visit of this animal, on this day, with this reason, may be for: asked for as the form is filled in."""
    animal_id = paging.identifier(request.args.get("animal"))
    found = get_object_or_404(Animal, Animal.id == animal_id)
    on = periods.day(request.args.get("visited_on"))
    return render_template("visits/_reminders.html", **_due(found, on, request.args.get("reason", "")))


def _due(animal: Animal | None, on: date | None = None, reason: str = "") -> dict[str, Any]:
    """Ticked is what the clinic's table and the sales of the day say, or what was ticked in the form that was sent."""
    shown = visiting.ticks(animal, on=on or here.today(), reason=reason) if animal else []
    ticked = set(forms.meant(request.form, shown).ticked) if request.method == "POST" else None
    return _ticks(shown, animal, ticked) | {"visit": None}


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """A new visit: whose it is first, then the rest."""
    animal_id = paging.identifier(request.args.get("animal"))
    household = animal_queries.household(paging.identifier(request.args.get("client")), animal_id)
    if household is None:
        return choose(gettext("Record a visit"), (gettext("Visits"), url_for("visits.index")))
    typed = paging.identifier(request.form.get("animal"))
    household, moved = animal_queries.followed(household, typed) or (household, "")
    shown = {"animal": animal_id, **forms.begun(request.args)}
    form = forms.VisitForm(request.form, animals=household[1], today=here.today(), **shown)
    if request.method == "POST" and form.validate() and not moved:
        made = _add(form)
        return done(gettext("The visit is recorded."), "visits.ahead", visit_id=made.id)
    return _form(form, household, None, moved)


@bp.get("/<int:visit_id>/ahead")
@allow(Role.RECEPTION)
def ahead(visit_id: int) -> str:
    """The last step of a visit: what is due next for the household, and one tap to book it."""
    found = or_404(queries.visit(visit_id))
    return render_template(
        "visits/ahead.html", visit=found, ahead=queries.ahead(found, clock.now()), back=request.path, today=here.today()
    )


@bp.post("/<int:visit_id>/ahead")
@allow(Role.RECEPTION)
def remind(visit_id: int) -> Response:
    """A reminder of what comes again, where nobody books it now."""
    found = or_404(queries.visit(visit_id))
    types = [paging.identifier(each) or 0 for each in request.form.getlist("type")]
    animal_id = paging.identifier(request.form.get("animal"))
    made = actions.remind(
        visit=found, type_ids=types, animal_id=animal_id, now=clock.now(), by=g.signed_in.member
    )  # fmt: skip
    if not made:
        return done(gettext("There is a reminder of this already."), "visits.ahead", tone="warn", visit_id=visit_id)
    words = gettext("They will be reminded of it on %(day)s.", day=filters.day_long(made[0].due_on))
    return done(words, "visits.ahead", visit_id=visit_id)


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
    animal, values = form.animals[form.animal.data], form.values()
    given: dict[str, Any] = {"values": values, "now": clock.now(), "by": g.signed_in.member}
    if paging.identifier(request.form.get("reminders_of")) != animal.id:
        return actions.add(**given)[0]
    shown = visiting.ticks(animal, on=values["visited_on"], reason=values["reason"])
    made, said = actions.add(**given, meant=forms.meant(request.form, shown))
    _tell([*said.moved, *forms.gone(request.form, shown)])
    return made


def _form(
    form: forms.VisitForm, household: tuple[Any, list[Animal]], found: Visit | None, moved: str = ""
) -> tuple[str, int]:
    animal = None if found else form.animals.get(form.animal.data) or next(iter(form.animals.values()), None)
    return form_page(
        "visits/form.html",
        **_due(animal, form.visited_on.day, form.reason.data or "") | {"visit": found},
        form=form,
        client=household[0],
        moved=moved,
        address=paging.address,
        reasons=queries.usual_reasons(here.today() - timedelta(days=365)),
    )
