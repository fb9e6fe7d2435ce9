"""A clock that is far ahead of the last run stops and asks; ordinary days never do."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.outbox.steps import count, let_go_on, mailing, moment
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp.models import Clinic, Mailing, Message, Sending
from webapp.outbox.actions import deciding, pausing


@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize(
    ("at", "asks"), [("2026-03-19T09:00", ""), ("2026-03-19T09:01", "gap"), ("2029-03-05T09:00", "gap")]
)
def test_it_asks_after_more_than_ten_days(clinic: Flask, tick: Tick, frozen: bool, at: str, asks: str) -> None:
    mailing(clinic, 6, waves=3)
    assert tick("2026-03-09T09:00", frozen=frozen).sent == 2
    report = tick(at, frozen=frozen)
    assert (report.asks, report.expired) == (asks, 0)
    assert report.sent == (0 if asks else 2)
    if asks:
        assert (report.reasons, Sending.get().pause_reason) == (["paused"], "gap")
        assert json.loads(Sending.get().pause_detail)["since"].startswith("2026-03-09 13:00")


def test_nothing_expires_in_the_first_run_after_it(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 4, expires_on=date(2026, 4, 1), waves=2)
    mailing(clinic, 4, waves=2)
    assert tick("2026-03-05T09:00").sent == 4
    assert tick("2029-03-05T09:00").expired == 0
    assert count() == {"sent": 4, "planned": 4}


def test_it_goes_on_by_itself_once_the_clock_is_right(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 6, waves=3)
    tick("2026-03-05T09:00", frozen=False)
    assert tick("2029-03-05T09:00", frozen=False).asks == "gap"
    report = tick("2026-03-09T09:00", frozen=False)
    assert (report.asks, report.sent) == ("", 2)
    assert Sending.get().paused_at is None


def test_a_moment_that_was_asked_for_says_nothing_of_the_clock(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 6, waves=3)
    tick("2026-03-05T09:00", frozen=False)
    assert tick("2027-06-01T09:00").asks == ""  # the first that is asked for
    assert tick("2026-03-06T09:00", frozen=False).asks == ""
    assert tick("2027-06-20T09:00").asks == "gap"
    assert tick("2026-03-07T09:00", frozen=False).asks == "gap"  # the clock does not answer for it
    let_go_on(clinic, "2026-03-07T09:00")
    assert tick("2027-06-20T09:00").asks == ""


@pytest.mark.parametrize("year", [2019, 2026, 2041])
def test_days_that_follow_each_other_never_ask(clinic: Flask, server: SmtpServer, tick: Tick, year: int) -> None:
    first = date(year, 3, 4)
    made = mailing(clinic, 12, waves=12, first_on=first)
    for passed in range(0, 60, 3):
        assert tick(f"{first + timedelta(days=passed)}T10:00").asks == ""
    assert Mailing.get_by_id(made.id).state == "finished"
    assert len(set(server.accepted())) == 12


def test_the_day_that_the_last_run_announced_never_asks(clinic: Flask, tick: Tick) -> None:
    made = mailing(clinic, 3, waves=3, every_days=14)
    at = "2026-02-12T12:00"
    for _ in range(5):
        report = tick(at)
        assert report.asks == ""
        if report.next_at is None:
            break
        at = report.next_at.astimezone(clinic.config["RELANCE"].timezone).strftime("%Y-%m-%dT%H:%M")
    assert Mailing.get_by_id(made.id).state == "finished"


def test_nothing_is_asked_where_nothing_waits(clinic: Flask, tick: Tick) -> None:
    tick("2026-03-05T09:00", frozen=False)
    assert tick("2026-06-05T09:00", frozen=False).asks == ""


@pytest.mark.parametrize(("way", "sent"), [("send", 2), ("hold", 0)])
def test_it_is_decided_what_was_due(clinic: Flask, server: SmtpServer, tick: Tick, way: str, sent: int) -> None:
    mailing(clinic, 6, waves=3)
    tick("2026-03-05T09:00")
    assert tick("2026-03-24T09:00").asks == "gap"
    done = deciding.decide(reason="gap", way=way, expected=4, now=moment(clinic, "2026-03-24T10:00"), by=None)
    assert (done.held, done.released) == ((0, 4) if way == "send" else (4, 0))
    assert tick("2026-03-24T09:00").sent == sent
    assert tick("2026-03-27T09:00").sent == sent
    assert count() == ({"sent": 6} if way == "send" else {"sent": 2, "in_doubt": 4})


def test_a_stop_that_stands_is_left_standing(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 6, waves=3)
    tick("2026-03-05T09:00")
    pausing.pause_everything(now=moment(clinic, "2026-03-06T09:00"), by=None, reason="copied")
    assert tick("2026-05-05T09:00").asks == "copied"
    assert Sending.get().pause_reason == "copied"


def test_months_late_is_asked_once(clinic: Flask, tick: Tick) -> None:
    """Whoever lets go what was due has decided about its planned day as well."""
    mailing(clinic, 6, waves=3)
    tick("2026-03-05T09:00")
    assert tick("2026-06-05T09:00").asks == "gap"
    let_go_on(clinic, "2026-06-05T09:00")
    assert tick("2026-06-05T09:00").reasons == []
    assert Message.select().where(Message.state == "sent").count() == 4


def test_a_demonstration_goes_on_by_itself(clinic: Flask, tick: Tick) -> None:
    """Nobody is written to from it: there is nothing to decide, whatever stopped it before."""
    mailing(clinic, 6, waves=3)
    tick("2026-03-05T09:00", frozen=False)
    assert tick("2026-04-20T09:00", frozen=False).asks == "gap"
    Clinic.update(is_demo=True).execute()
    assert tick("2026-04-20T09:05", frozen=False).asks == ""
    assert Sending.get().paused_at is None
    assert tick("2026-06-20T09:00", frozen=False).asks == ""
