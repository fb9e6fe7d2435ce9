"""Which numbers a file has had so far: no two rows may have the same.

A set in memory would grow with the file. While the numbers only rise, as in most exports, the last one is all there is
to know; from the first that does not, they are kept in a temporary table, and those before it are read once more.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import lt
from typing import Any

from webapp.imports.actions.staging import Staging

Numbers = tuple[Sequence[str], Sequence[int]]  # and their lines
_LARGEST = 2**62


class Seen:
    """The numbers of one file. `earlier` gives those on the lines before one."""

    def __init__(self, staging: Staging, earlier: Callable[[int], Iterator[Numbers]]) -> None:
        self.staging = staging
        self.earlier = earlier
        self.rising = True
        self.last = -1

    def before(self, numbers: Sequence[str], lines: Sequence[int]) -> dict[int, int]:
        """Note these numbers; those that the file already had: place in `numbers` → line of the first."""
        whole = _whole(numbers)
        if self.rising:
            if whole and whole[0] > self.last and all(map(lt, whole, islice(whole, 1, None))):
                self.last = whole[-1]
                return {}
            self.rising = False
            if self.last >= 0:
                for earlier in self.earlier(lines[0]):
                    self._note(*earlier, _whole(earlier[0]))
        return self._note(numbers, lines, whole)

    def _note(self, numbers: Sequence[str], lines: Sequence[int], whole: list[int] | None) -> dict[int, int]:
        """Plain whole numbers go into a table keyed by them: four times as fast."""
        if whole is not None:
            return self._insert("staged_seen", whole, lines, range(len(numbers)))
        plain = [place for place, number in enumerate(numbers) if _whole([number])]
        other = [place for place, number in enumerate(numbers) if not _whole([number])]
        keys = [int(numbers[place]) for place in plain]
        twice = self._insert("staged_seen", keys, [lines[place] for place in plain], plain)
        texts = [numbers[place] for place in other]
        return twice | self._insert("staged_seen_text", texts, [lines[place] for place in other], other)

    def _insert(
        self, table: str, numbers: Sequence[Any], lines: Sequence[int], places: Sequence[int]
    ) -> dict[int, int]:
        rows = zip(numbers, lines, strict=True)
        added = self.staging.many(f"INSERT OR IGNORE INTO temp.{table} VALUES (?, ?)", rows)
        twice: dict[int, int] = {}
        if added < len(numbers):
            for place, number, line in zip(places, numbers, lines, strict=True):
                found = self.staging.execute(f"SELECT line FROM temp.{table} WHERE number = ?", (number,))
                (first,) = found.fetchone()
                if first != line:
                    twice[place] = first
        return twice


def _whole(numbers: Sequence[str]) -> list[int] | None:
    """The numbers as integers, if all are written as integers are: "7", not "07", "+7" or "7a"."""
    try:
        whole = list(map(int, numbers))
    except ValueError:
        return None
    return whole if list(map(str, whole)) == numbers and min(whole) >= 0 and max(whole) < _LARGEST else None
