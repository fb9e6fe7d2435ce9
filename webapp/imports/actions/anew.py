"""Indexes and triggers that are put aside while very many rows of a table come or go, and are made anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from webapp import db

INDEXES_OF = "type = 'index' AND tbl_name = ?"
INDEXES_ON = """type = 'index' AND sql LIKE '%"' || ? || '"%'"""  # of a column, whatever the table
TRIGGERS_OF = "type = 'trigger' AND tbl_name = ?"
TRIGGERS = "type = 'trigger' AND name = ?"


@contextmanager
def put_aside(which: str, *names: str) -> Iterator[None]:
    """Those of these tables, columns or names, within the caller's transaction, which takes it all back if it fails.

    Also such as this connection alone has.
    """
    found = [
        (kind, schema, *each)
        for name in names
        for kind, schema in (("sqlite_master", "main"), ("sqlite_temp_master", "temp"))
        for each in db.rows(f"SELECT type, name, sql FROM {kind} WHERE {which} AND sql > ''", (name,))
    ]
    for _, schema, kind, name, _ in found:
        db.database.execute_sql(f'DROP {kind} {schema}."{name}"')
    yield
    for _, schema, *_, sql in found:
        db.database.execute_sql(sql if schema == "main" else sql.replace("CREATE", "CREATE TEMP", 1))
