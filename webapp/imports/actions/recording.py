"""While an import writes: what it does to every row, kept so that it can be taken back.

Rows that are there before and not after are seen by triggers of this connection alone, and so are those that change.
New rows of a file are the ids above the highest that stood: the transaction holds the lock, nobody else adds any. What
follows from a run is done in several transactions, so there each new row is seen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from webapp import db, models
from webapp.imports.rules import undoing
from webapp.models import ImportRun, ImportUndo

Run = Callable[..., Any]
_MODELS = {each._meta.table_name: each for each in models.ALL}


@contextmanager
def of_file(run: ImportRun) -> Iterator[None]:
    """Around what one file writes, within the caller's transaction. A dry run writes nothing."""
    if run.dry_run:
        yield
        return
    highest = _highest()
    with _watched(run.id, each_new=False):
        yield
    for table, last in _highest().items():
        if last > highest[table]:
            db.database.execute_sql(
                "INSERT INTO import_undo (run_id, what, place, row, last, details) VALUES (?, 'added', ?, ?, ?, '')",
                (run.id, table, highest[table] + 1, last),
            )


@contextmanager
def of_all(run: ImportRun) -> Iterator[None]:
    """Around what follows from all files, in whatever transactions."""
    with _watched(run.id, each_new=True):
        yield


def forget(*, now: datetime) -> None:
    """What is needed to undo imports that are too old for it."""
    old = ImportRun.select(ImportRun.id).where(ImportRun.created_at < now - timedelta(days=2 * undoing.DAYS))
    ImportUndo.delete().where(ImportUndo.run << old).execute()


def _highest() -> dict[str, int]:
    columns = ", ".join(f"(SELECT coalesce(max(id), 0) FROM {table})" for table in undoing.WRITTEN)
    return dict(zip(undoing.WRITTEN, db.rows(f"SELECT {columns}")[0], strict=True))


@contextmanager
def _watched(run_id: int, *, each_new: bool) -> Iterator[None]:
    run: Run = db.database.execute_sql
    made = []
    for table in undoing.WRITTEN:
        for name, event, what, row, details in _triggers(table, each_new):
            run(
                f"CREATE TEMP TRIGGER {name} AFTER {event} ON main.{table} BEGIN "
                "INSERT INTO import_undo (run_id, what, place, row, details) "
                f"SELECT {int(run_id)}, '{what}', '{table}', {row}, said FROM (SELECT {details} AS said) "
                "WHERE said <> '{}'; END"
            )
            made.append(name)
    try:
        yield
    finally:
        for name in made:  # a transaction that failed has taken them with it
            run(f"DROP TRIGGER IF EXISTS temp.{name}")


def _triggers(table: str, each_new: bool) -> Iterator[tuple[str, str, str, str, str]]:
    """Name, event, what it is called, row, details."""
    columns = [each for each in _columns(table) if each != "id" and each not in undoing.DERIVED.get(table, ())]
    pairs = " UNION ALL ".join(
        f"""SELECT '{each}' AS name, old."{each}" AS was, new."{each}" AS now""" for each in columns
    )
    of = ", ".join(f'"{each}"' for each in columns)
    yield (
        f"undo_changed_{table}",
        f"UPDATE OF {of}",
        "changed",
        "new.id",
        f"(SELECT json_group_object(name, json_array(was, now)) FROM ({pairs}) WHERE was IS NOT now)",
    )
    whole = ", ".join(f"""'{each}', old."{each}\"""" for each in ("id", *columns))
    yield f"undo_removed_{table}", "DELETE", "removed", "old.id", f"json_object({whole})"
    if each_new:
        yield f"undo_added_{table}", "INSERT", "added", "new.id", "''"


def _columns(table: str) -> list[str]:
    meta: Any = _MODELS[table]._meta
    return list(meta.columns)
