"""The agenda: days, one appointment, its states; its settings: types of appointments, veterinarians."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, db, filters, here, htmx, paging, periods
from webapp.access import Role, allow
from webapp.agenda import actions, forms, queries, rules
from webapp.animals import queries as animal_queries
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page, opposite
from webapp.languages import name_of
from webapp.models import Animal, Appointment, Client
from webapp.paging import or_404
from webapp.reminders.queries import detail as reminder
from webapp.search.routes import choose

bp = Blueprint("agenda", __name__, url_prefix="/appointments")


def address_of_day(on: date, appointment_id: int) -> str:
    """The appointment's line in the list of its day."""
    asked: dict[str, Any] = {"from": on}
    return url_for("agenda.index", **asked, _anchor=f"appointment-{appointment_id}")


@bp.get("/")
@allow(Role.RECEPTION)
def index() -> str:
    """A day, a week, or all that is coming for one client or animal."""
    wanted = forms.wanted(request.args, here.today())
    days = queries.days(wanted, here.zone())
    return render_template(
        "agenda/index.html",
        wanted=wanted,
        days=days,
        client=animal_queries.household(wanted.client, wanted.animal),
        veterinarians=queries.veterinarians(also=wanted.veterinarian),
        types=queries.types(also=wanted.type),
        later=None if any(day.appointments for day in days) else queries.next_day_with_some(_last(wanted), here.zone()),
        address=paging.address,
        **_shown(),
    )


def _last(wanted: rules.AppointmentFilter) -> date:
    return wanted.last or wanted.first


def _shown() -> dict[str, Any]:
    """What every line needs to know of the moment."""
    return {"today": here.today(), "offered": _offered, "day_after": lambda on, count: on + timedelta(days=count)}


def _offered(appointment: Appointment) -> list[str]:
    now = clock.now()
    return rules.offered(
        appointment.status,
        appointment.starts_at,
        now,
        here.day(appointment.starts_at) == here.day(now),
    )


