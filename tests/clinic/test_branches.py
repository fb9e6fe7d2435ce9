"""The places of a clinic that has several, and what a message says of them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.message_templates.steps import FIELDS, make
from webapp.message_templates import queries as wordings
from webapp.models import Branch, Template

LAKE = {
    "name": "Clinique du Lac", "address": "12, rue Principale", "address_2": "", "town": "Magog", "province": "QC",
    "postal_code": "J1X 1Y4", "country": "CA", "phone": "819 555-0100", "email": "info@clinique.example",
    "website": "", "language": "fr",
}  # fmt: skip
BROMONT = {
    "name": "Bromont", "address": "34, boul. de Bromont", "address_2": "", "town": "Bromont", "province": "QC",
    "postal_code": "j2l1a1", "country": "CA", "phone": "450 534-0100", "email": "", "website": "",
    "map_url": "maps.example/bromont", "hours_fr": "Lundi au vendredi\r\n8 h à 18 h", "hours_en": "",
}  # fmt: skip


def page(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


@pytest.fixture
def bromont(manager: FlaskClient) -> Branch:
    manager.post("/settings/identity", data=LAKE)
    assert manager.post("/settings/branches/new", data=BROMONT).status_code == 303
    return Branch.get(name="Bromont")


def test_it_writes_down_a_branch(manager: FlaskClient, bromont: Branch) -> None:
    assert (bromont.postal_code, bromont.phone, bromont.map_url) == (
        "J2L 1A1", "+14505340100", "https://maps.example/bromont",
    )  # fmt: skip
    assert bromont.hours_fr == "Lundi au vendredi\n8 h à 18 h"
    assert "Bromont" in page(manager, "/settings")
    assert "34, boul. de Bromont · Bromont · 450 534-0100" in page(manager, "/settings/branches")
    answer = manager.post(f"/settings/branches/{bromont.id}", data={**BROMONT, "town": "Shefford", "phone": ""})
    assert answer.status_code == 303 and Branch.get_by_id(bromont.id).town == "Shefford"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Donnez un nom à la succursale"),
        ({"name": "BROMONT"}, "Une autre succursale porte ce nom."),
        ({"address": ""}, "adresse"),
        ({"postal_code": "12"}, "code postal"),
        ({"phone": "12"}, "numéro de téléphone"),
        ({"email": "chez nous"}, "info@clinique.ca"),
        ({"map_url": "javascript:alert(1)"}, "lien vers un plan"),
    ],
)
def test_it_refuses_beside_the_field(
    manager: FlaskClient, bromont: Branch, typed: dict[str, str], sentence: str
) -> None:
    refused = manager.post("/settings/branches/new", data={**BROMONT, "name": "Granby", "town": "Là-bas", **typed})
    assert refused.status_code == 422 and sentence in refused.text and "Là-bas" in refused.text
    assert Branch.select().count() == 1


@pytest.mark.parametrize("url", ["/settings/branches", "/settings/branches/new", "/settings/branches/1"])
def test_it_is_for_managers(client: FlaskClient, bromont: Branch, url: str) -> None:
    assert client.get(url).status_code == 403


def test_it_knows_no_other_branch(manager: FlaskClient) -> None:
    assert manager.get("/settings/branches/7").status_code == 404
    assert manager.post("/settings/branches/7/default").status_code == 404
    assert manager.post("/settings/branches/7/archive").status_code == 404


def test_it_speaks_for_all_until_it_is_put_away(app: Flask, manager: FlaskClient, bromont: Branch) -> None:
    url = f"/settings/branches/{bromont.id}"
    assert wordings.frame("fr").branch == "" and wordings.frame("fr").town == "Magog"
    manager.post(f"{url}/default")
    found = wordings.frame("fr")
    assert (found.name, found.branch, found.town, found.phone_link) == (
        "Clinique du Lac", "Bromont", "Bromont", "+14505340100",
    )  # fmt: skip
    assert found.email == "info@clinique.example" and found.complete and found.map_url.endswith("/bromont")
    assert "Pour les gabarits qui n’en nomment pas" in page(manager, "/settings/branches")
    manager.delete(f"{url}/default")
    assert wordings.frame("fr").branch == ""
    manager.post(f"{url}/default")
    manager.post(f"{url}/archive")
    assert wordings.frame("fr", bromont.id).branch == "" and "Sorties" not in page(manager, "/settings/branches")
    manager.delete(f"{url}/archive")
    assert wordings.frame("fr").branch == "" and wordings.frame("fr", bromont.id).branch == "Bromont"


def test_a_template_writes_for_its_branch(client: FlaskClient, manager: FlaskClient, bromont: Branch) -> None:
    made = make(client, branch=str(bromont.id))
    assert made.branch_id == bromont.id
    shown = page(client, f"/templates/{made.id}/versions/1/mail")
    assert "Clinique du Lac" in shown and "34, boul. de Bromont" in shown and "450 534-0100" in shown
    assert "12, rue Principale" not in shown
    edited = page(client, f"/templates/{made.id}")
    assert "Pour quelle succursale" in edited and "34, boul. de Bromont" in edited
    looked = client.post(f"/templates/{made.id}/preview", data={**FIELDS, "branch": ""}, headers={"HX-Request": "true"})
    assert "12, rue Principale" in looked.text
    client.post(f"/templates/{made.id}/duplicate")
    assert Template.select().order_by(Template.id.desc()).first().branch_id == bromont.id
    assert client.post(f"/templates/{made.id}", data={**FIELDS, "branch": "99", "seen": "1"}).status_code == 422
    client.post(f"/templates/{made.id}", data={**FIELDS, "branch": "", "seen": "1"})
    assert Template.get_by_id(made.id).branch_id is None


def test_one_place_asks_nothing(client: FlaskClient) -> None:
    assert "Pour quelle succursale" not in page(client, "/templates/1")
