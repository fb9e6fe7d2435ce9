"""What the pages of labels and of the printer's file count, held against those who are built one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given

from tests.composition.lots import lots, settle, tried
from tests.conftest import NOW
from webapp import db
from webapp.composition.queries.candidates import Scope
from webapp.letters.queries import drawing, export
from webapp.models import Reminder

TODAY = NOW.date()


@tried
@given(lots)
@pytest.mark.parametrize("who", [drawing.LETTERS, drawing.EVERYBODY])
def test_it_counts_the_labels(app: Flask, who: str, lot: dict[str, Any]) -> None:
    with db.database.atomic() as kept:
        asked: dict[str, Any] = {"scope": Scope(batch=settle(lot)), "who": who, "now": NOW, "only_first": True}
        assert drawing.count(**asked) == len(drawing.households(**asked))
        kept.rollback()


@tried
@given(lots)
def test_it_counts_the_rows_of_the_file(app: Flask, lot: dict[str, Any]) -> None:
    with db.database.atomic() as kept:
        scope = Scope(batch=settle(lot))
        first = Reminder.select().where(Reminder.batch == scope.batch).order_by(Reminder.id).limit(2)
        Reminder.update(cancelled_at=NOW - timedelta(days=1)).where(Reminder.id << first[:1]).execute()
        found = export.counts(scope, today=TODAY)
        assert found.all == export.read(scope, today=TODAY).count
        assert found.remaining == export.read(scope, remaining=True, today=TODAY).count
        assert found.to_do == len(export.to_mark(scope, today=TODAY))
        assert found.missing == export.missing(scope, today=TODAY)
        kept.rollback()
