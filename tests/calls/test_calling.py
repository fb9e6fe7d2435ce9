"""Two people never call the same client."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from tests import factories
from webapp.calls.actions import calling
from webapp.calls.queries.calling import Held, held
from webapp.models import StaffMember

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
