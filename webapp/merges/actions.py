"""Making two records one, and two again."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext
from peewee import ForeignKeyField

from webapp import db, hand_edits, history, models, text
from webapp.merges import rules
from webapp.models import Client, ClientMerge, ClientsApart, StaffMember
from webapp.search import actions as search

_ITS_OWN = {("client_merge", "gone_id"), ("clients_apart", "first_id"), ("clients_apart", "second_id")}


class CannotMerge(Exception):
    """They are one row, or one of them is archived or gone."""


class CannotPart(Exception):
    """What was kept has become part of another client since."""


def merge(*, kept_id: int, gone_id: int, now: datetime, by: StaffMember | None) -> ClientMerge:
    """Make the client `gone_id` part of `kept_id`: all that hangs on it, what the other lacks, every refusal of either.

    The record that goes is archived, and an import that names its number means the other. Raises CannotMerge.
    """
    with db.write():
        kept, gone = Client.get_or_none(Client.id == kept_id), Client.get_or_none(Client.id == gone_id)
        if kept_id == gone_id or not kept or not gone or kept.archived_at or gone.archived_at:
            raise CannotMerge
        moved = {f"{table}.{column}": _move(table, column, gone_id, kept_id) for table, column in _columns()}
        values = rules.joined(kept, gone)
        names = text.sort_key(values.get("last_name", kept.last_name), values.get("first_name", kept.first_name))
        changed = hand_edits.correct(kept, values, now=now, updated_at=now, sort_name=names)
        Client.update(archived_at=now).where(Client.id == gone_id).execute()
        made = ClientMerge.create(
            kept=kept_id,
            gone=gone_id,
            moved=json.dumps({name: ids for name, ids in moved.items() if ids}),
            changed=json.dumps({name: [_plain(name, each) for each in pair] for name, pair in changed.items()}),
            at=now,
            by=by,
        )
        _note("merged", kept, gone, now, by)
    return made


def part(*, merge_id: int, now: datetime, by: StaffMember | None) -> bool:
    """Two clients again, each with what it had; what came since stays with the one that was kept.

    False if somebody was quicker. Raises CannotPart.
    """
    with db.write():
        made = ClientMerge.get_by_id(merge_id)
        kept, gone = made.kept, made.gone
        if kept.archived_at:
            raise CannotPart
        undone = ClientMerge.update(undone_at=now, undone_by=by)
        if not undone.where(ClientMerge.id == merge_id, ClientMerge.undone_at.is_null()).execute():
            return False
        for name, ids in json.loads(made.moved).items():
            table, column = name.split(".")
            _move_back(table, column, ids, kept.id, gone.id)
        fields = Client._meta.fields
        before = {
            name: fields[name].python_value(old)
            for name, (old, new) in json.loads(made.changed).items()
            if _plain(name, getattr(kept, name)) == new  # unless somebody changed it since
        }
        names = text.sort_key(before.get("last_name", kept.last_name), before.get("first_name", kept.first_name))
        hand_edits.correct(kept, before, now=now, updated_at=now, sort_name=names)
        Client.update(archived_at=None).where(Client.id == gone.id).execute()
        _note("parted", kept, gone, now, by)
    return True


def keep_apart(*, first_id: int, second_id: int, now: datetime, by: StaffMember | None) -> None:
    """The clients `first_id` and `second_id` are two people, in whatever order: nobody is asked again."""
    first, second = sorted((first_id, second_id))
    with db.write():
        ClientsApart.insert(first=first, second=second, at=now, by=by).on_conflict_ignore().execute()


def ask_again(*, first_id: int, second_id: int) -> None:
    """Nobody knows after all whether these are two people."""
    first, second = sorted((first_id, second_id))
    with db.write():
        ClientsApart.delete().where(ClientsApart.first == first, ClientsApart.second == second).execute()


def _columns() -> Iterator[tuple[str, str]]:
    """Every table and column that leads to a client."""
    for model in models.ALL:
        for field in model._meta.sorted_fields:
            place = (model._meta.table_name, field.column_name)
            if isinstance(field, ForeignKeyField) and field.rel_model is Client and place not in _ITS_OWN:
                yield place


def _move(table: str, column: str, old: int, new: int) -> list[int]:
    """The ids of the rows that change client. A row whose like the other has already stays where it is."""
    ids = [each for (each,) in db.rows(f"SELECT id FROM {table} WHERE {column} = ?", (old,))]
    if ids:
        db.database.execute_sql(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", (new, old))
        ids = [each for (each,) in db.rows(
            f"SELECT id FROM {table} WHERE {column} = ? AND id IN (SELECT value FROM json_each(?))", (new, db.ids(ids))
        )]  # fmt: skip
    return ids


def _move_back(table: str, column: str, ids: list[int], old: int, new: int) -> None:
    db.database.execute_sql(
        f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ? AND id IN (SELECT value FROM json_each(?))",
        (new, old, db.ids(ids)),
    )


def _plain(name: str, value: Any) -> Any:
    return Client._meta.fields[name].db_value(value) if value is not None else None


def _note(verb: str, kept: Client, gone: Client, now: datetime, by: StaffMember | None) -> None:
    for one, other in ((kept, gone), (gone, kept)):
        history.note(client_id=one.id, verb=verb, details={"name": other.full_name}, now=now, by=by)
    search.index_clients(client_ids=[kept.id, gone.id])


PHRASES = {
    "merged": history.Phrase("users", lambda d: gettext("Made one with %(name)s", name=d["name"])),
    "parted": history.Phrase("undo-2", lambda d: gettext("Parted again from %(name)s", name=d["name"])),
}
