"""The migrated database and the models say the same."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from peewee import SqliteDatabase
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from tests import factories
from tests.freeze_schema import statements
from tests.migrations import migration
from webapp import db, models
from webapp.models import Reminder

_ADDED = re.compile(r'"(\w+)" INTEGER (REFERENCES "\w+" \("id"\) ON DELETE [A-Z]+(?: [A-Z]+)?)')


def _normal(sql: str) -> str:
    """A column that ALTER TABLE has added says beside it what it refers to; the others say so at the end."""
    links = "".join(f', FOREIGN KEY ("{column}") {to}' for column, to in _ADDED.findall(sql))
    whole = _ADDED.sub(r'"\1" INTEGER', re.sub(r"\s+", " ", sql))
    return f"{whole[:-1]}{links})" if links else whole


def test_it_migrates_to_what_the_models_say(app: Flask) -> None:
    rows = db.database.execute_sql(
        "SELECT sql FROM sqlite_master WHERE type <> 'trigger' AND sql IS NOT NULL"
    ).fetchall()
    migrated = {_normal(sql) for (sql,) in rows if "search" not in sql and "schema_migration" not in sql}
    assert migrated == {_normal(sql) for sql in statements()}


def test_it_finds_no_difference(app: Flask) -> None:
    assert not diff_models(db.database, list(models.ALL))


def test_it_can_go_back(migrated: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(migrated.read_bytes())
    database = SqliteDatabase(str(copy))
    runner = Runner(database, str(db.MIGRATIONS))
    runner.down(runner.migrations()[0].name)
    left = {name for (name,) in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    assert left <= {"schema_migration", "sqlite_sequence"}
    assert runner.up() == [step.name for step in runner.migrations()]
    database.close()


@pytest.mark.usefixtures("as_durable_as_installed")
def test_it_asks_sqlite_for_durability(app: Flask) -> None:
    pragma = {
        name: db.database.execute_sql(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
    }
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 30_000}
    assert sqlite3.sqlite_version_info >= (3, 38)


def test_indexes_of_what_few_rows_have_move_over(app: Flask) -> None:
    """Both ways, with a row that has a visit and one that has none."""
    due, _ = factories.reminder(), factories.reminder()
    due.visit = factories.visit(of=due.animal)
    due.save()
    module = migration("0031_rows_that_few_have")

    def indexes() -> set[tuple[str, str]]:
        return set(db.rows("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''"))

    before = indexes()
    module.down(None, db.database)
    assert {name for name, _ in indexes() - before} == {"reminder_part_id", "message_print_run_id"}
    module.up(None, db.database)
    assert indexes() == before
    assert [each.id for each in Reminder.select().where(Reminder.visit == due.visit)] == [due.id]
    assert db.rows("PRAGMA integrity_check") == [("ok",)]
