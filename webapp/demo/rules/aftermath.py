"""What people left behind: changes by colleagues, fields to correct, and the reports of two imports."""

import json
import random
from typing import Any

from webapp.demo.rules import identities
from webapp.demo.rules.data import Row, dice, numbered, table
from webapp.demo.rules.days import Days
from webapp.demo.rules.patients import Patient
from webapp.demo.rules.people import Draft

JULIE, SOPHIE, ANNE, LUC, EMILY = "julie.belanger", "sophie.nadeau", "anne.gagnon", "luc.belanger", "emily.clark"
# What was imported, and of it what was refused (its number in the practice software).
FILES = {
    "clients": "clients.csv",
    "animals": "animaux.csv",
    "sales": "ventes.csv",
    "visits": "visites.csv",
    "appointments": "rendez-vous.csv",
}
REFUSED = table("refused")
DOUBT = {"email": "email", "postal_code": "postal_code", "born_on": "birth"}  # field: reason
DESK = (JULIE, SOPHIE, EMILY)


class Journal:
    """What colleagues did in the last months, in the order of time once it is closed."""

    def __init__(self, seed: int, days: Days) -> None:
        self.chance, self.days = dice(seed, "history"), days
        self.rows: list[Row] = []

    def add(self, client: int, animal: int | None, ago: int, by: str, verb: str, **details: Any) -> None:
        """One line, at some hour of the working day so many days ago."""
        hour, minute, second = self.chance.randrange(8, 18), self.chance.randrange(60), self.chance.randrange(60)
        at = self.days.at(self.days.ago(ago), hour, minute, second)
        said = json.dumps(details, ensure_ascii=False)
        self.rows.append(Row(client_id=client, animal_id=animal, at=at, by=by, verb=verb, details=said))

    def animals(self, patients: list[Patient]) -> None:
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


def history(seed: int, days: Days, drafts: list[Draft], patients: list[Patient]) -> list[Row]:
    """The rows of everybody's history, in the order of time, from the same `seed` the same."""
    journal = Journal(seed, days)
    journal.animals(patients)
    journal.clients(drafts)
    return numbered(sorted(journal.rows, key=lambda row: row.at))


def _change(chance: random.Random, draft: Draft) -> tuple[str, str, str]:
    """A column of this client, what stood there before, and what stands there now."""
    row, roll = draft.row, chance.random()
    if roll < 0.45 and row.mobile_phone:
        return "mobile_phone", "", row.mobile_phone
    if roll < 0.75 and row.email:
        local, _, domain = row.email.partition("@")
        return "email", chance.choice(("", f"{local}{chance.randrange(60, 99)}@{domain}")), row.email
    return "address", identities.address(chance)[0], row.address


def corrections(days: Days, drafts: list[Draft], patients: list[Patient]) -> list[Row]:
    """The doubtful fields that the last import left empty."""
    found: list[tuple[int, int | None, str, str]] = []  # client, animal, field, value
    found += [(draft.row.id, None, *doubt) for draft in drafts for doubt in draft.doubtful.items()]
    found += [(one.row.client_id, one.row.id, "born_on", one.born_as_filed) for one in patients if one.born_as_filed]
    noted = days.at(days.ago(1), 17, 12)
    return numbered(
        Row(client_id=client, animal_id=animal, field=field, value=value, noted_at=noted)
        for client, animal, field, value in found
    )


def imports(days: Days, rows: Row) -> None:
    """Add two imports to what is there: one without a hitch, then yesterday's, with a line for each refused row and
    each doubtful field."""
    rows.import_runs, rows.import_files, rows.import_lines = [], [], []
    for ago, hour, minute, hitch in ((3, 17, 4, False), (1, 17, 12, True)):
        began, ended = (days.at(days.ago(ago), hour, minute, second) for second in (0, 41))
        run = Row(source="browser", by=ANNE, state="done", created_at=began, started_at=began, ended_at=ended)
        run.dry_run = False
        rows.import_runs.append(run)
        numbered(rows.import_runs)
        for position, kind in enumerate(FILES):
            total = len(getattr(rows, kind))
            lines = _lines(kind, total, rows) if hitch else []
            file = _file(position, kind, total, lines)
            rows.import_files.append(file)
            numbered(rows.import_files)
            file.run_id = run.id
            for line in lines:
                line.file_id = file.id
            rows.import_lines += lines
    numbered(rows.import_lines)


def _lines(kind: str, total: int, rows: Row) -> list[Row]:
    lines = [
        _line(total + 2 + n, "refused", fault.key, fault.reason, fault.field, fault.value)
        for n, fault in enumerate(fault for fault in REFUSED if fault.kind == kind)
    ]
    for doubt in rows.corrections:
        of, row = ("animals", doubt.animal_id) if doubt.animal_id else ("clients", doubt.client_id)
        if of == kind:
            number = getattr(rows, kind)[row - 1].number
            lines.append(_line(row + 1, "warned", number, DOUBT[doubt.field], doubt.field, doubt.value))
    return lines


def _line(line: int, outcome: str, key: str, reason: str, field: str, value: str) -> Row:
    details = json.dumps({"value": value}, ensure_ascii=False)
    return Row(line=line, outcome=outcome, key=key, reason=reason, field=field, details=details)


def _file(position: int, kind: str, total: int, lines: list[Row]) -> Row:
    file = Row(name=FILES[kind], position=position, kind=kind, state="done")
    file.encoding, file.separator, file.day_order = "utf-8", ";", "ymd"
    file.refused = sum(line.outcome == "refused" for line in lines)
    file.warned = len({line.line for line in lines if line.outcome == "warned"})
    file.created = min(total, 4 + position * 9)
    file.updated = min(total - file.created, 3 + position * 2)
    file.unchanged = total - file.created - file.updated
    file.rows = file.rows_read = total + file.refused
    file.bytes_read = file.bytes_total = total * 96 + 120
    return file
