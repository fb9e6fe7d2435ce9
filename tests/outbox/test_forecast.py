"""What will leave on which day, and why then."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.outbox.steps import mailing
from webapp.accounts.rules.hours import Hours
from webapp.clinic.rules import OpenDays
from webapp.commands import House
from webapp.models import AccountLimit, ClosedDay, MailAccount, Mailing, Sending
from webapp.outbox import cli
from webapp.outbox.queries.forecast import forecast
from webapp.outbox.rules.forecast import Campaign, Coming, Pace, Window
from webapp.outbox.rules.forecast import forecast as play

ZONE = ZoneInfo("America/Toronto")
HOUR, DAY = 3600, 86_400


def at(written: str) -> datetime:
    """By the clinic's clock."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE).astimezone(UTC)


def hours(**more: Any) -> Hours:
    return Hours(ZONE, dict.fromkeys(range(1, 7), ("08:00", "20:00")), **more)


def campaign(*messages: int, first: str = "2026-03-05T08:00", every_days: int = 3, **more: Any) -> Campaign:
    """Waves of so many messages, planned so many days apart."""
    begin = at(first)
    waves = [Coming(n, size, begin + timedelta(days=every_days * (n - 1))) for n, size in enumerate(messages, 1)]
    return Campaign(id=more.pop("id", 1), hours=more.pop("hours", hours()), waves=waves, every_days=every_days, **more)


def days(*campaigns: Campaign, pace: Pace | None = None, now: str = "2026-03-05T07:00", over: int = 14) -> list[Any]:
    """(day of March, messages, why) of each part."""
    begin = at(now)
    found = play(campaigns, pace or Pace(), now=begin, until=begin + timedelta(days=over))
    return [(part.on.day if part.on.month == 3 else part.on, part.messages, part.why) for part in found]


# ---------- The rule.


def test_it_spaces_waves() -> None:
    assert days(campaign(250, 250, 117)) == [
        (5, 250, "opens"),
        (9, 250, "opens"),
        (12, 117, "opens"),
    ]  # the 8th: Sunday


def test_it_counts_from_the_wave_that_opened() -> None:
    made = campaign(250, first="2026-03-06T08:00", every_days=3, last_opened_at=at("2026-03-05T16:00"))
    assert days(made, now="2026-03-06T09:00") == [(9, 250, "opens")]


def test_it_goes_round_closed_days() -> None:
    shut = hours(open_days=OpenDays(frozenset({6, 7}), frozenset({date(2026, 3, 9)})))
    assert days(campaign(10, 10, every_days=2, hours=shut)) == [(5, 10, "opens"), (10, 10, "opens")]


def test_it_keeps_below_the_limits_of_a_day() -> None:
    pace = Pace([Window(250, DAY)])
    # A rolling day: what left at 8:00 makes room at 8:00.
    assert days(campaign(600), pace=pace) == [(5, 250, "opens"), (6, 250, "limit"), (7, 100, "limit")]


def test_it_keeps_below_the_limits_of_an_hour() -> None:
    pace = Pace([Window(10, HOUR)])
    # 8:00, 9:00 … 19:00: twelve hours of ten.
    assert days(campaign(130), pace=pace) == [(5, 120, "opens"), (6, 10, "hours")]


def test_it_leaves_a_gap() -> None:
    assert days(campaign(30), pace=Pace(gap_seconds=HOUR))[:2] == [(5, 12, "opens"), (6, 12, "hours")]


def test_it_counts_what_has_just_left() -> None:
    ended = [at("2026-03-05T06:30")] * 200
    assert days(campaign(100), pace=Pace([Window(250, DAY)], ended=ended)) == [(5, 50, "opens"), (6, 50, "limit")]


def test_it_waits_for_the_end_of_a_rest() -> None:
    pace = Pace(from_at=at("2026-03-06T10:00"))
    assert days(campaign(5), pace=pace) == [(6, 5, "opens")]


def test_it_waits_for_the_end_of_the_hold() -> None:
    assert days(campaign(5, from_at=at("2026-03-05T21:00"))) == [(6, 5, "opens")]


def test_it_goes_on_with_an_open_wave() -> None:
    made = Campaign(1, hours(), [Coming(1, 7, at("2026-03-04T08:00"), at("2026-03-04T08:00")),
                                 Coming(2, 9, at("2026-03-07T08:00"))], 3, at("2026-03-04T08:00"))  # fmt: skip
    assert days(made, now="2026-03-05T10:00") == [(5, 7, "goes_on"), (7, 9, "opens")]


def test_it_shares_the_limits_between_mailings() -> None:
    found = days(campaign(200), campaign(200, id=2), pace=Pace([Window(250, DAY)]))
    assert sum(messages for day, messages, _ in found if day == 5) == 250
    assert sum(messages for _, messages, _ in found) == 400


def test_it_says_how_far_a_wave_was_pushed() -> None:
    found = play([campaign(1, 1)], Pace(), now=at("2026-03-05T07:00"), until=at("2026-03-20T07:00"))
    assert (found[1].spaced_from, found[1].late_by) == (date(2026, 3, 5), 1)


