"""What rows of a file refer to: clients, animals and items by number; species, breeds, veterinarians, types of
appointments and of reminders, revenue categories by name, found or made.

While a file is read nothing is written: what is not known yet gets a provisional id below zero, and is made in the
transaction that writes the file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import chunked

from webapp import db, text
from webapp.imports.rules import species, words
from webapp.imports.rules.alphabets import ANY, Alphabet
from webapp.models import AppointmentType, Breed, ReminderType, RevenueCategory, Species, Veterinarian

_AT_ONCE = 500  # rows that one statement inserts
_REPORTED_AS = {"breed": "breeds", "veterinarian": "veterinarians", "type": "types", "reminder_type": "types",
                "category": "categories"}  # fmt: skip


@dataclass
class Lookup:
    """One table of names. `found` is keyed by what is compared: a folded name, with a species or a kind before it."""

    name: str
    model: Any
    unique: tuple[str, ...]
    found: dict[Any, int] = field(default_factory=dict)
    made: dict[int, dict[str, Any]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def add(self, key: Any, columns: dict[str, Any], name: str) -> int:
        """A row that is yet to be made."""
        provisional = -len(self.made) - 1
        self.made[provisional] = columns
        self.found[key] = provisional
        self.names[provisional] = name
        return provisional


class Lookups:
    """All of them, read once."""

    def __init__(self) -> None:
        self.species = Lookup("species", Species, ("code",))
        self.breeds = Lookup("breed", Breed, ("species", "name_fr"))
        self.veterinarians = Lookup("veterinarian", Veterinarian, ("name",))
        self.types = Lookup("type", AppointmentType, ("name_fr",))
        self.categories = Lookup("category", RevenueCategory, ("kind", "name_fr"))
        self.reminder_types = Lookup("reminder_type", ReminderType, ("name_fr",))
        self.ledger_codes: dict[int, str] = {}
        self._species_memo: dict[tuple[str, Alphabet], int | None] = {}
        run: Callable[[str], Any] = db.database.execute_sql
        for row, code, fr, en in run("SELECT id, code, name_fr, name_en FROM species"):
            self.species.names[row] = fr
            self.species.found.update(dict.fromkeys(map(words.key, (en, code, fr)), row))
        for row, kind, fr, en in run("SELECT id, species_id, name_fr, name_en FROM breed"):
            self.breeds.names[row] = fr
            self.breeds.found.update(dict.fromkeys([(kind, text.fold(en)), (kind, text.fold(fr))], row))
        for kind, name, row in run("SELECT species_id, name, breed_id FROM breed_alias"):
            self.breeds.found.setdefault((kind, name), row)
        for row, name in run("SELECT id, name FROM veterinarian"):
            self.veterinarians.found[text.fold(name)] = row
        for row, fr, en in run("SELECT id, name_fr, name_en FROM appointment_type"):
            self.types.found.update(dict.fromkeys([text.fold(en), text.fold(fr)], row))
        for row, code, fr, en in run("SELECT id, code, name_fr, name_en FROM reminder_type"):
            self.reminder_types.found.update(dict.fromkeys([text.fold(code), text.fold(en), text.fold(fr)], row))
        for row, kind, code, fr, en in run("SELECT id, kind, ledger_code, name_fr, name_en FROM revenue_category"):
            self.ledger_codes[row] = code
            self.categories.found.update(dict.fromkeys([(kind, text.fold(en)), (kind, text.fold(fr))], row))

        # A file goes on saying what a person renamed here.
        for table, row, fr in run(
            "SELECT kind, row, file_value FROM hand_edit WHERE field IN ('name', 'name_fr') "
            "AND kind IN ('veterinarian', 'appointment_type', 'revenue_category', 'reminder_type')"
        ):
            self._renamed(table, row, text.fold(fr or ""))

    def _renamed(self, table: str, row: int, former: str) -> None:
        if table == "veterinarian":
            self.veterinarians.found.setdefault(former, row)
        elif table == "appointment_type":
            self.types.found.setdefault(former, row)
        elif table == "reminder_type":
            self.reminder_types.found.setdefault(former, row)
        elif category := RevenueCategory.get_or_none(RevenueCategory.id == row):
            self.categories.found.setdefault((category.kind, former), row)

    @property
    def all(self) -> tuple[Lookup, ...]:
        """In the order in which they are made: a breed needs its species."""
        return self.species, self.breeds, self.veterinarians, self.types, self.categories, self.reminder_types

    def made_since(self, before: Sequence[int]) -> dict[str, list[str]]:
        """The names that were not known `before` (how many each lookup then had), for the report."""
        found: dict[str, list[str]] = {}
        for lookup, count in zip(self.all, before, strict=True):
            if names := [lookup.names[row] for row in [*lookup.made][count:]]:
                found.setdefault(_REPORTED_AS.get(lookup.name, lookup.name), []).extend(names)
        return found

    @property
    def counts(self) -> list[int]:
        """How many names each lookup has that were not known."""
        return [len(lookup.made) for lookup in self.all]

    def species_id(self, name: str, alphabet: Alphabet = ANY) -> int | None:
        """The species that a cell speaks of: its name in either language, a synonym, a code, a description; or None."""
        asked = name, alphabet
        if asked not in self._species_memo:
            self._species_memo[asked] = species.find(self.species.found, name, alphabet)
        return self._species_memo[asked]

    def breed_id(self, kind: int | None, name: str) -> int | None:
        """The breed of that name within the species `kind`; without one the only one of that name. None = neither."""
        folded = text.fold(name)
        if kind is None:
            alike = {id for (_species, known), id in self.breeds.found.items() if known == folded}
            return alike.pop() if len(alike) == 1 else None
        found = self.breeds.found.get((kind, folded))
        if found is None:
            columns = {"species": kind, "name_fr": name, "name_en": name}
            found = self.breeds.add((kind, folded), columns, name)
        return found

    def breed(self, kind: int | None, cell: str) -> tuple[int | None, bool | None, bool]:
        """The breed of that species that a cell names, whether it says crossbred, and whether it names any at all."""
        if not cell:
            return None, None, False
        plain, mixed = species.breed(cell)
        if (kind, text.fold(cell)) in self.breeds.found:
            plain = cell
        return self.breed_id(kind, plain) if plain else None, mixed, bool(plain)

    def veterinarian_id(self, name: str) -> int | None:
        """Who sees animals under this name."""
        return self._named(self.veterinarians, name, lambda: {"name": name})

    def type_id(self, name: str) -> int | None:
        """What an appointment is for."""
        return self._named(self.types, name, lambda: {"name_fr": name, "name_en": name})

    def reminder_type_id(self, name: str) -> int | None:
        """What a reminder is about."""
        code = "_".join(text.words(name))[:40] or name[:40]
        return self._named(self.reminder_types, name, lambda: {"code": code, "name_fr": name, "name_en": name})

    def category_id(self, kind: str, name: str, ledger_code: str) -> int | None:
        """The revenue category of products or of services. A ledger code is taken where there was none."""
        if not name:
            return None
        found = self.categories.found.get((kind, text.fold(name)))
        if found is None:
            columns = {"kind": kind, "name_fr": name, "name_en": name, "ledger_code": ledger_code}
            found = self.categories.add((kind, text.fold(name)), columns, name)
        elif ledger_code and found < 0 and not self.categories.made[found]["ledger_code"]:
            self.categories.made[found]["ledger_code"] = ledger_code
        elif ledger_code and found > 0 and not self.ledger_codes[found]:
            self.ledger_codes[found] = ledger_code
        return found

    def _named(self, lookup: Lookup, name: str, columns: Callable[[], dict[str, Any]]) -> int | None:
        if not name:
            return None
        folded = text.fold(name)
        found = lookup.found.get(folded)
        return lookup.add(folded, columns(), name) if found is None else found

    def make(self) -> list[tuple[str, int, int]]:
        """Make what is new, in the caller's transaction: (lookup, provisional id, id) of each."""
        made: list[tuple[str, int, int]] = []
        real: dict[int, int] = {}
        for lookup in self.all:
            new = list(lookup.made.values())
            if lookup is self.breeds:
                new = [{**columns, "species": real.get(columns["species"], columns["species"])} for columns in new]
            rows = dict(zip(lookup.made, _insert(lookup, new), strict=True))
            if lookup is self.species:
                real = rows
            made += [(lookup.name, provisional, row) for provisional, row in rows.items()]
        for category, code in self.ledger_codes.items():
            if code:
                RevenueCategory.update(ledger_code=code).where(
                    RevenueCategory.id == category, RevenueCategory.ledger_code == ""
                ).execute()
        return made


def _insert(lookup: Lookup, new: list[dict[str, Any]]) -> list[int]:
    """Their ids. Somebody may have added one by hand since the file was read."""
    if not new:
        return []
    model = lookup.model
    if "code" in new[0]:
        taken = {code for (code,) in model.select(model.code).tuples()}
        new = [{**columns, "code": _free(columns["code"], taken)} for columns in new]
    names = [tuple(columns[name] for name in lookup.unique) for columns in new]
    known = _standing(lookup)
    missing = {name: columns for name, columns in zip(names, new, strict=True) if name not in known}
    for some in chunked(missing.values(), _AT_ONCE):
        model.insert_many(some).execute()
    known = _standing(lookup)
    return [known[name] for name in names]


def _standing(lookup: Lookup) -> dict[tuple[Any, ...], int]:
    model = lookup.model
    columns = [getattr(model, name) for name in lookup.unique]
    return {tuple(name): row for row, *name in model.select(model.id, *columns).tuples()}


def _free(code: str, taken: set[str]) -> str:
    """The code, with a number behind it if it is taken; from now on it is."""
    found, n = code, 1
    while found in taken:
        n += 1
        found = f"{code}-{n}"
    taken.add(found)
    return found
