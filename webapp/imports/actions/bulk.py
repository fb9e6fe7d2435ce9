"""Writing very many new rows at once: what SQLite does for each of them is done once for all, in the same transaction.

Indexes are dropped and made anew, a third of the time. So are the two triggers that keep the last visit of animals and
clients: fired four hundred thousand times they cost more than the rows. Foreign keys are not looked up again for rows
whose ids were looked up a moment ago, unless somebody wrote in between. A transaction that fails takes all of it back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from peewee import IntegrityError

from webapp import db

MANY = 20_000  # new rows from which this is worth it
_TRIGGERS = {"visit": ("visit_added", "animal_seen")}
Run = Callable[..., Any]


def version() -> int:
    """A number that changes when another connection has written."""
    run: Run = db.database.execute_sql
    return int(run("PRAGMA data_version").fetchone()[0])


@contextmanager
def transaction(since: int, table: str, *, many: bool) -> Iterator[None]:
    """A writing transaction. With `many`, rows are trusted to refer to what exists if nobody wrote since `since`.

    Raises IntegrityError where somebody did and they do not.
    """
    run: Run = db.database.execute_sql
    if many:
        run("PRAGMA foreign_keys = 0")  # has no effect within a transaction
    try:
        with db.write():
            alone = version() == since
            yield
            if many and not alone and run(f"PRAGMA foreign_key_check({table})").fetchone():
                raise IntegrityError(f"foreign keys of {table}")
    finally:
        if many:
            run("PRAGMA foreign_keys = 1")


@contextmanager
def insertion(run: Run, table: str, stage: str, *, many: bool) -> Iterator[None]:
    """Around the statement that inserts the new rows of a stage."""
    if not many:
        yield
        return
    put_aside = [
        *_found(
            run, "SELECT type, name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql > ''", table
        ),
        *(each for name in _TRIGGERS.get(table, ()) for each in _found(run, _TRIGGER, name)),
    ]
    for kind, name, _ in put_aside:
        run(f'DROP {kind} "{name}"')
    yield
    if table == "visit":
        _last_visits(run, stage)
    for _, _, sql in put_aside:
        run(sql)


_TRIGGER = "SELECT type, name, sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"


def _found(run: Run, sql: str, name: str) -> list[tuple[str, str, str]]:
    return list(run(sql, (name,)).fetchall())


def _last_visits(run: Run, stage: str) -> None:
    """What the triggers would have done."""
    run(
        "UPDATE animal SET last_visit_on = seen.last FROM (SELECT animal_id, max(visited_on) AS last "
        f"FROM temp.{stage} WHERE row IS NULL GROUP BY animal_id) AS seen "
        "WHERE animal.id = seen.animal_id AND (last_visit_on IS NULL OR last_visit_on < seen.last)"
    )
    run(
        "UPDATE client SET last_visit_on = seen.last FROM (SELECT client_id, max(last_visit_on) AS last "
        f"FROM animal WHERE id IN (SELECT animal_id FROM temp.{stage} WHERE row IS NULL) GROUP BY client_id) AS seen "
        "WHERE client.id = seen.client_id AND (last_visit_on IS NULL OR last_visit_on < seen.last)"
    )
