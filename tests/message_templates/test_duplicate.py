"""A copy to change at leisure."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.message_templates.steps import versions
from webapp.models import Template


def test_it_copies_the_wording_and_is_nobodys_default(client: FlaskClient) -> None:
    found = Template.get(code="vaccination_email")
    for expected in ("Vaccination, courriel (copie)", "Vaccination, courriel (copie 2)"):
        answer = client.post(f"/templates/{found.id}/duplicate")
        copy = Template.get_by_id(int(answer.location.rsplit("/", 1)[1]))
        assert copy.name_fr == expected and copy.code is None and copy.kind == "email"
        assert versions(copy)[0].body_fr == versions(found)[0].body_fr
    assert client.get("/templates").text.count("Par défaut pour Vaccination") == 3


def test_it_copies_nothing_that_is_not_there(client: FlaskClient) -> None:
    assert client.post("/templates/999/duplicate").status_code == 404
