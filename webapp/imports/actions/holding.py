"""Rows that speak of death, departure or refusal and cannot be read: their animals and clients are held."""

import json
from collections.abc import Iterable, Sequence

from webapp.holds.queries import UNSETTLED
from webapp.holds.rules import NAME
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.context import Context
from webapp.imports.actions.kinds import Importer
from webapp.imports.actions.staging import Staging
from webapp.imports.rules import headers
from webapp.imports.rules.kinds import ANIMALS, CLIENTS
from webapp.later import Later

holds = Later("webapp.holds.actions")


def stage(staging: Staging, importer: Importer, batch: Batch) -> None:
    """Note the held rows of a chunk, until the file is written."""
    if batch.holds:
        staging.many("INSERT INTO temp.staged_hold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _rows(importer, batch))


def _rows(importer: Importer, batch: Batch) -> Iterable[tuple[object, ...]]:
    """Line, key, field, reason, details, column, value, animal, client; those of records are found by the key."""
    values, keys = batch.values, batch.values[importer.key]
    of_records = importer.kind in (CLIENTS, ANIMALS)
    for place, holds_ in sorted(batch.holds.items()):
        if of_records and _settled_by_row(batch, place):
            continue
        animal = client = None
        if not of_records:
            animal = values["animal_id"][place] if "animal_id" in values else None
            client = None if animal else values["client_id"][place]
        for each in holds_:
            details = json.dumps({"column": each.column, **each.reason.details}, ensure_ascii=False)
            yield (batch.lines[place], keys[place], each.field, each.reason.code, details,
                   each.column, each.reason.details["value"], animal, client)  # fmt: skip


def _settled_by_row(batch: Batch, place: int) -> bool:
    """Whether the row says clearly enough that nobody is to be contacted: it is dead, or no client any more."""
    dead, active = batch.values.get("deceased"), batch.values.get("active")
    return bool(dead and dead[place] == 1) or bool(active and active[place] == 0)


def settle(context: Context, importer: Importer, header: Sequence[str], *, kept: int) -> int:
    """Hold whom the file speaks of, but for what a person has answered before and what is dead or gone anyway.

    How many there are; the report names `kept` of them. In the transaction that writes the file, after its rows.
    """
    run = context.staging.execute
    if importer.kind in (CLIENTS, ANIMALS):
        column = f"{importer.table}_id"
        run(f"UPDATE temp.staged_hold SET {column} = (SELECT t.id FROM {importer.table} t WHERE t.number = key)")
    run(f"DELETE FROM temp.staged_hold WHERE rowid NOT IN (SELECT h.rowid FROM temp.staged_hold h WHERE {UNSETTLED})")
    lines = "SELECT line, 'held', key, field, reason, details FROM temp.staged_hold ORDER BY line LIMIT ?"
    run(f"INSERT INTO temp.staged_line {lines}", (kept,))
    (held,) = run("SELECT count(*) FROM temp.staged_hold").fetchone()
    if importer.kind in (CLIENTS, ANIMALS) and not context.dry_run:
        held_ids = f"SELECT {importer.table}_id FROM temp.staged_hold WHERE reason = '{NAME}'"
        holds.let_go_renamed(of=importer.table, but=held_ids, now=context.now)
    if held and not context.dry_run:
        holds.hold_all(source=_OPEN, given=(headers.signature(header),), now=context.now)
    return int(held)


_OPEN = """SELECT animal_id, client_id, reason, "column", value, ? AS layout FROM temp.staged_hold
    WHERE coalesce(animal_id, client_id) > 0"""
