"""What people left behind: changes by colleagues, fields to correct."""

from __future__ import annotations

import json
import random
from typing import Any

from webapp.demo.rules import places
from webapp.demo.rules.days import Days
from webapp.demo.rules.patients import Patient
from webapp.demo.rules.people import Draft
from webapp.demo.rules.rows import CorrectionRow, HistoryRow, dice

JULIE, SOPHIE, ANNE, LUC, EMILY = "julie.belanger", "sophie.nadeau", "anne.gagnon", "luc.belanger", "emily.clark"
DESK = (JULIE, SOPHIE, EMILY)


class Journal:
    """What colleagues did in the last months, in the order of time once it is closed."""

    def __init__(self, seed: int, days: Days) -> None:
        self.chance, self.days = dice(seed, "history"), days
        self.rows: list[HistoryRow] = []

    def add(self, client: int, animal: int | None, ago: int, by: str, verb: str, **details: Any) -> None:
        """One line, at some hour of the working day so many days ago."""
        hour, minute, second = self.chance.randrange(8, 18), self.chance.randrange(60), self.chance.randrange(60)
        at = self.days.at(self.days.ago(ago), hour, minute, second)
        self.rows.append(HistoryRow(0, client, animal, at, by, verb, json.dumps(details, ensure_ascii=False)))

    def animals(self, patients: list[Patient]) -> None:
        """Deaths and departures."""
        for patient in patients:
            row, since = patient.row, (self.days.today - patient.last).days
            if row.deceased and 0 < since < 120:
                who = self.chance.choice((*DESK, LUC))
                self.add(row.client_id, row.id, since, who, "deceased", on=patient.last.isoformat())
            elif row.given_away_on and since < 120:
                who = self.chance.choice(DESK)
                self.add(row.client_id, row.id, since, who, "given_away", on=row.given_away_on.isoformat())

    def clients(self, drafts: list[Draft]) -> None:
        """New ones, those who left, and what was corrected: some yesterday, a third in the last days."""
        living = [draft for draft in drafts if not draft.row.archived_at]
        for n in range(min(len(living), 60)):
            draft = self.chance.choice(living)
            ago = 1 if n < 5 else self.chance.randrange(2, 6) if n < 18 else self.chance.randrange(6, 90)
            field, old, new = _change(self.chance, draft)
            self.add(draft.row.id, None, ago, self.chance.choice(DESK), "corrected", changed={field: [old, new]})
        for draft in drafts:
            since = (self.days.today - draft.row.client_since).days
            if draft.row.archived_at:
                archived = (self.days.today - draft.row.archived_at.date()).days
                self.add(draft.row.id, None, archived, ANNE, "archived")
            elif 0 < since < 30:
                self.add(draft.row.id, None, since, self.chance.choice(DESK), "added")


def history(seed: int, days: Days, drafts: list[Draft], patients: list[Patient]) -> list[HistoryRow]:
    """The lines of everybody's history, in the order of time."""
    journal = Journal(seed, days)
    journal.animals(patients)
    journal.clients(drafts)
    journal.rows.sort(key=lambda row: row.at)
    for n, row in enumerate(journal.rows, 1):
        row.id = n
    return journal.rows


def _change(chance: random.Random, draft: Draft) -> tuple[str, str, str]:
    """A column of this client, what stood there before, and what stands there now."""
    row, roll = draft.row, chance.random()
    if roll < 0.45 and row.mobile_phone:
        return "mobile_phone", "", row.mobile_phone
    if roll < 0.75 and row.email:
        local, _, domain = row.email.partition("@")
        return "email", chance.choice(("", f"{local}{chance.randrange(60, 99)}@{domain}")), row.email
    return "address", places.address(chance)[0], row.address


def corrections(days: Days, drafts: list[Draft], patients: list[Patient]) -> list[CorrectionRow]:
    """The doubtful fields that the last import left empty."""
    noted = days.at(days.ago(1), 17, 12)
    rows = [
        CorrectionRow(0, draft.row.id, None, field, value, noted)
        for draft in drafts
        for field, value in draft.doubtful.items()
    ]
    rows += [
        CorrectionRow(0, patient.row.client_id, patient.row.id, "born_on", patient.born_as_filed, noted)
        for patient in patients
        if patient.born_as_filed
    ]
    for n, row in enumerate(rows, 1):
        row.id = n
    return rows
