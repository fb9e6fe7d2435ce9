"""What a dry run says of a changed row: each field as it stands and as the file has it, told as a person would."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp.imports.actions.context import Context
from webapp.imports.actions.kinds import Importer
from webapp.imports.rules.kinds import APPOINTMENTS

# Column → table, and the column there that a person knows.
_REFERS = {
    "client_id": ("client", "number"), "animal_id": ("animal", "number"), "item_id": ("item", "code"),
    "veterinarian_id": ("veterinarian", "name"), "category_id": ("revenue_category", "name_fr"),
    "species_id": ("species", "name_fr"), "breed_id": ("breed", "name_fr"),
}  # fmt: skip
_SCALES = {"_cents": (100, 2), "_milli": (1000, 3)}
_LINE = (1 << 40) - 1


class Differences:
    """For the rows of one file."""

    def __init__(self, context: Context, importer: Importer) -> None:
        self.context = context
        self.importer = importer
        self.refers = dict(_REFERS)
        if "type_id" in importer.compared:
            kind = "appointment_type" if importer.kind == APPOINTMENTS else "reminder_type"
            self.refers["type_id"] = (kind, "name_fr")

    def told(self, changed: Mapping[str, tuple[Any, Any]]) -> str:
        """Column → (old, new), as the report keeps it: field → [old, new]."""
        return json.dumps(
            {
                column.removesuffix("_id"): [self._shown(column, old), self._shown(column, new)]
                for column, (old, new) in changed.items()
            },
            ensure_ascii=False,
        )

    def _shown(self, column: str, value: Any) -> Any:
        if value is None or value == "":
            return None
        if column in self.refers:
            return self._name(*self.refers[column], value)
        for ending, (scale, digits) in _SCALES.items():
            if column.endswith(ending):
                return f"{value / scale:.{digits}f}"
        if column.endswith("_at"):
            return datetime.fromisoformat(value).astimezone(self.context.zone).strftime("%Y-%m-%d %H:%M")
        return self.importer.said(column, value)

    def _name(self, table: str, known_by: str, row: int) -> Any:
        if row < 0:
            return self._made(table, row)
        found = self.context.staging.execute(f"SELECT {known_by} FROM {table} WHERE id = ?", (row,)).fetchone()
        return found[0] if found else row

    def _made(self, table: str, row: int) -> Any:
        """What this run would make: a name that was not known, or a row of an earlier file."""
        for lookup in self.context.lookups.all:
            if lookup.model._meta.table_name == table:
                return lookup.names.get(row, row)
        position, line = -row >> 40, -row & _LINE
        for stage in self.context.staging.stages:
            if stage.position == position:
                key = "code" if table == "item" else "number"
                found = self.context.staging.execute(
                    f"SELECT {key} FROM temp.{stage.table} WHERE line = ?", (line,)
                ).fetchone()
                return found[0] if found else row
        return row
