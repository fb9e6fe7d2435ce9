"""Making, moving and following appointments; who sees animals, and what for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import LazyString, gettext

from webapp import db, filters, hand_edits, here, history
from webapp.agenda import rules
from webapp.animals.actions import Consequence
from webapp.models import Animal, Appointment, AppointmentType, Question, Reminder, StaffMember, Veterinarian
from webapp.models.agenda import ARRIVED, CANCELLED, COMING, PLANNED
from webapp.reminders.actions import asking, lives, reactions


class Deceased(Exception):
    """No appointment can be made for an animal that died."""


def make(
    *, values: Mapping[str, Any], now: datetime, by: StaffMember | None, answers: Sequence[int] = ()
) -> Appointment:
    """A new appointment; of the reminders `answers`, a person says that it is for those of its animal and client.
    Raises Deceased."""
    with db.write():
        animal = _living(values["animal"])
        made = Appointment.create(**values, made_at=now)
        _note(animal, "appointment_made", made.starts_at, now, by)
        if answers:
            lives.answer(reminder_ids=_own(answers, animal), appointment_id=made.id, now=now, by=by)
        reactions.apply(now=now, animal_ids=[animal.id])
        return made


def _own(reminder_ids: Sequence[int], animal: Animal) -> list[int]:
    whose = Reminder.animal.is_null() | (Reminder.animal == animal.id)
    mine = Reminder.client == animal.client_id
    return [each.id for each in Reminder.select(Reminder.id).where(Reminder.id << list(reminder_ids), mine, whose)]


def correct(*, appointment_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Write the columns of `values` that differ. Raises Deceased when it is moved, or given to an animal that died."""
    with db.write():
        appointment = Appointment.get_by_id(appointment_id)
        where = {name: values[name] for name in ("animal", "starts_at") if name in values}
        moves = any(appointment.__data__[name] != value for name, value in where.items())
        animal = _living(values["animal"]) if moves else None
        # Moved by a person, it is as one that was entered by hand: no file takes it away.
        hand_edits.correct(appointment, values, now=now, **({"missing_at": None, "listed_in": ""} if moves else {}))
        if animal:
            _note(animal, "appointment_moved", values["starts_at"], now, by, **_was(appointment))
            reactions.apply(now=now, animal_ids=[animal.id, appointment.animal_id])


def enter(*, appointment_id: int, status: str, now: datetime, by: StaffMember | None) -> None:
    """`status`: CONFIRMED, ARRIVED, MISSED or CANCELLED. Raises rules.TransitionRefused when that cannot follow."""
    with db.write():
        appointment = Appointment.get_by_id(appointment_id)
        rules.check_enter(appointment.status, status)
        _set_status(appointment, status, now, by)


def stand(*, appointment_id: int, now: datetime, by: StaffMember | None) -> None:
    """It stands, although the practice software no longer lists it."""
    with db.write():
        appointment = Appointment.get_by_id(appointment_id)
        Appointment.update(missing_at=None, listed_in="").where(Appointment.id == appointment_id).execute()
        reactions.apply(now=now, animal_ids=[appointment.animal_id])


# What a person says became of an appointment that is gone without a word.
CAME, DID_NOT_COME, STANDS, OFF = "came", "missed", "stands", "cancelled"


def tell_what_became(*, question: Question, became: str, now: datetime, by: StaffMember) -> None:
    """`became`: CAME, DID_NOT_COME, STANDS or OFF. Raises asking.AlreadySettled, and rules.TransitionRefused."""
    appointment_id = int(question.appointment_id or 0)
    with db.write():
        asking.settle(question=question, now=now)
        appointment = Appointment.get_by_id(appointment_id)
        if became == STANDS:
            stand(appointment_id=appointment_id, now=now, by=by)
            return
        about = asking.settle_all(appointment_id=appointment_id, now=now)
        enter(appointment_id=appointment_id, status=ARRIVED if became == CAME else became, now=now, by=by)
        if became == CAME:
            at = lives.visited_at(here.day(appointment.starts_at), now)
            lives.visit(reminder_ids=[question.reminder_id, *about], at=at, now=now, by=by)


