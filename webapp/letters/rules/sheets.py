"""Sheets of labels: where each label stands.

Figures from gLabels' templates (avery-us-templates.xml, avery-iso-templates.xml; MIT), inches and points turned into
millimetres. A sheet of the same size by another maker goes by the same number.
"""

from dataclasses import dataclass

from webapp.printing import PAPERS, Box, Cell, Line, Sheet

INCH, POINT = 25.4, 25.4 / 72
_PADDING = (3.2, 1.6)  # between the label's edge and its text


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """One sheet: labels of this size, so many across and down, the first one here, the next so far on."""

    code: str
    paper: str
    width: float
    height: float
    across: int
    down: int
    left: float
    top: float
    step_x: float
    step_y: float

    @property
    def labels(self) -> int:
        """How many stand on it."""
        return self.across * self.down

    def corner(self, place: int) -> tuple[float, float]:
        """The upper left corner of a label, counted along the rows from 0."""
        return self.left + place % self.across * self.step_x, self.top + place // self.across * self.step_y


def _sheet(code: str, paper: str, unit: float, grid: tuple[int, int], *figures: float) -> LabelSheet:
    width, height, left, top, step_x, step_y = (figure * unit for figure in figures)
    return LabelSheet(code, paper, width, height, *grid, left, top, step_x, step_y)


SHEETS: dict[str, LabelSheet] = {
    sheet.code: sheet
    for sheet in (
        # width, height, left, top, step across, step down
        _sheet("5160", "letter", INCH, (3, 10), 2.625, 1, 0.15625, 0.5, 2.78125, 1),
        _sheet("5161", "letter", INCH, (2, 10), 4, 1, 0.15625, 0.5, 4.1875, 1),
        _sheet("5162", "letter", INCH, (2, 7), 4, 4 / 3, 0.15625, 0.833333333, 4.1875, 4 / 3),
        _sheet("5163", "letter", INCH, (2, 5), 4, 2, 0.1625, 0.5, 4.1875, 2),
        _sheet("L7160", "a4", POINT, (3, 7), 181.4, 108.0, 21.2, 43.9, 187.2, 108.0),
        _sheet("L7162", "a4", POINT, (2, 8), 280.9, 96.1, 11.3, 36.8, 290.5, 96.1),
        _sheet("L7163", "a4", POINT, (2, 7), 280.9, 108.0, 9.5, 43.0, 292.0, 108.0),
    )
}


def find(code: str) -> LabelSheet | None:
    """The sheet that goes by this number, whatever the capitals and the maker's letters before it."""
    wanted = code.strip().upper().replace(" ", "")
    for known in SHEETS:
        if wanted in (known, known.lstrip("L"), f"J{known[2:]}" if known.startswith("L7") else known):
            return SHEETS[known]
    return None


def printed(labels: LabelSheet, *, dx: float = 0.0, dy: float = 0.0) -> Sheet:
    """The sheet with a box of text in each label."""
    across, down = _PADDING
    cells: list[Cell] = []
    for place in range(labels.labels):
        x, y = labels.corner(place)
        cells.append((Box(x + across, y + down, labels.width - 2 * across, labels.height - 2 * down, True),))
    return Sheet(*PAPERS[labels.paper], tuple(cells), dx=dx, dy=dy)


def outlines(labels: LabelSheet) -> list[Line]:
    """The edges of the labels: printed on plain paper and held against the sheet, they show how far it is off."""
    places = range(labels.labels)
    return [edge for place in places for edge in Box(*labels.corner(place), labels.width, labels.height).edges()]
