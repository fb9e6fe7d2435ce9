"""Where a letter and a card have their parts, so that the envelope's window shows the address and nothing else.

Millimetres. `left`: the window of a Canadian #10 envelope, on a sheet folded in three; the sheet may slip by half an
inch inside, so that 63.5 to 80.4 mm from the top always show, and 51.8 to 92 at most. Computed, not measured on
envelopes: each clinic corrects it by the printer's offset. `din`: DIN 5008's window, 45 mm from the top. `right`:
France's (NF Z 11-001), 100 mm from the left and 35 from the top.
"""

from dataclasses import dataclass

from webapp.printing import PAPERS, Box, Cell, Fixed, Line, Sheet

ORDERS = ("name", "postal_code")
MARGIN = 24.1  # on the left, where the address of a left window begins (0.95 in)
FOOT = 14.0  # from the lower edge to the line at the foot
CARDS = 3  # on a sheet


@dataclass(frozen=True, slots=True)
class Paper:
    """How this clinic prints: one of PAPERS, where the envelope's window is, the printer's offset in millimetres."""

    paper: str = "letter"
    window: str = "left"
    dx: float = 0.0
    dy: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return PAPERS[self.paper]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on every sheet, as blocks of HTML: who the clinic is, its logo, the line at the foot."""

    clinic: tuple[str, ...] = ()
    logo: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Window:
    address: Box
    number: Box  # of the letter, where the window never shows it
    text_at: float  # what the text keeps above it for the window
    folds: tuple[float, ...]


def _window(paper: Paper) -> _Window:
    width, height = paper.size
    thirds = (round(height / 3, 1), round(height * 2 / 3, 1))
    if paper.window == "right":
        return _Window(Box(110, 46, 86, 21.5), Box(MARGIN, 62, 40, 4), 92, thirds)
    if paper.window == "din":
        return _Window(Box(25, 62.7, 80, 21.5), Box(width - 62, 62.7, 40, 4), 98.5, (105, 210))
    return _Window(Box(MARGIN, 63.5, 86.4, 21.5), Box(width - MARGIN - 40, 63.5, 40, 4), 97, thirds)


def letter_sheet(paper: Paper, head: Letterhead) -> Sheet:
    """One letter a sheet: number, address, text. What is longer goes on below the margin of a second sheet."""
    width, height = paper.size
    at = _window(paper)
    inner = width - 2 * MARGIN
    text = Box(MARGIN, at.text_at, inner, height - at.text_at - FOOT - 8)
    if paper.window == "right":  # whatever stands up there on the right would show in the window
        places = (Box(MARGIN, 29, 74, 24), Box(MARGIN, 11, 60, 16))
    else:  # on the left it shows in the upper window of an envelope that has two
        places = (Box(MARGIN, 11.5, 84, 26), Box(width - MARGIN - 62, 11.5, 62, 24))
    fixed = (
        Fixed(places[0], head.clinic),
        Fixed(places[1], head.logo),
        Fixed(Box(MARGIN, height - FOOT, inner, 6), head.foot),
    )
    folds = tuple(Line(4.5, fold, 8.5, fold) for fold in at.folds)
    rest = Box(MARGIN, 24, inner, height - 24 - FOOT - 8)
    cells: tuple[Cell, ...] = ((at.number, at.address, text),)
    return Sheet(width, height, cells, fixed, folds, rest, paper.dx, paper.dy)


def card_sheet(paper: Paper) -> Sheet:
    """Three cards, one under the other: the text on the left, the address on the right; short marks where to cut.

    The boxes of a card: number, address, text, clinic, logo, foot.
    """
    width, height = paper.size
    tall = height / CARDS
    cells: list[Cell] = []
    lines: list[Line] = []
    middle = width * 0.56
    for row in range(CARDS):
        top = row * tall
        cells.append(
            (
                Box(width - 42, top + tall - 13, 30, 4),
                Box(middle + 10, top + tall * 0.47, width - middle - 22, 25),
                Box(12, top + 11, middle - 22, tall - 24),
                Box(middle + 10, top + 11, 44, 22),
                Box(width - 40, top + 11, 28, 15),
                Box(12, top + tall - 10, middle - 22, 5),
            )
        )
        lines.append(Line(middle, top + 13, middle, top + tall - 13))
        if row:
            lines += [Line(4.5, top, 9.5, top), Line(width - 9.5, top, width - 4.5, top)]
    return Sheet(width, height, tuple(cells), (), tuple(lines), None, paper.dx, paper.dy)
