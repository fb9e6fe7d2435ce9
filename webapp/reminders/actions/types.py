"""Adding, correcting and archiving types of reminders."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from peewee import fn

from webapp import db, hand_edits
from webapp.models import ReminderType
from webapp.reminders.queries import types


def add(*, values: Mapping[str, Any]) -> ReminderType:
    """A type of the clinic's own, last in the order. Raises NameTaken."""
    with db.naming():
        _check(values["name_fr"], None)
        last = ReminderType.select(fn.max(ReminderType.position)).scalar()
        code = types.free_code(values["name_en"] or values["name_fr"])
        return ReminderType.create(**{"position": (last or 0) + 1, **values, "code": code})


def correct(*, type_id: int, values: Mapping[str, Any], now: datetime) -> None:
    """Write `values`, by column; files may go on using the former name. Raises NameTaken."""
    with db.naming():
        _check(values["name_fr"], type_id)
        before = ReminderType.get_by_id(type_id).__data__
        ReminderType.update(**values).where(ReminderType.id == type_id).execute()
        names = {name: values[name] for name in ("name_fr", "name_en")}
        hand_edits.record(kind="reminder_type", row=type_id, before=before, changed=names, now=now)


def _check(name_fr: str, but: int | None) -> None:
    if types.name_taken(name_fr, but):
        raise db.NameTaken


def set_archived(*, type_id: int, archived: bool, now: datetime) -> None:
    """Whether it is no longer to be chosen for new reminders (`archived`); those that there are stay."""
    otherwise = ReminderType.archived_at.is_null(archived)
    with db.write():
        ReminderType.update(archived_at=now if archived else None).where(
            ReminderType.id == type_id, otherwise
        ).execute()


def move(*, type_id: int, up: bool) -> None:
    """One place `up`, or down; the first and the last stay where they are."""
    with db.write():
        ordered = [each.id for each in types.choosable()]
        if type_id in ordered:
            db.move(ReminderType, type_id, ordered, up=up)
