"""Rows for tests: plain functions with believable defaults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from peewee import fn

from webapp import text
from webapp.access import Role
from webapp.models import (
    ActText,
    Animal,
    Appointment,
    AppointmentType,
    Batch,
    Breed,
    Client,
    Clinic,
    Hold,
    Item,
    MailAccount,
    Mailing,
    Message,
    MessageBody,
    MessageReminder,
    Reminder,
    ReminderType,
    RevenueCategory,
    Sale,
    Species,
    StaffMember,
    Template,
    TemplateVersion,
    Veterinarian,
    Visit,
)
from webapp.staff import actions as staff_actions

LONG_AGO = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
_numbers = count(70_001)  # none that a file of a test gives a record


def staff_member(
    *, name: str = "Sophie Nadeau", role: Role = Role.RECEPTION, password: str = "", **columns: Any
) -> StaffMember:
    """Someone of the clinic; without a password unless given, as hashing one takes a tenth of a second."""
    return staff_actions.add(name=name, role=role, password=password, now=LONG_AGO, **columns)


def client(*, first_name: str = "Marie-Ève", last_name: str = "D’Amours", **columns: Any) -> Client:
    """An owner."""
    return Client.create(
        first_name=first_name,
        last_name=last_name,
        sort_name=text.sort_key(last_name, first_name),
        created_at=LONG_AGO,
        updated_at=LONG_AGO,
        **{"number": str(next(_numbers)), "town": "Magog", "province": "QC", "country": "CA", **columns},
    )


def species(code: str = "CAN") -> Species:
    """One of the species a fresh installation holds."""
    return Species.get_or_create(code=code, defaults={"name_fr": code, "name_en": code})[0]


def breed(name: str = "Berger des Pyrénées", *, of: Species | None = None) -> Breed:
    """A breed, canine unless told."""
    return Breed.get_or_create(species=of or species(), name_fr=name, defaults={"name_en": name})[0]


def animal(*, owner: Client | None = None, name: str = "D'Artagnan", **columns: Any) -> Animal:
    """A patient."""
    return Animal.create(
        client=owner or client(),
        name=name,
        sort_name=text.sort_key(name),
        created_at=LONG_AGO,
        updated_at=LONG_AGO,
        **{"number": str(100000 + next(_numbers)), "species": species(), **columns},
    )


def category(name: str = "Vaccins", *, kind: str = "product", **columns: Any) -> RevenueCategory:
    """A revenue category."""
    return RevenueCategory.get_or_create(kind=kind, name_fr=name, defaults={"name_en": name, **columns})[0]


def item(*, code: str | None = None, kind: str = "product", name: str = "Defensor 3 Rage", **columns: Any) -> Item:
    """A product, or a service."""
    return Item.create(
        code=code or f"ART-{next(_numbers)}",
        kind=kind,
        name_fr=name,
        created_at=LONG_AGO,
        updated_at=LONG_AGO,
        **{"name_en": name, "category": category(kind=kind), **columns},
    )


def sale(*, of: Item | None = None, to: Animal | None = None, on: date = date(2026, 2, 3), **columns: Any) -> Sale:
    """A line of an invoice, in the item's category of today."""
    sold, patient = of or item(), to or animal()
    return Sale.create(
        item=sold, category=sold.category_id, animal=patient, client=patient.client_id, sold_on=on,
        **{"number": str(900000 + next(_numbers)), "amount_cents": 4200, **columns},
    )  # fmt: skip


def hold(*, of: Animal | None = None, client: Client | None = None, **columns: Any) -> Hold:
    """A doubt about an animal (one is made unless `client` is given) that nobody has settled."""
    whose = {"client": client} if client else {"animal": of or animal()}
    return Hold.create(
        **whose, **{"reason": "life", "column": "Statut", "value": "D", "since": LONG_AGO, **columns}
    )  # fmt: skip


def veterinarian(name: str = "Dre Anne Gagnon") -> Veterinarian:
    """Who sees animals."""
    return Veterinarian.get_or_create(name=name)[0]


def visit(*, of: Animal | None = None, on: date = date(2025, 3, 3), **columns: Any) -> Visit:
    """An animal was seen; what `reminder` makes is closed by it, unless it is told another reason."""
    return Visit.create(
        animal=of or animal(), visited_on=on, veterinarian=veterinarian(),
        **{"reason": "Examen annuel, antiparasitaire", **columns},
    )  # fmt: skip


def appointment(
    *, of: Animal | None = None, at: datetime = datetime(2026, 3, 14, 13, 0, tzinfo=UTC), **columns: Any
) -> Appointment:
    """An animal is expected; what `reminder` makes is answered by it, unless it is told another type and reason."""
    return Appointment.create(
        animal=of or animal(), starts_at=at, veterinarian=veterinarian(),
        **{"type": appointment_type(), "reason": "Antiparasitaire", **columns},
    )  # fmt: skip


def appointment_type(name: str = "Examen", name_en: str = "Exam") -> AppointmentType:
    """What an appointment is for."""
    return AppointmentType.get_or_create(name_fr=name, defaults={"name_en": name_en})[0]


