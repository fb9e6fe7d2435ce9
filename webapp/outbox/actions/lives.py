"""The one writer of the states of messages and mailings: each change of rules.transitions is one conditional UPDATE.

Those who follow messages are told. A row that the change cannot follow, or on which somebody else was quicker, is
passed over. The statements are plain SQL, each put together once, because the sender runs them for each message. All
are called inside the caller's `db.write()`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from webapp import db
from webapp.models import Message, StaffMember
from webapp.outbox.actions import registry
from webapp.outbox.queries.message import reminders_of
from webapp.outbox.rules.transitions import BY, NOW, ONE_MORE, Change, Mark


def change(
    message: Message,
    what: Change,
    *,
    now: datetime,
    by: StaffMember | None = None,
    about: Sequence[int] | None = None,
    told: bool = True,
    **columns: Any,
) -> bool:
    """One message; False if it could not be. `columns` are set beside, or instead of, what the change stamps.

    `about`: ids of its reminders, where they are known. With `told` False nobody who follows messages hears of it.
    """
    if not _update(what, "id = :id", now, by, columns, id=message.id).rowcount:
        return False
    _stamp(message, what, now, by, columns)
    if told and what.outcome:
        known = reminders_of([message.id]).get(message.id, []) if about is None else about
        registry.tell(message=message, reminder_ids=known, outcome=what.outcome, now=now, by=by)
    return True


def change_all(
    messages: Iterable[Message], what: Change, *, now: datetime, by: StaffMember | None = None, **columns: Any
) -> int:
    """Those of `messages`, in hand, that are in a state for it; how many were changed. `columns` as above."""
    found = {message.id: message for message in messages}
    changed = change_many(found, what, now=now, by=by, **columns)
    for message_id in changed:
        _stamp(found[message_id], what, now, by, columns)
    return len(changed)


def change_many(
    message_ids: Iterable[int], what: Change, *, now: datetime, by: StaffMember | None = None, **columns: Any
) -> list[int]:
    """Those of any thousand messages that are in a state for it, of whom only the ids are known: which were changed."""
    among = "id IN (SELECT value FROM json_each(:ids))"
    changed = [row[0] for row in _update(what, among, now, by, columns, "RETURNING id", ids=db.ids(message_ids))]
    if changed and what.outcome:
        registry.tell_all(message_ids=changed, outcome=what.outcome, now=now, by=by)
    return changed


def change_mailings(
    what: Change, where: str, *, now: datetime, columns: Mapping[str, Any] | None = None, **values: Any
) -> int:
    """Those mailings that meet `where`, SQL over their columns in which `values` are named; how many could be."""
    return int(_update(what, where, now, None, columns or {}, **values).rowcount)


def _update(
    what: Change,
    among: str,
    now: datetime,
    by: StaffMember | None,
    columns: Mapping[str, Any],
    then: str = "",
    **values: Any,
) -> Any:
    given = {name: db.instant_text(value) if isinstance(value, datetime) else value for name, value in columns.items()}
    sql = _statement(what, tuple(columns), among, then)
    return db.database.execute_sql(sql, {**given, **values, "now": db.instant_text(now), "by": db.id_of(by)})


@cache
def _statement(what: Change, columns: tuple[str, ...], among: str, then: str) -> str:
    sources = ", ".join(f"'{state}'" for state in what.sources)
    stamps = {column: _written(column, value) for column, value in what.stamps.items()}
    given = {column: f":{column}" for column in columns}
    sets = ", ".join(f"{column} = {value}" for column, value in {**stamps, **given}.items())
    start = f"UPDATE {what.table} SET state = '{what.target}'{', ' if sets else ''}{sets}"
    return f"{start} WHERE {among} AND state IN ({sources}) {then}"


def _written(column: str, value: str | int | Mark | None) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mark):
        return {NOW: ":now", BY: ":by", ONE_MORE: f"{column} + 1"}[value]
    return "NULL" if value is None else f"'{value}'"


def _stamp(message: Message, what: Change, now: datetime, by: StaffMember | None, columns: Mapping[str, Any]) -> None:
    """The row in hand says what the database says."""
    message.state = what.target
    for column, value in {**what.stamps, **columns}.items():
        if value is ONE_MORE:
            value = getattr(message, column) + 1
        elif value is NOW:
            value = now
        elif value is BY:
            value = db.id_of(by)
        setattr(message, column, value)
