"""By which channel a client asks to be reached first."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests import factories
from webapp.models import Client


def test_it_is_chosen_and_told(client: FlaskClient) -> None:
    owner = factories.client(first_name="Anne", last_name="Roy", language="fr", accepts_email=True)
    page = client.get(f"/clients/{owner.id}/edit").text
    assert "Préfère être joint" in page
    data = {"first_name": "Anne", "last_name": "Roy", "country": "CA", "language": "fr", "prefers": "phone"}
    assert client.post(f"/clients/{owner.id}/edit", data=data).status_code == 303
    assert Client.get_by_id(owner.id).prefers == "phone"
    assert "préfère être joint" in client.get(f"/clients/{owner.id}").text  # in what was said
    assert '<option selected value="phone">' in client.get(f"/clients/{owner.id}/edit").text


def test_it_is_one_of_the_channels(client: FlaskClient) -> None:
    owner = factories.client()
    data = {"first_name": "Anne", "last_name": "Roy", "country": "CA", "language": "fr", "prefers": "pigeon"}
    assert client.post(f"/clients/{owner.id}/edit", data=data).status_code == 422