def test_it_ends_where_it_was_told() -> None:
    assert days(campaign(1, 1, 1, every_days=7), over=8) == [(5, 1, "opens"), (12, 1, "opens")]


def test_it_gives_up_where_no_hour_ever_comes() -> None:
    assert days(campaign(5, hours=Hours(ZONE, {7: ("08:00", "20:00")}, OpenDays()))) == []


def test_it_crosses_the_change_of_the_clock() -> None:
    assert days(campaign(5, 5, first="2026-03-07T08:00", every_days=2), now="2026-03-07T07:00") == [
        (7, 5, "opens"), (9, 5, "opens"),
    ]  # fmt: skip


# ---------- Of the rows, on the page, by command.


def asked(app: Flask, **more: Any) -> list[tuple[str, int]]:
    found = forecast(days=14, now=more.get("now", NOW), zone=app.config["RELANCE"].timezone)
    return [(day.on.isoformat(), day.messages) for day in found.days if day.messages]


@pytest.fixture
def ready(app: Flask) -> Flask:
    """A clinic that may send."""
    factories.identify()
    factories.mail_account()
    return app


def test_it_reads_the_waves(ready: Flask) -> None:
    mailing(ready, 10, waves=3)
    assert asked(ready) == [("2026-03-05", 4), ("2026-03-09", 3), ("2026-03-12", 3)]


def test_it_leaves_out_what_is_paused(ready: Flask, client: FlaskClient) -> None:
    made = mailing(ready, 4)
    Mailing.update(state="paused").execute()
    assert asked(ready) == []
    shown = client.get("/outbox/forecast").get_data(as_text=True).replace("\u00a0", " ")
    assert "4 courriels : l’envoi est en pause" in shown
    Mailing.update(state="approved").where(Mailing.id == made.id).execute()
    Sending.update(paused_at=NOW).execute()
    assert asked(ready) == []
    assert "4 courriels : tout est arrêté" in client.get("/outbox/forecast").get_data(as_text=True).replace(
        "\u00a0", " "
    )


def test_it_keeps_to_the_account(ready: Flask, client: FlaskClient) -> None:
    AccountLimit.create(account=MailAccount.get(), n=4, seconds=DAY)
    mailing(ready, 10)
    assert asked(ready) == [("2026-03-05", 4), ("2026-03-06", 4), ("2026-03-07", 2)]
    shown = client.get("/outbox/forecast").get_data(as_text=True).replace("\u00a0", " ")
    assert "la suite : le fournisseur en prend 4 par 24 heures" in shown and "4 par 24 heures" in shown


def test_it_says_why_nothing_leaves_on_a_day(ready: Flask, client: FlaskClient) -> None:
    ClosedDay.create(on=date(2026, 3, 9), name_fr="Inventaire", name_en="Inventory")
    mailing(ready, 4, waves=2)
    shown = client.get("/outbox/forecast").get_data(as_text=True).replace("\u00a0", " ")
    for words in ("Fermé : Inventaire", "Aucun envoi ce jour-là", "vague 2, reportée de 2 jours : fermé",
                  "vague 1, la première", "4 courriels partiront"):  # fmt: skip
        assert words in shown, words


def test_it_tells_letters_apart(ready: Flask, client: FlaskClient) -> None:
    letters = factories.mailing(channel="post")
    factories.message(of=letters, channel="post", address="12, rue X")
    assert asked(ready) == []
    shown = client.get("/outbox/forecast").get_data(as_text=True).replace("\u00a0", " ")
    assert "1 lettre : elle part quand quelqu’un l’imprime et la poste" in shown


def test_it_says_that_nothing_is_to_leave(client: FlaskClient) -> None:
    assert "Rien n’est prévu" in client.get("/outbox/forecast").get_data(as_text=True)


def test_it_foretells_by_command(ready: Flask) -> None:
    mailing(ready, 4, waves=2)
    document = run(ready, "--json", "--at", "2026-03-05T09:00")
    assert document["days"] == [
        {"on": "2026-03-05", "channel": "email", "messages": 2},
        {"on": "2026-03-09", "channel": "email", "messages": 2},
    ]
    assert run(ready, "--json", "--at", "2026-03-05T09:00", "--days", "3")["days"][1:] == []


def test_it_tells_a_person(ready: Flask) -> None:
    mailing(ready, 4)
    assert "2026-03-05" in said(ready, "--at", "2026-03-05T09:00") and "courriels" in said(ready)
    Mailing.update(state="paused").execute()
    assert "Rien ne part ces jours-là" in said(ready)


def test_it_refuses_what_is_no_moment(ready: Flask) -> None:
    done = command(ready, "--at", "tomorrow")
    assert done.exit_code == 1 and "2026-03-05T09:00" in done.stderr and not done.stdout


def command(app: Flask, *arguments: str) -> Result:
    house = House(enter=lambda: nullcontext(app), serve=lambda: None)
    return CliRunner().invoke(cli.forecast, arguments, obj=house)


def said(app: Flask, *arguments: str) -> str:
    done = command(app, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def run(app: Flask, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(said(app, *arguments))
    return document
