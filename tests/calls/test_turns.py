"""Whose turn it is, found by walking, against all that waits put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import factories
from tests.calls.steps import TODAY
from webapp import paging
from webapp.calls.queries import queue, turns
from webapp.models import Client, Reminder, ReminderType, StaffMember
from webapp.reminders.rules.filters import ReminderFilter

CLIENTS, PAGE = 7, 2


@dataclass(frozen=True)
class Waits:
    """A reminder: whose, since how many days, for how many hours it is put off, and what else there is to it."""

    client: int
    days: int
    hours: int | None
    promised: bool
    done: bool
    note: bool  # among colleagues
    mine: bool


WAITS = some.builds(
    Waits, some.integers(0, CLIENTS - 1), some.integers(-1, 3), some.sampled_from([None, None, -30, -1, 0, 2, 40]),
    some.booleans(), some.sampled_from([False] * 4 + [True]), some.sampled_from([False] * 4 + [True]), some.booleans(),
)  # fmt: skip


def in_order(waits: Sequence[Waits], *, mine: bool) -> list[Waits]:
    """What is to be said today, in its turn."""

    def turn(each: Waits) -> int:
        if each.hours is None or (each.hours <= 0 and not each.promised):
            return 1
        return 0 if each.hours <= 0 else 2

    due = [
        each for each in waits
        if each.days >= 0 and not (each.done or each.note or each.hours == 40) and (each.mine or not mine)
    ]  # fmt: skip
    return sorted(due, key=lambda each: (turn(each), -each.days))


@pytest.fixture
def clients(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Client]:
    """Pages of two, and at first no more reminders looked at than clients are wanted."""
    monkeypatch.setattr(turns, "SIZE", PAGE)
    monkeypatch.setattr(turns, "_A_CLIENT", 1)
    monkeypatch.setattr(turns, "offset", lambda number: PAGE * (number - 1))
    monkeypatch.setattr(queue, "pages_of", lambda total: paging.pages_of(total, PAGE))
    return [factories.client() for _ in range(CLIENTS)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(WAITS, max_size=14))
def test_it_is_who_would_be_first_of_all(
    clients: list[Client], now: datetime, julie: StaffMember, waits: list[Waits]
) -> None:
    """The same by walking, narrowed to a colleague, and by sorting, which a language asks for."""
    kind, note = factories.reminder_type(), factories.reminder_type("courtesy")
    ReminderType.update(internal_only=True).where(ReminderType.id == note.id).execute()
    Reminder.delete().execute()
    for each in waits:
        until = now + timedelta(hours=each.hours) if each.hours is not None else None
        factories.reminder(
            client=clients[each.client], due=TODAY - timedelta(days=each.days), type=note if each.note else kind,
            snoozed_until=until, promised=each.promised, done_at=now if each.done else None,
            responsible=julie if each.mine else None,
        )  # fmt: skip
    for wanted in (ReminderFilter(), ReminderFilter(responsible=julie.id), ReminderFilter(language="fr")):
        due = in_order(waits, mine=wanted.responsible is not None)
        ids = list(dict.fromkeys(clients[each.client].id for each in due))
        promised = {each.client for each in due if each.promised and each.hours is not None}
        for number in range(1, len(ids) // PAGE + 3):
            page = queue.outline(wanted, number, now, me=julie.id)
            last = max(1, -(-len(ids) // PAGE))
            shown = min(number, last)
            assert list(page.ids) == ids[PAGE * (shown - 1) : PAGE * shown], (wanted, number)
            assert (page.clients, page.turns.reminders, page.turns.promised) == (len(ids), len(due), len(promised))
            assert page.choices.mine == len({each.client for each in in_order(waits, mine=True)})
