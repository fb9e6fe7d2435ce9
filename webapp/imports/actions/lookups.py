"""What rows of a file refer to: clients, animals and items by number; species, breeds, veterinarians, types of
appointments and of reminders, revenue categories by name, found or made.

While a file is read nothing is written: what is not known yet gets a provisional id below zero, and is made in the
transaction that writes the file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from webapp import db, text
from webapp.imports.actions.staging import Staging
from webapp.imports.rules import species, words
from webapp.imports.rules.alphabets import ANY, Alphabet
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, PRODUCTS, SERVICES
from webapp.models import AppointmentType, Breed, ReminderType, RevenueCategory, Species, Veterinarian

NAMELESS, UNKNOWN, REFUSED = 0, -1, -2  # provisional ids of dry runs lie far below
MOST = 200_000  # numbers of one kind that are remembered at a time


class Numbers:
    """Numbers of one table → ids, looked up a chunk at a time and remembered."""

    def __init__(self, fetch: Callable[[list[str]], dict[str, int]]) -> None:
        self.fetch = fetch
        self.known: dict[str, int] = {"": NAMELESS}

    def ids(self, numbers: Sequence[str]) -> list[int]:
        """Their ids, or NAMELESS, UNKNOWN, REFUSED."""
        if len(self.known) > MOST:
            self.known = {"": NAMELESS}
        wanted = set(numbers).difference(self.known)
        if wanted:
            listed = sorted(wanted)
            self.known.update(dict.fromkeys(listed, UNKNOWN))
            self.known.update(self.fetch(listed))
        return list(map(self.known.__getitem__, numbers))


class References:
    """Every table that rows refer to. Forgotten at the start of each file, as the one before may have changed them."""

    def __init__(self, staging: Staging) -> None:
        self.staging = staging
        self.forget()

    def forget(self) -> None:
        self.clients = Numbers(lambda numbers: self._fetch(CLIENTS, "client", numbers))
        self.animals = Numbers(lambda numbers: self._fetch(ANIMALS, "animal", numbers))
        self._owners: dict[int, int] = {}
        self._items: dict[str, dict[str, tuple[int, int | None]]] | None = None

    def _fetch(self, kind: str, table: str, numbers: list[str]) -> dict[str, int]:
        wanted = db.ids(numbers)
        # Whose record became part of another's is known by either number.
        kept = "SELECT kept_id FROM client_merge WHERE gone_id = client.id AND undone_at IS NULL"
        found = dict(
            self.staging.execute(
                f"SELECT number, {f'coalesce(({kept}), id)' if kind == CLIENTS else 'id'} FROM {table} "
                "WHERE number IN (SELECT value FROM json_each(?))",
                (wanted,),
            ).fetchall()
        )
        for stage in self.staging.stages:
            if stage.kind == kind:
                rows = self.staging.execute(
                    f"SELECT number, line FROM temp.{stage.table} WHERE row IS NULL AND "
                    "number IN (SELECT value FROM json_each(?))",
                    (wanted,),
                )
                found.update((number, stage.provisional(line)) for number, line in rows)
        found.update(dict.fromkeys(self.staging.refused(kind, numbers), REFUSED))
        return found

    def owners(self, animal_ids: Sequence[int]) -> list[int]:
        """The present client of each of these animals."""
        if len(self._owners) > MOST:
            self._owners.clear()
        wanted = sorted(set(animal_ids).difference(self._owners))
        if wanted:
            rows = self.staging.execute(
                "SELECT id, client_id FROM animal WHERE id IN (SELECT value FROM json_each(?))", (db.ids(wanted),)
            )
            self._owners.update(rows.fetchall())
            for stage in self.staging.stages:
                if stage.kind == ANIMALS and "client_id" in stage.columns:
                    for line, row, client in self.staging.execute(
                        f"SELECT line, row, client_id FROM temp.{stage.table}"
                    ):
                        self._owners[row or stage.provisional(line)] = client
        return [self._owners.get(animal_id, UNKNOWN) for animal_id in animal_ids]

    @property
    def items(self) -> dict[str, dict[str, tuple[int, int | None]]]:
        """Code → kind ("product", "service") → id and category; an id may be REFUSED. A catalogue is small."""
        if self._items is None:
            self._items = {}
            for code, kind, item, category in self.staging.execute("SELECT code, kind, id, category_id FROM item"):
                self._items.setdefault(code, {})[kind] = (item, category)
            for stage in self.staging.stages:
                if stage.kind in (PRODUCTS, SERVICES):
                    self._add_staged(stage.table, stage.kind[:-1], stage.provisional)
            for kind in (PRODUCTS, SERVICES):
                for (code,) in self.staging.execute("SELECT number FROM temp.staged_refused WHERE kind = ?", (kind,)):
                    self._items.setdefault(code, {})[kind[:-1]] = (REFUSED, None)
        return self._items

    def _add_staged(self, table: str, kind: str, provisional: Callable[[int], int]) -> None:
        for code, line, row in self.staging.execute(f"SELECT code, line, row FROM temp.{table}"):
            self.items.setdefault(code, {}).setdefault(kind, (row or provisional(line), None))


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
            found = self.species.found
            by = [words.key(name), *chain.from_iterable(map(sorted, species.candidates(name, alphabet)))]
            within = {found[word] for word in species.within(name) if word in found}
            one = within.pop() if len(within) == 1 else None
            self._species_memo[asked] = next((found[word] for word in by if word in found), one)
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

    def knows_breed(self, kind: int | None, name: str) -> bool:
        """Whether there is such a breed of that species."""
        return (kind, text.fold(name)) in self.breeds.found

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
            for provisional, columns in lookup.made.items():
                if lookup is self.breeds:
                    columns = {**columns, "species": real.get(columns["species"], columns["species"])}
                row = self._insert(lookup, columns)
                if lookup is self.species:
                    real[provisional] = row
                made.append((lookup.name, provisional, row))
        for category, code in self.ledger_codes.items():
            if code:
                RevenueCategory.update(ledger_code=code).where(
                    RevenueCategory.id == category, RevenueCategory.ledger_code == ""
                ).execute()
        return made

    def _insert(self, lookup: Lookup, columns: dict[str, Any]) -> int:
        if lookup in (self.species, self.reminder_types):
            taken, stem = 1, columns["code"]
            while lookup.model.select().where(lookup.model.code == columns["code"]).exists():
                taken += 1
                columns = {**columns, "code": f"{stem}-{taken}"}
        # Somebody may have added it by hand since the file was read.
        row, _made = lookup.model.get_or_create(
            **{name: columns[name] for name in lookup.unique},
            defaults={name: value for name, value in columns.items() if name not in lookup.unique},
        )
        return int(row.id)
