"""An older data directory comes by itself to what the sender reads: the machine's start, and what has ended."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.migrations import before, indexes
from tests.outbox.steps import mailing
from tests.sender.conftest import Tick
from webapp import db
from webapp.models import Attempt, Message, Sending
from webapp.outbox.queries import places

ENDED = {"message": "message_ended", "attempt": "attempt_ended"}


@pytest.fixture
def sent(clinic: Flask, tick: Tick) -> None:
    """Three messages that left, and three that wait for the next day."""
    mailing(clinic, 6, waves=2, every_days=1)
    assert tick().sent == 3


def ended(table: str) -> list[int]:
    return [row for (row,) in db.rows(f"SELECT id FROM {table} INDEXED BY {ENDED[table]} WHERE ended_at IS NOT NULL")]


def test_no_power_cut_explains_what_an_older_one_lacks(sent: None, tick: Tick) -> None:
    assert Sending.get_by_id(1).boot == places.boot() != ""
    with before("0037_boot"):
        assert "boot" not in {row[1] for row in db.rows("PRAGMA table_info(sending)")}
    assert Sending.get_by_id(1).boot == ""
    assert tick("2026-03-06T09:00").sent == 3
    assert Sending.get_by_id(1).boot == places.boot()


def test_what_has_ended_is_found_by_what_holds_nothing_else(sent: None, tick: Tick) -> None:
    kept = [list(table.select().order_by(table.id).tuples()) for table in (Message, Attempt)]
    with before("0038_ended"):
        assert not set(ENDED.values()) & (indexes("message") | indexes("attempt"))
        assert "message_state_ended_at" in indexes("message")
    assert [list(table.select().order_by(table.id).tuples()) for table in (Message, Attempt)] == kept
    assert len(ended("message")) == len(ended("attempt")) == 3
    assert tick("2026-03-06T09:00").sent == 3
    assert len(ended("message")) == len(ended("attempt")) == 6
