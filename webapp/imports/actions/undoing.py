"""A whole import taken back: what it added goes, what it changed is as it was, unless a person changed it since.

In one transaction, whatever the number of rows. Foreign keys are looked at once, at its end.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from peewee import ForeignKeyField, IntegrityError

from webapp import db, hand_edits, models, text
from webapp.animals import actions as animals
from webapp.imports.actions import anew, following, known
from webapp.imports.actions.alive import alone
from webapp.imports.queries.undoing import look, numbers
from webapp.imports.rules import undoing
from webapp.imports.rules.kinds import ORDER
from webapp.models import DoubtfulLink, HandEdit, ImportFile, ImportRun, ImportUndo, LinkAnswer, StaffMember
from webapp.search import actions as search

_MANY = 5_000  # records from which what is derived from them, and the search index, are made anew
Run = Callable[..., Any]
_GOING = "SELECT id FROM temp.undo_going WHERE place = '{}'"
_MODELS = {each._meta.table_name: each for each in models.ALL}


class CannotUndo(Exception):
    """Why an import stays: `code` and `details` of queries.undoing.REASONS."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class Undone(NamedTuple):
    """How many records were removed, and how many are as they were before."""

    removed: int
    restored: int


@dataclass
class _Back:
    """Of whom the other rooms are to be told."""

    revived: set[int] = field(default_factory=set)
    died: set[int] = field(default_factory=set)


def undo(*, run_id: int, now: datetime, by: StaffMember | None, patience: float = 0) -> Undone:
    """Take the run back. Raises CannotUndo; and ImportInProgress if another is under way after `patience` seconds."""
    run: Run = db.database.execute_sql
    with alone(patience):
        run("PRAGMA foreign_keys = 0")  # has no effect within a transaction
        try:
            with db.write():
                found = look(run_id, now)
                if found.code:
                    raise CannotUndo(found.code, **found.details)
                undone = Undone(*map(sum, zip(*numbers(run_id).values(), strict=True)))
                _undo(run_id, now, by, many=sum((undone.removed, undone.restored)) > _MANY)
                if run("PRAGMA foreign_key_check").fetchone():
                    raise IntegrityError(f"foreign keys after import {run_id} was undone")
        finally:
            run("DROP TABLE IF EXISTS temp.undo_going")
            run("PRAGMA foreign_keys = 1")
    return undone


def _undo(run_id: int, now: datetime, by: StaffMember | None, *, many: bool) -> None:
    _note_going(run_id)
    clients = _clients(run_id)
    with _derived_at_the_end(many):
        back = _Back()
        for record in _records(run_id):
            _restore(record, back)
        _refuse_if_built_upon()
        for table in (*undoing.BESIDE, *reversed(undoing.RECORDS)):
            _remove(table)
        for table in undoing.LISTS:
            _remove_unused(table)
    ImportUndo.delete().where(ImportUndo.run == run_id).execute()
    files = ImportFile.select(ImportFile.id).where(ImportFile.run == run_id)
    DoubtfulLink.delete().where(DoubtfulLink.file << files).execute()
    LinkAnswer.delete().where(LinkAnswer.run == run_id).execute()
    known.forget_all()
    ImportRun.update(undone_at=now, undone_by=by).where(ImportRun.id == run_id).execute()
    animals.resume_for_revived(animal_ids=sorted(back.revived), now=now, by=by)
    animals.stop_for_deceased(animal_ids=sorted(back.died), now=now, by=by)
    following.tell_reminders(set(ORDER), now=now)
    search.index_clients(client_ids=None if len(clients) > _MANY else clients)


@contextmanager
def _derived_at_the_end(many: bool) -> Iterator[None]:
    """For many rows, what triggers derive from each is derived once from all."""
    if not many:
        yield
        return
    run: Run = db.database.execute_sql
    with anew.put_aside(anew.TRIGGERS, "visit_removed", "animal_removed", "animal_seen"):
        yield
        if not db.rows("SELECT 1 FROM temp.undo_going WHERE place IN ('visit', 'animal') LIMIT 1"):
            return
        for table, column, value in _DERIVED:
            run(f"UPDATE {table} SET {column} = ({value}) WHERE {column} IS NOT ({value})")


