"""Reports of an older installation, once it has moved over."""

from __future__ import annotations

from pathlib import Path

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from webapp import db


def test_it_moves_older_reports_over(migrated: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(migrated.read_bytes())
    database = SqliteDatabase(str(copy))
    runner = Runner(database, str(db.MIGRATIONS))
    runner.down("0019_reports_that_hide_nothing")
    assert "unread" not in {row[1] for row in database.execute_sql("PRAGMA table_info(import_file)")}
    database.execute_sql(
        "INSERT INTO import_run (id, source, dry_run, state, created_at, error) "
        "VALUES (1, 'command', 0, 'done', '2026-01-01 00:00:00.000000+00:00', '')"
    )
    known = {"run_id": 1, "name": "a.csv", "kind": "sales", "day_order": "mdy", "state": "done"}
    for _, name, kind, needed, default, _ in database.execute_sql("PRAGMA table_info(import_file)").fetchall():
        if needed and default is None and name not in ("id", *known):
            known[name] = "" if kind == "TEXT" else 0
    marks = ", ".join("?" * len(known))
    database.execute_sql(f"INSERT INTO import_file ({', '.join(known)}) VALUES ({marks})", list(known.values()))
    runner.up()
    found = database.execute_sql(
        "SELECT day_order, day_order_from, day_example, unread, made, no_days FROM import_file"
    )
    assert found.fetchall() == [("mdy", "", "", "[]", "{}", "[]")]
    database.close()


def test_it_moves_files_over_that_were_never_filled_down(migrated: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(migrated.read_bytes())
    database = SqliteDatabase(str(copy))
    runner = Runner(database, str(db.MIGRATIONS))
    runner.down("0028_filled_down")
    assert "filled_down" not in {row[1] for row in database.execute_sql("PRAGMA table_info(import_file)")}
    runner.up()
    (column,) = (row for row in database.execute_sql("PRAGMA table_info(import_file)") if row[1] == "filled_down")
    assert column[2:5] == ("INTEGER", 1, "0")
    database.close()
