"""Very many rows at once: indexes and triggers are put aside, and are there again with what they keep."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from flask import Flask

import config
from tests import factories
from tests.imports.conftest import ANIMALS, CLIENTS, ITEMS, SALES, VISITS, Bring, counts, only, text
from webapp import db
from webapp.imports.actions import following, writing
from webapp.models import Animal, Client, Item, Sale, Visit

FILES = {
    "clients.csv": text(CLIENTS, "1;Anne;Roy;;;", "2;Luc;Côté;;;"),
    "animaux.csv": text(ANIMALS, "100;1;Rex;Canin;;M;;N;", "101;1;Kiki;Canin;;M;;N;", "102;2;Bob;Canin;;M;;N;"),
    "visites.csv": text(
        VISITS,
        "1;100;2026-01-05;;",
        "2;100;2026-02-05;;",
        "3;101;2026-02-07;;",
        "4;102;2025-01-01;;",
        "5;999;2026-03-01;;",
    ),
}


def schema() -> list[tuple[str, str]]:
    return sorted(db.database.execute_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())


def last_visits() -> dict[str, str | None]:
    rows = [*Animal.select(), *Client.select()]
    return {row.number: row.last_visit_on and row.last_visit_on.isoformat() for row in rows}


@pytest.mark.parametrize("many", [0, 10**9])
def test_it_leaves_the_same_either_way(bring: Bring, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(writing, "MANY", many)
    before = schema()
    assert [counts(file)[1] for file in bring(FILES).files] == [2, 3, 4]
    assert schema() == before
    assert last_visits() == {
        "100": "2026-02-05", "101": "2026-02-07", "102": "2025-01-01", "1": "2026-02-07", "2": "2025-01-01",
    }  # fmt: skip
    later = text(VISITS, "6;102;2026-03-03;;", "7;100;2020-01-01;;")
    assert only(bring({"visites.csv": later})).row.created == 2
    assert last_visits()["102"] == last_visits()["2"] == "2026-03-03"
    assert last_visits()["100"] == "2026-02-05"
    assert [client.animal_count for client in Client.select().order_by(Client.number)] == [2, 1]
    assert db.database.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)
    assert db.database.execute_sql("PRAGMA foreign_key_check").fetchone() is None


def test_it_notices_when_what_rows_refer_to_is_gone(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody wrote between the reading and the writing: only then are the references looked up again."""
    bring(FILES)
    Visit.delete().execute()
    monkeypatch.setattr(writing, "MANY", 0)
    real = writing.version
    seen = iter([1])

    def another_wrote() -> int:
        if next(seen, None):
            return real()
        with db.database.atomic():
            db.database.execute_sql("UPDATE temp.staged_rows_1 SET animal_id = 12345 WHERE number = '1'")
        return real() + 1

    monkeypatch.setattr(writing, "version", another_wrote)
    report = only(bring({"visites.csv": FILES["visites.csv"]}))
    assert report.code == "changed"
    assert Visit.select().count() == 0


def test_it_takes_everything_back_when_it_fails(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MANY", 0)
    before = schema()

    def fails(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(writing, "_last_visits", fails)
    report = bring(FILES)
    assert [file.code for file in report.files] == ["", "", "unexpected"]
    assert schema() == before
    assert Visit.select().count() == 0
    assert db.database.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)


SOLD = {
    "clients.csv": FILES["clients.csv"],
    "animaux.csv": FILES["animaux.csv"],
    "produits.csv": text(ITEMS, "SHAMP;Shampoing;Accessoires;4200;Virbac;19,95"),
    "ventes.csv": text(
        SALES.replace(";Quantité", ""),
        "9;F1;20/12/2025;1;100;P;SHAMP;19,95",
        "7;F1;20/12/2025;1;999;P;SHAMP;19,95",
        "8;F2;21/12/2025;2;;P;SHAMP;-19,95",
    ),
}
LAID = "SELECT * FROM sale ORDER BY id"


def copied(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each time that sales moved in: whether they were copied as they lie, their indexes too."""
    found: list[bool] = []
    plain = db.database.execute_sql

    def run(sql: str, *given: Any, **more: Any) -> Any:
        if sql.startswith("INSERT INTO sale SELECT"):
            steps = [step[1] for step in plain(f"EXPLAIN {sql}").fetchall()]
            found.append(steps.count("RowData") + steps.count("RowCell") == 1 + 7)
        return plain(sql, *given, **more)

    monkeypatch.setattr(db.database, "execute_sql", run)
    return found


@pytest.mark.parametrize("many", [0, 10**9])
def test_sales_are_the_same_whether_copied_or_inserted(
    bring: Bring, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(writing, "MANY", many)
    found, before = copied(monkeypatch), schema()
    assert counts(bring(SOLD).files[-1])[1] == 2
    assert found == [not many]
    assert schema() == before
    item = Item.get()
    of, rex = {client.number: client.id for client in Client.select()}, Animal.get(Animal.number == "100").id
    assert db.rows(LAID) == [
        (1, "9", "F1", "2025-12-20", of["1"], rex, item.id, item.category_id, 1000, 1995),
        (2, "8", "F2", "2025-12-21", of["2"], None, item.id, item.category_id, 1000, -1995),
    ]
    assert db.rows("PRAGMA integrity_check") == [("ok",)]
    again = {"ventes.csv": SOLD["ventes.csv"].replace("19,95", "21,95") + "10;F3;22/12/2025;1;;P;SHAMP;1,00\n"}
    assert counts(only(bring(again)))[1:4] == (1, 2, 0)
    assert [row[-1] for row in db.rows(LAID)] == [2195, -2195, 100]


def test_sales_go_in_beside_one_that_was_typed_meanwhile(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MANY", 0)
    lay_out = writing.lay_out

    def while_somebody_types(*given: Any) -> None:
        lay_out(*given)
        factories.sale(of=Item.get(), to=Animal.get(Animal.number == "102"), number=None)

    monkeypatch.setattr(writing, "lay_out", while_somebody_types)
    assert bring(SOLD).ok
    assert [(number, place) for place, number, *_ in db.rows(LAID)] == [(None, 1), ("9", 2), ("8", 3)]
    assert db.rows("PRAGMA integrity_check") == [("ok",)]


def test_sales_are_refused_whole_when_what_they_refer_to_is_gone(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MANY", 0)
    lay_out, real = writing.lay_out, writing.version

    def while_another_deletes(*given: Any) -> None:
        lay_out(*given)
        db.database.execute_sql("UPDATE temp.staged_rows_4 SET animal_id = 12345 WHERE number = '9'")
        monkeypatch.setattr(writing, "version", lambda: real() + 1)

    before = schema()
    monkeypatch.setattr(writing, "lay_out", while_another_deletes)
    report = bring(SOLD)
    assert [file.code for file in report.files] == ["", "", "", "changed"]
    assert not Sale.select().exists()
    assert schema() == before
    assert db.database.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)


def test_it_makes_the_log_small_without_waiting_for_who_reads(settings: config.Config, app: Flask) -> None:
    log = settings.database.with_name("relance.db-wal")
    factories.client()
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM client").fetchall()
        factories.client()
        following.tidy(10**6)
        assert log.stat().st_size
        assert db.database.execute_sql("PRAGMA busy_timeout").fetchone() == (db.BUSY_SECONDS * 1000,)
        other.execute("ROLLBACK")
    following.tidy(10**6)
    assert not log.stat().st_size
