"""Rows of which a column that nobody reads says that somebody died, went or refused."""

from collections.abc import Collection, Sequence

from webapp.holds.rules import UNREAD
from webapp.imports.actions.batch import Batch
from webapp.imports.rules import cells, speaking
from webapp.imports.rules.kinds import ANIMALS, CLIENTS


class Spoken:
    """Such columns of one file: by their head, whatever stands there; of animals the others too, by their values."""

    def __init__(self, kind: str, header: Sequence[str], read: Collection[int], decided: Collection[str]) -> None:
        self.header = header
        self.by_head = speaking.columns(header, read, decided) if kind in (CLIENTS, ANIMALS) else []
        self.by_values = speaking.beside(header, read, decided) if kind == ANIMALS else []

    def hold(self, batch: Batch, columns: Sequence[Sequence[str]]) -> None:
        """Hold the rows of a chunk that they speak of."""
        said = {place: set(filter(speaking.is_said, set(columns[place]))) for place in self.by_head}
        said |= {place: speaking.deaths(columns[place]) for place in self.by_values}
        for place, values in said.items():
            for row, value in enumerate(columns[place] if values else ()):
                if value in values:
                    batch.hold(row, "", UNREAD, cells.clean(value), column=self.header[place])
