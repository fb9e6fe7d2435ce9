"""Writing a template: each save that changes the wording is a version."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.message_templates.steps import FIELDS, make, versions
from webapp.models import Template, TemplateVersion


def test_it_makes_a_template_with_its_first_version(client: FlaskClient) -> None:
    made = make(client)
    assert (made.kind, made.name_fr, made.purpose, made.code) == ("email", "Rappel du printemps", "promotion", None)
    (first,) = versions(made)
    assert first.number == 1 and first.body_fr == "{{ appel }}\n\nVenez!" and first.saved_by
    page = client.get(f"/templates/{made.id}").text
    assert "5\u00a0mars à 10\u00a0h\u00a026, Julie Bélanger" in page
    assert "Version\u00a01, enregistrée le 5\u00a0mars à 10\u00a0h\u00a026." in page and "Venez!" in page


@pytest.mark.parametrize("kind", ["email", "sms", "letter", "card"])
def test_it_offers_each_kind(client: FlaskClient, kind: str) -> None:
    page = client.get(f"/templates/new?kind={kind}&plain=1").text
    assert ('name="subject_fr"' in page) == (kind in ("email", "letter"))
    assert ('name="button_url"' in page) == (kind == "email")
    answer = client.post(f"/templates/new?kind={kind}", data=FIELDS)
    assert answer.status_code == 303 and Template.get(name_fr="Rappel du printemps").kind == kind


def test_it_makes_a_version_of_each_change(client: FlaskClient) -> None:
    made = make(client)
    answer = client.post(f"/templates/{made.id}", data={**FIELDS, "body_fr": "{{ appel }} Vite!", "seen": "1"})
    assert answer.status_code == 303
    assert [(v.number, v.body_fr) for v in versions(made)] == [(1, "{{ appel }}\n\nVenez!"), (2, "{{ appel }} Vite!")]
    assert "La version\u00a02 est enregistrée." in client.get(answer.location).text


def test_it_makes_no_version_of_no_change(client: FlaskClient) -> None:
    made = make(client)
    client.post(f"/templates/{made.id}", data={**FIELDS, "seen": "1"})
    assert len(versions(made)) == 1


def test_it_saves_a_ready_made_one_as_it_stands_without_a_version(client: FlaskClient) -> None:
    """What stands in its fields, no-break spaces and all, is what was there."""
    for found in Template.select():
        newest = versions(found)[0]
        fields = {name: getattr(newest, name) for name in FIELDS if hasattr(newest, name)}
        named = {"name_fr": found.name_fr, "name_en": found.name_en, "purpose": found.purpose, "seen": "1"}
        assert client.post(f"/templates/{found.id}", data={**fields, **named}).status_code == 303
        assert len(versions(found)) == 1, found.code


def test_it_changes_the_name_without_a_version(client: FlaskClient) -> None:
    made = make(client)
    client.post(
        f"/templates/{made.id}", data={**FIELDS, "name_fr": "Été", "name_en": "", "purpose": "care", "seen": "1"}
    )
    found = Template.get_by_id(made.id)
    assert (found.name_fr, found.name_en, found.purpose) == ("Été", "Été", "care") and len(versions(made)) == 1


def test_it_keeps_what_two_people_typed(client: FlaskClient, manager: FlaskClient) -> None:
    made = make(client)
    assert manager.post(f"/templates/{made.id}", data={**FIELDS, "body_fr": "D’Anne", "seen": "1"}).status_code == 303
    refused = client.post(f"/templates/{made.id}", data={**FIELDS, "body_fr": "De Julie", "seen": "1"})
    assert refused.status_code == 422 and "De Julie" in refused.text and "Quelqu’un d’autre" in refused.text
    assert [version.body_fr for version in versions(made)][1:] == ["D’Anne"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name_fr": ""}, "Donnez un nom français au gabarit"),
        ({"name_fr": "vaccination, courriel"}, "Un autre gabarit de cette sorte porte déjà ce nom"),
        ({"name_fr": "x" * 201}, "C’est trop long"),
        ({"subject_fr": "  "}, "Un courriel a besoin d’un objet"),
        ({"subject_en": ""}, "Un courriel a besoin d’un objet, en anglais aussi"),
        ({"body_fr": "", "body_en": "", "subject_en": ""}, "Écrivez le texte dans au moins une langue"),
        ({"body_fr": "{{ animal.nmo }}"}, "inconnue. Vouliez-vous dire «\u00a0animal.nom\u00a0»"),
        ({"body_fr": "{{ zzz }}"}, "La balise «\u00a0zzz\u00a0» est inconnue. Choisissez-en une"),
        ({"body_fr": "{{ animal.nom }"}, "Ces accolades ne font pas une balise"),
        ({"button_fr": "Oui"}, "Dites où mène le bouton"),
        ({"button_url": "https://a.example"}, "Donnez un texte au bouton"),
        ({"button_fr": "Oui", "button_url": "javascript:alert(1)"}, "ne peut pas s’ouvrir"),
        ({"body_fr": "x" * 65_536}, "C’est trop long"),
        ({"purpose": "anything"}, "error"),
    ],
)  # fmt: skip
def test_it_refuses_beside_the_field_and_keeps_what_was_typed(
    client: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    before = Template.select().count(), TemplateVersion.select().count()
    refused = client.post("/templates/new", data={**FIELDS, "body_en": "Typed with care", **fields})
    assert refused.status_code == 422 and sentence in refused.text
    assert "Typed with care" in refused.text or "body_en" in fields
    assert (Template.select().count(), TemplateVersion.select().count()) == before


def test_it_saves_one_language_and_says_so(client: FlaskClient) -> None:
    made = make(client, subject_en="", body_en="", name_en="")
    page = client.get(f"/templates/{made.id}").text
    assert "Il n’y a pas de texte anglais" in page and made.name_en == "Rappel du printemps"


@pytest.mark.parametrize("address", ["/templates/999", "/templates/1/versions/9", "/templates/2/versions/1/mail"])
def test_it_knows_no_such_page(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_it_speaks_english_to_those_who_do(client: FlaskClient) -> None:
    client.post("/me", data={"language": "en"})
    page = client.get("/templates/1?plain=1").text
    assert "Insert a tag" in page and "Patient’s name" in page and "Parasite prevention, e-mail" in page