@bp.get("/<int:appointment_id>")
@allow(Role.RECEPTION)
def show(appointment_id: int) -> str:
    found = or_404(queries.appointment(appointment_id))
    return render_template(
        "agenda/show.html", appointment=found, on=here.day(found.starts_at),
        in_the_way=queries.in_the_way(found), **_shown(),
        possible=[state for state, before in rules.ENTERED_FROM.items() if found.status in before],
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """A new appointment: whose it is first, then when."""
    asked = request.args
    animal_id = paging.identifier(asked.get("animal"))
    household = animal_queries.household(paging.identifier(asked.get("client")), animal_id)
    if household is None:
        return choose(gettext("Book an appointment"), (gettext("Appointments"), url_for("agenda.index")))
    shown: dict[str, Any] = {"animal": animal_id, "on": periods.day(asked.get("on")), "minutes": None}
    form = forms.AppointmentForm(
        request.form, animals=household[1], now=clock.now(), timezone=here.zone(),
        **shown, veterinarian=paging.identifier(asked.get("veterinarian")) or 0, **_called_about(household[0]),
    )  # fmt: skip
    if request.method == "POST" and form.validate():
        made = actions.make(values=form.values(), now=clock.now(), by=g.signed_in.member)
        return _saved(made.id, _booked(made), back=_back())
    return _form(form, household, None)


def _called_about(client: Client) -> dict[str, Any]:
    """What the reminder that one called about is for: the type of that name, or else the reason."""
    found = reminder.find(paging.identifier(request.args.get("reminder")) or 0)
    if found is None or found.client_id != client.id:
        return {}
    kind = queries.type_named(found.type.name_fr, found.type.name_en)
    return {"type": kind.id} if kind else {"reason": name_of(found.type)}


def _booked(made: Appointment) -> str:
    day = filters.day_long(made.starts_at)
    about = {"animal": animal_queries.name(made.animal), "day": day, "hour": filters.hour(made.starts_at)}
    return gettext("Appointment booked for %(animal)s, on %(day)s at %(hour)s.", **about)


def _back() -> str:
    """The list of calls where this was begun, if it was."""
    back = request.args.get("back", "")
    return back if back.startswith(("/reminders", "/calls")) and "\\" not in back else ""


@bp.route("/<int:appointment_id>/edit", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def edit(appointment_id: int) -> Answer:
    """Move or correct it; `client` in the address gives it to another client's animal."""
    found = or_404(queries.appointment(appointment_id))
    if "choose" in request.args:
        back = url_for("agenda.show", appointment_id=appointment_id)
        return choose(gettext("Whose appointment is it?"), (gettext("Appointment"), back))
    client_id = paging.identifier(request.args.get("client")) or found.animal.client_id
    household = or_404(animal_queries.household(client_id))
    chosen = paging.identifier(request.args.get("animal"))
    form = forms.AppointmentForm(
        request.form, animals=household[1], now=clock.now(), timezone=here.zone(), appointment=found,
        **({"animal": chosen} if chosen else {}),
    )  # fmt: skip
    if request.method == "POST" and form.validate():
        actions.correct(appointment_id=appointment_id, values=form.values(), now=clock.now(), by=g.signed_in.member)
        return _saved(appointment_id, gettext("Saved."))
    return _form(form, household, found)


def _saved(appointment_id: int, words: str, *, back: str = "") -> Response:
    """To the appointment's day, or `back`; whoever is now booked twice is said, not refused."""
    found = or_404(queries.appointment(appointment_id))
    flash(words)
    for other in queries.in_the_way(found):
        flash(clash_sentence(other), "warn")
    return redirect(back or address_of_day(here.day(found.starts_at), appointment_id), 303)


def clash_sentence(other: Appointment) -> str:
    """Who else is booked with the same veterinarian at that moment."""
    return gettext(
        "%(veterinarian)s already has %(animal)s at %(hour)s, for %(minutes)s minutes.",
        veterinarian=other.veterinarian.name if other.veterinarian else "",
        animal=animal_queries.name(other.animal),
        hour=filters.hour(other.starts_at),
        minutes=other.minutes,
    )


def _form(
    form: forms.AppointmentForm, household: tuple[Any, list[Animal]], found: Appointment | None
) -> tuple[str, int]:
    client, animals = household
    asked = paging.identifier(request.args.get("animal"))
    gone = [forms.deceased_sentence(each) for each in animals if each.deceased and each.id == asked and not found]
    page = render_template(
        "agenda/form.html", form=form, client=client, animals=animals, appointment=found, gone=gone,
        address=paging.address, begun=_back(),
    )  # fmt: skip
    return page, 422 if request.method == "POST" or gone else 200


STATES = ("confirmed", "arrived", "missed", "cancelled")
STATE = f"/<int:appointment_id>/<any({', '.join(STATES)}):status>"


@bp.post(STATE)
@allow(Role.RECEPTION)
def enter(appointment_id: int, status: str) -> Answer:
    """Confirmed, arrived, missed or cancelled."""
    or_404(queries.appointment(appointment_id))
    try:
        actions.enter(appointment_id=appointment_id, status=status, now=clock.now(), by=g.signed_in.member)
    except rules.TransitionRefused:
        return _changed(appointment_id, refused=gettext("Someone else changed this appointment: look again."))
    return _changed(appointment_id, undo=url_for("agenda.leave", appointment_id=appointment_id, status=status))


@bp.delete(STATE)
@allow(Role.RECEPTION)
def leave(appointment_id: int, status: str) -> Answer:
    found = or_404(queries.appointment(appointment_id))
    try:
        actions.leave(appointment_id=appointment_id, status=status, now=clock.now(), by=g.signed_in.member)
    except actions.Deceased:
        return _changed(appointment_id, refused=forms.deceased_sentence(found.animal))
    return _changed(appointment_id)


def _changed(appointment_id: int, *, undo: str = "", refused: str = "") -> Answer:
    """The line as it now is, with how to take it back; without HTMX, its day."""
    found = or_404(queries.appointment(appointment_id))
    if htmx.wants_fragment():
        other = next(iter(queries.in_the_way(found)), None)
        row = render_template(
            "agenda/_changed.html", appointment=found, other=other, undo=undo, refused=refused, **_shown()
        )
        return row, 422 if refused else 200
    if refused:
        flash(refused, "warn")
    if request.args.get("to") == "show":
        return redirect(url_for("agenda.show", appointment_id=appointment_id), 303)
    return redirect(address_of_day(here.day(found.starts_at), appointment_id), 303)


def _taken() -> str:
    return gettext("This name is already there")


@bp.get("/veterinarians")
@allow(Role.MANAGER, password=True)
def veterinarians() -> str:
    """Everyone who sees animals, and who did."""
    return render_template(
        "agenda/veterinarians.html",
        rows=queries.veterinarians(all_=True),
        coming=queries.coming_of_each(Appointment.veterinarian, clock.now()),
    )


@bp.route("/veterinarians/new", methods=["GET", "POST"], endpoint="new_veterinarian")
@bp.route("/veterinarians/<int:veterinarian_id>/edit", methods=["GET", "POST"], endpoint="edit_veterinarian")
@allow(Role.MANAGER, password=True)
def save_veterinarian(veterinarian_id: int | None = None) -> Answer:
    """Someone new, or another name."""
    found = or_404(queries.veterinarian(veterinarian_id)) if veterinarian_id is not None else None
    form = forms.VeterinarianForm(request.form, found)
    if request.method == "POST" and form.validate():
        name = form.name.data or ""
        with beside(form.name, db.NameTaken, _taken()):
            if found:
                actions.rename_veterinarian(veterinarian_id=found.id, name=name, now=clock.now())
                return done(gettext("Saved."), "agenda.veterinarians")
            actions.add_veterinarian(name=name)
            words = gettext("%(name)s can now be chosen for visits and appointments.", name=name)
            return done(words, "agenda.veterinarians")
    return form_page("agenda/veterinarian_form.html", form=form, veterinarian=found)


@bp.route("/veterinarians/<int:veterinarian_id>/inactive", methods=["POST"], endpoint="deactivate")
@bp.route("/veterinarians/<int:veterinarian_id>/inactive", methods=["DELETE"], endpoint="activate")
@allow(Role.MANAGER, password=True)
def set_active(veterinarian_id: int) -> Response:
    """No longer to be chosen, while what is booked stays; or to be chosen again."""
    active = request.method == "DELETE"
    found = or_404(queries.veterinarian(veterinarian_id))
    actions.set_veterinarian_active(veterinarian_id=veterinarian_id, active=active)
    words = gettext("%(name)s can no longer be chosen; what is booked stays.", name=found.name)
    if active:
        words = gettext("%(name)s can be chosen again.", name=found.name)
    return done(words, "agenda.veterinarians", undo=opposite())


@bp.get("/types")
@allow(Role.MANAGER, password=True)
def types() -> str:
    return render_template(
        "agenda/types.html",
        rows=queries.types(all_=True),
        coming=queries.coming_of_each(Appointment.type, clock.now()),
    )


@bp.route("/types/new", methods=["GET", "POST"], endpoint="new_type")
@bp.route("/types/<int:type_id>/edit", methods=["GET", "POST"], endpoint="edit_type")
@allow(Role.MANAGER, password=True)
def save_type(type_id: int | None = None) -> Answer:
    """A new type, or one to correct."""
    found = or_404(queries.appointment_type(type_id)) if type_id is not None else None
    form = forms.TypeForm(request.form or None, found)  # an empty form would untick the box
    if request.method == "POST" and form.validate():
        with beside(form.name_fr, db.NameTaken, _taken()):
            if found:
                actions.correct_type(type_id=found.id, values=form.values(), now=clock.now())
                return done(gettext("Saved."), "agenda.types")
            name = name_of(actions.add_type(values=form.values()))
            return done(gettext("%(name)s can now be chosen for appointments.", name=name), "agenda.types")
    return form_page("agenda/type_form.html", form=form, type=found)
