"""When waves open, under a clock that is moved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from tests.outbox.steps import count, let_go_on, mailing, moment, through
from tests.sender.conftest import Tick
from tests.sender.server import SmtpServer
from webapp.models import Clinic, ImportFile, ImportRun, Mailing, Message, Wave
from webapp.outbox.actions import mailing_lives, pausing


def opened(app: Flask) -> list[str]:
    """When each wave opened, by the clinic's clock."""
    timezone = app.config["RELANCE"].timezone
    waves = Wave.select().where(Wave.opened_at.is_null(False)).order_by(Wave.number)
    return [wave.opened_at.astimezone(timezone).strftime("%m-%d %H:%M") for wave in waves]


def test_it_opens_one_wave_a_period(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 9, waves=3)
    sent = {at: tick(at).sent for at in (
        "2026-03-04T12:00", "2026-03-05T07:59", "2026-03-05T08:00", "2026-03-07T12:00", "2026-03-08T12:00",
        "2026-03-09T08:00", "2026-03-11T12:00", "2026-03-12T10:30", "2026-03-30T10:00",
    )}  # fmt: skip
    assert [at for at, n in sent.items() if n] == ["2026-03-05T08:00", "2026-03-09T08:00", "2026-03-12T10:30"]
    assert set(sent.values()) == {0, 3}
    assert opened(clinic) == ["03-05 08:00", "03-09 08:00", "03-12 10:30"]


def test_it_says_when_the_next_wave_opens(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 9, waves=3)
    at, seen = "2026-03-01T12:00", []
    while (report := tick(at)).next_at:
        at = report.next_at.astimezone(clinic.config["RELANCE"].timezone).strftime("%Y-%m-%dT%H:%M")
        seen.append(at)
    assert seen == ["2026-03-05T08:00", "2026-03-09T08:00", "2026-03-12T08:00"]
    assert count() == {"sent": 9}


def test_it_never_makes_up_for_days_off_in_one_flood(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 12, waves=4)
    assert tick("2026-03-05T09:00").sent == 3
    assert tick("2026-03-20T14:00").asks == "gap"  # the machine was off for two weeks
    let_go_on(clinic, "2026-03-20T14:00")
    assert tick("2026-03-20T14:00").sent == 3
    assert tick("2026-03-21T09:00").sent == 0
    assert [tick(f"2026-03-{day}T09:00").sent for day in (22, 23, 24, 25, 26)] == [0, 3, 0, 0, 3]
    assert opened(clinic) == ["03-05 09:00", "03-20 14:00", "03-23 09:00", "03-26 09:00"]


@pytest.mark.parametrize(
    ("first_on", "every", "days"),
    [
        (date(2026, 3, 5), 2, ["03-05", "03-07", "03-09", "03-11"]),  # clocks change on Sunday the 8th
        (date(2026, 2, 26), 2, ["02-26", "02-28", "03-02", "03-04"]),  # over the end of February
        (date(2026, 10, 30), 2, ["10-30", "11-02", "11-04", "11-06"]),  # clocks go back on Sunday, 1 November
        (date(2026, 3, 30), 3, ["03-30", "04-02", "04-06", "04-09"]),  # Sunday 5 April, after Good Friday
        (date(2026, 12, 22), 3, ["12-22", "12-26", "12-29", "01-02"]),  # Christmas, New Year's Day
    ],
)
def test_it_spaces_waves_over_the_calendar(
    first_on: date, every: int, days: list[str], clinic: Flask, tick: Tick
) -> None:
    mailing(clinic, 4, waves=4, first_on=first_on, every_days=every)
    for passed in range(20):
        for hour in ("01:30", "08:00", "23:30"):
            tick(f"{first_on + timedelta(days=passed)}T{hour}")
    assert opened(clinic) == [f"{day} 08:00" for day in days]
    assert count() == {"sent": 4}


