"""How far the cells of a sheet reach, by the XML parser: one cell in the last row of the last column is enough to make
a reader lay out seventeen thousand million empty ones."""

from collections.abc import Callable
from pathlib import Path

from webapp.spreadsheets.container import Contents, column_number, feed, local, parser
from webapp.spreadsheets.table import Unreadable

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet of Excel
MOST_CELLS = 5_000_000  # of one sheet, laid out as a rectangle
_NO_DIGITS = str.maketrans("", "", "0123456789")
_NO_LETTERS = str.maketrans("", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def measure(path: Path, contents: Contents) -> None:
    """Every sheet of a workbook. Raises Unreadable for one that nobody can lay out, or that is no XML."""
    for part in {part for _, part in contents.sheets}:
        extent, made = Extent(), parser()
        made.ordered_attributes = True
        made.StartElementHandler = extent.start
        for _ in feed(made, path, part.name):
            extent.look_at_places()
            check(extent.rows, extent.columns)


def check(rows: int, columns: int) -> None:
    """Raises Unreadable for a sheet that nobody can lay out."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise Unreadable("beyond_sheet", rows=MOST_ROWS, columns=MOST_COLUMNS)
    if rows * columns > MOST_CELLS:
        raise Unreadable("too_many_cells", limit=MOST_CELLS)


class Extent:
    """The rectangle that holds all cells seen so far; rows and columns count from 1."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0  # where a cell stands that does not say where
        self._places: list[str] = []  # of cells that do, as they were written, not looked at yet
        self._of_earlier_rows = 0  # how many of these
        self.start = self._listener()

    def _listener(self) -> Callable[[str, list[str]], None]:
        """What the parser calls with each element, two million times a file: no look-up that can be spared."""
        names: dict[str, str] = {}  # tag → its name without a prefix
        noted, place_is_told = names.get, self._places.append

        def start(tag: str, attributes: list[str]) -> None:
            name = noted(tag) or names.setdefault(tag, local(tag))
            if name == "c":
                if attributes and attributes[0] == "r":
                    place_is_told(attributes[1])
                elif place := _place(attributes):
                    place_is_told(place)
                else:
                    self._next_cell()
            elif name == "row":
                given = _place(attributes)
                self._row = _whole(given) if given else self._row + 1
                self._column, self._of_earlier_rows = 0, len(self._places)

        return start

    def _next_cell(self) -> None:
        """A cell that follows the one before it."""
        if len(self._places) > self._of_earlier_rows:
            self.look_at_places()
        self._column += 1
        self.columns, self.rows = max(self.columns, self._column), max(self.rows, self._row, 1)

    def look_at_places(self) -> None:
        """Take in the cells since the last time, many at once. Raises Unreadable for a place that is none."""
        if not self._places:
            return
        together = " ".join(self._places)
        letters = set(together.translate(_NO_DIGITS).split())
        numbers = set(together.translate(_NO_LETTERS).split())
        if not all(each.isascii() and each.isalpha() for each in letters) or not (letters and numbers):
            raise Unreadable("torn_workbook")
        self.columns = max(self.columns, *map(column_number, letters))
        self.rows = max(self.rows, *map(_whole, numbers))
        if len(self._places) > self._of_earlier_rows:
            self._column = column_number(self._places[-1].translate(_NO_DIGITS))
        self._of_earlier_rows = 0
        self._places.clear()


def _place(attributes: list[str]) -> str:
    return dict(zip(attributes[::2], attributes[1::2], strict=True)).get("r", "")


def _whole(digits: str) -> int:
    """A row's number; one that is too long to be one is beyond every sheet."""
    return int(digits) if len(digits) < 10 else MOST_ROWS + 1
