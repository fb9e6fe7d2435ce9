"""What a person changed by hand in a row that came from a file.

The next import leaves such a field alone while the file says what it said before; see models.history.HandEdit.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from webapp import db
from webapp.models import HandEdit


def correct(row: db.Table, values: Mapping[str, Any], *, now: datetime, **also: Any) -> dict[str, list[Any]]:
    """Write the columns of `values` that differ, with the columns of `also` if any does: column → what was and what is.

    Call it in the transaction that has read the row. A row without the practice software's number is of no file.
    """
    held, table = row.__data__, type(row)
    changed = {name: [held[name], value] for name, value in values.items() if held[name] != value}
    if changed:
        columns = {name: value for name, (_, value) in changed.items()}
        table.update(**columns, **also).where(table.id == row.id).execute()
        if held.get("number", "") is not None:
            record(kind=table._meta.table_name, row=row.id, before=held, changed=columns, now=now)
    return changed


def record(*, kind: str, row: int, before: Mapping[str, Any], changed: Mapping[str, Any], now: datetime) -> None:
    """Remember, of the fields in `changed`, what stood there before the first change by hand.

    `kind` is the table ("client", "animal", "item"), `row` the id. A field that is set back to what the file gave is
    forgotten: the file rules it again. Call it in the transaction that writes the change, for rows of a file only.
    """
    for field, value in changed.items():
        old, new = as_text(before[field]), as_text(value)
        if old == new:
            continue
        standing = HandEdit.get_or_none(HandEdit.kind == kind, HandEdit.row == row, HandEdit.field == field)
        if standing is None:
            HandEdit.create(kind=kind, row=row, field=field, file_value=old, at=now)
        elif standing.file_value == new:
            standing.delete_instance()


def record_many(*, kind: str, which: str, field: str, value: str, now: datetime, **given: Any) -> None:
    """The same for one field of many rows, before it is written: `which` is SQL that finds those that will change.

    It names the new value `:<field>`, and the others of `given`.
    """
    found = f"FROM {kind} WHERE {which}"
    values = {**given, field: value, "kind": kind, "at": db.instant_text(now)}
    db.database.execute_sql(
        f"INSERT INTO hand_edit (kind, row, field, file_value, at) SELECT :kind, id, '{field}', {field}, :at {found} "
        "ON CONFLICT DO NOTHING",
        values,
    )
    db.database.execute_sql(
        f"DELETE FROM hand_edit WHERE kind = :kind AND field = '{field}' AND file_value = :{field} "
        f"AND row IN (SELECT id {found})",
        values,
    )


def forget(*, kind: str, row: int) -> None:
    """The row is deleted: its number may be given to another one."""
    HandEdit.delete().where(HandEdit.kind == kind, HandEdit.row == row).execute()


def as_text(value: Any) -> str | None:
    """A column's value as the database holds it, as text: True → "1", a day → "2026-03-05", None → None."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return db.instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
