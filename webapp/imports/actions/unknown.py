"""Values of coded columns that nobody understood, and in how many rows each stands: for a person to say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.imports.actions.batch import Batch
from webapp.imports.rules.cells import ERROR, Doubt
from webapp.imports.rules.kinds import Field
from webapp.imports.rules.values import CODED, SPECIES
from webapp.imports.rules.words import MOST

KEPT = 50  # of each column, the most frequent ones


class Unknown:
    """Those of one file, by field."""

    def __init__(self) -> None:
        self.found: dict[str, Counter[str]] = {}

    def note(self, field: Field, column: Sequence[Any]) -> None:
        """A column as it was read, with its Doubts."""
        if field.reads in CODED:
            self._count(field.name, [each.value for each in column if each.__class__ is Doubt and each.code != ERROR])

    def note_species(self, batch: Batch) -> None:
        """Species are looked up when the rows are composed."""
        doubts = [doubt for some in batch.doubts.values() for doubt in some]
        self._count(SPECIES, [each.reason.details["value"] for each in doubts if each.reason.code == "unknown_species"])

    def _count(self, name: str, values: Sequence[str]) -> None:
        counter = self.found.setdefault(name, Counter())
        if values and len(counter) <= MOST:  # more are no codes
            counter.update(values)

    def told(self, header: Sequence[str], places: Mapping[str, int]) -> dict[str, dict[str, int]]:
        """As the report keeps them, by header."""
        return {header[places[name]]: dict(found.most_common(KEPT)) for name, found in self.found.items() if found}
