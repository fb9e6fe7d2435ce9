"""What an older installation held, once it has moved over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import SqliteDatabase
from playhouse.migrations import Runner

from webapp import db


@pytest.fixture
def older(migrated: Path, tmp_path: Path) -> Iterator[tuple[SqliteDatabase, Runner]]:
    copy = tmp_path / "copy.db"
    copy.write_bytes(migrated.read_bytes())
    database = SqliteDatabase(str(copy))
    yield database, Runner(database, str(db.MIGRATIONS))
    database.close()


def add(database: SqliteDatabase, table: str, **known: object) -> None:
    """A row of any version of a table: what must be there and is not said is empty."""
    for _, name, kind, needed, default, _ in database.execute_sql(f'PRAGMA table_info("{table}")').fetchall():
        if needed and default is None and name not in ("id", *known):
            known[name] = "" if kind in ("TEXT", "DATETIME", "DATE") else 0
    columns, marks = ", ".join(f'"{name}"' for name in known), ", ".join("?" * len(known))
    database.execute_sql(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(known.values()))


def test_before_0015_nobody_was_held(older: tuple[SqliteDatabase, Runner]) -> None:
    database, runner = older
    runner.down("0015_holds")
    tables = {name for (name,) in database.execute_sql("SELECT name FROM sqlite_master").fetchall()}
    assert "hold" not in tables and "hold_open_of_animal" not in tables
    add(database, "import_run", id=1, source="command", state="done")
    add(database, "import_file", id=1, run_id=1, name="a.csv", kind="animals", state="done", columns="{}")
    add(database, "item", id=1, kind="service", code="E", name_fr="Euthanasie")
    add(database, "client", id=1, last_name="Roy")
    runner.up()
    assert database.execute_sql("SELECT means_death FROM item WHERE code = 'E'").fetchall() == [(None,)]
    assert database.execute_sql("SELECT held, name FROM import_file").fetchall() == [(None, "a.csv")]
    assert database.execute_sql("SELECT count(*) FROM hold").fetchone() == (0,)
    add(database, "hold", client_id=1, reason="name", value="INACTIF - Roy")
    assert database.execute_sql("SELECT value FROM hold WHERE settled_at IS NULL").fetchall() == [("INACTIF - Roy",)]


def test_before_0018_a_file_was_one_sheet_with_its_titles_on_top(older: tuple[SqliteDatabase, Runner]) -> None:
    database, runner = older
    runner.down("0018_sheets_and_titles")
    assert "sheet" not in {row[1] for row in database.execute_sql("PRAGMA table_info(import_file)").fetchall()}
    add(database, "import_run", id=1, source="watched", state="done")
    add(database, "import_file", run_id=1, name="clients.xlsx", kind="clients", state="done", columns="{}", rows=12)
    runner.up()
    found = database.execute_sql("SELECT name, rows, sheet, header_row, set_aside FROM import_file").fetchall()
    assert found == [("clients.xlsx", 12, "", 0, None)]


def test_before_0026_what_was_sold_was_held_by_the_column_of_its_file(older: tuple[SqliteDatabase, Runner]) -> None:
    database, runner = older
    runner.down("0026_sold_once")
    add(database, "species", id=99, code="ZZ", name_fr="Zz", name_en="Zz")
    add(database, "client", id=1, last_name="Roy")
    add(database, "animal", id=1, client_id=1, species_id=99, name="Rex")
    for column, reason in (("code", "sold"), ("produit", "sold"), ("Statut", "life")):
        add(database, "hold", animal_id=1, reason=reason, column=column, value="Crémation")
    runner.up()
    found = database.execute_sql('SELECT reason, "column" FROM hold ORDER BY id').fetchall()
    assert found == [("sold", ""), ("sold", "produit"), ("life", "Statut")]
