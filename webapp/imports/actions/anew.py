"""Indexes and triggers of a table that are put aside while very many of its rows come or go, and are made anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from webapp import db


@contextmanager
def put_aside(table: str) -> Iterator[None]:
    """Within the caller's transaction, which takes it all back if it fails."""
    found = db.rows(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql > ''",
        (table,),
    )
    for kind, name, _ in found:
        db.database.execute_sql(f'DROP {kind} "{name}"')
    yield
    for _, _, sql in found:
        db.database.execute_sql(sql)
