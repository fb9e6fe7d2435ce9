"""The client who is open: everything that one needs while it rings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext
from peewee import JOIN, fn

from webapp import composed, db, filters, here
from webapp.animals import queries as animals
from webapp.calls.queries.contacts import LINES, InVain, Said, Spoken
from webapp.calls.queries.script import Script, script
from webapp.calls.queries.words import COUNTER, INCOMING, SAID
from webapp.clients import queries as clients
from webapp.composed import Part
from webapp.models import (
    Animal,
    Appointment,
    AppointmentType,
    Client,
    ContactPerson,
    Message,
    Reminder,
    ReminderType,
    Species,
    Veterinarian,
    Visit,
    Wave,
)
from webapp.models.agenda import COMING
from webapp.reminders.queries import detail, history, states
from webapp.reminders.rules import lives

MOST = 40  # open reminders of one household


@dataclass(frozen=True)
class Number:
    """A number to call: whose, and why it is the right one, if anything says so."""

    number: str  # E.164
    extension: str
    label: str
    why: str = ""


@dataclass(frozen=True)
class Need:
    """A reminder of the household that waits, and whether the call is about it unless one says otherwise."""

    reminder: Reminder
    state: str
    ticked: bool


@dataclass(frozen=True)
class Line:
    """One line of what was said and written last."""

    icon: str
    tone: str
    text: str
    detail: str
    at: datetime
    quoted: str  # the words of whoever noted it


@dataclass(frozen=True)
class Open:
    """A client at the desk."""

    client: Client
    numbers: Sequence[Number]  # the right one first
    needs: Sequence[Need]
    fine: Sequence[Animal]  # present, and in need of nothing
    appointments: Sequence[Appointment]
    last_visit: Visit | None
    lines: Sequence[Line]
    said: int  # lines that there are in all
    vain: InVain
    last: int  # the newest contact, 0 = none
    script: Script | None

    @property
    def due(self) -> int:
        """How many reminders wait to be done."""
        return sum(each.ticked for each in self.needs)


def asked(client_id: int, now: datetime) -> dict[str, Part]:
    """What `opened` must know of a client beside the reminders and the calls."""
    return {
        "client": clients.client_and_contacts(client_id),
        "household": _household.part(now, client_id).then(_in_household),
        "visits": last_visit.part(client_id),
        "written": _last_written.part(client_id),
    }


def opened(
    known: Mapping[str, Any], found: Mapping[int, Reminder], told: Said, vain: InVain, now: datetime, *, caller: str,
    scripts: str,
) -> Open | None:  # fmt: skip
    """None where there is no such client. `known`: what was `asked`; `found`: reminders, the client's open ones among
    them; `told`: what was said before; `caller`: the name of whoever looks; `scripts`: what is said on the telephone
    (script.ASKED_FOR).
    """
    if known["client"] is None:
        return None
    client, people = known["client"]
    needs = _needs([each for each in found.values() if each.client_id == client.id], here.day(now))
    household: Household = known["household"]
    in_need = {each.reminder.animal_id for each in needs}
    written, count = _written(known["written"])
    about = [each.reminder for each in needs if each.ticked] or [each.reminder for each in needs]
    again = bool(needs) and all(each.state == lives.AWAITING_ANSWER for each in needs)
    said = script(client, about, household.animals, household.appointments, caller, scripts=scripts, again=again)
    spoken = told.shown
    lines = sorted([*_spoken(spoken), *written], key=lambda line: line.at, reverse=True)[:LINES]
    return Open(
        client, _numbers(client, people, spoken), needs,
        [each for each in household.animals if each.id not in in_need], household.appointments,
        next(iter(known["visits"]), None), lines, told.in_all + count, vain, told.newest, said,
    )  # fmt: skip


def of_household(client_id: int) -> Any:
    """The condition of the reminders of a client that wait for anything."""
    return (Reminder.client == client_id) & states.OPEN


def open_of(client_id: int) -> tuple[Client, list[int]] | None:
    """The client with the ids of what waits of the household and is no note among colleagues; None if unknown."""
    client = Client.get_or_none(Client.id == client_id)
    found = Reminder.select(Reminder.id).join(ReminderType).where(of_household(client_id), ~ReminderType.internal_only)
    return (client, db.column(found)) if client else None


def sayable(reminders: Iterable[Reminder]) -> list[tuple[Reminder, str]]:
    """Those that a call can be about, each with its state: they wait to be done or answered, and are no note among
    colleagues."""
    found = [(each, detail.state_of(each)) for each in reminders if not each.type.internal_only]
    return [(each, state) for each, state in found if state in (lives.TO_DO, lives.AWAITING_ANSWER)]


def _needs(reminders: Sequence[Reminder], today: date) -> list[Need]:
    found = []
    for each, state in sayable(sorted(reminders, key=lambda each: (each.due_on, each.id))):
        later = each.snoozed_until is not None and here.day(each.snoozed_until) > today
        wanted = each.due_on <= today or each.__dict__.get("in_queue", False)
        found.append(Need(each, state, state == lives.TO_DO and wanted and not later))
    return found[:MOST]


def _numbers(client: Client, people: Sequence[ContactPerson], spoken: Sequence[Spoken]) -> list[Number]:
    """Where somebody answered last, first; else the mobile, home, the office; then the others of the household."""
    own = [
        Number(client.mobile_phone, "", gettext("Mobile")),
        Number(client.home_phone, "", gettext("Home")),
        Number(client.work_phone, client.work_extension, gettext("Work")),
    ]
    others = [
        Number(each.phone, each.extension, ", ".join(filter(None, (each.name, each.relation)))) for each in people
    ]
    answered: dict[str, datetime] = {}
    for said in spoken:
        if said.answered and said.number:
            answered.setdefault(said.number, said.at)
    found = [
        Number(each.number, each.extension, each.label, _why(answered.get(each.number), spoken))
        for each in (*own, *others)
        if each.number
    ]
    return sorted(found, key=lambda each: -answered[each.number].timestamp() if each.number in answered else 0)


def _why(answered: datetime | None, spoken: Sequence[Spoken]) -> str:
    if answered:
        return gettext("Answered here on %(day)s.", day=filters.day_short(answered))
    return "" if any(each.channel == "phone" for each in spoken) else gettext("Not called here yet.")


class Household(NamedTuple):
    """The animals that are present, and the appointments of any of them that are to come."""

    animals: list[Animal]
    appointments: list[Appointment]


_household = composed.Kept(
    lambda: (
        Animal.select(
            Animal.id, Animal.name, Animal.sex, Animal.species, Species.id, Species.code, Species.noun_en,
            Species.noun_fr_male, Species.noun_fr_female,
            Appointment, AppointmentType, Veterinarian,
        )
        .join(Species, JOIN.LEFT_OUTER)
        .switch(Animal)
        .join(
            Appointment, JOIN.LEFT_OUTER, attr="coming",
            on=(Appointment.animal == Animal.id)
            & (Appointment.starts_at >= composed.AT) & (Appointment.status << COMING),
        )
        .join(AppointmentType, JOIN.LEFT_OUTER)
        .switch(Appointment)
        .join(Veterinarian, JOIN.LEFT_OUTER)
        .where(Animal.client == composed.ASKED, ~Animal.deceased, Animal.given_away_on.is_null())
        .order_by(Animal.sort_name, Animal.id, Appointment.starts_at)
        .limit(MOST)
    )
)  # fmt: skip


def animals_and_appointments(client_id: int, now: datetime) -> Household:
    """Of a client; appointments from `now` on, the next one first. One statement."""
    return _in_household(_household.rows(now, client_id))


def _in_household(rows: Sequence[Animal]) -> Household:
    found: dict[int, Animal] = {}
    coming = []
    for animal in rows:
        found.setdefault(animal.id, animal)
        if appointment := animal.__dict__.get("coming"):
            appointment.animal = animal
            coming.append(appointment)
    return Household(list(found.values()), sorted(coming, key=lambda each: each.starts_at))


last_visit = composed.Kept(lambda: animals.latest_visits(Animal.client == composed.ID).limit(1))


# ---------- What was said and written last.


def _spoken(spoken: Sequence[Spoken]) -> list[Line]:
    return [line(each) for each in spoken[:LINES]]


def line(each: Spoken) -> Line:
    """One contact, as it is told."""
    said = (INCOMING if each.incoming else SAID)[each.result]
    text = str(COUNTER if each.channel == "counter" else said.told)
    if each.incoming:
        text = gettext("Called us: %(what)s", what=text[:1].lower() + text[1:])
    if each.number:
        text = gettext("%(what)s, %(number)s", what=text, number=filters.phone(each.number))
    who = ", ".join(filter(None, (filters.moment(each.at), each.by)))
    return Line(said.icon, said.tone, text, who, each.at, each.note)


_NEWEST = fn.coalesce(Message.sent_at, Message.ended_at, Message.created_at)
_last_written = composed.Kept(
    lambda: (
        Message.select(*history.SAID, fn.count(Message.id).over().alias("in_all"), Wave.id, Wave.not_before)
        .join(Wave, JOIN.LEFT_OUTER, on=Message.wave)
        .where(Message.client == composed.ID)
        .order_by(_NEWEST.desc(), Message.id.desc())
        .limit(LINES)
    )
)


def _written(rows: Sequence[Message]) -> tuple[list[Line], int]:
    """The last messages, and how many there are."""
    told = map(history.of_message, rows)
    return [Line(each.icon, each.tone, each.text, each.detail, each.at, "") for each in told], (
        rows[0].__dict__["in_all"] if rows else 0
    )
