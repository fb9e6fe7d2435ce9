"""A file that comes again unchanged is not read again, unless something that it was compared with has changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NOW
from tests.imports.conftest import ANIMALS, CLIENTS, SALES, VISITS, Bring, counts, text
from webapp import db
from webapp.imports import actions
from webapp.imports.actions import holding, known
from webapp.imports.actions.reading import Reading
from webapp.imports.actions.runs import _Run
from webapp.imports.queries.reports import Report
from webapp.imports.rules.said import Said
from webapp.models import (
    Animal,
    Client,
    Hold,
    ImportFile,
    ImportLine,
    ImportRun,
    Item,
    KnownFile,
    Sale,
    StaffMember,
    Veterinarian,
    Visit,
)

FILES = {
    "clients.csv": text(CLIENTS, "1;Anne;Roy;anne@exemple.ca;J1X 3B3;Canada", "2;Luc;Côté;;;", "9;;;;;"),
    "animaux.csv": text(ANIMALS, "100;1;Rex;Canin;Carlin;M;2020-05-06;N;", "101;2;Mia;Félin;;F;;N;"),
    "services.csv": text(
        "Code;DescriptionFR;CatégorieRevenu;CodeGL;Prix",
        "EX;Examen annuel;Examens;4300;78,00",
        "CREM;Crémation;Fin;4400;210,00",
    ),
    "ventes.csv": text(
        SALES,
        "1;F1;2026-03-05;1;100;S;EX;1;78,00",
        "2;F1;2026-03-05;1;100;S;CREM;1;210,00",
        "3;F2;2026-03-05;77;;S;EX;1;78,00",
        "4;F3;2026-03-06;Luc Côté;Mia;S;EX;2;156,00",
        "5;F3;2026-03-06;9;;S;EX;1;78,00",
        "5;F3;2026-03-06;2;;S;EX;1;78,00",
        "6;F3;demain;2;;S;EX;1;78,00",
        "7;F4;2026-03-07;2;;S;EX;trois;78,00",
    ),
    "visites.csv": text(VISITS, "1;100;2026-03-05;Examen;Dre Huot", "2;555;2026-03-05;;", "3;101;2026-03-06;;"),
}
LONG = ("ventes.csv", "visites.csv")


@pytest.fixture(autouse=True)
def deadly(bring: Bring) -> None:
    bring({name: content for name, content in FILES.items() if name not in LONG})
    Item.update(means_death=True).where(Item.code == "CREM").execute()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds whose rows were read."""
    kinds: list[str] = []
    take = Reading.take

    def noting(self: Reading, chunk: Any) -> None:
        kinds.append(self.importer.kind)
        take(self, chunk)

    monkeypatch.setattr(Reading, "take", noting)
    return kinds


def told(report: Report) -> list[Any]:
    """All that a report says but for when."""
    beside = ("id", "run", "digest", "rows_read", "bytes_read", "bytes_total", "name", "path", "position")
    found = []
    for file in report.files:
        row = {name: value for name, value in file.row.__data__.items() if name not in beside}
        lines = ImportLine.select(*[getattr(ImportLine, name) for name in _OF_LINE]).where(ImportLine.file == file.row)
        found.append((file.row.name, row, list(lines.order_by(ImportLine.id).tuples())))
    return found


_OF_LINE = ("line", "outcome", "key", "field", "reason", "details")


def test_it_says_of_a_known_file_what_reading_it_would(bring: Bring, read: list[str]) -> None:
    first = bring(FILES)
    assert {*read} >= {"sales", "visits"}
    assert {counts(file)[4] for file in first.files if file.row.name in LONG} == {5, 1}
    assert [file.row.held for file in first.files if file.row.name == "ventes.csv"] == [1]
    del read[:]
    short = told(bring(FILES))
    assert {*read}.isdisjoint({"sales", "visits"})
    KnownFile.delete().execute()
    assert told(bring(FILES)) == short
    assert {*read} >= {"sales", "visits"}
    assert (Sale.select().count(), Visit.select().count(), Hold.select().count()) == (3, 2, 1)


def _renumbered() -> None:
    Client.update(number="77").where(Client.number == "1").execute()