def leave(*, appointment_id: int, status: str, now: datetime, by: StaffMember | None) -> None:
    """Planned again, if it stands in `status`. Raises Deceased when a cancelled one is of an animal that died."""
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
    hand_edits.correct(appointment, {"status": status}, now=now, cancelled_because="")
    animal = Animal.get_by_id(appointment.animal_id)
    _note(animal, "appointment_status", appointment.starts_at, now, by, status=status)
    reactions.apply(now=now, animal_ids=[animal.id])


def _living(animal_id: int) -> Animal:
    animal = Animal.get_by_id(animal_id)
    if animal.deceased:
        raise Deceased
    return animal


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
    return [Consequence(each.animal_id, LazyString(partial(_words, CANCELLED, each.starts_at))) for each in stopped]


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
    return [Consequence(each.animal_id, LazyString(partial(_words, PLANNED, each.starts_at))) for each in restored]


def _when(at: datetime) -> str:
    return gettext("%(day)s at %(hour)s", day=filters.day_long(at), hour=filters.hour(at))


def _words(status: str, at: datetime) -> str:
    when = _when(at)
    words = {
        "planned": gettext("Appointment of %(when)s planned again", when=when),
        "confirmed": gettext("Appointment of %(when)s confirmed", when=when),
        "arrived": gettext("Arrived for the appointment of %(when)s", when=when),
        "missed": gettext("Did not come to the appointment of %(when)s", when=when),
        "cancelled": gettext("Appointment of %(when)s cancelled", when=when),
    }
    return str(words[status])


# ---------- The history of the client.


def _note(animal: Animal, verb: str, at: datetime, now: datetime, by: StaffMember | None, **details: str) -> None:
    details["at"] = db.instant_text(at)
    history.note(client_id=animal.client_id, animal_id=animal.id, verb=verb, details=details, now=now, by=by)


def _then(details: Mapping[str, Any], key: str = "at") -> str:
    return _when(datetime.fromisoformat(details[key]))


def _status_words(details: dict[str, Any]) -> str:
    return _words(details["status"], datetime.fromisoformat(details["at"]))


def _moved_words(details: dict[str, Any]) -> str:
    return gettext("Appointment moved from %(was)s to %(when)s", was=_then(details, "was"), when=_then(details))


PHRASES = {
    "appointment_made": history.Phrase(
        "calendar-plus", lambda details: gettext("Appointment made for %(when)s", when=_then(details))
    ),
    "appointment_moved": history.Phrase("calendar-clock", _moved_words),
    "appointment_status": history.Phrase("calendar-check", _status_words),
}


# ---------- Veterinarians and types.


def add_veterinarian(*, typed: Mapping[str, Any]) -> Veterinarian:
    """Someone new who sees animals, with the columns that were `typed`. Raises NameTaken."""
    with db.naming():
        return Veterinarian.create(**typed)


def change_veterinarian(*, veterinarian_id: int, typed: Mapping[str, Any], now: datetime) -> None:
    """The columns that were `typed`; past visits and appointments show a new name too. Raises NameTaken."""
    with db.naming():
        hand_edits.correct(Veterinarian.get_by_id(veterinarian_id), typed, now=now)


def set_veterinarian_active(*, veterinarian_id: int, active: bool) -> None:
    """Whether they can be chosen from now on (`active`); what is booked with them stays."""
    with db.write():
        Veterinarian.update(active=active).where(Veterinarian.id == veterinarian_id).execute()


def add_type(*, values: Mapping[str, Any]) -> AppointmentType:
    """A new type of appointment. Raises NameTaken."""
    with db.naming():
        return AppointmentType.create(**values)


def correct_type(*, type_id: int, values: Mapping[str, Any], now: datetime) -> None:
    """Write the columns of `values` that differ; appointments made keep their length. Raises NameTaken."""
    with db.naming():
        hand_edits.correct(AppointmentType.get_by_id(type_id), values, now=now)
