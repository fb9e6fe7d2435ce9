from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g

from tests import factories
from webapp import history
from webapp.models import StaffMember


def line(app: Flask, verb: str, details: dict[str, Any], *, by: StaffMember | None, now: datetime) -> history.Line:
    patient = factories.animal()
    history.note(client_id=patient.client_id, animal_id=patient.id, verb=verb, details=details, now=now, by=by)
    with app.test_request_context():
        g.language = "fr"
        return history.of_animal(patient.id).items[0]


@pytest.mark.parametrize(
    ("verb", "details", "words"),
    [
        ("added", {}, "Fiche créée"),
        (
            "corrected",
            {"changed": {"email": ["", "a@example.ca"], "mobile_phone": ["+15145550134", ""]}},
            "Courriel\u00a0: (vide) → a@example.ca; Cellulaire\u00a0: 514\u00a0555-0134 → (vide)",
        ),
        (
            "corrected",
            {"changed": {"mobile_takes_sms": [False, True]}},
            "Le cellulaire reçoit les textos\u00a0: non → oui",
        ),
        (
            "corrected",
            {"changed": {"born_on": [None, "2019-06-01"]}},
            "Date de naissance\u00a0: (vide) → 1er\u00a0juin\u00a02019",
        ),
        ("corrected", {"changed": {"note": ["a", "b"]}}, "Note modifiée"),
        (
            "accords",
            {"changed": {"accepts_email": [True, False], "accepts_sms": [False, True]}},
            "Accord donné\u00a0: texto; Accord retiré\u00a0: courriel",
        ),
        (
            "deceased",
            {"on": "2026-03-04", "stopped": [], "left": [{"fr": "Retirez la lettre 214", "en": "Remove letter 214"}]},
            "Décès inscrit, le 4\u00a0mars\u00a02026; Retirez la lettre 214",
        ),
        ("transferred", {"from": "Luc", "to": "Anne"}, "Passé de Luc à Anne"),
        ("something_newer", {}, "something_newer"),
    ],
)
def test_it_says_what_happened(
    app: Flask, julie: StaffMember, now: datetime, verb: str, details: dict[str, Any], words: str
) -> None:
    said = line(app, verb, details, by=julie, now=now)
    assert said.text == words
    assert said.detail == "5\u00a0mars à 10\u00a0h\u00a026, Julie Bélanger"


def test_it_says_when_nobody_did_it(app: Flask, now: datetime) -> None:
    assert line(app, "added", {}, by=None, now=now).detail.endswith(", automatiquement")


def test_it_puts_the_newest_first_and_counts_all(app: Flask, now: datetime) -> None:
    patient = factories.animal(name="")
    for minutes, verb in enumerate(("added", "corrected", "revived")):
        at = now + timedelta(minutes=minutes)
        history.note(client_id=patient.client_id, animal_id=patient.id, verb=verb, now=at, by=None)
    with app.test_request_context():
        g.language = "fr"
        page = history.of_animal(patient.id, size=2)
    assert [each.text for each in page.items] == ["Décès retiré", "Corrigé"]
    assert (page.total, page.pages) == (3, 2)


def test_it_keeps_a_sentence_in_both_languages(app: Flask) -> None:
    with app.test_request_context():
        g.language = "fr"
        assert history.both(history.labels["email"]) == {"fr": "Courriel", "en": "E-mail"}
