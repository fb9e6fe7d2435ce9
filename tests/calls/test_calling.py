"""Two people never call the same client."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from tests import factories
from tests.calls.steps import called as call
from tests.calls.steps import due
from webapp.calls import rules
from webapp.calls.actions import calling
from webapp.calls.queries.calling import Held, held
from webapp.models import Contact, StaffMember

FIVE = timedelta(minutes=5)


def test_whoever_opens_it_first_holds_it(app: Flask, now: datetime, julie: StaffMember, anne: StaffMember) -> None:
    one = factories.client()
    assert calling.take(client_id=one.id, now=now, by=julie)
    assert not calling.take(client_id=one.id, now=now + timedelta(minutes=1), by=anne)
    assert held([one.id], now) == {one.id: Held(julie.id, "Julie Bélanger", now)}


def test_it_ends_by_itself(app: Flask, now: datetime, julie: StaffMember, anne: StaffMember) -> None:
    one = factories.client()
    calling.take(client_id=one.id, now=now, by=julie)
    assert held([one.id], now + FIVE) == {}
    assert calling.take(client_id=one.id, now=now + FIVE, by=anne)


def test_who_holds_it_goes_on(app: Flask, now: datetime, julie: StaffMember, anne: StaffMember) -> None:
    one = factories.client()
    calling.take(client_id=one.id, now=now, by=julie)
    assert calling.take(client_id=one.id, now=now + timedelta(minutes=4), by=julie)
    assert not calling.take(client_id=one.id, now=now + timedelta(minutes=8), by=anne)
    assert held([one.id], now + timedelta(minutes=8))[one.id].since == now


def test_it_is_taken_over(app: Flask, now: datetime, julie: StaffMember, anne: StaffMember) -> None:
    one = factories.client()
    calling.take(client_id=one.id, now=now, by=julie)
    assert calling.take(client_id=one.id, over=True, now=now, by=anne)
    assert not calling.take(client_id=one.id, now=now, by=julie)
    assert held([one.id], now)[one.id].name == "Dre Anne Gagnon"


def test_nobody_holds_two(app: Flask, now: datetime, julie: StaffMember) -> None:
    one, other = factories.client(), factories.client(first_name="Denis")
    calling.take(client_id=one.id, now=now, by=julie)
    calling.take(client_id=other.id, now=now, by=julie)
    assert set(held([one.id, other.id], now)) == {other.id}


def test_it_is_released_by_whoever_held_it(app: Flask, now: datetime, julie: StaffMember, anne: StaffMember) -> None:
    one = factories.client()
    calling.take(client_id=one.id, now=now, by=julie)
    calling.release(client_id=one.id, by=anne)
    assert held([one.id], now)
    calling.release(client_id=one.id, by=julie)
    assert held([one.id], now) == {}


def test_it_goes_on_to_whom_nobody_called_meanwhile(
    app: Flask, now: datetime, julie: StaffMember, anne: StaffMember
) -> None:
    """The queue was read a moment ago: one was called since, one is being called, one was called before."""
    told, called, held_by_anne, free = (due(name) for name in ("Avant", "Depuis", "Tenu", "Libre"))
    call(told, rules.NO_ANSWER, now, anne)
    newest = Contact.get().id
    call(called, rules.NO_ANSWER, now, anne)
    calling.take(client_id=held_by_anne.client_id, now=now, by=anne)
    ids = [each.client_id for each in (called, held_by_anne, told, free)]
    assert calling.go_on(client_ids=ids, told=newest, now=now, by=julie) == told.client_id
    assert calling.go_on(client_ids=ids[:2], told=newest, now=now, by=julie) is None
    assert {client for client, who in held(ids, now).items() if who.member_id == julie.id} == set()
