"""What to export in the practice software: every kind of file, and the columns that each may have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from webapp.imports.queries import labels
from webapp.imports.rules import kinds

HEADS = 4  # known headers that are shown of each field
_ICONS = {
    "clients": "users", "animals": "paw-print", "products": "package", "services": "stethoscope", "sales": "receipt",
    "visits": "clipboard-check", "appointments": "calendar",
    "reminders": "bell",
}  # fmt: skip
_EITHER = {"clients": ("full_name", "last_name", "first_name"), "products": ("name_fr", "name_en"),
           "services": ("name_fr", "name_en"), "sales": ("client", "animal"),
           "reminders": ("animal", "client")}  # fmt: skip


@dataclass(frozen=True)
class FieldHelp:
    """A column that a file may have. `either`: one of several such is enough. `heads` as they are compared."""

    label: Any
    needed: bool
    either: bool
    heads: Sequence[str]


@dataclass(frozen=True)
class KindHelp:
    """A kind of file, its most needed columns first."""

    name: str
    label: Any
    icon: str
    fields: Sequence[FieldHelp]

    @property
    def either(self) -> list[str]:
        """Columns of which one is enough."""
        return [str(field.label) for field in self.fields if field.either]

    @property
    def needed_words(self) -> str:
        """What the file cannot do without, in a line."""
        needed = [str(field.label) for field in self.fields if field.needed]
        between = gettext("or")
        return ", ".join([*needed, *([f" {between} ".join(self.either)] if self.either else [])])


def kinds_help() -> list[KindHelp]:
    """Every kind, the people first."""
    order = sorted(kinds.ORDER, key=lambda name: list(_ICONS).index(name))
    return [KindHelp(name, labels.KINDS[name], _ICONS[name], _fields(name)) for name in order]


def _fields(kind: str) -> list[FieldHelp]:
    either = _EITHER.get(kind, ())
    fields = [
        FieldHelp(labels.field(kind, each.name), each.required, each.name in either, each.aliases[:HEADS])
        for each in kinds.KINDS[kind].fields
    ]
    return sorted(fields, key=lambda field: (not field.needed, not field.either))
