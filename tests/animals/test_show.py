from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests import factories
from webapp.models import StaffMember

LONG = "Nuit\u00a0Ahathoor de la Vallée des Rois et Reines du Haut-Nil II"


def test_it_shows_facts_visits_sales_and_appointments(client: FlaskClient) -> None:
    patient = factories.animal(sex="M", sterile=True, born_on=date(2019, 6, 1), breed=factories.breed())
    factories.visit(of=patient)
    factories.appointment(of=patient)
    factories.appointment(of=patient, at=datetime(2026, 3, 5, 3, 0, tzinfo=UTC), reason="hier")
    item = factories.item(name="Simparica", category=factories.category("Vaccins"))
    factories.sale(of=item, to=patient)
    item.category = factories.category("Antiparasitaires")
    item.save(only=["category"])
    html = client.get(f"/animals/{patient.id}").get_data(as_text=True)
    assert "berger des Pyrénées, stérilisé, 6\u00a0ans" in html
    assert "Né le" in html
    assert "1er\u00a0juin\u00a02019 (6\u00a0ans)" in html
    assert "3\u00a0mars\u00a02025" in html
    assert "Samedi 14\u00a0mars, 9\u00a0h" in html
    assert "22\u00a0h" not in html
    assert "Vaccins" in html
    assert "Antiparasitaires" not in html  # what was sold keeps the category of its day


@pytest.mark.parametrize("name", ["D'Artagnan", "B&W", "=cmd", LONG, 'Jimmy Chew "Chewie"', "<b>2</b>", ""])
def test_it_shows_the_names_that_break_software(client: FlaskClient, name: str) -> None:
    patient = factories.animal(name=name)
    for url in (f"/animals/{patient.id}", f"/clients/{patient.client_id}", f"/animals/{patient.id}/edit", "/animals"):
        answer = client.get(url)
        assert answer.status_code == 200
        assert "<b>2</b>" not in answer.get_data(as_text=True)
    shown = client.get(f"/animals/{patient.id}").get_data(as_text=True)
    escaped = (
        name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
    )
    assert f"<h1>{escaped or 'sans nom'}</h1>" in shown


def test_it_asks_the_same_number_of_statements_whatever_the_size(client: FlaskClient) -> None:
    patient = factories.animal()
    url = f"/animals/{patient.id}"
    client.get(url)
    counts = []
    for size in (1, 30):
        for number in range(size):
            factories.visit(of=patient, on=date(2024, 1, 1) + timedelta(days=number))
            factories.sale(to=patient)
        with count_queries() as counted:
            client.get(url)
        counts.append(counted.count)
    assert counts[0] == counts[1]


def test_it_reads_in_english(client: FlaskClient, julie: StaffMember) -> None:
    julie.language = "en"
    julie.save(only=["language"])
    patient = factories.animal(sex="F", sterile=True, born_on=date(2019, 6, 1))
    html = client.get(f"/animals/{patient.id}").get_data(as_text=True)
    assert "spayed female, 6\u00a0years" in html
    assert "Born on" in html


@pytest.mark.parametrize("url", ["/animals/999", "/animals/999/edit", "/animals/999/owner", "/animals/999/history"])
def test_it_knows_nothing_of_an_animal_that_is_not_there(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 404
