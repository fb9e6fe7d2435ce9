"""Out of the way, and back."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.message_templates.steps import make
from webapp.message_templates import queries
from webapp.models import Template


def test_it_is_put_away_and_taken_out_again(client: FlaskClient) -> None:
    made = make(client)
    assert client.post(f"/templates/{made.id}/archive").status_code == 303
    assert "Rappel du printemps" not in client.get("/templates").text.split('id="toasts"')[0]
    assert "Rappel du printemps" in client.get("/templates?archived=1").text
    assert "Archivé" in client.get(f"/templates/{made.id}").text
    assert client.post(f"/templates/{made.id}/archive?_method=DELETE").status_code == 303
    assert Template.get_by_id(made.id).archived_at is None


def test_it_stays_while_a_type_writes_with_it(client: FlaskClient) -> None:
    found = Template.get(code="vaccination_email")
    answer = client.post(f"/templates/{found.id}/archive")
    assert "il est le gabarit par défaut de Vaccination" in client.get(answer.location).text
    assert Template.get_by_id(found.id).archived_at is None


def test_it_leaves_its_name_to_another(client: FlaskClient) -> None:
    first = make(client)
    client.post(f"/templates/{first.id}/archive")
    second = make(client)
    found = queries.find("rappel du printemps", ("email",))
    assert found and found.id == second.id
