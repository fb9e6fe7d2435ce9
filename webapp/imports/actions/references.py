"""What rows of a file refer to by its number: clients, animals, items."""

from collections.abc import Callable, Sequence

from webapp import db
from webapp.imports.actions.staging import Staging
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, PRODUCTS, SERVICES

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
        rows = self.staging.execute(
            f"SELECT number, id FROM {table} WHERE number IN (SELECT value FROM json_each(?))", (wanted,)
        )
        found = dict(rows.fetchall())
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
