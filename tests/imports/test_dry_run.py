"""A dry run says what a real one would do, and does nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.imports.conftest import ANIMALS, APPOINTMENTS, CLIENTS, ITEMS, SALES, VISITS, Bring, counts, only, text
from webapp.imports.actions import reading
from webapp.imports.queries.reports import Report
from webapp.models import Animal, Breed, Client, Correction, ImportLine, Item, Sale, Species, Veterinarian

FILES = {
    "ventes.csv": text(
        SALES,
        "900;F1;20/12/2025;1;100;P;SHAMP;1;19,95",
        "901;F1;20/12/2025;2;101;P;SHAMP;1;19,95",
        "902;F1;20/12/2025;;100;P;NEUF;1;19,95",
        "903;F1;20/12/2025;1;;P;RIEN;1;19,95",
    ),
    "rdv.csv": text(APPOINTMENTS, "700;100;2026-04-01 10:00;30;Dre Neuve;Examen;;Prévu"),
    "visites.csv": text(VISITS, "500;100;2026-01-05;;Dre Neuve", "501;101;2026-01-05;;Dre Neuve"),
    "animaux.csv": text(
        ANIMALS, "100;1;Rex;Lama;Suri;M;;N;", "101;2;Kiki;Canin;;M;;N;", "102;3;Bob;Canin;;M;31/02/2020;N;"
    ),
    "clients.csv": text(CLIENTS, "1;Anne;Roy;;;", "2;;;;;", "3;Luc;Côté;pas de courriel@;;"),
    "produits.csv": text(ITEMS, "SHAMP;Shampoing;Accessoires;4200;Virbac;19,95", "NEUF;Neuf;Neuves;;;1,00"),
}


def essence(report: Report) -> list[object]:
    return [
        (
            file.row.name,
            file.row.kind,
            counts(file),
            [replace(line) for line in file.refused],
            [replace(line) for line in file.warned],
        )
        for file in report.files
    ]


def test_it_foretells_what_a_real_run_does(bring: Bring) -> None:
    tables = (Client, Animal, Item, Sale, Species, Breed, Veterinarian, Correction)
    before = [table.select().count() for table in tables]
    dry = bring(FILES, dry_run=True)
    assert [table.select().count() for table in tables] == before
    assert essence(dry) == essence(bring(FILES))
    assert [table.select().count() for table in tables] != before
    again = bring(FILES, dry_run=True)
    assert essence(again) == essence(bring(FILES))
    assert [file.row.unchanged for file in again.files] == [2, 1, 1, 2, 2, 2]


def test_it_foretells_changes_that_hang_together(bring: Bring) -> None:
    bring(FILES)
    changed = {
        **FILES,
        "clients.csv": text(CLIENTS, "1;Anne;Huot;;;", "2;Zoé;Gagné;;;", "3;Luc;Côté;luc@exemple.ca;;"),
        "animaux.csv": text(ANIMALS, "100;2;Rex;Lama;Suri;M;;O;2026-02-02", "101;2;Kiki;Canin;Neuve;M;;N;"),
    }
    assert essence(bring(changed, dry_run=True)) == essence(bring(changed))


def test_it_foretells_a_second_file_of_the_same_kind(bring: Bring) -> None:
    two = {
        "a-clients.csv": text(CLIENTS, "1;Anne;Roy;;;"),
        "b-clients.csv": text(CLIENTS, "1;Anne;Huot;;;", "2;Luc;Côté;;;"),
    }
    dry = bring(two, dry_run=True)
    assert [counts(file)[1:4] for file in dry.files] == [(1, 0, 0), (1, 1, 0)]
    assert essence(dry) == essence(bring(two))


def test_it_names_what_would_be_new_or_changed(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "KEPT_CHANGES", 2)
    bring({"clients.csv": text(CLIENTS, "1;Anne;Roy;;;")})
    rows = ["1;Anne;Huot;a@exemple.ca;;", *(f"{n};x;y;;;" for n in range(2, 7))]
    report = bring({"clients.csv": text(CLIENTS, *rows)}, dry_run=True)
    assert counts(only(report))[1:4] == (5, 1, 0)
    lines = [(line.outcome, line.line, line.key, line.field) for line in ImportLine.select().order_by(ImportLine.line)]
    assert lines == [("updated", 2, "1", "last_name, email"), ("created", 3, "2", ""), ("created", 4, "3", "")]


def test_it_keeps_all_counts_however_many_lines_the_report_keeps(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "KEPT_LINES", 3)
    report = only(bring({"clients.csv": text(CLIENTS, *(f"{n};;;;;" for n in range(10)))}))
    assert (report.row.refused, len(report.refused)) == (10, 3)
