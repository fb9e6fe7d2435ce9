"""Making, moving and following appointments; who sees animals, and what for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import LazyString, gettext
from peewee import IntegrityError

from webapp import db, filters, hand_edits, history
from webapp.agenda import rules
from webapp.animals.actions import Consequence
from webapp.models import Animal, Appointment, AppointmentType, StaffMember, Veterinarian
from webapp.models.agenda import CANCELLED, COMING, PLANNED
from webapp.reminders.actions import reactions


class Deceased(Exception):
    """No appointment can be made for an animal that died."""


def make(*, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> Appointment:
    """A new appointment. Raises Deceased."""
    with db.write():
        animal = _living(values["animal"])
        made = Appointment.create(**values)
        _note(animal, "appointment_made", made.starts_at, now, by)
        reactions.apply(now=now, animal_ids=[animal.id])
        return made


def correct(*, appointment_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Write the columns that differ. Raises Deceased when it is moved, or given to an animal that died."""
    with db.write():
        appointment = Appointment.get_by_id(appointment_id)
        changed = {name: value for name, value in values.items() if appointment.__data__[name] != value}
        if not changed:
            return
        animal = _living(values["animal"]) if {"animal", "starts_at"} & changed.keys() else None
        Appointment.update(**changed).where(Appointment.id == appointment_id).execute()
        before = {name: appointment.__data__[name] for name in changed}
        _remember(appointment, before, changed, now)
        if animal:
            _note(animal, "appointment_moved", values["starts_at"], now, by, **_was(appointment))
            reactions.apply(now=now, animal_ids=[animal.id, appointment.animal_id])


def enter(*, appointment_id: int, status: str, now: datetime, by: StaffMember | None) -> None:
    """Confirmed, arrived, missed or cancelled. Raises rules.TransitionRefused when that cannot follow."""
    with db.write():
        appointment = Appointment.get_by_id(appointment_id)
        rules.check_enter(appointment.status, status)
        _set_status(appointment, status, now, by)


def leave(*, appointment_id: int, status: str, now: datetime, by: StaffMember | None) -> None:
    """Planned again, if it stands in that state. Raises Deceased when a cancelled one is of an animal that died."""
    with db.write():
        appointment = Appointment.get_by_id(appointment_id)
        if appointment.status != status:
            return
        if status == CANCELLED:
            _living(appointment.animal_id)
        _set_status(appointment, PLANNED, now, by)


def _set_status(appointment: Appointment, status: str, now: datetime, by: StaffMember | None) -> None:
    if appointment.status == status:
        return
    Appointment.update(status=status, cancelled_because="").where(Appointment.id == appointment.id).execute()
    _remember(appointment, {"status": appointment.status}, {"status": status}, now)
    animal = Animal.get_by_id(appointment.animal_id)
    _note(animal, "appointment_status", appointment.starts_at, now, by, status=status)
    reactions.apply(now=now, animal_ids=[animal.id])


def _living(animal_id: int) -> Animal:
    animal = Animal.get_by_id(animal_id)
    if animal.deceased:
        raise Deceased
    return animal


def _remember(appointment: Appointment, before: Mapping[str, Any], changed: Mapping[str, Any], now: datetime) -> None:
    if appointment.number is not None:
        hand_edits.record(kind="appointment", row=appointment.id, before=before, changed=changed, now=now)


def _was(appointment: Appointment) -> dict[str, str]:
    return {"was": db.instant_text(appointment.starts_at)}


# ---------- When an animal dies: called through the registry of the animals.


