"""What keeps a wording from being saved, and what a person should look at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.message_templates.people import EN, FR, draft
from webapp.message_templates.rules.checks import doubts, faults

ENGLISH = {"subject_en": "Hello", "body_en": "{{ appel }}"}


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({}, []),
        ({"body_fr": ""}, [("no_text", "body_fr", "")]),
        ({"subject_fr": " "}, [("no_subject", "subject_fr", "")]),
        ({**ENGLISH, "subject_en": ""}, [("no_subject", "subject_en", "")]),
        ({"subject_en": "Hello"}, [("subject_alone", "body_en", "")]),
        ({"body_fr": "{{ animal.nmo }}"}, [("unknown_tag", "body_fr", "animal.nmo")]),
        ({"subject_fr": "{{ quelque chose }}"}, [("unknown_tag", "subject_fr", "quelque chose")]),
        ({"body_fr": "{{ unsubscribe_url }}"}, [("unknown_tag", "body_fr", "unsubscribe_url")]),
        ({"body_fr": "{{ animal.nom }"}, [("stray_braces", "body_fr", "{{ animal.nom }")]),
        ({"body_fr": "x" * 65_536}, [("too_long", "body_fr", "")]),
        ({"button_fr": "Oui"}, [("button_without_address", "button_url", "")]),
        ({"button_url": "https://a.example"}, [("address_without_button", "button_fr", "")]),
        ({"button_fr": "Oui", "button_url": "javascript:x"}, [("button_scheme", "button_url", "javascript:x")]),
        ({"button_fr": "Oui", "button_url": "data:text/html,x"}, [("button_scheme", "button_url", "data:text/html,x")]),
        ({"button_fr": "Oui", "button_url": "http://a.example"}, [("button_scheme", "button_url", "http://a.example")]),
        ({"button_fr": "Oui", "button_url": "{{ animal.nom }}"}, [("button_scheme", "button_url", "{{ animal.nom }}")]),
        ({"button_fr": "Oui", "button_url": "{{ clinique.site }}/rdv"}, []),
        ({"button_fr": "Oui", "button_url": "tel:{{ clinique.telephone }}"}, []),
    ],
)  # fmt: skip
def test_it_finds_what_cannot_be_saved(columns: dict[str, str], found: list[tuple[str, str, str]]) -> None:
    assert [(fault.code, fault.field, fault.what) for fault in faults(draft(**columns))] == found


def test_it_guesses_the_tag_that_was_meant() -> None:
    (fault,) = faults(draft(body_fr="{{ animal.nmo }}"))
    assert fault.other == "animal.nom"
    (fault,) = faults(draft(body_fr="{{ zzzzzz }}"))
    assert fault.other == ""


def test_it_wants_no_subject_of_a_letter() -> None:
    assert not faults(draft("letter", subject_fr="")) and not faults(draft("sms", subject_fr=""))


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (ENGLISH, []),
        ({}, [("no_language", "")]),
        ({"body_fr": ""}, []),
        ({**ENGLISH, "body_fr": ""}, [("no_language", "")]),
        ({**ENGLISH, "body_fr": "Un vaccin {{ animal.le_la }} protège. {{ appel }}"}, [("tag_in_one", "animal.le_la")]),
        ({**ENGLISH, "body_fr": "{{ appel }} {{ rappel.echeance }}"}, [("tag_in_one", "rappel.echeance")]),
        ({**ENGLISH, "body_fr": "{{ appel }} {{ animal.de_nom }}", "body_en": "{{ appel }} {{ animal.nom }}"}, []),
        ({**ENGLISH, "body_fr": "{{ appel }} vacciné{{ animal.e }} {{ doit_doivent }} {{ son_leur }}"}, []),
        ({**ENGLISH, "subject_fr": "{{ animal.nom }} doit", "subject_en": "{{ animal.nom }}"}, [("agreement", "doit")]),
        ({**ENGLISH, "subject_fr": "{{ animal.nom }}", "subject_en": "{{ animal.nom }} is due"}, [("agreement", "is")]),
        ({**ENGLISH, "subject_fr": "Vaccin de {{ animal.nom }}", "subject_en": "{{ animal.nom }}"}, [("elision", "")]),
        ({**ENGLISH, "subject_fr": "Prenez NexGard"}, [("brand", "NexGard")]),
        ({**ENGLISH, "subject_fr": "La révolution, un avantage"}, []),
        ({**ENGLISH, "subject_en": "Get NexGard"}, []),
        ({**ENGLISH, "subject_fr": "long " * 20}, [("long_subject", "")]),
        ({**ENGLISH, "button_fr": "Oui", "button_url": "tel:1"}, [("button_in_one", "")]),
    ],
)  # fmt: skip
def test_it_doubts(columns: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert [(doubt.code, doubt.what) for doubt in doubts(draft(**columns), FR)] == found


def test_it_doubts_what_the_clinic_lacks() -> None:
    wording = draft(**ENGLISH, button_fr="Oui", button_en="Yes", button_url="mailto:{{ clinique.courriel }}")
    assert [d.code for d in doubts(wording, replace(FR, address_lines=(), email=""))] == [
        "not_identified",
        "button_left_out",
    ]
    assert EN.complete and not replace(EN, phone="", email="", website="").complete
