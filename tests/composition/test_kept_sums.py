"""Sums of a lot are kept while neither the database nor the time has changed them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.composition.lots import lot, settle, summed
from tests.conftest import NOW
from webapp import db
from webapp.composition.queries import sums
from webapp.composition.queries.candidates import Scope
from webapp.models import Batch, Client, Reminder
from webapp.unchanged import Unchanged

TICK = timedelta(microseconds=1)


def sums_of(batch: Batch, now: datetime = NOW, channel: str = "email") -> dict[str, Any]:
    return summed(sums.sums(sums.asked(Scope(batch=batch), channel=channel, version=None, now=now)))


def anew(*asked: Any) -> dict[str, Any]:
    sums.forget()
    return sums_of(*asked)


def hours() -> Iterator[datetime]:
    """Before, at and after whatever time changes."""
    for days, tick in itertools.product((0, 1, 2, 4, 6, 28, 29, 30, 32), (-TICK, TICK - TICK, TICK)):
        yield NOW + timedelta(days=days) + tick
        yield NOW + timedelta(days=days, hours=1) + tick


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_is_found_anew_at_any_time(app: Flask, seed: int) -> None:
    batch = settle(lot(seed) | {"internal": False})
    patient = factories.animal(name="Attendu")
    factories.reminder(of=patient, batch=batch, type=batch.type)
    factories.appointment(of=patient, at=NOW + timedelta(days=1))
    again = factories.animal(name="Rejoint")
    factories.reminder(of=again, batch=batch, type=batch.type)
    factories.reminder(of=again, type=batch.type, done_at=NOW - timedelta(days=2))
    told = set()
    for earlier, later in itertools.pairwise(sorted({*hours()})):
        for channel in ("email", "post"):
            sums.forget()
            before = sums_of(batch, earlier, channel)
            after = sums_of(batch, later, channel)
            assert after == anew(batch, later, channel), later
            told.add(str(before))
            told.add(str(after))
            assert sums_of(batch, earlier, channel) == before
    assert len(told) > 2


def test_it_is_not_asked_twice(app: Flask, asked: Callable[[Callable[[], object]], list[str]]) -> None:
    batch = settle(lot(5))
    sums_of(batch)
    later = NOW + TICK
    assert not [each for each in asked(lambda: sums_of(batch, later)) if "WITH answer" in each]


def test_it_is_found_anew_on_another_day(app: Flask) -> None:
    client = factories.client(email="soon@x.ca", no_reminders_until=NOW.date())
    batch = factories.batch(animals=[factories.animal(owner=client)])
    assert [sums_of(batch, NOW + timedelta(days=days))["messages"] for days in (0, 1, 0)] == [0, 1, 0]


def test_it_sees_what_this_connection_writes(app: Flask) -> None:
    batch = settle(lot(5) | {"internal": False})
    before = sums_of(batch)
    factories.reminder(client=factories.client(email="new@x.ca"), batch=batch, type=batch.type)
    after = sums_of(batch)
    assert after["messages"] == before["messages"] + 1
    with db.database.atomic() as undone:
        Client.update(email="").execute()
        assert sums_of(batch)["messages"] == 0
        undone.rollback()
    assert sums_of(batch) == after
    Reminder.update(cancelled_at=NOW).execute()
    assert sums_of(batch)["reminders"] == 0


def elsewhere(do: Callable[[], object]) -> None:
    """In another thread, by a connection of its own."""

    def alone() -> None:
        db.connect()
        try:
            do()
        finally:
            db.database.close()

    thread = Thread(target=alone)
    thread.start()
    thread.join()


def test_it_is_kept_for_all_threads_until_one_of_them_writes(app: Flask) -> None:
    kept: Unchanged[int] = Unchanged(2)
    found = itertools.count()

    def ask(what: str = "this") -> int:
        return kept.of(what, lambda: next(found), lambda _found: True)

    seen: list[int] = []

    def writes_and_asks() -> None:
        seen.append(ask())
        factories.client()
        seen.append(ask())
        seen.append(ask())

    assert [ask(), ask()] == [0, 0]
    elsewhere(writes_and_asks)
    assert seen == [1, 2, 2]
    assert [ask(), ask(), ask("that"), ask()] == [3, 3, 4, 3]
    elsewhere(lambda: factories.client())
    assert ask() == 5


def test_it_takes_what_another_thread_found_since_nothing_was_written(app: Flask) -> None:
    kept: Unchanged[int] = Unchanged(2)
    found = itertools.count()
    kept.of("this", lambda: next(found), lambda _found: True)
    elsewhere(lambda: kept.of("that", lambda: next(found), lambda _found: True))
    assert kept.of("that", lambda: next(found), lambda _found: True) == 1


def test_it_keeps_only_the_last(app: Flask) -> None:
    kept: Unchanged[int] = Unchanged(2)
    found = itertools.count()
    numbers = [kept.of(each, lambda: next(found), lambda _found: True) for each in "abacab"]
    assert numbers == [0, 1, 0, 2, 0, 3]


def test_it_finds_anew_what_time_has_changed(app: Flask) -> None:
    kept: Unchanged[int] = Unchanged(2)
    found = itertools.count()
    assert [kept.of("a", lambda: next(found), lambda each: each > 1) for _ in range(4)] == [0, 1, 2, 2]
