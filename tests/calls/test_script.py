"""What to say: in the client's language, agreeing with the animals that it is about."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.calls.steps import due
from webapp.clinic import queries as clinic_queries
from webapp.models import Client, Clinic, Reminder, ReminderType, StaffMember, Template


def said(client: FlaskClient, whom: Client) -> list[str]:
    page = client.get(f"/calls/{whom.id}").text
    fold = re.search(r'<details class="fold">.*?<div lang="(\w\w)">(.*?)</div>', page, re.S)
    assert fold and fold[1] == whom.language
    return [unescape(each).replace("\u00a0", " ") for each in re.findall(r"<p>(.*?)</p>", fold[2])]


@pytest.mark.parametrize(
    ("kinds", "language", "sexes", "sentences"),
    [
        (["vaccination"], "fr", "F", ["Je vous appelle pour Rex, qui doit recevoir son vaccin, prévu pour le 2 mars."]),
        (
            ["vaccination"], "fr", "FM",
            ["Je vous appelle pour Rex et Zoë, qui doivent recevoir leur vaccin, prévu pour le 2 mars."],
        ),
        (
            ["antiparasitic", "annual_exam"], "fr", "M",
            [
                "Je vous appelle pour Rex, qui doit recevoir son traitement antiparasitaire, prévu pour le 2 mars.",
                "Rex doit passer son examen annuel, prévu pour le 2 mars.",
            ],
        ),
        (["courtesy"], "fr", "F", ["Je vous appelle pour prendre des nouvelles de Rex."]),
        (["dental"], "fr", "F", ["Je vous appelle pour Rex : Détartrage, à faire le 2 mars."]),
        (["vaccination"], "en", "F", ["I am calling about Rex, who needs her vaccine, planned for March 2."]),
        (
            ["annual_exam", "dental"], "en", "MM",
            [
                "I am calling about Rex and Zoë, who need their annual exam, planned for March 2.",
                "There is also, for Rex and Zoë: Scaling, planned for March 2.",
            ],
        ),
        (["courtesy"], "en", "MM", ["I am calling to hear how Rex and Zoë are doing."]),
    ],
)  # fmt: skip
def test_it_agrees(client: FlaskClient, kinds: list[str], language: str, sexes: str, sentences: list[str]) -> None:
    ReminderType.create(code="dental", name_fr="Détartrage", name_en="Scaling")
    clinic_queries.clinic()
    Clinic.update(name="Clinique du Ruisseau").execute()
    owner = factories.client(first_name="Anne", last_name="Roy", language=language)
    for name, sex in zip(("Rex", "Zoë"), sexes, strict=False):
        animal = factories.animal(owner=owner, name=name, sex=sex)
        for kind in kinds:
            factories.reminder(of=animal, due=datetime(2026, 3, 2).date(), type=ReminderType.get(code=kind))
    first, *rest, last = said(client, owner)
    assert rest == sentences
    french = "Bonjour, je voudrais parler à Anne Roy. Ici Julie Bélanger, de la Clinique du Ruisseau."
    english = "Hello, may I speak to Anne Roy? This is Julie Bélanger from Clinique du Ruisseau."
    assert first == (french if language == "fr" else english)
    asks = {"fr": ("Quand", "Est-ce que tout"), "en": ("When", "Is everything")}[language]
    assert last.startswith(asks["courtesy" in kinds]) and last.endswith("?")


def test_it_asks_for_the_day_that_they_come_anyway(client: FlaskClient) -> None:
    one = due("Anne")
    factories.appointment(of=one.animal)
    assert said(client, one.client)[-1] == "Est-ce que samedi 14 mars, avec votre autre rendez-vous, vous irait?"


def test_it_knows_a_reminder_of_the_client(client: FlaskClient) -> None:
    owner = factories.client(first_name="Anne", last_name="Roy")
    one: Any = due("", of=owner)
    Reminder.update(animal=None).where(Reminder.id == one.id).execute()
    StaffMember.update(name="Dre Julie Roy").execute()
    clinic_queries.clinic()
    Clinic.update(name="Hôpital Sainte-Foy").execute()
    first, second, _last = said(client, owner)
    assert first.endswith("Ici la Dre Julie Roy, de l’Hôpital Sainte-Foy.")
    assert second.startswith("Je vous appelle pour un rappel à votre nom : ") and second.endswith(
        ", à faire le 2 mars."
    )


def test_it_says_what_the_clinic_has_written(client: FlaskClient) -> None:
    one = due("Anne")
    own = Template.get(code="reminder_script")
    fields = {"name_fr": "Appel", "name_en": "Call", "purpose": "care", "seen": "1"}
    typed = "Bonjour, ici {{ appelant.nom }}. J’ai une place demain.\n\n{{ appel.motifs }}"
    assert client.post(f"/templates/{own.id}", data={**fields, "body_fr": typed, "body_en": ""}).status_code == 303
    first, second = said(client, one.client)
    assert first == "Bonjour, ici Julie Bélanger. J’ai une place demain."
    assert second.startswith("Je vous appelle pour ")
    Client.update(language="en").where(Client.id == one.client_id).execute()
    page = unescape(client.get(f"/calls/{one.client_id}").text)
    assert "J’ai une place demain." in page and '<div lang="fr">' in page  # the clinic has no English for it


def test_it_says_otherwise_to_whoever_was_reached_already(client: FlaskClient, now: datetime) -> None:
    one = due("Anne")
    Reminder.update(done_at=now, done_by="email").where(Reminder.id == one.id).execute()
    paragraphs = said(client, one.client)
    assert paragraphs[1].startswith("Nous vous avons fait signe il y a quelque temps")
    assert paragraphs[-1].endswith("Quand aimeriez-vous venir?")


def test_it_asks_for_whoever_looks_after_the_animal(client: FlaskClient) -> None:
    owner = factories.client(first_name="", last_name="", language="fr")
    factories.reminder(of=factories.animal(owner=owner, name="Azur", sex="F"))
    assert said(client, owner)[0].startswith("Bonjour, je voudrais parler à la personne qui s’occupe d’Azur. Ici Julie")


@pytest.mark.parametrize("tag", ["appelant.nom", "appel.motifs", "call.question"])
def test_only_a_script_can_say_who_calls(client: FlaskClient, tag: str) -> None:
    fields = {"name_fr": "Lettre", "purpose": "care", "body_fr": f"Bonjour {{{{ {tag} }}}}"}
    refused = client.post("/templates/new?kind=letter", data=fields)
    assert refused.status_code == 422 and "seul un texte d’appel peut le dire" in unescape(refused.text)
    assert client.post("/templates/new?kind=script", data=fields).status_code == 303
    assert "Pourquoi" not in refused.text and "appel.motifs" in client.get("/templates/new?kind=script").text
    assert "appel.motifs" not in client.get("/templates/new?kind=letter").text
