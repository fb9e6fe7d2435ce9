"""What `relance init` is told, and a look into a data directory's files from outside."""

from __future__ import annotations

import sqlite3
from pathlib import Path

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


def execute(path: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        with connection:
            return connection.execute(sql, values).fetchall()
    finally:
        connection.close()
