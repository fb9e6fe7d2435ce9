"""The reports of two imports from the practice software: one without a hitch, then yesterday's."""

from __future__ import annotations

import json

from webapp.demo.rules.aftermath import ANNE
from webapp.demo.rules.days import Days
from webapp.demo.rules.rows import ImportFileRow, ImportLineRow, ImportRunRow, Rows

RUNS = ((3, 17, 4), (1, 17, 12))  # days ago, hour, minute
FILES = {
    "clients": "clients.csv",
    "animals": "animaux.csv",
    "sales": "ventes.csv",
    "visits": "visites.csv",
    "appointments": "rendez-vous.csv",
}
# kind: number in the practice software, reason, field, value
REFUSED = (
    ("animals", "209000", "unknown_client", "client", "999999"),
    ("animals", "209001", "unknown_client", "client", "12"),
    ("sales", "999000", "unknown_item", "item", "SHAMP-DEM"),
    ("sales", "999001", "bad_amount", "amount_cents", "12,50,00"),
    ("sales", "999002", "bad_date", "sold_on", "31/02/2026"),
)
DOUBT = {"email": "email", "postal_code": "postal_code", "born_on": "birth"}  # field: reason


def imports(days: Days, rows: Rows) -> None:
    """Add them to what is there, with a line for each refused row and each doubtful field of the second."""
    for run, (ago, hour, minute) in enumerate(RUNS, 1):
        at, ended = (days.at(days.ago(ago), hour, minute, second) for second in (0, 41))
        rows.import_runs.append(ImportRunRow(run, "browser", ANNE, "done", at, at, ended))
        for position, kind in enumerate(FILES):
            file = len(rows.import_files) + 1
            total = len(getattr(rows, kind))
            lines = _lines(file, kind, total, rows) if run == len(RUNS) else []
            rows.import_files.append(_file(file, run, position, kind, total, lines))
            rows.import_lines += lines
    for n, line in enumerate(rows.import_lines, 1):
        line.id = n


def _lines(file: int, kind: str, total: int, rows: Rows) -> list[ImportLineRow]:
    lines = []
    refused = [fault for fault in REFUSED if fault[0] == kind]
    for n, (_, key, reason, field, value) in enumerate(refused):
        lines.append(_line(file, total + 2 + n, "refused", key, field, reason, value))
    of_animals = kind == "animals"
    for correction in rows.corrections if kind in ("clients", "animals") else []:
        if of_animals != (correction.animal_id is not None):
            continue
        row = (correction.animal_id if of_animals else correction.client_id) or 0
        number = (rows.animals if of_animals else rows.clients)[row - 1].number
        reason = DOUBT[correction.field]
        lines.append(_line(file, row + 1, "warned", number, correction.field, reason, correction.value))
    return lines


def _line(file: int, line: int, outcome: str, key: str, field: str, reason: str, value: str) -> ImportLineRow:
    return ImportLineRow(0, file, line, outcome, key, field, reason, json.dumps({"value": value}, ensure_ascii=False))


def _file(number: int, run: int, position: int, kind: str, total: int, lines: list[ImportLineRow]) -> ImportFileRow:
    refused = sum(line.outcome == "refused" for line in lines)
    created = min(total, 4 + position * 9)
    updated = min(total - created, 3 + position * 2)
    size = total * 96 + 120
    return ImportFileRow(
        id=number,
        run_id=run,
        name=FILES[kind],
        position=position,
        kind=kind,
        state="done",
        rows=total + refused,
        created=created,
        updated=updated,
        unchanged=total - created - updated,
        refused=refused,
        warned=len({line.line for line in lines if line.outcome == "warned"}),
        rows_read=total + refused,
        bytes_read=size,
        bytes_total=size,
    )