def test_a_wave_that_the_quota_cuts_goes_on_where_it_stopped(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    through(clinic, server.url("per_hour=4"))
    mailing(clinic, 10)
    report = tick("2026-03-05T09:00")
    assert (report.sent, report.waiting, report.reasons) == (4, 6, ["quota"])
    assert report.next_at == moment(clinic, "2026-03-05T10:00")
    assert tick("2026-03-05T09:59").sent == 0
    assert tick("2026-03-05T10:00").sent == 4
    assert tick("2026-03-05T11:00").sent == 2


def test_every_window_of_the_quota_holds(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    through(clinic, server.url("per_minute=2&per_hour=5&per_day=7"))
    mailing(clinic, 9)
    at, sent = "2026-03-05T09:00", []
    while (report := tick(at)).next_at and len(sent) < 20:
        sent.append((at, report.sent))
        at = report.next_at.astimezone(clinic.config["RELANCE"].timezone).strftime("%Y-%m-%dT%H:%M")
    assert sent == [
        ("2026-03-05T09:00", 2), ("2026-03-05T09:01", 2), ("2026-03-05T09:02", 1), ("2026-03-05T10:00", 2),
        ("2026-03-06T09:00", 2),
    ] or sum(n for _, n in sent) + report.sent == 9  # fmt: skip
    stamps = sorted(message.sent_at for message in Message.select())
    for seconds, n in ((60, 2), (3600, 5), (86_400, 7)):
        for first in stamps:
            assert sum(first <= at < first + timedelta(seconds=seconds) for at in stamps) <= n


def test_it_waits_for_its_hours(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 2, from_time="10:00", until_time="11:00")
    assert tick("2026-03-05T09:59").sent == 0
    report = tick("2026-03-05T11:00")
    assert (report.sent, report.next_at) == (0, moment(clinic, "2026-03-06T10:00"))
    assert tick("2026-03-06T10:59").sent == 2


def test_what_is_left_in_the_evening_leaves_in_the_morning(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    through(clinic, server.url("per_hour=2"))
    mailing(clinic, 3)
    report = tick("2026-03-07T19:30")  # a Saturday
    assert (report.sent, report.next_at) == (2, moment(clinic, "2026-03-09T08:00"))
    report = tick("2026-03-07T20:30")
    assert (report.sent, report.reasons) == (0, ["hours"])
    assert tick("2026-03-09T08:00").sent == 1


def test_it_holds_a_mailing_back_as_long_as_asked(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 2, held_until=moment(clinic, "2026-03-05T09:01"))
    report = tick("2026-03-05T09:00")
    assert (report.sent, report.next_at) == (0, moment(clinic, "2026-03-05T09:01"))
    assert Wave.get().opened_at is None
    assert tick("2026-03-05T09:01").sent == 2


def test_it_stops_at_a_pause_and_goes_on_after_it(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    made = mailing(clinic, 6, waves=2)
    now = moment(clinic, "2026-03-05T09:00")
    seen = []

    def pause(report: object) -> None:
        seen.append(report)
        if len(seen) == 2:
            assert mailing_lives.pause(mailing_id=made.id, now=now)

    assert tick("2026-03-05T09:00", on_message=pause).sent == 2
    assert Mailing.get_by_id(made.id).state == "paused"
    assert tick("2026-03-09T09:00").sent == 0
    assert mailing_lives.resume(mailing_id=made.id, now=moment(clinic, "2026-03-10T09:00"))
    assert Mailing.get_by_id(made.id).state == "running"
    assert not mailing_lives.resume(mailing_id=made.id, now=now)
    assert tick("2026-03-10T09:00").sent == 4  # what was left of the first wave, and the second
    assert Mailing.get_by_id(made.id).state == "finished"


def test_it_stops_everything(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 2)
    pausing.pause_everything(now=moment(clinic, "2026-03-05T08:00"), by=None)
    report = tick("2026-03-05T09:00")
    assert (report.sent, report.next_at, report.reasons) == (0, None, ["paused"])
    assert Wave.get().opened_at is None
    let_go_on(clinic, "2026-03-05T10:00")
    assert tick("2026-03-05T10:00").sent == 2


def test_what_was_cancelled_does_not_leave(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    made = mailing(clinic, 6, waves=2)
    assert tick("2026-03-05T09:00").sent == 3
    assert mailing_lives.cancel(mailing_id=made.id, now=moment(clinic, "2026-03-06T09:00"), by=None) == 3
    assert mailing_lives.cancel(mailing_id=made.id, now=moment(clinic, "2026-03-06T09:00"), by=None) is None
    assert tick("2026-03-09T09:00").sent == 0
    assert count() == {"sent": 3, "cancelled": 3}
    assert Message.get(Message.state == "cancelled").reason == "mailing_cancelled"
    assert len(server.accepted()) == 3


def test_what_was_stopped_for_long_does_not_expire(clinic: Flask, tick: Tick) -> None:
    made = mailing(clinic, 4, waves=2)
    own = mailing(clinic, 2, expires_on=date(2026, 3, 20), first_on=date(2026, 3, 18))
    assert tick("2026-03-05T09:00").sent == 2
    tick("2026-03-05T09:00")
    mailing_lives.pause(mailing_id=made.id, now=moment(clinic, "2026-03-05T09:30"))
    pausing.pause_everything(now=moment(clinic, "2026-03-06T09:00"), by=None)
    weeks = [tick(f"{date(2026, 3, 5) + timedelta(weeks=n)}T09:00").expired for n in range(1, 12)]
    assert sum(weeks) == 2  # those for which somebody chose a last day
    let_go_on(clinic, "2026-05-20T10:00")
    mailing_lives.resume(mailing_id=made.id, now=moment(clinic, "2026-05-20T10:00"))
    assert tick("2026-05-20T10:00").sent == 2
    assert count(mailing=own) == {"expired": 2}


def test_what_is_refused_for_too_long_expires(clinic: Flask, server: SmtpServer, tick: Tick) -> None:
    mailing(clinic, 1)
    server.behave("greet 421 Closed for the season")
    Clinic.update(late_days=60).execute()  # else it asks before
    expired = [tick(f"2026-{day}T09:00").expired for day in ("03-05", "03-14", "03-23", "04-01", "04-06")]
    assert expired == [0, 0, 0, 0, 1]


def test_it_waits_for_fresh_data(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 2)
    Clinic.update(watched_folder="/srv/exports").execute()
    report = tick("2026-03-05T09:00")
    assert (report.sent, report.reasons, report.waiting) == (0, ["stale_data"], 2)
    assert report.next_at is None
    ended = moment(clinic, "2026-03-05T03:00")
    done = ImportRun.create(source="watched", state="done", created_at=ended, ended_at=ended)
    ImportFile.create(run=done, name="visits.csv", kind="visits", state="done")
    assert tick("2026-03-05T09:00").sent == 2


def test_an_empty_wave_costs_no_days(clinic: Flask, tick: Tick) -> None:
    mailing(clinic, 4, waves=2)
    first = Wave.get(Wave.number == 1)
    Message.update(state="cancelled").where(Message.wave == first).execute()
    Wave.update(not_before=moment(clinic, "2026-03-05T08:00")).where(Wave.number == 2).execute()
    assert tick("2026-03-05T09:00").sent == 2
    assert Wave.get_by_id(first.id).opened_at is None
