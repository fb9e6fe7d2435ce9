"""Counting statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from webapp import db


@pytest.fixture
def counted(app: Flask) -> Iterator[Callable[[Callable[[], object]], int]]:
    """How many statements SQLite is given while something is done."""
    connection = db.database.connection()

    def count(action: Callable[[], object]) -> int:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        action()
        connection.set_trace_callback(None)
        return len(statements)

    yield count
    connection.set_trace_callback(None)
