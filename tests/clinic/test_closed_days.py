"""The days on which nothing is sent and nothing is due."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from webapp.clinic import queries
from webapp.models import Clinic, ClosedDay


def text(client: FlaskClient, **form: object) -> tuple[int, str]:
    answer = client.post("/settings/closed-days", data=form)
    return answer.status_code, answer.get_data(as_text=True).replace("\u00a0", " ")


def test_it_begins_with_the_holidays_to_come(manager: FlaskClient) -> None:
    page = manager.get("/settings/closed-days").get_data(as_text=True).replace("\u00a0", " ")
    assert "Vendredi 3 avril 2026" in page and "Vendredi saint" in page
    assert "2025" not in page


def test_it_closes_on_another_day(manager: FlaskClient) -> None:
    assert text(manager, on="2026-12-24", name="Congé des Fêtes")[0] == 303
    assert not queries.open_days().is_open(date(2026, 12, 24))
    assert "Congé des Fêtes" in manager.get("/settings/closed-days").get_data(as_text=True)


def test_it_says_when_the_day_was_closed_already(manager: FlaskClient) -> None:
    manager.post("/settings/closed-days", data={"on": "2026-06-24", "name": "Encore"}, follow_redirects=True)
    assert ClosedDay.get(ClosedDay.on == date(2026, 6, 24)).name_fr == "Fête nationale du Québec"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"on": "2026-03-04", "name": "Hier"}, "Ce jour est passé"),
        ({"on": "Noël", "name": "Noël"}, "par exemple 2026-12-24"),
        ({"on": "2026-12-24", "name": " "}, "Dites ce que c’est"),
    ],
)
def test_it_refuses_what_is_no_day_to_come(manager: FlaskClient, form: dict[str, str], said: str) -> None:
    before = ClosedDay.select().count()
    status, page = text(manager, **form)
    assert status == 422 and said in page
    assert form["on"] in page
    assert ClosedDay.select().count() == before


def test_it_opens_on_a_day_again(manager: FlaskClient) -> None:
    day = ClosedDay.get(ClosedDay.on == date(2026, 4, 3))
    assert manager.post(f"/settings/closed-days/{day.id}?_method=DELETE").status_code == 303
    assert queries.open_days().is_open(date(2026, 4, 3))


def test_it_keeps_the_weekdays(manager: FlaskClient) -> None:
    manager.post("/settings/closed-days/weekdays", data={"weekdays": ["6", "7"]})
    assert Clinic.get().closed_weekdays == "6,7"
    page = manager.get("/settings/closed-days").get_data(as_text=True)
    assert 'value="6" checked' in page and 'value="5" checked' not in page


def test_it_leaves_a_day_for_work(manager: FlaskClient) -> None:
    answer = manager.post("/settings/closed-days/weekdays", data={"weekdays": [str(n) for n in range(1, 8)]})
    assert answer.status_code == 422
    assert "Laissez au moins un jour" in answer.get_data(as_text=True)
    assert Clinic.get().closed_weekdays == "7"


def test_it_is_for_managers(client: FlaskClient) -> None:
    assert client.get("/settings/closed-days").status_code == 403
