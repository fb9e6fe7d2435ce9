"""How the rows of the printer's file are grouped and divided, as e-mails are: by client, by species, by language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

BY_REMINDER, BY_SPECIES, BY_CLIENT = "reminder", "species", "client"
GROUPINGS = (BY_REMINDER, BY_SPECIES, BY_CLIENT)


class Told(Protocol):
    """What decides in which row a reminder stands."""

    @property
    def reminder_id(self) -> int: ...
    @property
    def client_id(self) -> int: ...
    @property
    def language(self) -> str: ...
    @property
    def species(self) -> str | None: ...


Each = TypeVar("Each", bound=Told)


@dataclass(frozen=True)
class Shape:
    """One row a reminder, a client and species, or a client; a sheet a language, or a language and species."""

    grouping: str = BY_REMINDER  # one of GROUPINGS
    by_species: bool = False


def shaped(rows: Sequence[Each], shape: Shape) -> dict[tuple[str, str], list[list[Each]]]:
    """By sheet (language, species or ""), French first: what each of its rows is about, in the order of `rows`."""
    sheets: dict[tuple[str, str], dict[tuple[object, ...], list[Each]]] = {}
    for row in rows:
        species = row.species or ""
        sheet = ("en" if row.language == "en" else "fr", species if shape.by_species else "")
        about: tuple[object, ...] = {
            BY_REMINDER: (row.reminder_id,), BY_SPECIES: (row.client_id, species), BY_CLIENT: (row.client_id,),
        }[shape.grouping]  # fmt: skip
        sheets.setdefault(sheet, {}).setdefault(about, []).append(row)
    ordered = sorted(sheets, key=lambda sheet: (sheet[0] == "en", sheet[1] == "", sheet[1]))
    return {sheet: list(sheets[sheet].values()) for sheet in ordered}
