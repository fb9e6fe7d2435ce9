"""Versions: what was said before, and going back to it."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.message_templates.steps import FIELDS, make, versions


def test_it_goes_back_by_a_new_version(client: FlaskClient) -> None:
    made = make(client)
    client.post(f"/templates/{made.id}", data={**FIELDS, "body_fr": "Autre", "seen": "1"})
    old = client.get(f"/templates/{made.id}/versions/1").text
    assert "Venez!" in old and "Rétablir la version\u00a01" in old
    assert client.post(f"/templates/{made.id}/versions/1/restore").status_code == 303
    assert [version.body_fr for version in versions(made)] == [
        "{{ appel }}\n\nVenez!",
        "Autre",
        "{{ appel }}\n\nVenez!",
    ]


def test_it_makes_no_version_that_says_the_same(client: FlaskClient) -> None:
    made = make(client)
    client.post(f"/templates/{made.id}/versions/1/restore")
    assert len(versions(made)) == 1
    assert "dit déjà la même chose" in client.get(f"/templates/{made.id}").text


def test_it_restores_nothing_that_is_not_there(client: FlaskClient) -> None:
    made = make(client)
    assert client.post(f"/templates/{made.id}/versions/7/restore").status_code == 404
    assert client.post("/templates/999/versions/1/restore").status_code == 404