def cancel_for_deceased(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> Sequence[Consequence]:
    """Cancel what was coming for these animals, remembering the state it was in."""
    coming = (Appointment.animal << list(animal_ids)) & (Appointment.status << COMING) & (Appointment.starts_at >= now)
    stopped = list(Appointment.select().where(coming).order_by(Appointment.starts_at))
    for each in stopped:
        because = f"{rules.DECEASED}:{each.status}"
        Appointment.update(status=CANCELLED, cancelled_because=because).where(Appointment.id == each.id).execute()
    return [Consequence(each.animal_id, LazyString(partial(_cancelled_words, each.starts_at))) for each in stopped]


def restore_for_revived(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> Sequence[Consequence]:
    """The animal lives: what its death had cancelled, and has not passed meanwhile, stands again as it did."""
    again = (
        (Appointment.animal << list(animal_ids))
        & (Appointment.status == CANCELLED)
        & Appointment.cancelled_because.startswith(rules.DECEASED)
        & (Appointment.starts_at >= now)
    )
    restored = list(Appointment.select().where(again).order_by(Appointment.starts_at))
    for each in restored:
        before = each.cancelled_because.partition(":")[2]
        status = before if before in COMING else PLANNED
        Appointment.update(status=status, cancelled_because="").where(Appointment.id == each.id).execute()
    return [Consequence(each.animal_id, LazyString(partial(_restored_words, each.starts_at))) for each in restored]


def _when(at: datetime) -> str:
    return str(gettext("%(day)s at %(hour)s", day=filters.day_long(at), hour=filters.hour(at)))


def _cancelled_words(at: datetime) -> str:
    return str(gettext("Appointment of %(when)s cancelled", when=_when(at)))


def _restored_words(at: datetime) -> str:
    return str(gettext("Appointment of %(when)s planned again", when=_when(at)))


# ---------- The history of the client.


def _note(animal: Animal, verb: str, at: datetime, now: datetime, by: StaffMember | None, **details: str) -> None:
    details["at"] = db.instant_text(at)
    history.note(client_id=animal.client_id, animal_id=animal.id, verb=verb, details=details, now=now, by=by)


def _then(details: Mapping[str, Any], key: str = "at") -> str:
    return _when(datetime.fromisoformat(details[key]))


def _status_words(details: dict[str, Any]) -> str:
    when = _then(details)
    words = {
        "planned": gettext("Appointment of %(when)s planned again", when=when),
        "confirmed": gettext("Appointment of %(when)s confirmed", when=when),
        "arrived": gettext("Arrived for the appointment of %(when)s", when=when),
        "missed": gettext("Did not come to the appointment of %(when)s", when=when),
        "cancelled": gettext("Appointment of %(when)s cancelled", when=when),
    }
    return str(words[details["status"]])


def _moved_words(details: dict[str, Any]) -> str:
    return str(gettext("Appointment moved from %(was)s to %(when)s", was=_then(details, "was"), when=_then(details)))


PHRASES = {
    "appointment_made": history.Phrase(
        "calendar-plus", lambda details: gettext("Appointment made for %(when)s", when=_then(details))
    ),
    "appointment_moved": history.Phrase("calendar-clock", _moved_words),
    "appointment_status": history.Phrase("calendar-check", _status_words),
}


# ---------- Veterinarians and types.


def add_veterinarian(*, name: str, now: datetime, by: StaffMember | None) -> Veterinarian:
    """Someone new who sees animals. Raises NameTaken."""
    try:
        with db.write():
            return Veterinarian.create(name=name)
    except IntegrityError as error:
        raise db.NameTaken from error


def rename_veterinarian(*, veterinarian_id: int, name: str, now: datetime, by: StaffMember | None) -> None:
    """Correct a name: past visits and appointments show the new one. Raises NameTaken."""
    try:
        with db.write():
            before = Veterinarian.get_by_id(veterinarian_id).name
            Veterinarian.update(name=name).where(Veterinarian.id == veterinarian_id).execute()
            hand_edits.record(
                kind="veterinarian", row=veterinarian_id, before={"name": before}, changed={"name": name}, now=now
            )
    except IntegrityError as error:
        raise db.NameTaken from error


def set_veterinarian_active(*, veterinarian_id: int, active: bool, now: datetime, by: StaffMember | None) -> None:
    """Whether they can still be chosen; what is booked with them stays."""
    with db.write():
        Veterinarian.update(active=active).where(Veterinarian.id == veterinarian_id).execute()


def add_type(*, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> AppointmentType:
    """A new type of appointment. Raises NameTaken."""
    try:
        with db.write():
            return AppointmentType.create(**values)
    except IntegrityError as error:
        raise db.NameTaken from error


def correct_type(*, type_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Correct a type; appointments that were made keep their length. Raises NameTaken."""
    try:
        with db.write():
            before = AppointmentType.get_by_id(type_id).__data__
            AppointmentType.update(**values).where(AppointmentType.id == type_id).execute()
            hand_edits.record(kind="appointment_type", row=type_id, before=before, changed=values, now=now)
    except IntegrityError as error:
        raise db.NameTaken from error
