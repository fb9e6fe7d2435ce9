"""What is seen while one types."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.message_templates.steps import FIELDS
from webapp import merge
from webapp.message_templates.queries import examining
from webapp.message_templates.rules import checks
from webapp.models import TemplateVersion

HTMX = {"HX-Request": "true"}


def preview(client: FlaskClient, number: int = 1, **fields: str) -> str:
    answer = client.post("/templates/1/preview", data={**FIELDS, **fields, "example": str(number)}, headers=HTMX)
    assert answer.status_code == 200 and "<html" not in answer.text
    return answer.text.replace("\u00a0", " ")


def test_it_shows_the_message_as_a_telephone_and_as_a_computer(client: FlaskClient) -> None:
    page = preview(client, subject_fr="Le vaccin {{ animal.de_nom }}")
    assert page.count("Le vaccin <mark>d’Azur</mark>") == 2 and "<mark>Bonjour, Madame.</mark>" in page
    assert "Azur, chienne de Marie-Ève Ménard, en français" in page and "(exemple inventé)" in page


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "Azur, chienne"), (2, "Heidi, chienne"), (3, "Max, chien"), (4, "Zoë, chatte"), (5, "Caramel, chat"),
        (6, "Azur, Zoë et Max, animaux"), (7, "Buddy, chien de Jane Smith, en anglais"), (8, "Sans nom, chat"),
        (9, "Azur, chienne"), (0, "Azur, chienne"),
    ],
)  # fmt: skip
def test_it_tries_what_breaks_sentences(client: FlaskClient, number: int, said: str) -> None:
    assert said in preview(client, number)


def test_it_prefers_clients_that_there_are(client: FlaskClient) -> None:
    owner = factories.client(first_name="Étienne", last_name="D’Amours", title="M.")
    factories.animal(name="Élie", owner=owner, sex="M")
    factories.animal(name="Aïoli", owner=owner, sex="F")
    page = preview(client, 1)
    assert "Aïoli" in page and "d’Étienne D’Amours" in page and "(exemple inventé)" not in page
    assert "Aïoli et Élie" in preview(client, 6)


def test_it_saves_nothing(client: FlaskClient) -> None:
    preview(client, body_fr="Autre chose")
    assert TemplateVersion.select().where(TemplateVersion.body_fr.contains("Autre chose")).count() == 0


def test_it_says_what_is_wrong_while_one_types(client: FlaskClient) -> None:
    page = preview(client, body_fr="{{ animal.nmo }} <b>", subject_fr="")
    assert "La balise « animal.nmo » est inconnue" in page and "Un courriel a besoin d’un objet" in page
    assert "<mark>{{ animal.nmo }}</mark> &lt;b&gt;" in page
    assert "4 à regarder" in page


@pytest.mark.parametrize("field", ["body_fr", "body_en", "subject_fr", "button_url"])
def test_it_looks_at_the_length_before_anything_else(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    def never(*_given: object) -> None:
        raise AssertionError("ran")

    longest = checks.LONGEST_BODY if field.startswith("body") else checks.LONGEST_LINE
    preview(client, **{field: "a" * longest})
    for name in ("check", "stray_braces", "tags_in"):
        monkeypatch.setattr(merge, name, never)
    monkeypatch.setattr(examining.Renderer, "preview", never)
    page = preview(client, **{field: "a" * (longest + 1)})
    assert page.count("caractères au plus") == 1 or "caractères" in page


@pytest.mark.parametrize(
    "piece", ["{", "{{", "}}", "{{ a }}", "{{ animal.nom }}", "{{ x{n} }}", "* ", "d’", "de {{ animal.nom }} "]
)
def test_it_says_of_the_longest_text_what_is_wrong_and_not_everything(client: FlaskClient, piece: str) -> None:
    """At the limit, whatever it is full of: each pass over it is linear, and nobody reads a thousand findings."""
    wording, number = "", 0
    while len(wording) < checks.LONGEST_BODY:
        number += 1
        wording += piece.replace("{n}", str(number))
    began = time.process_time()
    page = preview(client, body_fr=wording[: checks.LONGEST_BODY])
    assert page.count("<li") < 60
    assert time.process_time() - began < 5


def test_it_puts_the_doubtful_first(client: FlaskClient) -> None:
    page = preview(client, body_fr="{{ appel }} {{ animal.le_la }}")
    assert page.index("La balise « le / la » est dans le français, pas dans l’anglais") < page.index(
        "Essayé avec les 8 exemples"
    )


def test_it_names_whom_a_value_is_missing_for(client: FlaskClient) -> None:
    page = preview(client, body_fr="{{ appel }} {{ client.titre }}", body_en="{{ appel }} {{ client.titre }}")
    assert "« Titre » n’a pas de valeur pour Caramel, chat de Dominique Gagnon" in page


def test_it_says_when_nobody_would_be_written_to(client: FlaskClient) -> None:
    page = preview(client, 7, subject_en="", body_en="")
    assert "rien ne lui serait envoyé" in page


def test_it_shows_a_new_one_too(client: FlaskClient) -> None:
    answer = client.post("/templates/new/preview?kind=letter", data=FIELDS, headers=HTMX)
    assert "<mark>Bonjour, Madame.</mark>" in answer.text and "Pour ne plus recevoir de rappels" in answer.text


def test_it_gives_the_whole_page_without_javascript(client: FlaskClient) -> None:
    answer = client.post("/templates/1/preview", data={**FIELDS, "body_fr": "Pas encore enregistré", "example": "7"})
    assert "<html" in answer.text and "Pas encore enregistré" in answer.text and "Buddy" in answer.text


def test_it_shows_the_email_as_it_leaves_in_a_sandbox(client: FlaskClient) -> None:
    answer = client.get("/templates/1/versions/1/mail?example=2")
    assert answer.status_code == 200 and "Heidi" in answer.text and "<mark>" not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
