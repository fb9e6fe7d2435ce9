"""Saved views come to an installation that has none."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from peewee import IntegrityError

from tests import factories
from tests.migrations import migration
from webapp import db
from webapp.models import Reminder, SavedView, StaffMember


def test_an_installation_moves_over(app: Flask, now: datetime, julie: StaffMember, anne: StaffMember) -> None:
    """Names are told apart among one's own, and among everybody's; not those of what was deleted."""
    module = migration("0054_saved_views")
    module.down(None, db.database)
    module.up(None, db.database)
    given = {"name": "Chats", "folded": "chats", "asked": "{}", "created_at": now}
    for whose in (
        {"member": julie}, {"member": anne}, {"member": anne, "everybody": True}, {"member": anne, "deleted_at": now},
    ):  # fmt: skip
        SavedView.create(**given, **whose)
    for whose in ({"member": julie}, {"member": julie, "everybody": True}):
        with pytest.raises(IntegrityError):
            SavedView.create(**given, **whose)


def test_whose_reminders_are_is_found_by_an_index(app: Flask, julie: StaffMember) -> None:
    """Only of those that are somebody's; and nobody has put a summary away yet."""
    mine = factories.reminder(responsible=julie)
    module = migration("0055_whose_and_when")
    module.down(None, db.database)
    module.up(None, db.database)
    indexes = {name for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert indexes >= {"reminder_of_member", "contact_at"}
    assert StaffMember.get_by_id(julie.id).briefed_on is None
    assert [each.id for each in Reminder.select().where(Reminder.responsible == julie)] == [mine.id]
