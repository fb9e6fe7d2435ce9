from __future__ import annotations

from flask.testing import FlaskClient

from tests import factories


def test_it_shows(client: FlaskClient) -> None:
    factories.reminder()
    page = client.get("/reminders")
    assert page.status_code == 200
