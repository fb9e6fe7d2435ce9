"""What would be slow in a large clinic is found, whoever asks it: the proof that the watch of tests.plans can fail."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import config
from tests import plans
from webapp import db

BY_CODE = "SELECT id FROM message WHERE code = '550'"


@pytest.fixture(scope="module")
def clinics(migrated: Path) -> Iterator[dict[str, plans.Clinic]]:
    made = {"analysed": plans.Clinic(migrated, analysed=True), "filled since": plans.Clinic(migrated, analysed=False)}
    yield made
    for each in made.values():
        each.database.close()


def found(clinics: dict[str, plans.Clinic], sql: str) -> set[str]:
    with db.database.connection() as asking:
        return {table for each in clinics.values() for table, _ in each.slow(sql, (), asking)}


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        (BY_CODE, {"message"}),
        ("SELECT count(*) FROM reminder", {"reminder"}),
        ("SELECT count(*) FROM message WHERE ended_at IS NOT NULL", {"message"}),
        ("SELECT max(1, id) FROM sale ORDER BY sold_on", {"sale"}),
        ("SELECT (SELECT count(*) FROM client a), (SELECT count(*) FROM visit a WHERE a.note = 'x')", {"visit"}),
        ("SELECT batch.id FROM batch JOIN reminder t ON t.cancelled_because = batch.description", {"reminder"}),
        ("SELECT 1 FROM item JOIN client c ON c.note <> item.code WHERE item.id = 1 OR item.id = 2", {"client"}),
        ("SELECT id FROM message m WHERE m.id > 9 AND m.id IN (SELECT id FROM attempt WHERE text = '')", {"attempt"}),
        ("SELECT id FROM sale s WHERE EXISTS (SELECT 1 FROM json_each('[]') g WHERE g.value = s.id)", {"json", "sale"}),
        ("UPDATE message SET code = '' FROM json_each('[]') g WHERE message.id = g.value AND state = 'sent'", {"json"}),
        ("SELECT client.id FROM client, client_search WHERE client_search MATCH client.last_name", {"json"}),
        ("SELECT id FROM temp.staged JOIN sale ON sale.invoice = staged.word", {"sale"}),
        ("DELETE FROM staff_member WHERE id = 1", {"message"}),
        (f"INSERT INTO wave (id) {BY_CODE}", {"message"}),
    ],
)  # fmt: skip
def test_it_finds_what_would_be_slow(app: Flask, clinics: dict[str, plans.Clinic], sql: str, tables: set[str]) -> None:
    db.database.execute_sql("CREATE TEMP TABLE staged (word TEXT)")
    assert found(clinics, sql) >= tables


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM message WHERE id IN (SELECT value FROM json_each('[1]'))",
        "SELECT count(*) FROM reminder WHERE batch_id = 1 AND done_at IS NULL",
        "SELECT name FROM animal ORDER BY sort_name LIMIT 50",
        "SELECT item.id FROM answering, json_each(answering.items) AS code JOIN item ON item.code = code.value",
        "SELECT u.id FROM import_undo AS u, json_each(u.details, '$.client_id')",
        "SELECT client.id FROM client JOIN client_search ON client_search.rowid = client.id",
        "SELECT id FROM animal WHERE no_reminders OR no_reminders_until IS NOT NULL",
        "SELECT 1 FROM message WHERE (0 = 1)",
    ],
)
def test_it_lets_pass_what_is_not(app: Flask, clinics: dict[str, plans.Clinic], sql: str) -> None:
    assert plans.NOTHING.search(sql) or not found(clinics, sql)


def asking(
    file: str, sql: str, how: str = "connection.cursor().execute(sql)", connection: sqlite3.Connection | None = None
) -> Callable[[], Any]:
    """A function `ask` of this file of the product."""
    made: dict[str, Any] = {"connection": connection or db.database.connection(), "sql": sql}
    exec(compile(f"def ask():\n    return {how}", config.ROOT / file, "exec"), made)
    ask: Callable[[], Any] = made["ask"]
    return ask


def test_it_tells_the_test_who_asked(app: Flask, watch: plans.Watch) -> None:
    asking("webapp/sales/queries.py", BY_CODE)()
    (said,), watch.found = watch.found, []
    assert said.startswith("webapp/sales/queries.py ask: slow in a large clinic, message: SCAN message")
    assert said.endswith(BY_CODE)


def test_it_looks_at_the_first_of_many_and_loses_none(app: Flask, watch: plans.Watch) -> None:
    connection, change = (
        db.database.connection(),
        "UPDATE clinic SET name = ? WHERE EXISTS (SELECT 1 FROM message WHERE code = '550')",
    )
    many = asking("webapp/sales/queries.py", change, "connection.executemany(sql, iter([('a',), ('b',)]))", connection)
    assert many().rowcount == 0
    assert many().rowcount == 0
    (said,), watch.found = watch.found, []
    assert said.endswith(change)


def test_it_leaves_the_tests_alone(app: Flask, watch: plans.Watch) -> None:
    sql = f"{BY_CODE} AND detail = ''"
    db.database.execute_sql(sql)
    assert not watch.found
    asking("webapp/sales/queries.py", sql)()
    assert watch.found.pop().endswith(sql)


def test_it_takes_a_reason(app: Flask, migrated: Path) -> None:
    said = ("webapp/sales/queries.py", "ask", "message")
    watch = plans.Watch(migrated, {said: "it is asked once a year"})
    with plans.watched(watch):
        db.database.close()
        db.connect()
        asking("webapp/sales/queries.py", BY_CODE)()
        db.database.close()
    assert (watch.found, watch.used) == ([], {said})


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_reasons_are_of_this_house(app: Flask) -> None:
    tables = {*db.database.get_tables(), "json"}
    for file, function, table in plans.REASONS:
        assert function in functions(config.ROOT / file), (file, function)
        assert table in tables, table
