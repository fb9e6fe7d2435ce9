"""Saved views come to an installation that has none."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from peewee import IntegrityError

from tests.migrations import migration
from webapp import db
from webapp.models import SavedView, StaffMember


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
