"""Keys for the rows of a file that has no numbers: those of records that are here already, else made up."""

from collections import Counter
from collections.abc import Mapping

from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds import Importer
from webapp.imports.actions.zeros import Zeros
from webapp.imports.rules import identities
from webapp.imports.rules.kinds import PRODUCTS, SALES, SERVICES

_REMEMBERED = 100_000  # keys of sales, to tell two of the same apart: those stand close together


class Keys:
    """Of one file; `given`: it has numbers of its own; `shared`: each row holds records of other kinds beside.

    `made`: those that rows were given when they were read before, by line.
    """

    def __init__(self, importer: Importer, shared: bool = False, made: Mapping[int, str] | None = None) -> None:
        self.importer = importer
        self.shared = shared and importer.kind not in (PRODUCTS, SERVICES)  # of which each row is one or the other
        self.made = made
        self.given = importer.key in importer.places
        self.said: Counter[str] = Counter()
        self.given_back = 0  # rows whose number lacked its zeros
        where = " AND ".join(f"{name} = '{value}'" for name, value in importer.scope.items()) or "1"
        self.zeros = Zeros(importer.context.staging, importer.kind, importer.table, importer.key, where)

    def give(self, batch: Batch) -> None:
        """Each row of the chunk its key, if the file gives none."""
        if self.given:
            column = batch.values[self.importer.key]
            batch.values[self.importer.key] = self.zeros.given_back(column)
            self.given_back += sum(map(self.zeros.lost.__contains__, column)) if self.zeros.lost else 0
            return
        if self.made is not None:
            found = [self.made[line] for line in batch.lines]
        else:
            found = identities.keys(self.importer.kind, batch.values, len(batch))
        if self.importer.kind == SALES and self.made is None:
            found = identities.counted(found, self._nth)
        batch.values[self.importer.key] = self.importer.known_as(batch, found)

    def _nth(self, key: str) -> int:
        """How often the file has said this so far."""
        if len(self.said) > _REMEMBERED:
            self.said.clear()
        self.said[key] += 1
        return self.said[key]
