"""Saved views: made, renamed, made everybody's, deleted."""

import json
from collections.abc import Mapping
from datetime import datetime

from webapp import db, text
from webapp.models import SavedView, StaffMember
from webapp.reminders.queries import views


def save(*, name: str, asked: Mapping[str, str], everybody: bool, now: datetime, by: StaffMember) -> SavedView:
    """`asked`: the parameters of the address that it opens. Raises NameTaken."""
    with db.naming():
        _check(name, by, None)
        return SavedView.create(
            name=name, folded=text.fold(name), member=by, everybody=everybody, asked=json.dumps(dict(asked)),
            created_at=now,
        )  # fmt: skip


def rename(*, view_id: int, name: str, by: StaffMember) -> None:
    """By this name from now on, whoever has it. Raises NameTaken."""
    with db.naming():
        _check(name, by, view_id)
        SavedView.update(name=name, folded=text.fold(name)).where(SavedView.id == view_id).execute()


def set_everybody(*, view_id: int, everybody: bool) -> None:
    """Raises NameTaken, where everybody, or its maker, has another of this name."""
    with db.naming():
        SavedView.update(everybody=everybody).where(SavedView.id == view_id, SavedView.everybody != everybody).execute()


def set_deleted(*, view_id: int, deleted: bool, now: datetime) -> bool:
    """Whether it was not already. Raises NameTaken, where another has taken its name meanwhile."""
    with db.naming():
        change = SavedView.update(deleted_at=now if deleted else None)
        return bool(change.where(SavedView.id == view_id, SavedView.deleted_at.is_null(deleted)).execute())


def _check(name: str, by: StaffMember, but: int | None) -> None:
    if views.is_taken(name, by.id, but=but):
        raise db.NameTaken