def reminder_type(code: str = "antiparasitic", **columns: Any) -> ReminderType:
    """One of the types that a fresh installation holds, or the clinic's own."""
    return ReminderType.get_or_create(
        code=code, defaults={"name_fr": code.capitalize(), "name_en": code.capitalize(), **columns}
    )[0]


def reminder(
    *, of: Animal | None = None, client: Client | None = None, due: date = date(2026, 3, 2), **columns: Any
) -> Reminder:
    """One need: of an animal (one is made unless `client` is given), two days late, to do."""
    patient = of or (None if client else animal())
    return Reminder.create(
        client=patient.client_id if patient else client, animal=patient, due_on=due,
        **{"type": reminder_type(), "created_at": LONG_AGO, **columns},
    )  # fmt: skip


def batch(
    *, animals: Sequence[Animal] = (), type_: ReminderType | None = None, due: date = date(2026, 4, 1), **columns: Any
) -> Batch:
    """A batch that was generated, with a reminder of each animal, to do."""
    kind = type_ or reminder_type()
    made = Batch.create(
        type=kind, due_on=due,
        **{"number": (Batch.select(fn.MAX(Batch.number)).scalar() or 252) + 1, "description": "Printemps 2026",
           "criteria": "{}", "created_at": LONG_AGO, **columns},
    )  # fmt: skip
    for each in animals:
        reminder(of=each, due=due, type=kind, batch=made)
    return made


def batch_of(*patients: tuple[Client, str, str]) -> Batch:
    """A batch of animals: whose, named what, of which sex."""
    return batch(animals=[animal(owner=owner, name=name, sex=sex) for owner, name, sex in patients])


def mailing(*, of: Batch | None = None, **columns: Any) -> Mailing:
    """A mailing by e-mail under way, of a batch."""
    return Mailing.create(
        batch=of or batch(),
        **{"channel": "email", "state": "running", "first_on": date(2026, 3, 3), "token": f"t{next(_numbers)}",
           "created_at": LONG_AGO, "approved_at": LONG_AGO, **columns},
    )  # fmt: skip


def message(
    *,
    of: Mailing | None = None,
    to: Client | None = None,
    about: Sequence[Reminder] = (),
    text: str = "Bonjour",
    html: str = "<p>Bonjour</p>",
    **columns: Any,
) -> Message:
    """An e-mail to a client, planned unless told."""
    whose = to or client(email="marie@example.ca")
    columns.setdefault("ended_at", columns.get("sent_at"))
    made = Message.create(
        mailing=of or mailing(), client=whose, recipient=f"c{whose.id}",
        **{"channel": "email", "address": whose.email, "message_id": f"<m{next(_numbers)}@clinique.example>",
           "created_at": LONG_AGO, **columns},
    )  # fmt: skip
    MessageBody.create(message=made, subject="Rappel de D'Artagnan", text=text, html=html)
    for each in about:
        MessageReminder.create(message=made, reminder=each)
    return made


def identify(**columns: Any) -> Clinic:
    """The clinic says who it is, as the law wants of whoever writes to people."""
    Clinic.insert(id=1).on_conflict_ignore().execute()
    Clinic.update(
        **{"name": "Clinique du Lac", "address": "12, rue Principale Est", "town": "Magog", "postal_code": "J1X 1Y4",
           "phone": "+18195550100", "email": "info@clinique.example", "initialised_at": LONG_AGO, **columns},
    ).where(Clinic.id == 1).execute()  # fmt: skip
    return Clinic.get_by_id(1)


def mail_account(**columns: Any) -> MailAccount:
    """An account at a server that nobody answers at."""
    return MailAccount.create(
        **{"host": "127.0.0.1", "port": 1, "security": "none", "auth": "none", "sender_email": "info@clinique.example",
           **columns},
    )  # fmt: skip


def numbered_clients(**columns: str) -> Callable[..., Client]:
    """Makes clients by their family names, Luce unless told; `{number}` in a column is each one's own."""
    numbers = count(1)

    def make(name: str = "Tremblay", **more: Any) -> Client:
        number = next(numbers)
        own = {column: value.format(number=number) for column, value in columns.items()}
        return client(**{"last_name": name, "first_name": "Luce", **own, **more})

    return make


def act_text(
    *, of: Item | RevenueCategory, said: str, type_: ReminderType | None = None, kind: str = "email", **columns: Any
) -> Template:
    """What reminders of a type about an act say in place of the type's own text; a new template of one version."""
    texts = {"subject_fr": said, "subject_en": said, "body_fr": f"Bonjour, {said}.", "body_en": f"Hello, {said}."}
    made = Template.create(kind=kind, name_fr=said, name_en=said, created_at=LONG_AGO)
    TemplateVersion.create(template=made, number=1, saved_at=LONG_AGO, **{**texts, **columns})
    act = {"item": of} if isinstance(of, Item) else {"category": of}
    ActText.create(type=type_ or reminder_type(), kind=kind, template=made, **act)
    return made
