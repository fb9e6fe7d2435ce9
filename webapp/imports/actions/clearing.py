"""What an earlier file left in doubt and this one says clearly: nobody need be asked any more."""

from collections.abc import Sequence

from webapp.holds import queries
from webapp.holds.queries import Waiting
from webapp.holds.rules import DEATH_DENIED, UNREAD
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.context import Context
from webapp.imports.actions.kinds import Importer
from webapp.imports.rules import cells
from webapp.imports.rules.kinds import ANIMALS, CLIENTS
from webapp.later import Later
from webapp.spreadsheets import Chunk

holds = Later("webapp.holds.actions")
_DEATH = ("deceased", "deceased_on")


class Clearing:
    """The doubts about records of this file that wait because of one of its columns, and what it says there now."""

    def __init__(self, context: Context, importer: Importer, header: Sequence[str]) -> None:
        self.context, self.importer = context, importer
        self.places = {name: place for place, name in enumerate(header)}
        self.fields: dict[int, list[str]] = {}
        for field, place in importer.places.items():
            self.fields.setdefault(place, []).append(field)
        waiting = queries.of_columns(importer.table, header) if importer.kind in (CLIENTS, ANIMALS) else []
        self.waiting: dict[str, list[Waiting]] = {}
        for each in waiting:
            self.waiting.setdefault(each.number, []).append(each)
        self.cleared: list[tuple[int, str]] = []  # hold, what stands there now

    def look(self, batch: Batch, chunk: Chunk) -> None:
        """Note what the rows of a chunk say of them."""
        numbers = batch.values[self.importer.key]
        if not self.waiting or self.waiting.keys().isdisjoint(numbers):
            return
        written = dict(zip(chunk.lines, chunk.rows, strict=True))
        for row, number in enumerate(numbers):
            for hold in self.waiting.get(number, ()):
                value = cells.clean(written[batch.lines[row]][self.places[hold.column]])
                if self._is_clear(batch, row, hold, value):
                    self.cleared.append((hold.id, value))

    def _is_clear(self, batch: Batch, row: int, hold: Waiting, value: str) -> bool:
        """Whether the row says something there, and something that is understood; a blank changes nothing."""
        fields = self.fields.get(self.places[hold.column], [])
        if any(each.column == hold.column for each in batch.holds.get(row, ())) or (
            hold.reason == UNREAD and not fields
        ):
            return False
        said = [name for name in fields if name in batch.values]
        if hold.reason == DEATH_DENIED:  # a date, or a reason, beside a flag: both say it together
            said = [name for name in _DEATH[:1] if name in batch.values]
            fields = [*fields, *_DEATH]
        if any(each.field in fields for each in batch.doubts.get(row, ())):
            return False
        if said:
            return all(batch.values[name][row] not in (None, "") for name in said)
        return bool(value)

    def settle(self) -> None:
        """Let them go. In the transaction that writes the file."""
        if self.cleared and not self.context.dry_run:
            holds.let_go_cleared(cleared=self.cleared, now=self.context.now)
