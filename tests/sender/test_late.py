"""What was not sent for long after its planned day asks before it leaves."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests.outbox.steps import count, mailing, moment
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp.models import Clinic, Message, Wave
from webapp.outbox.actions import late, mailing_lives, pausing
from webapp.outbox.queries import forecast

JANUARY = "2027-01-15T09:00"


@pytest.fixture
def november(clinic: Flask) -> int:
    """A mailing planned for 30 November, of two waves."""
    return mailing(clinic, 6, waves=2, first_on=date(2026, 11, 30)).id


def test_it_asks_what_is_long_past_its_day(clinic: Flask, server: SmtpServer, tick: Tick, november: int) -> None:
    report = tick(JANUARY)
    assert (report.sent, report.expired, report.waiting, report.reasons) == (0, 0, 6, ["late"])
    assert report.next_at is None
    assert server.accepted() == [] and count() == {"planned": 6}
    assert Wave.get().opened_at is None


@pytest.mark.parametrize(
    ("days", "at", "sent"),
    [
        (30, "2026-12-30T07:59", 0), (30, "2026-12-30T08:00", 0), (30, "2026-12-29T09:00", 3),
        (60, JANUARY, 3), (7, "2026-12-08T09:00", 0),
    ],
)  # fmt: skip
def test_it_asks_after_as_many_days_as_set(
    clinic: Flask, tick: Tick, november: int, days: int, at: str, sent: int
) -> None:
    Clinic.update(late_days=days).execute()
    assert tick(at).sent == sent


def test_it_sends_by_decision_wave_by_wave(clinic: Flask, server: SmtpServer, tick: Tick, november: int) -> None:
    tick(JANUARY)
    assert late.send(mailing_id=november, expected=6, now=moment(clinic, JANUARY)) == 6
    assert tick(JANUARY).sent == 3
    assert tick("2027-01-16T09:00").sent == 0
    assert tick("2027-01-18T09:00").sent == 3
    assert len(set(server.accepted())) == 6


def test_it_cancels_by_decision(clinic: Flask, server: SmtpServer, tick: Tick, november: int) -> None:
    tick(JANUARY)
    assert late.cancel(mailing_id=november, expected=6, now=moment(clinic, JANUARY), by=None) == 6
    report = tick(JANUARY)
    assert (report.sent, report.reasons, server.accepted()) == (0, [], [])
    assert count() == {"cancelled": 6}


def test_it_decides_about_no_other_number(clinic: Flask, tick: Tick, november: int) -> None:
    for decide in (
        lambda: late.send(mailing_id=november, expected=5, now=moment(clinic, JANUARY)),
        lambda: late.cancel(mailing_id=november, expected=7, now=moment(clinic, JANUARY), by=None),
    ):
        with pytest.raises(late.Changed):
            decide()
    assert count() == {"planned": 6}


def test_waves_that_open_late_keep_their_planned_day(clinic: Flask, tick: Tick) -> None:
    """Each opening moves the following waves, and not the day for which they were planned."""
    mailing(clinic, 9, waves=3)
    assert tick("2026-03-13T09:00").sent == 3
    second = Wave.get(Wave.number == 2)
    assert second.not_before == moment(clinic, "2026-03-16T08:00")
    assert second.planned_at == moment(clinic, "2026-03-09T08:00")
    for day in ("03-16", "03-19"):
        assert tick(f"2026-{day}T09:00").sent == 3


def test_what_rests_in_an_open_wave_asks_too(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    server.behave("greet 421 Closed for the season")
    for day in ("03-05", "03-14", "03-23", "04-01"):
        assert tick(f"2026-{day}T09:00").expired == 0
    report = tick("2026-04-06T09:00")
    assert (report.expired, report.reasons) == (0, ["late"])
    assert Message.get().state == "planned"


def test_a_person_who_resumes_a_mailing_has_decided(clinic: Flask, tick: Tick, november: int) -> None:
    mailing_lives.pause(mailing_id=november, now=moment(clinic, "2026-11-29T09:00"))
    assert tick(JANUARY).reasons == []
    mailing_lives.resume(mailing_id=november, now=moment(clinic, JANUARY))
    assert tick(JANUARY).sent == 3


def test_whoever_lets_everything_go_on_has_not(clinic: Flask, tick: Tick, november: int) -> None:
    pausing.pause_everything(now=moment(clinic, "2026-11-29T09:00"), by=None)
    assert pausing.resume_everything(now=moment(clinic, JANUARY))
    assert tick(JANUARY).reasons == ["late"]


def test_a_last_day_that_somebody_chose_stands(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 2, first_on=date(2026, 11, 30), expires_on=date(2026, 12, 20))
    report = tick(JANUARY)
    assert (report.expired, report.reasons) == (2, [])


def test_it_stands_on_no_day_of_the_forecast(clinic: Flask, november: int) -> None:
    zone = clinic.config["RELANCE"].timezone
    found = forecast.forecast(days=14, now=moment(clinic, JANUARY), zone=zone)
    assert found.messages == 0
    assert [(each.why, each.messages) for each in found.waiting] == [("late", 6)]
