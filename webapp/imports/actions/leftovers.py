"""What a file holds and nobody reads: each such column with two of its values, and how often it is filled."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field

SHOWN = 2  # values of a column
LONGEST = 60  # of a value that is shown


@dataclass
class Leftover:
    """A column that is not read. One without a head is called by its place: "#3"."""

    column: str
    values: list[str] = field(default_factory=list)
    filled: int = 0


class Leftovers:
    """The columns of one file that are not among the `read` places."""

    def __init__(self, header: Sequence[str], read: Collection[int]) -> None:
        self.columns = {
            place: Leftover(name or f"#{place + 1}") for place, name in enumerate(header) if place not in read
        }

    def look(self, columns: Sequence[Sequence[str]]) -> None:
        """The columns of a chunk."""
        for place, found in self.columns.items():
            column = columns[place]
            filled = len(column) - column.count("")
            found.filled += filled
            if filled and len(found.values) < SHOWN:
                _keep(found.values, column)

    @property
    def told(self) -> list[dict[str, object]]:
        """As the report keeps them; a column without a head in which nothing stands is none."""
        return [asdict(each) for each in self.columns.values() if each.values or not each.column.startswith("#")]


def _keep(values: list[str], column: Sequence[str]) -> None:
    for value in dict.fromkeys(column):
        short = " ".join(value.split())
        short = short if len(short) <= LONGEST else f"{short[:LONGEST]}…"
        if short and short not in values:
            values.append(short)
            if len(values) == SHOWN:
                return