_DERIVED = (
    ("animal", "last_visit_on", "SELECT max(visited_on) FROM visit WHERE animal_id = animal.id"),
    ("client", "last_visit_on", "SELECT max(last_visit_on) FROM animal WHERE client_id = client.id"),
    (
        "client",
        "animal_count",
        "SELECT count(*) FROM animal WHERE client_id = client.id AND NOT deceased AND given_away_on IS NULL",
    ),
)


# ---------- What goes.


def _note_going(run_id: int) -> None:
    run: Run = db.database.execute_sql
    run("CREATE TEMP TABLE undo_going (place TEXT, id INTEGER, PRIMARY KEY (place, id)) WITHOUT ROWID")
    for (table,) in db.rows("SELECT DISTINCT place FROM import_undo WHERE run_id = ? AND what = 'added'", (run_id,)):
        run(
            f"INSERT OR IGNORE INTO temp.undo_going SELECT u.place, t.id FROM import_undo AS u JOIN {table} AS t "
            "ON t.id BETWEEN u.row AND coalesce(u.last, u.row) WHERE u.run_id = ? AND u.what = 'added' AND u.place = ?",
            (run_id, table),
        )


def _links(parents: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Table, column and the table among `parents` that it leads to."""
    for model in models.ALL:
        for link in model._meta.sorted_fields:
            if isinstance(link, ForeignKeyField) and link.rel_model._meta.table_name in parents:
                yield model._meta.table_name, link.column_name, link.rel_model._meta.table_name


def _refuse_if_built_upon() -> None:
    """Raises CannotUndo where a row that stays hangs on one that goes."""
    for table, column, parent in _links((*undoing.RECORDS, *undoing.BESIDE)):
        if (table in undoing.GO_ALONG and table not in undoing.NOTED) or (table, column) in undoing.LET_GO:
            continue
        by = " AND by_id IS NOT NULL" if table in undoing.NOTED else ""
        found = db.rows(
            f"SELECT {column} FROM {table} WHERE {column} IN ({_GOING.format(parent)}) "
            f"AND id NOT IN ({_GOING.format(table)}){by} LIMIT 1"
        )
        if found:
            raise CannotUndo(undoing.reason(table), name=_name(parent, found[0][0]))
    edited = db.rows(
        "SELECT h.kind, h.row FROM hand_edit AS h JOIN temp.undo_going AS g ON g.place = h.kind AND g.id = h.row "
        f"WHERE h.id NOT IN ({_GOING.format('hand_edit')}) LIMIT 1"
    )
    if edited:
        raise CannotUndo(undoing.reason("hand_edit"), name=_name(*edited[0]))


def _name(table: str, row: int) -> str:
    """What a person calls this row."""
    columns = _MODELS[table]._meta.columns
    if table == "client":
        said = "trim(first_name || ' ' || last_name)"
    elif table in ("animal", "item"):
        said = "name" if table == "animal" else "coalesce(nullif(name_fr, ''), name_en)"
    else:
        for parent in ("animal", "client", "reminder"):
            if f"{parent}_id" in columns:
                ((found,),) = db.rows(f"SELECT {parent}_id FROM {table} WHERE id = ?", (row,))
                if found:
                    return _name(parent, found)
        return str(row)
    ((name,),) = db.rows(f"SELECT {said} FROM {table} WHERE id = ?", (row,))
    return str(name)


def _clients(run_id: int) -> list[int]:
    """Those that the search box finds differently afterwards."""
    rows = "SELECT row FROM import_undo WHERE run_id = :run AND place = '{}' AND what <> 'added' UNION " + _GOING
    found = db.rows(
        f"SELECT id FROM ({rows.format('client', 'client').replace('SELECT row', 'SELECT row AS id')}) UNION "
        f"SELECT client_id FROM animal WHERE id IN ({rows.format('animal', 'animal')}) UNION "
        f"SELECT client_id FROM contact_person WHERE id IN ({rows.format('contact_person', 'contact_person')}) UNION "
        "SELECT value FROM import_undo AS u, json_each(u.details, '$.client_id') "
        "WHERE run_id = :run AND place = 'animal' AND what = 'changed'",
        {"run": run_id},
    )
    return [client for (client,) in found]


def _remove(table: str) -> None:
    for child, column, parent in _links((table,)):
        going = f"{column} IN ({_GOING.format(parent)})"
        if (child, column) in undoing.LET_GO:
            db.database.execute_sql(f"UPDATE {child} SET {column} = NULL WHERE {going}")
        elif child in undoing.GO_ALONG:
            db.database.execute_sql(f"DELETE FROM {child} WHERE {going}")
    with _with_less_left(table):
        db.database.execute_sql(f"DELETE FROM {table} WHERE id IN ({_GOING.format(table)})")


@contextmanager
def _with_less_left(table: str) -> Iterator[None]:
    """Where most rows of a table go, its indexes are made anew of those that stay: a tenth of the time."""
    ((going, standing),) = db.rows(
        f"SELECT (SELECT count(*) FROM temp.undo_going WHERE place = ?), (SELECT coalesce(max(id), 0) FROM {table})",
        (table,),
    )
    if going <= max(_MANY, standing // 2):
        yield
        return
    with anew.put_aside(anew.INDEXES_OF, table), anew.put_aside(anew.TRIGGERS_OF, table):
        yield


def _remove_unused(table: str) -> None:
    """Of a list, what the run has added and nothing else uses."""
    unused = "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {child} AS c WHERE c.{column} = {table}.id)"
        for child, column, _ in _links((table,))
    )
    db.database.execute_sql(f"DELETE FROM {table} WHERE id IN ({_GOING.format(table)}){unused}")


# ---------- What goes back.


def _records(run_id: int) -> list[ImportUndo]:
    """What was changed or removed, the last first; what goes anyway need not go back."""
    found = ImportUndo.select().where(ImportUndo.run == run_id, ImportUndo.what != "added")
    return list(found.order_by(ImportUndo.id.desc()))


def _restore(record: ImportUndo, back: _Back) -> None:
    details = json.loads(record.details)
    if record.what == "removed":
        _put_back(record.place, details)
        return
    columns = list(details)
    found = db.rows(f"SELECT {_quoted(columns)} FROM {record.place} WHERE id = ?", (record.row,))
    if not found:
        return
    stands = dict(zip(columns, found[0], strict=True))
    old = {name: before for name, (before, after) in details.items() if stands[name] == after}
    for name in columns:
        if name not in old:
            _file_said(record, name, details[name])
    if record.place == "animal" and "deceased" in old:
        (back.died if old["deceased"] else back.revived).add(record.row)
        (back.revived if old["deceased"] else back.died).discard(record.row)
    if set(old) == {"updated_at"} and len(columns) > 1:
        return
    if old:
        pairs = ", ".join(f'"{name}" = ?' for name in old)
        db.database.execute_sql(f"UPDATE {record.place} SET {pairs} WHERE id = ?", (*old.values(), record.row))
    if "sort_name" in columns and "sort_name" not in old:
        _sort_again(record.place, record.row)


def _put_back(table: str, values: dict[str, Any]) -> None:
    """A row that the run removed; unless somebody has made its like since."""
    if db.rows(f"SELECT 1 FROM {table} WHERE id = ?", (values["id"],)):
        del values["id"]
    marks = ", ".join("?" * len(values))
    db.database.execute_sql(
        f"INSERT OR IGNORE INTO {table} ({_quoted(list(values))}) VALUES ({marks})", tuple(values.values())
    )


def _file_said(record: ImportUndo, column: str, pair: list[Any]) -> None:
    """What a person changed since stands; against what the earlier file said, once more."""
    before, after = (hand_edits.as_text(each) for each in pair)
    HandEdit.update(file_value=before).where(
        HandEdit.kind == record.place,
        HandEdit.row == record.row,
        HandEdit.field << (column, column.removesuffix("_id")),
        HandEdit.file_value == after,
    ).execute()


def _sort_again(table: str, row: int) -> None:
    """A name of which a person changed a part."""
    names = {"client": ("last_name", "first_name"), "animal": ("name",)}[table]
    ((*parts,),) = db.rows(f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", (row,))
    db.database.execute_sql(f"UPDATE {table} SET sort_name = ? WHERE id = ?", (text.sort_key(*parts), row))


def _quoted(columns: list[str]) -> str:
    return ", ".join(f'"{each}"' for each in columns)