CHANGES: dict[str, tuple[str, Callable[[], object]]] = {
    "a sale was corrected": ("sales", lambda: Sale.update(amount_cents=1).where(Sale.number == "1").execute()),
    "a sale has gone": ("sales", lambda: Sale.delete().where(Sale.number == "1").execute()),
    "a client has another number": ("sales", _renumbered),
    "a client is called otherwise": ("sales", lambda: Client.update(last_name="Huot").execute()),
    "an animal has another owner": ("sales", lambda: Animal.update(client=2).execute()),
    "an animal has died": ("sales", lambda: Animal.update(deceased=True).execute()),
    "an item has gone from the list": ("sales", lambda: Item.update(code="EX2").where(Item.code == "EX").execute()),
    "an item means no death": ("sales", lambda: Item.update(means_death=False).execute()),
    "a doubt was answered": ("sales", lambda: Hold.update(settled_by=StaffMember.get()).execute()),
    "a visit was corrected": ("visits", lambda: Visit.update(reason="Suivi").where(Visit.number == "1").execute()),
    "a visit has gone": ("visits", lambda: Visit.delete().where(Visit.number == "3").execute()),
    "an animal has another number": ("visits", lambda: Animal.update(number="555").where(Animal.id == 1).execute()),
    "a veterinarian is called otherwise": ("visits", lambda: Veterinarian.update(name="Dre Roy").execute()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_reads_again_when_what_stands_has_changed(
    bring: Bring, read: list[str], change: str, manager: StaffMember
) -> None:
    kind, make = CHANGES[change]
    long = {name: FILES[name] for name in LONG}
    bring(long)
    bring(long)
    del read[:]
    make()
    bring(long)
    assert kind in read


def test_it_writes_again_what_was_changed_or_deleted_here(bring: Bring) -> None:
    bring(FILES)
    Sale.update(amount_cents=1).where(Sale.number == "1").execute()
    Visit.delete().where(Visit.number == "3").execute()
    again = {file.row.name: counts(file) for file in bring(FILES).files}
    assert again["ventes.csv"][1:4] == (0, 1, 2)
    assert again["visites.csv"][1:4] == (1, 0, 1)
    assert Sale.get(Sale.number == "1").amount_cents == 7800


def test_it_reads_again_what_was_said_otherwise(app: Flask, read: list[str], tmp_path: Path) -> None:
    path = tmp_path / "ventes.csv"
    path.write_text(FILES["ventes.csv"], encoding="utf-8")

    def bring(said: Said) -> None:
        actions.import_files(source="command", paths=[(path, path.name)], now=NOW, said=said)

    values = {"TypeArticle": {"S": "product"}}
    for said in (Said(), Said(values=values), Said(columns={"NoFacture": ""}), Said(day_order="mdy")):
        bring(said)
        assert read == ["sales"], said
        del read[:]
        bring(said)
        assert read == [], said


def test_it_reads_a_file_of_which_one_line_is_other(bring: Bring, read: list[str]) -> None:
    bring(FILES)
    del read[:]
    more = FILES["ventes.csv"] + "8;F5;2026-03-08;2;101;S;EX;1;78,00\n"
    (file,) = bring({"ventes.csv": more}).files
    assert counts(file)[:4] == (9, 1, 0, 3)
    assert read == ["sales"]


def test_it_reads_again_what_an_import_was_undone_of(bring: Bring, read: list[str]) -> None:
    run = bring({"ventes.csv": FILES["ventes.csv"]}).run
    actions.undo(run_id=run.id, now=run.created_at, by=None)
    assert not KnownFile.select().exists()
    (file,) = bring({"ventes.csv": FILES["ventes.csv"]}).files
    assert counts(file)[1] == 3


def test_it_always_reads_for_a_trial_and_where_numbers_were_taken_back(bring: Bring, read: list[str]) -> None:
    void = {"ventes.csv": text(f"{SALES};Annulée", "1;F1;2026-03-05;1;100;S;EX;1;78,00;O")}
    sales = {"ventes.csv": FILES["ventes.csv"]}
    for files, options in ((sales, {"dry_run": True}), (void, {})):
        bring(sales)
        bring(files, **options)
        del read[:]
        bring(files, **options)
        assert read == ["sales"]


def test_it_forgets_files_whose_lines_have_gone(bring: Bring, read: list[str]) -> None:
    run = bring({"ventes.csv": FILES["ventes.csv"]}).run
    ImportRun.update(created_at=run.created_at.replace(year=2025)).where(ImportRun.id == run.id).execute()
    bring({"visites.csv": FILES["visites.csv"]})
    assert [each.kind for each in KnownFile.select()] == ["visits"]


def test_it_is_another_file_for_another_version(bring: Bring, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    bring({"ventes.csv": FILES["ventes.csv"]})
    monkeypatch.setattr(known, "_code", lambda: "other")
    del read[:]
    bring({"ventes.csv": FILES["ventes.csv"]})
    assert read == ["sales"]


# ---------- What a reading asks.

# Read for files of any kind, but decides nothing for these; or is in the fingerprint in another form: what was said.
_BESIDE = {
    "species", "breed", "breed_alias", "appointment_type", "reminder_type", "revenue_category", "import_file",
    "import_line", "import_run", "import_undo", "known_file", "remembered_columns", "json_each", "sqlite_master",
}  # fmt: skip
_OWN = {"sales": "sale", "visits": "visit"}


@contextmanager
def _watched(found: set[tuple[str, str]]) -> Iterator[None]:
    connection = db.database.connection()

    def note(event: int, table: str | None, column: str | None, schema: str | None, _within: str | None) -> int:
        if event == sqlite3.SQLITE_READ and schema == "main" and column not in ("id", "ROWID", "", None):
            found.add((str(table), column))
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    try:
        yield
    finally:
        connection.set_authorizer(None)


def test_it_knows_all_that_a_reading_asks_the_database(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, set[tuple[str, str]]] = {}
    take = _Run._take

    def taking(self: _Run, file: ImportFile, reading: Reading, sheet: Any) -> None:
        with _watched(asked.setdefault(reading.importer.kind, set())):
            take(self, file, reading, sheet)

    settle = holding.settle

    def settling(context: Any, importer: Any, header: Any, *, kept: int) -> int:
        of_kind = asked.setdefault(importer.kind, set()) if importer.kind == "sales" else set()  # others raise no doubt
        with _watched(of_kind):
            return settle(context, importer, header, kept=kept)

    monkeypatch.setattr(_Run, "_take", taking)
    monkeypatch.setattr(holding, "settle", settling)
    for _ in range(2):  # what is new, and what is compared
        bring(FILES)
        KnownFile.delete().execute()
    for kind, own in _OWN.items():
        told: set[tuple[str, str]] = set()
        with _watched(told):
            for sql in known.ASKED[kind]:
                if "temp." not in sql:
                    db.rows(sql)
        missing = {(table, column) for table, column in asked[kind] - told if table not in {*_BESIDE, own}}
        assert not missing, kind
        assert {("animal", "number")} <= asked[kind]
