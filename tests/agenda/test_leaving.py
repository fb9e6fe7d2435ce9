"""After how many visits the client left with an appointment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.migrations import migration
from webapp import db
from webapp.agenda import actions, queries, rules
from webapp.agenda.rules import Leaving
from webapp.models import Appointment, StaffMember
from webapp.models.agenda import CANCELLED

D = date(2026, 3, 3)
NOON, LATER = datetime(2026, 3, 3, 17, tzinfo=UTC), datetime(2026, 3, 20, 15, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 4, 5, tzinfo=UTC)  # the end of that day in Montréal


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("what", "made"),
    [
        ("booked", {"made_at": NOON}),
        ("booked", {"made_at": NOON - timedelta(days=40)}),  # long before, and still to come
        ("booked", {"made_at": MIDNIGHT - minutes(1)}),
        ("none", {"made_at": MIDNIGHT + minutes(1)}),  # called the day after
        ("booked", {"made_at": NOON, "status": CANCELLED}),  # cancelled since
        ("none", {"made_at": NOON - timedelta(days=9), "starts_at": MIDNIGHT - minutes(1)}),  # that of the day itself
        ("booked", {"made_at": NOON, "starts_at": MIDNIGHT}),
        ("booked", {"made_at": MIDNIGHT + timedelta(hours=3), "number": "7"}),  # the file of the night
        ("none", {"made_at": MIDNIGHT + timedelta(hours=27), "number": "7"}),  # the file of the night after
        ("unknown", {"made_at": None, "number": "7"}),
        ("unknown", {"made_at": None}),
        ("none", {"made_at": None, "starts_at": NOON}),
    ],
)
def test_a_visit_counts_if_an_appointment_was_to_come_as_its_day_ended(
    app: Flask, what: str, made: dict[str, object]
) -> None:
    owner = factories.client()
    seen, other = factories.animal(owner=owner), factories.animal(owner=owner, name="Filou")
    factories.visit(of=seen, on=D)
    factories.appointment(of=other, **{"at": made.pop("starts_at", LATER), **made})  # type: ignore[arg-type]
    factories.appointment(made_at=NOON)  # somebody else's
    total, _ = queries.leaving(queries.Period(D, D), app.config["RELANCE"].timezone)
    assert (total.visits, total.booked, total.unknown) == (1, what == "booked", what == "unknown")


def test_what_is_known_wins(app: Flask) -> None:
    seen = factories.animal()
    for _ in range(2):
        factories.visit(of=seen, on=D)
    for made_at in (None, NOON, MIDNIGHT + minutes(5)):
        factories.appointment(of=seen, at=LATER, made_at=made_at)
    dead = factories.animal(deceased=True, deceased_on=D)
    factories.visit(of=dead, on=D)
    factories.visit(of=dead, on=D - timedelta(days=1))
    total, _ = queries.leaving(queries.Period(D - timedelta(days=1), D), app.config["RELANCE"].timezone)
    assert total == Leaving(3, 2)


@pytest.mark.parametrize(
    ("rows", "total", "share", "at_most", "order"),
    [
        ([], Leaving(0, 0), 0.0, 0.0, []),
        ([("A", 10, 4, 0)], Leaving(10, 4), 0.4, 0.4, ["A"]),
        ([("", 10, 1, 1), ("B", 3, 1, 1), ("A", 7, 3, 0)], Leaving(20, 5, 2), 0.25, 0.35, ["A", "B", ""]),
    ],
)
def test_it_adds_up(
    rows: list[tuple[str, int, int, int]], total: Leaving, share: float, at_most: float, order: list[str]
) -> None:
    found, each = rules.leaving(rows)
    assert (found, found.share, found.at_most) == (total, share, at_most)
    assert [one.veterinarian for one in each] == order


def test_its_page_says_the_rate_and_of_what(client: FlaskClient, now: datetime, julie: StaffMember) -> None:
    came, stayed = factories.animal(), factories.animal()
    factories.visit(of=came, on=date(2026, 3, 5))
    for _ in range(2):
        factories.visit(of=stayed, on=D)
    values = {"animal": came.id, "starts_at": LATER, "minutes": 30}
    actions.make(values=values, now=now, by=julie)
    page = client.get("/appointments/leaving").text
    assert "1 visite sur 3" in page and "33,33\u00a0%" in page
    assert "Dre Anne Gagnon" in page and "On l’ignore" not in page and 'aria-current="page">Ce mois-ci' in page
    factories.appointment(of=stayed, at=LATER)
    page = client.get("/appointments/leaving?from=2026-03-01&to=2026-03-05").text
    assert "de 33,33\u00a0% à 100\u00a0%" in page and "Après 2 autres, il y a un rendez-vous dont" in page
    empty = client.get("/appointments/leaving?to=2026-02-01&from=2026-01-01").text
    assert "Aucun animal n’a été vu pendant cette période" in empty
    assert 'href="/appointments/leaving"' in client.get("/appointments/").text


def test_an_installation_moves_over(app: Flask, now: datetime, julie: StaffMember) -> None:
    """Those made here say so in their history; those of files do not."""
    animal = factories.animal()
    made = actions.make(values={"animal": animal.id, "starts_at": LATER, "minutes": 30}, now=now, by=julie)
    filed = factories.appointment(of=animal, at=LATER, number="7")
    module = migration("0053_appointments_made")
    module.down(None, db.database)
    module.up(None, db.database)
    assert [each.made_at for each in Appointment.select().order_by(Appointment.id)] == [now, None]
    assert (made.made_at, filed.made_at) == (now, None)
