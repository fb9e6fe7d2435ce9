"""Every change against every state: the table admits it and it is written, stamped and told; or nothing happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests import factories
from webapp.models import Mailing, Message, MessageReminder, StaffMember
from webapp.models.outbox import MAILING_STATES, MESSAGE_STATES
from webapp.outbox.actions import lives, registry
from webapp.outbox.rules import transitions
from webapp.outbox.rules.transitions import BY, MAILING_CHANGES, MESSAGE_CHANGES, NOW, ONE_MORE, Change

# The life of a message, as it is told: what each state may become.
MAY_BECOME = {
    "planned": {"claimed", "planned", "failed", "expired", "sent", "in_doubt", "cancelled", "printed"},
    "claimed": {"planned", "sent", "failed", "in_doubt"},
    "printed": {"sent", "cancelled", "planned"},  # planned again: somebody must first be asked
    "sent": {"bounced", "printed"},
    "bounced": set(),
    "failed": {"sent", "planned"},  # refused like many others in a row: the brake
    "cancelled": {"sent", "in_doubt", "printed", "planned"},
    "expired": {"sent", "in_doubt"},
    "in_doubt": {"sent", "planned", "failed"},
}
A_MAILING_MAY_BECOME = {
    "draft": {"approved"},
    "approved": {"running", "paused", "cancelled", "finished"},
    "running": {"paused", "cancelled", "finished"},
    "paused": {"approved", "cancelled", "finished"},
    "cancelled": set(),
    "finished": {"running"},
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[int]]]:
    """Outcomes, with the reminders that they are about."""
    heard: list[tuple[str, list[int]]] = []

    def all_at_once(*, message_ids: list[int], outcome: str, **_: Any) -> None:
        for each in message_ids:
            about = MessageReminder.select().where(MessageReminder.message == each)
            heard.append((outcome, [row.reminder_id for row in about]))

    monkeypatch.setattr(registry, "on_outcomes", [all_at_once])
    monkeypatch.setattr(
        registry, "on_outcome", [lambda *, outcome, reminder_ids, **_: heard.append((outcome, list(reminder_ids)))]
    )
    return heard


def one(state: str, now: datetime) -> Message:
    """A message in this state, with something in every column that a change may stamp."""
    before = now - timedelta(days=1)
    made = factories.message(
        about=[factories.reminder()], state=state, attempts=2, reason="before", detail="before", sent_at=before,
        ended_at=before, not_before=before,
    )  # fmt: skip
    found: Message = Message.get_by_id(made.id)
    return found


def row(message: Message) -> dict[str, Any]:
    return dict(Message.get_by_id(message.id).__data__)


def expected(before: dict[str, Any], what: Change, now: datetime, by: StaffMember) -> dict[str, Any]:
    marks = {NOW: now, BY: by.id}
    after = {**before, "state": what.target}
    for column, value in what.stamps.items():
        name = column.removesuffix("_id") if column not in before else column
        after[name] = before[name] + 1 if value is ONE_MORE else marks.get(value, value)  # type: ignore[arg-type]
    return after


@pytest.mark.parametrize(
    ("states", "known", "changes"),
    [
        (transitions.MESSAGE_STATES, MESSAGE_STATES, MESSAGE_CHANGES),
        (transitions.MAILING_STATES, MAILING_STATES, MAILING_CHANGES),
    ],
)
def test_the_table_knows_the_states_of_the_model(
    states: tuple[str, ...], known: tuple[str, ...], changes: tuple[Change, ...]
) -> None:
    assert set(states) == set(known)
    for what in changes:
        assert {*what.sources, what.target} <= set(states)
        assert what.outcome in ("", *registry.OUTCOMES)
    assert len({what.name for what in changes}) == len(changes)


@pytest.mark.parametrize("state", MESSAGE_STATES)
def test_a_state_becomes_what_the_design_says(state: str) -> None:
    changes = [what for what in MESSAGE_CHANGES if state in what.sources and what is not transitions.FIND_SENT]
    found_by_the_journal = {"sent"} if state in transitions.FIND_SENT.sources else set()
    assert {what.target for what in changes} | found_by_the_journal == MAY_BECOME[state] | found_by_the_journal


@pytest.mark.parametrize("state", MAILING_STATES)
def test_a_mailing_becomes_what_the_design_says(state: str) -> None:
    assert {what.target for what in MAILING_CHANGES if state in what.sources} == A_MAILING_MAY_BECOME[state]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("what", MESSAGE_CHANGES, ids=lambda what: what.name)
def test_it_changes_those_that_the_table_admits(
    app: Flask, now: datetime, julie: StaffMember, told: list[Any], what: Change, many: bool
) -> None:
    for state in MESSAGE_STATES:
        message = one(state, now)
        before = row(message)
        if many:
            changed: int = lives.change_all([message], what, now=now, by=julie)
        else:
            changed = lives.change(message, what, now=now, by=julie)
        assert changed == (state in what.sources), state
        assert row(message) == (expected(before, what, now, julie) if changed else before)
        assert dict(message.__data__) == row(message)  # the row in hand says the same
        about = [each.reminder_id for each in MessageReminder.select().where(MessageReminder.message == message)]
        assert told == ([(what.outcome, about)] if changed and what.outcome else [])
        told.clear()


@pytest.mark.parametrize("what", MAILING_CHANGES, ids=lambda what: what.name)
def test_it_changes_the_mailings_that_the_table_admits(app: Flask, now: datetime, what: Change) -> None:
    earlier = now - timedelta(days=1)
    stamped = {"approved_at": earlier, "paused_at": earlier, "cancelled_at": earlier, "finished_at": earlier}
    of = factories.batch()
    made = [factories.mailing(of=of, state=state, **stamped).id for state in MAILING_STATES]
    before = [dict(Mailing.get_by_id(each).__data__) for each in made]
    assert lives.change_mailings(what, "batch_id = :batch", now=now, batch=of.id) == len(what.sources)
    for row in before:
        after = Mailing.get_by_id(row["id"]).__data__
        if row["state"] in what.sources:
            stamps = {name: now if value is NOW else value for name, value in what.stamps.items()}
            row |= {"state": what.target, **stamps}
        assert after == row


def test_a_second_one_is_too_late(app: Flask, now: datetime) -> None:
    message = one("claimed", now)
    same = Message.get_by_id(message.id)
    assert lives.change(message, transitions.SEND, now=now)
    assert not lives.change(same, transitions.FAIL, now=now, reason="content")
    assert row(message)["state"] == "sent"


def test_what_is_given_stands_before_what_is_stamped(app: Flask, now: datetime) -> None:
    message, earlier = one("in_doubt", now), now - timedelta(hours=3)
    lives.change(message, transitions.CONFIRM, now=now, sent_at=earlier)
    assert (row(message)["sent_at"], row(message)["ended_at"]) == (earlier, now)


def test_the_words_of_a_provider_are_only_words(app: Flask, now: datetime) -> None:
    message = one("claimed", now)
    lives.change(message, transitions.FAIL, now=now, reason="content", detail="'; :now + 1", code=":by")
    assert (row(message)["detail"], row(message)["code"]) == ("'; :now + 1", ":by")


def test_many_are_one_statement(
    app: Flask, now: datetime, counted: Callable[[Callable[[], object]], int], told: list[Any]
) -> None:
    letters = [one("planned", now) for _ in range(30)]
    assert counted(lambda: lives.change_all(letters, transitions.PRINT, now=now)) == 1
    assert counted(lambda: lives.change_all(letters, transitions.CANCEL, now=now)) == 1 + 30  # as `told` looks
    assert len(told) == 30
