"""The days on which nothing is sent and nothing is due."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

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


def undo(manager: FlaskClient, page: str) -> str:
    """Presses the button of the toast; what is shown then."""
    address = unescape(re.findall(r'action="([^"]+)"[^>]*>(?:(?!</form>).)*?Défaire', page, re.DOTALL)[-1])
    answer = manager.post(address, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_it_takes_back_a_day_that_was_added(manager: FlaskClient) -> None:
    form = {"on": "2026-12-24", "name": "Congé"}
    page = manager.post("/settings/closed-days", data=form, follow_redirects=True).get_data(as_text=True)
    undo(manager, page)
    assert queries.open_days().is_open(date(2026, 12, 24))


def test_it_puts_back_a_day_that_was_removed(manager: FlaskClient) -> None:
    day = ClosedDay.get(ClosedDay.on == date(2026, 6, 24))
    page = manager.post(f"/settings/closed-days/{day.id}?_method=DELETE", follow_redirects=True).get_data(as_text=True)
    assert "Fête nationale du Québec" in undo(manager, page)
    back = ClosedDay.get(ClosedDay.on == date(2026, 6, 24))
    assert (back.name_fr, back.name_en) == (day.name_fr, day.name_en)


def test_it_takes_back_other_weekdays(manager: FlaskClient) -> None:
    manager.get("/settings/closed-days")
    before = Clinic.get().closed_weekdays
    form = {"weekdays": ["3", "7"]}
    page = manager.post("/settings/closed-days/weekdays", data=form, follow_redirects=True).get_data(as_text=True)
    assert Clinic.get().closed_weekdays == "3,7"
    undo(manager, page)
    assert Clinic.get().closed_weekdays == before
