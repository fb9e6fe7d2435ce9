"""What the file says against what stands: new, changed, or the same.

Three things stand against the file: a field that is doubtful in it, a field that a person changed here while the file
goes on saying what it said before, and what a kind of its own leaves alone (Importer.adjust).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from webapp import hand_edits
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.context import Context
from webapp.imports.actions.kinds import Importer
from webapp.imports.actions.owners import Owners
from webapp.imports.rules.cells import Column
from webapp.models import HandEdit

# A new owner, a death and an archived client have a line of history of their own.
_OWN_ENTRY = ("client_id", "deceased", "archived_at")


@dataclass
class Compared:
    """The rows of a chunk that are staged, and which lines they are: (line, key), and of changed ones the columns with
    what stands and what the file says."""

    staged: list[Sequence[Any]] = field(default_factory=list)
    created: list[tuple[int, str]] = field(default_factory=list)
    updated: list[tuple[int, str, dict[str, tuple[Any, Any]]]] = field(default_factory=list)


class Comparison:
    """Compares the chunks of one file."""

    def __init__(self, context: Context, importer: Importer, owners: Owners | None = None) -> None:
        self.context = context
        self.importer = importer
        self.owners = owners
        self.edits = self._hand_edits()
        self.open_corrections = self._open_corrections()

    def compare(
        self, batch: Batch, keys: Sequence[str], compared: Sequence[Column], others: Sequence[Column]
    ) -> Compared:
        """Which rows of the chunk are new and which changed. `others` are the derived and once-only columns."""
        found = Compared()
        standing = self.importer.standing(keys)
        width = len(compared)  # beyond it stands what is only looked at
        beside: Iterable[tuple[Any, ...]] = zip(*others, strict=True) if others else [()] * len(keys)
        rows = zip(batch.lines, keys, zip(*compared, strict=True), beside, strict=True)
        for place, (line, key, values, other) in enumerate(rows):
            stands = standing.get(key)
            if stands is None:
                found.staged.append((line, None, None, None, key, *values, *other))
                found.created.append((line, key))
            elif (
                stands[1][:width] != values  # what says the same has nothing to leave as it is
                or place in batch.doubts
                or place in batch.holds
                or stands[0] in self.edits
            ):
                self._meet(found, batch, place, key, values, other, *stands)
        if self.open_corrections:
            self._settle(batch, keys, compared)
        return found

    def _meet(
        self,
        found: Compared,
        batch: Batch,
        place: int,
        key: str,
        values: tuple[Any, ...],
        other: tuple[Any, ...],
        row: int,
        stands: tuple[Any, ...],
    ) -> None:
        importer = self.importer
        new = dict(zip(importer.compared, values, strict=True))
        old = dict(zip((*importer.compared, *importer.looked_at), stands, strict=True))
        kept: list[str] = []
        for doubt in (*batch.doubts.get(place, ()), *batch.holds.get(place, ())):
            for column in chain.from_iterable(map(importer.columns_of, doubt.field.split(", "))):
                new[column] = old[column]
                kept.append(column)
        for name, places in batch.silent.items():
            if place in places:
                columns = importer.decided_by(name)
                new.update((column, old[column]) for column in columns)
                kept += columns
        if importer.adjusts:
            importer.adjust(new, old)
        forgotten = self._respect(row, new, old, kept)
        line = batch.lines[place]
        if self.owners and self.owners.gives_back(line, key, row, old["client_id"], new["client_id"]):
            new["client_id"] = old["client_id"]
            kept.append("client_id")
            importer.adjust(new, old)
        changed = [column for column in importer.compared if new[column] != old[column]]
        if forgotten:
            self.context.staging.many("INSERT OR IGNORE INTO temp.staged_forgotten VALUES (?)", forgotten)
        if not changed:
            return
        whole = {**old, **new, **dict(zip((*importer.derived, *importer.once), other, strict=True))}
        if importer.derived:
            importer.derive(whole)
        beside = (whole[column] for column in (*importer.derived, *importer.once))
        kept_text = json.dumps(kept) if kept else None
        found.staged.append((line, row, kept_text, self._history(changed, old, new), key, *new.values(), *beside))
        found.updated.append((line, key, {column: (old[column], new[column]) for column in changed}))

    def _respect(self, row: int, new: dict[str, Any], old: dict[str, Any], kept: list[str]) -> list[tuple[int]]:
        """Let stand what a person changed; the edits that the file has overtaken are returned, to be forgotten."""
        forgotten: list[tuple[int]] = []
        for column, (file_value, edit) in self.edits.get(row, {}).items():
            if column not in new or column in kept:
                continue
            if hand_edits.as_text(new[column]) == file_value:
                new[column] = old[column]
                kept.append(column)
            else:
                forgotten.append((edit,))
        return forgotten

    def _history(self, changed: Sequence[str], old: dict[str, Any], new: dict[str, Any]) -> str | None:
        """What the line of history says, for kinds that have one."""
        if not self.importer.corrections:
            return None
        said = self.importer.said
        details = {
            column.removesuffix("_id"): [said(column, old[column]), said(column, new[column])]
            for column in changed
            if column not in _OWN_ENTRY
        }
        return json.dumps({"changed": details}, ensure_ascii=False) if details else None

    def _hand_edits(self) -> dict[int, dict[str, tuple[str | None, int]]]:
        """Row → column → what the file said before, and the edit's id."""
        edits: dict[int, dict[str, tuple[str | None, int]]] = defaultdict(dict)
        for edit in HandEdit.select().where(HandEdit.kind == self.importer.table):
            edits[edit.row][self.column(edit.field)] = (edit.file_value, edit.id)
        return dict(edits)

    def column(self, field_name: str) -> str:
        """The column of a field as a hand edit names it: "breed" or "breed_id"."""
        fields = self.importer.model._meta.fields
        return str(fields[field_name].column_name) if field_name in fields else field_name

    def _open_corrections(self) -> dict[str, dict[str, int]]:
        """Number → field → the correction that waits."""
        if not self.importer.corrections:
            return {}
        table = self.importer.table
        waiting: dict[str, dict[str, int]] = defaultdict(dict)
        for number, name, correction in self.context.staging.execute(
            f"SELECT t.number, c.field, c.id FROM correction c JOIN {table} t ON t.id = c.{table}_id "
            "WHERE c.settled_at IS NULL AND t.number IS NOT NULL"
        ):
            waiting[number][name] = correction
        return dict(waiting)

    def _settle(self, batch: Batch, keys: Sequence[str], compared: Sequence[Column]) -> None:
        """A doubtful field that the file now gives a good value for is no longer to be corrected."""
        good: list[tuple[int]] = []
        places = {name: place for place, name in enumerate(self.importer.compared)}
        for place, key in enumerate(keys):
            for name, correction in self.open_corrections.get(key, {}).items():
                column = places.get(self.column(name))
                doubted = any(doubt.field == name for doubt in batch.doubts.get(place, ()))
                if column is not None and not doubted and compared[column][place] not in (None, ""):
                    good.append((correction,))
        self.context.staging.many("INSERT OR IGNORE INTO temp.staged_settled VALUES (?)", good)
