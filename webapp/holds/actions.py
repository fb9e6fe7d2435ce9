"""Whom nobody is to contact before a person has settled a doubt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from webapp import db

_INSERT = (
    'INSERT INTO hold (animal_id, client_id, reason, "column", value, layout, since, answer) '
    "SELECT animal_id, client_id, reason, \"column\", value, layout, ?, '' FROM ({source}) WHERE true "
)
# The same doubt of the same record waits once, with the value of the newest file.
_AGAIN = (
    'ON CONFLICT ({subject}, reason, "column") WHERE settled_at IS NULL '
    "DO UPDATE SET value = excluded.value, layout = excluded.layout WHERE value <> excluded.value "
)


def hold_all(*, source: str, given: Sequence[Any], now: datetime) -> None:
    """Hold what a SELECT names: animal_id or client_id, reason, column, value, layout. Inside `db.write()`.

    What a person settled before is not to be among it (`queries.UNSETTLED`).
    """
    again = "".join(_AGAIN.format(subject=subject) for subject in ("animal_id", "client_id"))
    db.database.execute_sql(_INSERT.format(source=source) + again, (db.instant_text(now), *given))
