"""A new appointment, and moving or correcting one."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, filters, here, paging, periods, text
from webapp.access import Role, allow
from webapp.agenda import actions, forms, queries
from webapp.agenda.routes.blueprint import address_of_day, bp
from webapp.animals import queries as animal_queries
from webapp.htmx import Answer
from webapp.languages import name_of
from webapp.models import Animal, Appointment, Client
from webapp.paging import or_404
from webapp.search.routes import choose


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """A new appointment: whose it is first, then when."""
    asked = request.args
    animal_id = paging.identifier(asked.get("animal"))
    household = animal_queries.household(paging.identifier(asked.get("client")), animal_id)
    if household is None:
        return choose(gettext("Book an appointment"), (gettext("Appointments"), url_for("agenda.index")))
    household, moved = animal_queries.followed(household, paging.identifier(request.form.get("animal"))) or (
        household, "",
    )  # fmt: skip
    shown: dict[str, Any] = {"animal": animal_id, "on": periods.day(asked.get("on")), "minutes": None}
    form = forms.AppointmentForm(
        request.form, animals=household[1], now=clock.now(), timezone=here.zone(),
        **shown, veterinarian=paging.identifier(asked.get("veterinarian")) or 0, **_called_about(household[0]),
    )  # fmt: skip
    if request.method == "POST" and form.validate() and not moved:
        answers = forms.numbers(asked)
        made = actions.make(values=form.values(), now=clock.now(), by=g.signed_in.member, answers=answers)
        for each in queries.not_for(made, answers):
            words = gettext(
                "%(what)s: no longer open, or not of this patient; the appointment is not for it.", what=each
            )
            flash(words, "warn")
        return _saved(made.id, _booked(made), back=_back())
    return _form(form, household, None, moved)


def _called_about(client: Client) -> dict[str, Any]:
    """What the reminders are for that it is made about: the type of that name, or else the reason."""
    ids = [*forms.numbers(request.args), paging.identifier(request.args.get("reminder"))]
    kinds = queries.kinds(ids, client.id, forms.numbers(request.args, "kind"))
    named = queries.type_named(*[name for kind in kinds for name in (kind.name_fr, kind.name_en)])
    told = {"type": named.id} if named else {}
    if not kinds or (named and len(kinds) == 1):
        return told
    names = [name_of(kind) for kind in kinds]
    return {**told, "reason": ", ".join([names[0], *(text.inside(each) for each in names[1:])])}


def _booked(made: Appointment) -> str:
    day = filters.day_long(made.starts_at)
    about = {"animal": animal_queries.name(made.animal), "day": day, "hour": filters.hour(made.starts_at)}
    return gettext("Appointment booked for %(animal)s, on %(day)s at %(hour)s.", **about)


def _back() -> str:
    """The list of calls, or the visit, where this was begun, if it was."""
    back = request.args.get("back", "")
    return back if back.startswith(("/reminders", "/calls", "/visits/")) and "\\" not in back else ""


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
    form: forms.AppointmentForm, household: tuple[Any, list[Animal]], found: Appointment | None, moved: str = ""
) -> tuple[str, int]:
    client, animals = household
    asked = paging.identifier(request.args.get("animal"))
    gone = [forms.deceased_sentence(each) for each in animals if each.deceased and each.id == asked and not found]
    page = render_template(
        "agenda/form.html", form=form, client=client, animals=animals, appointment=found, gone=gone,
        address=paging.address, begun=_back(), moved=moved,
    )  # fmt: skip
    return page, 422 if request.method == "POST" or gone else 200
