"""The agenda: days and weeks, filters, one client's, and what is said when there is nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp.agenda import queries
from webapp.models import Appointment, AppointmentType

MONTREAL = ZoneInfo("America/Toronto")


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """Clinic time in 2026, as an instant."""
    return datetime(2026, month, day, hour, minute, tzinfo=MONTREAL).astimezone(UTC)


def book(name: str, when: datetime, **columns: Any) -> Appointment:
    return factories.appointment(of=factories.animal(name=name), at=when, **columns)


def text(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def names(client: FlaskClient, url: str) -> list[str]:
    return re.findall(r'<h3><a href="/appointments/\d+">([^<]*)</a>', text(client, url))


@pytest.fixture
def booked(app: object) -> None:
    """Around Thursday 5 March 2026."""
    book("Hier", at(4, 9))
    book("Tard", at(5, 23, 30))
    book("Azur", at(5, 9), status="confirmed")
    book("Samedi", at(7, 9))
    book("Jeudi prochain", at(12, 9))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Azur", "Tard"]),
        ("?from=2026-03-04", ["Hier"]),
        ("?from=2026-03-06", []),
        ("?days=7", ["Azur", "Tard", "Samedi"]),
        ("?from=2026-03-06&days=7", ["Samedi", "Jeudi prochain"]),
        ("?from=n-importe-quoi&days=99", ["Azur", "Tard"]),
    ],
)
def test_it_shows_the_days_of_the_clinic_s_clock(
    client: FlaskClient, booked: None, query: str, shown: list[str]
) -> None:
    assert names(client, f"/appointments/{query}") == shown


def test_it_writes_day_hour_and_what_is_expected(client: FlaskClient, booked: None) -> None:
    page = text(client, "/appointments/")
    assert "Aujourd’hui, jeudi 5 mars 2026" in page
    assert "2 rendez-vous" in page
    assert "23 h 30" in page
    assert "Confirmé" in page
    assert "Rien de prévu" in text(client, "/appointments/?days=7"), "an empty day of a week says so"


@pytest.mark.parametrize(
    ("day", "month", "hours"), [(8, 3, (0, 1, 3, 23)), (1, 11, (0, 1, 2, 23))], ids=["spring", "autumn"]
)
def test_it_keeps_each_hour_on_its_day_when_the_clocks_change(
    client: FlaskClient, day: int, month: int, hours: tuple[int, ...]
) -> None:
    for hour in hours:
        book(f"{hour} h", at(day, hour, month=month))
    on = date(2026, month, day)
    assert names(client, f"/appointments/?from={on}") == [f"{hour} h" for hour in hours]
    assert not names(client, f"/appointments/?from={on - timedelta(days=1)}")
    assert not names(client, f"/appointments/?from={on + timedelta(days=1)}")
    assert [row.on for row in queries.days(queries.AppointmentFilter(first=on, days=7), MONTREAL)] == [
        on + timedelta(days=n) for n in range(7)
    ]


def test_it_filters_by_veterinarian_and_type(client: FlaskClient) -> None:
    other = AppointmentType.create(name_fr="Chirurgie", name_en="Surgery")
    luc = factories.veterinarian("Dr Luc Roy")
    azur = book("Azur", at(5, 9))
    book("Minuit", at(5, 10))
    Appointment.update(veterinarian=luc, type=other).where(Appointment.id == azur.id).execute()
    assert names(client, f"/appointments/?veterinarian={luc.id}") == ["Azur"]
    assert names(client, f"/appointments/?type={other.id}") == ["Azur"]
    assert names(client, "/appointments/?veterinarian=0") == []
    assert "Aucun rendez-vous ne correspond" in text(client, "/appointments/?veterinarian=0")


def test_it_shows_all_that_is_coming_for_a_client_or_an_animal(client: FlaskClient, booked: None) -> None:
    azur = Appointment.get(Appointment.status == "confirmed")
    factories.appointment(of=azur.animal, at=at(20, 9, month=6))
    factories.appointment(of=azur.animal, at=at(2, 9))
    url = f"/appointments/?client={azur.animal.client_id}"
    assert len(names(client, url)) == 2
    assert len(names(client, f"{url}&from=2000-01-01")) == 3
    assert len(names(client, f"/appointments/?animal={azur.animal_id}")) == 2


def test_it_says_when_the_next_one_is(client: FlaskClient, booked: None) -> None:
    assert "Le prochain est le samedi 7 mars 2026." in text(client, "/appointments/?from=2026-03-06")
    assert "Rien n’est prévu ensuite non plus." in text(client, "/appointments/?from=2027-01-01")


def test_it_warns_of_who_is_booked_twice(client: FlaskClient) -> None:
    book("Azur", at(5, 9))
    book("Minuit", at(5, 9, 15))
    book("Zoë", at(5, 9, 30))
    page = text(client, "/appointments/")
    assert "Dre Anne Gagnon a aussi Minuit à 9 h 15" in page
    assert "Dre Anne Gagnon a aussi Azur à 9 h" in page


def test_it_asks_the_database_a_known_number_of_times(client: FlaskClient, booked: None, counted: Any) -> None:
    text(client, "/appointments/?days=7")
    few = counted(lambda: text(client, "/appointments/?days=7"))
    for n in range(10):
        book(f"Z{n}", at(6, 9 + n))
    assert counted(lambda: text(client, "/appointments/?days=7")) == few
