"""What a file holds and nobody reads: each such column with two of its values, and how often it is filled; and dates
that were read as none."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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


MOST_NO_DAYS = 40  # different dates of a column that are told of, since a time of day makes many of one


class NoDays:
    """Dates that stand for none, by the place of their column."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self.found: dict[int, Counter[str]] = {}

    def look(self, place: int, column: Sequence[str], values: Collection[str]) -> None:
        """How often each of `values` stands in the column of a chunk."""
        found = self.found.setdefault(place, Counter())
        for value in values:
            rows = column.count(value)
            short = value.strip()[:LONGEST]
            if rows and (short in found or len(found) < MOST_NO_DAYS):
                found[short] += rows

    @property
    def told(self) -> list[Mapping[str, object]]:
        """As the report keeps them, the most frequent first."""
        return [
            {"column": self.header[place], "values": dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))}
            for place, found in sorted(self.found.items())
            if found
        ]


def _keep(values: list[str], column: Sequence[str]) -> None:
    for value in dict.fromkeys(column):
        short = " ".join(value.split())
        short = short if len(short) <= LONGEST else f"{short[:LONGEST]}…"
        if short and short not in values:
            values.append(short)
            if len(values) == SHOWN:
                return
