"""What rows of a file refer to by number: clients, animals and items; and clients and animals by what else they are
known by. Ids below zero are provisional, or say why there is none.
"""

from collections.abc import Callable, Sequence

from webapp import db
from webapp.imports.actions.links import Links
from webapp.imports.actions.people import People, Pets, may_name_somebody
from webapp.imports.actions.staging import Staging
from webapp.imports.actions.zeros import Zeros
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, PRODUCTS, SERVICES

# Provisional ids of dry runs lie far below. LEFT: a person said that such rows are left aside.
NAMELESS, UNKNOWN, REFUSED, SEVERAL, LEFT = 0, -1, -2, -3, -4
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

    def __init__(self, staging: Staging, region: str = "CA") -> None:
        self.staging, self.region = staging, region
        self.forget()

    def forget(self) -> None:
        self.clients = Numbers(lambda numbers: self._fetch(CLIENTS, "client", numbers))
        self.animals = Numbers(lambda numbers: self._fetch(ANIMALS, "animal", numbers))
        self._owners: dict[int, int] = {}
        self._people: People | None = None
        self._pets: Pets | None = None
        self._items: dict[str, dict[str, tuple[int, int | None]]] | None = None
        self.links = Links()
        self.zeros = {
            "client": Zeros(self.staging, CLIENTS, "client"),
            "animal": Zeros(self.staging, ANIMALS, "animal"),
            "item": Zeros(self.staging, PRODUCTS, "item", "code"),
        }

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
        if kind == CLIENTS:
            wordy = (number for number in numbers if number not in found and may_name_somebody(number))
            found.update({number: self.people.find(number) for number in wordy})
        unknown = [number for number in numbers if found.get(number, UNKNOWN) == UNKNOWN]
        found.update(self._without_zeros(table, unknown, numbers) if unknown else {})
        return found

    def _without_zeros(self, table: str, unknown: list[str], beside: list[str]) -> dict[str, int]:
        """Those that lack nothing but zeros before; where that is not sure, a person is asked whose a client's is."""
        known = self.zeros[table]
        found: dict[str, int] = {}
        for number, meant in known.meant(unknown).items():
            one = known.one(number, meant, beside)
            if one is not None:
                found[number] = one
            elif table == "client":
                found[number] = SEVERAL
        return found

    @property
    def people(self) -> People:
        """Clients by what else they are known by."""
        self._people = self._people or People(self.staging, self.region, self.links.names)
        return self._people

    def numbers_of_pets(self, clients: Sequence[int], names: Sequence[str], otherwise: Sequence[str]) -> list[str]:
        """The number of each client's one animal of this name, or what there is `otherwise`."""
        known = self._known_pets(clients)
        found = [known.find(client, name) for client, name in zip(clients, names, strict=True)]
        return [known.numbers.get(each, key) for each, key in zip(found, otherwise, strict=True)]

    def pets(self, clients: Sequence[int], names: Sequence[str], found: Sequence[int]) -> list[int]:
        """Animals that were not `found` by number, by their client and their name."""
        animals = list(found)
        if UNKNOWN in found:
            places = [place for place, animal in enumerate(found) if animal == UNKNOWN and clients[place] != NAMELESS]
            known = self._known_pets([clients[place] for place in places])
            for place in places:
                animals[place] = known.find(clients[place], names[place])
        return animals

    def _known_pets(self, clients: Sequence[int]) -> Pets:
        """Those of these clients at least."""
        self._pets = self._pets or Pets(self.staging)
        self._pets.read(clients)
        return self._pets

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

    def item(self, code: str) -> dict[str, tuple[int, int | None]]:
        """What of the catalogue this code means, by kind; also where it lacks the zeros that all others have."""
        found, zeros = self.items.get(code), self.zeros["item"]
        again = code if found or not zeros.wide else code.zfill(zeros.wide)
        if again != code and again in self.items:
            zeros.lost.add(code)
        return self.items.get(again, {})

    def _add_staged(self, table: str, kind: str, provisional: Callable[[int], int]) -> None:
        for code, line, row in self.staging.execute(f"SELECT code, line, row FROM temp.{table}"):
            self.items.setdefault(code, {}).setdefault(kind, (row or provisional(line), None))
