"""The table of what answers what, as it is shown and set."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webapp import db, text
from webapp.models import Answering, AppointmentType, Item, ReminderType
from webapp.reminders.queries import types
from webapp.reminders.rules.answer_rows import LISTS, Row
from webapp.reminders.rules.answers import spellings


@dataclass(frozen=True)
class OfType:
    """A type that can be chosen, with what the table says of it."""

    type: ReminderType
    row: Row
    peers: tuple[ReminderType, ...]  # the others of its group


def rows() -> list[Row]:
    """What was said, in the order of the types; one statement."""
    found = Answering.select(Answering, ReminderType).join(ReminderType)
    return [_row(each) for each in found.order_by(ReminderType.position, ReminderType.name_fr)]


def of_types() -> list[OfType]:
    """Every type that can be chosen, also those of which nothing was said; two statements."""
    said = {each.type_id: _row(each) for each in Answering.select(Answering, ReminderType).join(ReminderType)}
    kinds = types.choosable()
    shown = {each.id: said.get(each.id, Row(each.name_fr)) for each in kinds}
    return [
        OfType(kind, shown[kind.id], tuple(
            other for other in kinds
            if other.id != kind.id and shown[kind.id].group and shown[other.id].group == shown[kind.id].group))
        for kind in kinds
    ]  # fmt: skip


def of_type(kind: ReminderType) -> Row:
    """What was said of one type."""
    found = Answering.select(Answering, ReminderType).join(ReminderType).where(Answering.type == kind.id).first()
    return _row(found) if found else Row(kind.name_fr)


def groups() -> list[str]:
    """The names of the groups there are."""
    found: Any = Answering.select(Answering.group_name).where(Answering.group_name != "").distinct()
    return sorted(db.column(found))


def _row(found: Answering) -> Row:
    lists: dict[str, Any] = {name: tuple(json.loads(getattr(found, name))) for name in LISTS}
    return Row(
        type=found.type.name_fr, group=found.group_name, days_before=found.days_before, days_after=found.days_after,
        **lists,
    )  # fmt: skip


def document(row: Row) -> dict[str, Any]:
    """A row as `relance answers show --json` prints it."""
    lists = {name: list(getattr(row, name)) for name in LISTS}
    return {
        "type": row.type, **lists, "group": row.group or None,
        "days_before": row.days_before, "days_after": row.days_after,
    }  # fmt: skip


def type_ids() -> dict[str, int]:
    """Of each type, by its code and its names in both languages, folded; its number."""
    found: dict[str, int] = {}
    for each in ReminderType.select().order_by(ReminderType.archived_at.is_null(False), ReminderType.position):
        for name in (each.code, each.name_fr, each.name_en):
            found.setdefault(text.fold(name), each.id)
    return found


def unknown_codes(codes: Iterable[str]) -> list[str]:
    """Those of `codes` that no item has, in their order."""
    items: Any = Item.select(Item.kind, Item.code).tuples()
    known = {spelling for kind, code in items for spelling in spellings(kind, code)}
    return [code for code in dict.fromkeys(codes) if code.casefold() not in known]


def appointment_types() -> list[str]:
    """The names of those that can be chosen for appointments."""
    found = AppointmentType.select().where(AppointmentType.active)
    return [each.name_fr for each in found.order_by(AppointmentType.name_fr)]
