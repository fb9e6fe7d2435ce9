"""An import or its undoing that is killed leaves nothing of itself; done again, all is as if it had not been."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.imports.conftest import ANIMALS, CLIENTS, ITEMS, SALES, VISITS, text
from tests.processes import apart, environment
from webapp import db
from webapp.cli import main
from webapp.imports.actions import undoing, writing
from webapp.search import actions as search

FILES = {
    "clients.csv": text(CLIENTS, "1;Anne;Roy;anne@exemple.ca;;", "2;Luc;Côté;;;", "3;Zoé;Hénault;;;"),
    "animaux.csv": text(ANIMALS, "100;1;Rex;Canin;;M;;N;", "101;2;Kiki;Félin;;F;;N;", "102;2;Bob;Canin;;M;;O;"),
    "produits.csv": text(ITEMS, "SHAMP;Shampoing;Accessoires;4200;Virbac;19,95"),
    "ventes.csv": text(
        SALES,
        "900;F1;20/12/2025;1;100;P;SHAMP;1;19,95",
        "901;F1;20/12/2025;2;101;P;SHAMP;-1;-19,95",
        "902;F2;21/12/2025;2;101;P;RIEN;1;19,95",
        "903;F2;21/12/2025;3;;P;SHAMP;2;39,90",
    ),
    "visites.csv": text(VISITS, "500;100;2026-01-05;;Dre Neuve", "501;101;2026-02-05;;"),
}
_OWN = ("import_", "known_file", "schema_migration", "sqlite_")  # what says that there was an import, and when


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("files")
    for name, content in FILES.items():
        (folder / name).write_text(content)
    return [str(folder / name) for name in FILES]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, migrated: Path, names: list[str]) -> Path:
    """A clinic that has imported its clients."""
    folder = tmp_path_factory.mktemp("begun")
    shutil.copy(migrated, folder)
    done(folder, "import", names[0])
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, begun: Path, names: list[str]) -> Path:
    """And then everything."""
    folder = shutil.copytree(begun, tmp_path_factory.mktemp("whole") / "data")
    done(folder, "import", *names)
    return folder


@pytest.fixture
def data(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of one of them."""
    return shutil.copytree(request.getfixturevalue(request.param), tmp_path / "data")


def dies(word: str, time: int, arguments: tuple[str, ...]) -> None:
    """The command, killed by nobody but itself when it is to run a statement that begins so, for the `time`th time."""
    writing.MANY = undoing._MANY = 0
    search.FEW = 2
    plain, left = db.database.execute_sql, [time]

    def run(sql: str, *given: Any, **more: Any) -> Any:
        if sql.startswith(word):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
        return plain(sql, *given, **more)

    db.database.execute_sql = run
    main(arguments, prog_name="relance")


def lives(arguments: tuple[str, ...]) -> None:
    dies("", 0, arguments)


def stands(data: Path) -> tuple[list[Any], dict[str, list[Any]]]:
    """The schema, and all rows but those of the imports; when they were written is not told."""
    with closing(sqlite3.connect(data / "relance.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        run = "SELECT state FROM import_run WHERE state IN ('running', 'waiting')"
        schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
        tables = [name for kind, name, *_ in schema if kind == "table" and not name.startswith(_OWN)]
        rows = {}
        for table in tables:
            if table.startswith("client_search_"):
                continue
            told = connection.execute(f"PRAGMA table_info({table})").fetchall()
            columns = [f'"{row[1]}"' for row in told if not row[1].endswith("_at")]
            rows[table] = connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1").fetchall()
        assert len(connection.execute(run).fetchall()) <= 1
    return schema, rows


def killed(data: Path, word: str, time: int, *arguments: str) -> None:
    with apart(environment(data), dies, word, time, arguments) as running:
        assert running.wait() == -signal.SIGKILL


def done(data: Path, *arguments: str) -> None:
    with apart(environment(data), lives, arguments) as running:
        assert running.wait() == 0


IMPORTING = [
    ("DROP TRIGGER", 1),  # nothing is written yet
    ("CREATE INDEX temp.", 2),  # sales lie beside, half sorted
    ("INSERT INTO sale", 1),
    ("CREATE TRIGGER sale_gone", 1),  # they stand there, and nobody has committed
    ("INSERT INTO import_undo", 3),
    ('INSERT INTO "known_file"', 1),  # they stand there for good
    ("UPDATE animal SET last_visit_on", 1),
    ("SELECT id FROM client WHERE updated_at", 1),  # all files are written, and the search box was not told
]


@pytest.mark.parametrize("data", ["begun"], indirect=True)
@pytest.mark.parametrize(("word", "time"), IMPORTING)
def test_it_is_done_again_as_if_it_had_not_been_killed(
    data: Path, names: list[str], whole: Path, word: str, time: int
) -> None:
    killed(data, word, time, "import", *names)
    stands(data)
    done(data, "import", *names)
    schema, rows = stands(data)
    expected = stands(whole)
    assert schema == expected[0]
    assert {table for table in rows if rows[table] != expected[1][table]} == set()


UNDOING = [
    ("CREATE TEMP TABLE undo_going", 1),
    ("DROP index", 3),
    ("DELETE FROM sale", 1),
    ("CREATE UNIQUE INDEX", 1),  # they are gone, and nobody has committed
    ("DELETE FROM animal", 1),
    ("PRAGMA foreign_key_check", 1),
]


@pytest.mark.parametrize("data", ["whole"], indirect=True)
@pytest.mark.parametrize(("word", "time"), UNDOING)
def test_it_is_undone_whole_or_not_at_all(data: Path, begun: Path, word: str, time: int) -> None:
    after = stands(data)
    killed(data, word, time, "import", "--undo", "2")
    assert stands(data) == after
    done(data, "import", "--undo", "2")
    schema, rows = stands(data)
    before = stands(begun)
    assert schema == before[0]
    # Words of names that are gone may stay.
    assert {table for table in rows if rows[table] != before[1][table]} <= {"search_word"}
