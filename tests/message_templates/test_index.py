"""The gallery."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from webapp.models import Template


def test_it_shows_every_template_by_kind(client: FlaskClient) -> None:
    page = client.get("/templates").text
    for words in ("Courriels", "Textos", "Lettres", "Cartes", "Vaccination, courriel", "Par défaut pour Vaccination"):
        assert words in page
    assert page.index("Vaccination, courriel") < page.index("Vaccination, texto") < page.index("Vaccination, lettre")


def test_it_says_who_saved_last(client: FlaskClient) -> None:
    number = Template.get(code="courtesy_sms").id
    client.post(f"/templates/{number}", data={"name_fr": "Merci", "purpose": "care", "body_fr": "Merci!", "seen": "1"})
    page = client.get("/templates").text
    assert "Version\u00a02, le 5\u00a0mars, par vous" in page


def test_it_takes_a_known_number_of_statements(
    client: FlaskClient, counted: Callable[[Callable[[], object]], int]
) -> None:
    client.get("/templates")
    before = counted(lambda: client.get("/templates"))
    for number in range(5):
        client.post(
            "/templates/new",
            data={"name_fr": f"Gabarit {number}", "purpose": "care", "subject_fr": "x", "body_fr": "y"},
        )
    assert counted(lambda: client.get("/templates")) == before
