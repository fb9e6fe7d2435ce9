"""What comes of a call: one row, and what follows from it, or nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from tests import factories
from tests.reminders.steps import again
from webapp.calls import rules
from webapp.calls.actions import calling, contacts
from webapp.calls.actions.contacts import Call, Changed
from webapp.calls.queries.contacts import told
from webapp.models import Client, Contact, ContactReminder, Correction, Reminder, ReminderEvent, StaffMember
from webapp.reminders.actions import calls, lives
from webapp.reminders.actions.lives import Seen

NUMBER = "+15145550134"


@pytest.fixture
def client(app: Flask) -> Client:
    return factories.client(mobile_phone=NUMBER, home_phone="+14505550182")


@pytest.fixture
def due(client: Client) -> list[Reminder]:
    return [factories.reminder(of=factories.animal(owner=client, name=name)) for name in ("D'Artagnan", "Zoé")]


def record(due: list[Reminder], result: str, now: datetime, by: StaffMember, **more: datetime) -> Contact:
    call = Call(due[0].client_id, {each.id: Seen("open") for each in due}, now, by, number=NUMBER, note="Nerveux")
    return contacts.record(call=call, result=result, **more)


def stands(due: list[Reminder]) -> list[tuple[object, ...]]:
    return [
        (each.done_at, each.done_by, each.answered_at, each.cancelled_because, each.snoozed_until, each.promised)
        for each in map(again, due)
    ]


FRESH = (None, "", None, "", None, False)


def test_every_result_has_its_key() -> None:
    assert rules.RESULTS == ("booked", "reached", "left", "no_answer", "later", "wrong_number", "refused", "no_calls")


@pytest.mark.parametrize("result", rules.RESULTS)
def test_it_is_one_row(due: list[Reminder], now: datetime, julie: StaffMember, result: str) -> None:
    until = now + timedelta(days=1) if result == rules.LATER else None
    made = record(due, result, now, julie, **({"until": until} if until else {}))
    kept = Contact.get()
    assert (kept.client_id, kept.at, kept.by_id, kept.channel, kept.result) == (
        due[0].client_id, now, julie.id, "phone", result,
    )  # fmt: skip
    assert (kept.number, kept.note, kept.incoming, kept.undone_at) == (NUMBER, "Nerveux", False, None)
    about = {each.reminder_id for each in ContactReminder.select().where(ContactReminder.contact == made)}
    assert about == {each.id for each in due}


@pytest.mark.parametrize(
    ("result", "then"),
    [
        ("booked", lambda at: (at, "phone", at, "", None, False)),
        ("reached", lambda at: (at, "phone", None, "", None, False)),
        ("left", lambda at: (None, "", None, "", datetime.fromisoformat("2026-03-07T00:00-05:00"), False)),
        ("no_answer", lambda at: (None, "", None, "", datetime.fromisoformat("2026-03-05T13:26-05:00"), False)),
        ("wrong_number", lambda at: FRESH),
        ("refused", lambda at: (None, "", None, "not_wanted", None, False)),
        ("no_calls", lambda at: FRESH),
    ],
)
def test_it_does_what_follows(due: list[Reminder], now: datetime, julie: StaffMember, result: str, then) -> None:  # type: ignore[no-untyped-def]
    record(due, result, now, julie)
    assert stands(due) == [then(now)] * 2


def test_later_is_a_promise(due: list[Reminder], now: datetime, julie: StaffMember) -> None:
    until = now + timedelta(days=4)
    record(due, rules.LATER, now, julie, until=until)
    assert stands(due) == [(None, "", None, "", until, True)] * 2


def test_a_message_left_reaches_where_the_clinic_says_so(
    due: list[Reminder], now: datetime, julie: StaffMember
) -> None:
    factories.identify(left_is_reached=True)
    record(due, rules.LEFT, now, julie)
    assert stands(due) == [(now, "phone", None, "", None, False)] * 2


def test_a_wrong_number_goes_to_the_corrections(
    client: Client, due: list[Reminder], now: datetime, julie: StaffMember
) -> None:
    record(due, rules.WRONG_NUMBER, now, julie)
    known = Client.get_by_id(client.id)
    assert (known.mobile_phone, known.home_phone) == ("", "+14505550182")
    assert [(each.field, each.value) for each in Correction.select()] == [("mobile_phone", NUMBER)]


def test_who_wants_no_calls_gets_none(client: Client, due: list[Reminder], now: datetime, julie: StaffMember) -> None:
    record(due, rules.NO_CALLS, now, julie)
    assert not Client.get_by_id(client.id).accepts_phone


@pytest.mark.parametrize("result", rules.RESULTS)
def test_it_is_undone_whole(
    client: Client, due: list[Reminder], now: datetime, julie: StaffMember, result: str
) -> None:
    before = Client.get_by_id(client.id)
    made = record(due, result, now, julie, **({"until": now + timedelta(days=1)} if result == rules.LATER else {}))
    assert contacts.undo(contact_id=made.id, now=now + timedelta(seconds=9), by=julie)
    assert stands(due) == [FRESH] * 2
    after = Client.get_by_id(client.id)
    assert (after.mobile_phone, after.home_phone, after.accepts_phone) == (
        before.mobile_phone, before.home_phone, before.accepts_phone,
    )  # fmt: skip
    assert not Correction.select().where(Correction.settled_at.is_null()).exists()
    assert Contact.get().undone_at == now + timedelta(seconds=9)
    assert not contacts.undo(contact_id=made.id, now=now + timedelta(seconds=10), by=julie)  # the second time


def test_nobody_undoes_what_another_did(
    due: list[Reminder], now: datetime, julie: StaffMember, anne: StaffMember
) -> None:
    made = record(due, rules.REACHED, now, julie)
    assert not contacts.undo(contact_id=made.id, now=now, by=anne)
    assert stands(due)[0][0] == now


def test_nothing_is_done_where_somebody_was_quicker(
    due: list[Reminder], now: datetime, julie: StaffMember, anne: StaffMember
) -> None:
    lives.mark_done(reminder_ids=[due[1].id], channel="counter", now=now, by=anne)
    events = ReminderEvent.select().count()
    with pytest.raises(Changed) as told:
        record(due, rules.REFUSED, now, julie)
    assert told.value.reminder_ids == [due[1].id]
    assert not Contact.select().exists() and ReminderEvent.select().count() == events
    assert stands(due)[0] == FRESH


def test_it_counts_what_was_in_vain(due: list[Reminder], now: datetime, julie: StaffMember) -> None:
    for day, result in enumerate((rules.NO_ANSWER, rules.LATER, rules.NO_ANSWER, rules.LEFT, rules.WRONG_NUMBER)):
        more = {"until": now + timedelta(days=day)} if result == rules.LATER else {}
        record(due[:1], result, now + timedelta(days=day), julie, **more)
    vain = told([due[0].client_id], None).vain[due[0].client_id]
    assert vain.last and (vain.times, vain.last.at) == (2, now + timedelta(days=3))
    assert not vain.is_enough
    record(due[:1], rules.NO_ANSWER, now + timedelta(days=6), julie)
    assert told([due[0].client_id], None).vain[due[0].client_id].is_enough
    record(due[:1], rules.REACHED, now + timedelta(days=7), julie)
    assert not told([due[0].client_id], None).vain


def test_it_tells_what_was_last(client: Client, due: list[Reminder], now: datetime, julie: StaffMember) -> None:
    first = record(due, rules.NO_ANSWER, now, julie)
    gone = record(due, rules.LEFT, now + timedelta(hours=1), julie)
    contacts.undo(contact_id=gone.id, now=now + timedelta(hours=1), by=julie)
    last = record(due[:1], rules.REACHED, now + timedelta(hours=4), julie)
    said = told([], client.id).said
    assert ([each.id for each in said.shown], said.in_all, said.newest) == ([last.id, first.id], 2, last.id)
    assert (said.shown[0].by, said.shown[0].answered, said.shown[1].answered) == ("Julie Bélanger", True, False)
    assert told([client.id], None).said.in_all == 0


def test_nobody_notes_for_whoever_is_calling(
    due: list[Reminder], now: datetime, julie: StaffMember, anne: StaffMember
) -> None:
    calling.take(client_id=due[0].client_id, now=now, by=anne)
    with pytest.raises(contacts.Held) as told:
        record(due, rules.REACHED, now, julie)
    assert told.value.name == "Dre Anne Gagnon" and stands(due) == [FRESH] * 2
    record(due, rules.REACHED, now + calling.HELD_FOR, julie)


def test_what_is_noted_in_the_list_is_a_contact_too(due: list[Reminder], now: datetime, julie: StaffMember) -> None:
    other = factories.reminder(of=factories.animal(owner=factories.client(first_name="Luc")))
    done = factories.reminder(of=due[0].animal, due=date(2026, 1, 1), done_at=now - timedelta(days=3), done_by="email")
    ids = [due[0].id, due[1].id, other.id, done.id]
    calls.with_note(partial(calls.reached, channel="counter"), note="Passera", reminder_ids=ids, now=now, by=julie)
    kept = [(each.client_id, each.channel, each.result, each.note) for each in Contact.select().order_by(Contact.id)]
    assert kept == [(due[0].client_id, "counter", "reached", "Passera"), (other.client_id, "counter", "reached", "")]
    about = sorted(each.reminder_id for each in ContactReminder.select())
    assert about == sorted([due[0].id, due[1].id, other.id])
    calls.undo(at=now, now=now + timedelta(seconds=5), by=julie)
    assert {each.undone_at for each in Contact.select()} == {now + timedelta(seconds=5)}


def test_what_the_clock_does_is_none(due: list[Reminder], now: datetime) -> None:
    calls.booked(reminder_ids=[each.id for each in due], now=now, by=None)
    assert not Contact.select().exists()
