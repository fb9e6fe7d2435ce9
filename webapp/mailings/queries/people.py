"""A group of needs as the wording sees it: one recipient, their animals, what is due."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.mailings.queries.needs import Row
from webapp.message_templates.rules.values import Need, Patient, Recipient


def recipient(rows: Sequence[Row]) -> Recipient:
    """The first row's client is addressed; each animal is named once, however many reminders it has."""
    lead = rows[0]
    patients: dict[int, Patient] = {}
    needs = []
    for row in rows:
        patient = None
        if row.animal_id is not None:
            patient = patients.get(row.animal_id)
            if patient is None:
                patient = patients[row.animal_id] = _patient(row)
        needs.append(Need(row.type_fr, row.type_en, row.due_on, patient))
    return Recipient(lead.title, lead.first_name, lead.last_name, tuple(patients.values()), tuple(needs))


def _patient(row: Row) -> Patient:
    return Patient(
        row.animal_name or "", row.sex or "", row.noun_fr_male or "animal", row.noun_fr_female or "animal",
        row.noun_en or "animal",
    )  # fmt: skip
