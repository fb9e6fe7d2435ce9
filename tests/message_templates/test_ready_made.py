"""The wordings that every clinic begins with: right for anybody, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from tests.message_templates.people import (
    AZUR,
    BOOKED,
    CARAMEL,
    EN,
    FR,
    HEIDI,
    MAX,
    NAME,
    NAMELESS,
    OTHER,
    TODAY,
    ZOE,
    to,
)
from tests.migrations import migration
from webapp.message_templates import queries
from webapp.message_templates.rules import checks
from webapp.message_templates.rules.draft import Draft
from webapp.message_templates.rules.recipients import Patient, Recipient
from webapp.message_templates.rules.rendering import Rendered, Renderer
from webapp.message_templates.rules.tags import values
from webapp.models import ReminderType, Template
from webapp.sms_text import length

TYPES = ("antiparasitic", "vaccination", "annual_exam", "courtesy")
MORE = migration("0068_ready_made_for_every_kind")
CODES = [f"{code}_{kind}" for code in TYPES for kind in ("email", "sms", "letter", "card")]
CODES += [
    "second_contact_email",
    "second_contact_letter",
    *(f"{code}_{kind}" for code, _, kind, *_ in MORE.everything()),
]
RECIPIENTS = [
    to(AZUR), to(ZOE, AZUR, HEIDI, title="M.", first="Luc", last="Roy"), to(CARAMEL, title="", first="", last=""),
    to(NAMELESS), to(MAX, OTHER), to(NAMELESS, OTHER),
]  # fmt: skip


def rendered(code: str, recipient: Recipient, language: str, clinic: str = NAME) -> Rendered:
    found = queries.find(code)
    assert found
    version = queries.newest(found.id)
    assert version
    frame = replace(EN if language == "en" else FR, name=clinic)
    renderer = Renderer(version, language, frame)
    if "rendezvous." in version.body_fr:
        recipient = replace(recipient, appointment=BOOKED)
    known = values(recipient, frame=frame, today=TODAY)
    if found.kind == "script":  # at the desk, whoever has no name is asked for otherwise (tests/calls/test_script.py)
        known = {"client.nom_complet": "Marie-Ève Ménard", **known}
    write = {"email": renderer.email, "sms": renderer.sms}.get(found.kind, renderer.letter)
    return write(known)


@pytest.mark.parametrize("code", CODES)
def test_it_has_no_fault_and_no_doubt(app: Flask, code: str) -> None:
    found = queries.find(code)
    assert found and found.code == code
    version = queries.newest(found.id)
    assert version and version.number == 1
    wording = Draft.of(found.kind, version)
    assert not checks.faults(wording) and not checks.doubts(wording, FR)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_reads_well_for_anybody(app: Flask, code: str, language: str) -> None:
    for recipient in RECIPIENTS:
        message = rendered(code, recipient, language)
        said = f"{message.subject}\n{message.text.split('--')[0]}".strip()
        assert "{{" not in said and "None" not in said and "(e)" not in said
        assert not re.search(r"(^|[.!?]\s|\n)[a-zà-ÿ](?!\S*@)", said.replace("\u00a0", " ")), (
            said
        )  # no small letter first
        assert not re.search(r"\b(de|le|la|que) [AEIOUÉaeiouéœ]", said.replace(" vaccin", " -")) or "le " in said
        assert not re.search(r"  |\s[,.]", said.replace("\u00a0", " ").replace("\n", "|")), said


def test_it_reads_aloud(app: Flask) -> None:
    azur = rendered("vaccination_email", to(AZUR), "fr").text.replace("\u00a0", " ")
    assert azur.startswith(
        "Bonjour, Madame.\n\nAzur doit recevoir son vaccin. La date recommandée est le 1er avril 2026.\n\n"
        "Un vaccin à jour protège votre chienne contre des maladies graves."
    )
    three = rendered("antiparasitic_email", RECIPIENTS[1], "fr")
    assert three.subject == "La protection de Zoë, d’Azur et de Heidi contre les parasites"
    nameless = rendered("annual_exam_letter", to(NAMELESS, title=""), "fr")
    assert nameless.text.startswith("Bonjour,\n\nLe moment est venu de faire l’examen annuel de votre chat.")
    english = rendered("antiparasitic_card", to(NAMELESS, title="", first="Jane", last="Smith"), "en")
    assert english.text.startswith("Hello Jane Smith,\n\nYour cat’s protection against fleas, ticks and heartworm")


# What clients call their animals, one and two; names with letters that no text message has are another matter.
USUAL = (
    ("Azur",), ("Heidi",), ("Max",), ("Bébé",), ("Princesse",), ("Choupette",), ("Caramel",), ("Marguerite",),
    ("Luna", "Max"), ("Bella", "Milo"), ("",),
)  # fmt: skip


@pytest.mark.parametrize("code", [code for code in CODES if code.endswith("sms")])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_one_text_message_that_says_how_to_stop(app: Flask, code: str, language: str) -> None:
    for names in USUAL:
        about = to(*(Patient(name, "F", "chien", "chienne", "dog") for name in names))
        message = rendered(code, about, language, clinic="Clinique vétérinaire du Ruisseau-aux-Loutres").text
        found = length(message)
        assert found.parts == 1 and not found.outside, f"{found} {message}"
        assert "STOP" in message and "Clinique" in message


def test_it_respects_who_reads_it(app: Flask) -> None:
    """Nobody is addressed as a friend; nothing is sold in a word of sympathy; no ready-made one says "dû"."""
    for code in CODES:
        version = queries.newest(queries.find(code).id)  # type: ignore[union-attr]
        french = f"{version.subject_fr}\n{version.body_fr}".lower()  # type: ignore[union-attr]
        assert not re.search(r"\b(tu|toi|ton|ta|tes|dû|due)\b", french), code
        if code.startswith("surgery"):
            assert "rendezvous.jour" in french and not re.search(r"rendezvous\.(debut|heure|fin)", french)
            assert "minuit" in french
        if code.startswith("condolence"):
            assert not re.search(r"rendez-vous|rappel|promotion|téléphone|book|appointment", french)


def test_it_speaks_on_every_channel_of_its_kind(app: Flask) -> None:
    for communication, kind in (("invoice", "email"), ("birthday", "card"), ("reminder", "script"), ("free", "sms")):
        found = queries.default_of(communication, [kind])
        assert found and found.code == f"{communication}_{kind}"


@pytest.mark.parametrize("code", TYPES)
def test_it_is_what_each_type_writes_with(app: Flask, code: str) -> None:
    row = ReminderType.get(code=code)
    found = {channel: queries.for_type(row, channel) for channel in ("email", "sms", "post", "phone")}
    paper = "card" if code == "courtesy" else "letter"
    assert {channel: version and version.template.code for channel, version in found.items()} == {
        "email": f"{code}_email", "sms": f"{code}_sms", "post": f"{code}_{paper}", "phone": None,
    }  # fmt: skip


def test_it_finds_a_template_by_what_people_call_it(app: Flask) -> None:
    named = queries.find("vaccination, COURRIEL")
    assert named and named.code == "vaccination_email"
    english = queries.find("Parasite prevention, e-mail", ("email",))
    assert english and english.code == "antiparasitic_email"
    assert queries.find("vaccination_email", ("sms",)) is None
    assert queries.find("") is None and queries.find("no such template") is None


def test_it_leaves_an_archived_default_aside(app: Flask) -> None:
    Template.update(archived_at=Template.get(code="vaccination_email").created_at).where(
        Template.code == "vaccination_email"
    ).execute()
    assert queries.for_type(ReminderType.get(code="vaccination"), "email") is None
