"""The texts are written ahead of the messages: whoever looks meanwhile sees nothing, and a death leaves nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import config
from tests import factories
from tests.conftest import NOW
from tests.migrations import migration
from tests.processes import apart, environment
from webapp import db, ground, here
from webapp.composition.queries import wording
from webapp.composition.queries.candidates import Scope
from webapp.mailings.actions import approving
from webapp.mailings.queries.composing import Wish
from webapp.models import Batch, BodyAhead, Client, Mailing, Message, MessageBody, MessageReminder, StaffMember
from webapp.outbox.actions import ahead, mailing_lives, planning


def approve(number: int = 253, **wish: Any) -> approving.Approved:
    batch = Batch.get(Batch.number == number)
    return approving.approve(
        scope=Scope(batch=batch), channel="email", version=wording.version_of(wording.default(batch, "email")),
        wish=Wish(first_on=NOW.date(), **wish), now=NOW, timezone=here.zone(), by=None,
    )  # fmt: skip


@pytest.fixture
def many(owner: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> Batch:
    """Lot 254: thirty clients with an animal each, written four at a time."""
    monkeypatch.setattr(ahead, "PORTION", 4)
    owners = [owner(f"Adam{place}") for place in range(30)]
    made = factories.batch_of(*((each, f"Azur {each.id}", "F") for each in owners))
    Batch.update(number=254).where(Batch.id == made.id).execute()
    return Batch.get_by_id(made.id)


def sound() -> bool:
    """Each message has its own text, is about something, and no text stands alone."""
    ids = set(db.column(Message.select(Message.id)))
    texts = {body.message_id: body.text for body in MessageBody.select()}
    about = MessageReminder.select()
    return (
        set(texts) == ids == {each.message_id for each in about}
        and all(each.reminder.animal.name in texts[each.message_id] for each in about)
        and not BodyAhead.select().exists()
    )


@contextmanager
def transactions(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, list[str]]]]:
    """Of each that may write: how many rows it changed, and its statements."""
    found: list[tuple[int, list[str]]] = []
    inner = db.database.atomic

    @contextmanager
    def counted() -> Iterator[Any]:
        if db.database.in_transaction():
            with inner("IMMEDIATE") as within:
                yield within
            return
        connection, said = db.database.connection(), []  # type: ignore[var-annotated]
        connection.set_trace_callback(said.append)
        before = connection.total_changes
        with inner("IMMEDIATE") as outermost:
            yield outermost
            found.append((connection.total_changes - before, said))
        connection.set_trace_callback(None)

    with monkeypatch.context() as patch:
        patch.setattr(db, "write", counted)
        yield found


def test_no_transaction_writes_more_texts_than_a_portion(many: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    with transactions(monkeypatch) as found:
        assert approve(254, wave_size=10).plan
    *portions, last = found
    assert [rows for rows, _ in portions] == [1 + 4 + 1] + [4 + 1] * 6 + [2 + 1]  # first the page; the row that says so
    assert not any("message_body" in each for each in last[1]), "no text is touched"
    assert (
        len([each for each in last[1] if each.strip().startswith("INSERT")]) == 1 + 3 + 2
    )  # mailing, waves, messages, about
    assert (Message.select().count(), sound()) == (30, True)


def test_nobody_sees_a_half(many: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    inner, seen = ahead._write, []

    def looking(*given: Any) -> int:
        first: int = inner(*given)
        seen.append((Mailing.select().count(), Message.select().count(), MessageReminder.select().count()))
        return first

    monkeypatch.setattr(ahead, "_write", looking)
    approve(254)
    assert seen == [(0, 0, 0)] * 8


def test_what_is_written_meanwhile_has_numbers_of_its_own(
    many: Batch, owner: Callable[..., Client], julie: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.batch_of((owner("Brown"), "Minou", "M"), (owner("Cadieux"), "Rex", "M"))
    inner, writes = ahead._write, []

    def crowded(*given: Any) -> int:
        first: int = inner(*given)
        writes.append(first)
        if len(writes) == 3:  # a test to oneself takes the next number
            planning.plan_test(
                channel="email", address="julie@exemple.ca", language="fr", subject="", text="Essai", html="",
                now=NOW, by=julie,
            )  # fmt: skip
        return first

    monkeypatch.setattr(ahead, "_write", crowded)
    approve(254)
    approve(other.number)
    tried = Message.get(Message.client.is_null())
    assert (tried.id, MessageBody.get_by_id(tried.id).text) == (13, "Essai")
    tried.delete_instance()
    MessageBody.delete_by_id(tried.id)
    assert (Message.select().count(), sound()) == (32, True)


def test_it_begins_anew_where_it_was_taken_for_dead(many: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    inner, cleared = ahead.write, []

    def late(*given: Any, **more: Any) -> ahead.Ahead:
        ready = inner(*given, **more)
        if not cleared:
            cleared.append(ready)
            ahead.clear(now=NOW + timedelta(hours=1))
        return ready

    monkeypatch.setattr(ahead, "write", late)
    approve(254)
    assert (len(cleared), Mailing.select().count(), Message.select().count(), sound()) == (1, 1, 30, True)


def test_a_refusal_leaves_nothing(many: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing_lives, "approve", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        approve(254)
    assert (Mailing.select().count(), MessageBody.select().count(), BodyAhead.select().count()) == (0, 0, 0)


POINTS = {  # where it dies: what it leaves of 30
    "in a portion": 8, "after a portion": 12, "before the messages": 30, "with the messages": 30, "after all": 0,
}  # fmt: skip


@pytest.mark.parametrize("point", POINTS)
def test_a_death_leaves_nothing_behind(app: Flask, many: Batch, point: str) -> None:
    data = app.config["RELANCE"].database.parent
    with apart(environment(data), _approve_and_die, data, point) as running:
        assert running.ended().returncode == -signal.SIGKILL
    whole = point == "after all"
    assert (Mailing.select().count(), Message.select().count()) == ((1, 30) if whole else (0, 0))
    assert MessageBody.select().count() - Message.select().count() == POINTS[point]
    ahead.clear(now=NOW + timedelta(minutes=5))  # it might still live
    assert MessageBody.select().count() - Message.select().count() == POINTS[point]
    ahead.clear(now=NOW + timedelta(minutes=11))
    if not whole:
        assert not MessageBody.select().exists()
        approve(254)
    assert (Mailing.select().count(), Message.select().count(), sound()) == (1, 30, True)


def _approve_and_die(data: Path, point: str) -> None:
    """In a process of its own."""

    def dies(*_given: Any, **_more: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    times = iter(range(10))
    write, insert = ahead._write, ahead._insert

    def written(*given: Any) -> int:
        first = write(*given)
        if next(times) == 2:
            dies()
        return first

    def inserted(sql: str, rows: list[Any]) -> None:
        insert(sql, rows)
        if "message_body" in sql and next(times) == 2:
            dies()

    ahead.PORTION = 4
    if point == "in a portion":
        ahead._insert = inserted
    elif point == "after a portion":
        ahead._write = written
    elif point == "before the messages":
        planning.plan = dies  # type: ignore[assignment]
    elif point == "with the messages":
        db.database.commit = dies_at_the_last(dies)
    else:
        approving.outbox.wake = dies
    with ground.make(config.load(data)).app_context():
        db.connect()
        approve(254)


def dies_at_the_last(dies: Callable[[], None]) -> Callable[[], object]:
    """A commit that is not reached where messages were to be committed."""
    inner = db.database.commit

    def commit() -> object:
        if Message.select().exists():
            dies()
        return inner()

    return commit


def test_an_installation_moves_over(many: Batch) -> None:
    approve(254)
    before = db.rows("SELECT message_id, subject, text, html FROM message_body ORDER BY message_id")
    module = migration("0033_texts_ahead")
    module.down(None, db.database)
    assert not db.rows("PRAGMA foreign_key_check")
    module.up(None, db.database)
    assert db.rows("SELECT message_id, subject, text, html FROM message_body ORDER BY message_id") == before
