"""A batch, or a part of one, by the number that people say: "253", "253-2"."""

import re
from typing import Any

from flask_babel import gettext
from peewee import JOIN

from webapp import db, text
from webapp.composed import ASKED, Kept
from webapp.models import Batch, BatchPart, ReminderType, StaffMember

_NUMBER = re.compile(r"([1-9]\d{0,8})(?:-([1-9]\d{0,4}))?", re.ASCII)


class NoSuchBatch(LookupError):
    """No batch, or no part of one, has this number."""

    @property
    def sentence(self) -> str:
        """In the language of whoever reads it."""
        return str(gettext("There is no batch %(number)s.", number=self.args[0]))


def by_number(written: str | int) -> tuple[Batch, BatchPart | None]:
    """The batch, with its type, who made it and of which it is a copy, and its part where one is named.

    Raises NoSuchBatch.
    """
    named = _NUMBER.fullmatch(str(written).strip())
    batch = named and _numbered.first(int(named[1]))
    if not named or batch is None:
        raise NoSuchBatch(written)
    if named[2] is None:
        return batch, None
    part = BatchPart.get_or_none(BatchPart.batch == batch.id, BatchPart.number == int(named[2]))
    if part is None:
        raise NoSuchBatch(written)
    part.batch = batch
    return batch, part


def ids(written: str | int) -> tuple[int, int | None]:
    """The ids of the same. Raises NoSuchBatch."""
    named = _NUMBER.fullmatch(str(written).strip())
    rows = named and db.rows(
        "SELECT batch.id, part.id FROM batch LEFT JOIN batch_part AS part ON part.batch_id = batch.id "
        "AND part.number = ? WHERE batch.number = ?",
        (named[2], named[1]),
    )
    if not named or not rows or (named[2] and not rows[0][1]):
        raise NoSuchBatch(written)
    return rows[0]  # type: ignore[no-any-return]


def _whole() -> Any:
    copied = Batch.alias()
    return (
        Batch.select(Batch, ReminderType, StaffMember.id, StaffMember.name, copied.id, copied.number)
        .join(ReminderType)
        .switch(Batch)
        .join(StaffMember, JOIN.LEFT_OUTER, on=Batch.created_by)
        .switch(Batch)
        .join(copied, JOIN.LEFT_OUTER, on=Batch.copy_of == copied.id, attr="copy_of")
        .where(Batch.number == ASKED)
    )


_numbered = Kept(_whole)


def found(written: str | int) -> tuple[Batch, BatchPart | None] | None:
    """The same as `by_number`; None where there is none."""
    try:
        return by_number(written)
    except NoSuchBatch:
        return None


def type_called(written: str) -> ReminderType | None:
    """The reminder type in use that has this code, or this name in one of the languages."""
    wanted = text.fold(written)
    types = list(ReminderType.select().where(ReminderType.archived_at.is_null()).order_by(ReminderType.position))
    names = ("code", "name_fr", "name_en")
    return next((each for name in names for each in types if text.fold(getattr(each, name)) == wanted), None)
