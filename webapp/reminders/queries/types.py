"""The types of reminders."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from webapp import text
from webapp.communications import IN_MAILINGS
from webapp.models import Reminder, ReminderType, Template
from webapp.models.message_templates import CARD, EMAIL, LETTER, SMS
from webapp.reminders.queries import states

TEMPLATE_FIELDS = {"email_template": (EMAIL,), "sms_template": (SMS,), "document_template": (LETTER, CARD)}


@dataclass(frozen=True)
class TypeRow:
    """A type in the list, with how many reminders of it wait."""

    type: ReminderType
    waiting: int


def rows() -> list[TypeRow]:
    """All of them, the archived ones last; two statements."""
    counts: Any = Reminder.select(Reminder.type, fn.count(Reminder.id)).where(states.OPEN).group_by(Reminder.type)
    waiting = dict(counts.tuples())
    return [TypeRow(each, waiting.get(each.id, 0)) for each in _ordered(ReminderType.select())]


def choosable(also: int | None = None) -> list[ReminderType]:
    """Those that new reminders may have, in their order; `also` is an archived one that is chosen already."""
    there = ReminderType.archived_at.is_null()
    if also is not None:
        there |= ReminderType.id == also
    return _ordered(ReminderType.select().where(there))


def _ordered(query: Any) -> list[ReminderType]:
    return list(query.order_by(ReminderType.archived_at.is_null(False), ReminderType.position, ReminderType.name_fr))


def find(type_id: int) -> ReminderType | None:
    """The type of this id."""
    return ReminderType.get_or_none(ReminderType.id == type_id)


def templates(also: Sequence[int | None] = ()) -> dict[str, list[Template]]:
    """For each field of a type the wordings that it may name; one statement."""
    fit = Template.archived_at.is_null() & (Template.communication << IN_MAILINGS)
    there = fit | (Template.id << [each for each in also if each])
    found: dict[str, list[Template]] = defaultdict(list)
    for each in Template.select().where(there).order_by(Template.code.is_null(), Template.name_fr):
        found[each.kind].append(each)
    return {name: [each for kind in kinds for each in found[kind]] for name, kinds in TEMPLATE_FIELDS.items()}


def free_code(name: str) -> str:
    """A code for a new type, made from its name, that no other has."""
    stem = "_".join(text.words(name))[:40] or "type"
    taken = {each.code for each in ReminderType.select(ReminderType.code).where(ReminderType.code.startswith(stem))}
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    return code


def name_taken(name_fr: str, but: int | None) -> bool:
    """Whether another type has this name, in capitals or not."""
    wanted = text.fold(name_fr)
    return any(text.fold(each.name_fr) == wanted for each in ReminderType.select() if each.id != but)
