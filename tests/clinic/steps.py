"""What `relance init` is told, and a look into a data directory's files from outside."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from webapp import db, here
from webapp.outbox.actions import places
from webapp.serving import load_app

CLINIC = {
    "clinic": "Clinique du Lac",
    "address": "12, rue Principale Est",
    "town": "Magog",
    "province": "Québec",
    "postal-code": "j1x1y4",
    "phone": "819 555-0100",
    "email": "info@clinique.example",
    "manager": "Dre Anne Gagnon",
    "password": "cheval agrafe pile",
}


def options(**changes: str | None) -> list[str]:
    """`relance init` with everything, but for what is changed or, with None, left out."""
    chosen = {**CLINIC, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return ["init", *[part for name, value in chosen.items() if value is not None for part in (f"--{name}", value)]]


def settled(data: Path) -> Path:
    """A data directory that was copied to save the time of `init` begins here as one that `init` made does."""
    for path in (*data.glob("outbox.*"),):
        path.unlink()
    execute(
        data / "relance.db", "UPDATE sending SET identity = '', counter = 0, journal_read = 0, marker = '', place = ''"
    )
    with load_app(data=data).app_context():
        places.settle_in()
        db.database.close()
    return data


def at_home(data: Path) -> Path:
    """A data directory that was copied with all that left from it: this place is the one that sends."""
    execute(data / "relance.db", "UPDATE sending SET marker = '', place = ''")
    with load_app(data=data).app_context():
        places.make_marker(here.settings())
        db.database.close()
    return data


def execute(path: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        with connection:
            return connection.execute(sql, values).fetchall()
    finally:
        connection.close()
