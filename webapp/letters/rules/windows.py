"""Where a letter and a card have their parts, so that the envelope's window shows the address and nothing else.

Millimetres. `left`: the window of a Canadian #10 envelope, on a sheet folded in three; the sheet may slip by half an
inch inside, so that 63.5 to 80.4 mm from the top always show, and 51.8 to 92 at most. Computed, not measured on
envelopes: each clinic corrects it by the printer's offset. `din`: DIN 5008's window, 45 mm from the top. `right`:
France's (NF Z 11-001), 100 mm from the left and 35 from the top.
"""

from dataclasses import dataclass

from webapp.printing import PAPERS, Box, Cell, Fixed, Line, Sheet

INK, SOFT, ACCENT, DARK, HAIR = "#211e19", "#504b43", "#0b6b57", "#084f41", "#bdb6a8"

ORDERS = ("name", "postal_code")
MARGIN = 24.1  # on the left, where the address of a left window begins (0.95 in)
FOOT = 26.0  # from the lower edge to the line above the foot
CODE = 13.0  # the sides of the square code
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
        return _Window(Box(110, 46, 86, 21.5), Box(MARGIN, 62, 40, 4), 87, thirds)
    if paper.window == "din":
        return _Window(Box(25, 62.7, 80, 21.5), Box(width - 62, 62.7, 40, 4), 93.5, (105, 210))
    return _Window(Box(MARGIN, 63.5, 86.4, 21.5), Box(width - MARGIN - 40, 63.5, 40, 4), 92, thirds)


def letter_sheet(paper: Paper, head: Letterhead) -> Sheet:
    """One letter a sheet. What is longer goes on below the head of a second sheet.

    The boxes of a letter: number in the pile, address, date, name, subject, reference, code, text.
    """
    width, height = paper.size
    at = _window(paper)
    inner, low = width - 2 * MARGIN, height - FOOT
    lines = [Line(4.5, fold, 8.5, fold) for fold in at.folds]
    lines.append(Line(MARGIN, low, width - MARGIN, low, 0.2, HAIR))
    if paper.window == "right":  # whatever stands up there on the right would show in the window
        places = (Box(MARGIN, 29, 74, 24), Box(MARGIN, 11, 60, 16))
    else:  # on the left it shows in the upper window of an envelope that has two
        places = (Box(MARGIN, 11.5, 84, 24), Box(width - MARGIN - 62, 11.5, 62, 22))
        lines.append(Line(MARGIN, 38, width - MARGIN, 38, 0.5, ACCENT))
    code = Box(width - MARGIN - CODE, low + 2, CODE, CODE)
    fixed = (
        Fixed(places[0], head.clinic),
        Fixed(places[1], head.logo),
        Fixed(Box(MARGIN, low + 2, inner - CODE - 34, CODE), head.foot),
    )
    cell = (
        at.number,
        at.address,
        Box(MARGIN, at.text_at, inner, 5.5),
        Box(MARGIN, at.text_at + 6, inner, 12, True),
        Box(MARGIN, at.text_at + 19, inner, 11),
        Box(code.x - 32, low + 2, 30, 4),
        code,
        Box(MARGIN, at.text_at + 29.5, inner, low - at.text_at - 33),
    )
    rest, onward = Box(MARGIN, 28, inner, low - 32), Box(MARGIN, 14, inner, 7)
    return Sheet(width, height, (cell,), fixed, tuple(lines), rest, onward, paper.dx, paper.dy)


def card_sheet(paper: Paper, *, logo: float = 0.0) -> Sheet:
    """Three cards, one under the other: the message on the left, the address on the right; short marks where to cut.
    `logo` is how wide it is.

    The boxes of a card: number in the pile, reference, code, address, logo, clinic, name, words, the bar, what to do,
    telephone, return address, stamp, foot.
    """
    width, height = paper.size
    tall = height / CARDS
    cells: list[Cell] = []
    lines: list[Line] = []
    middle = width * 0.565
    across, right = middle - 19, middle + 8  # the message's width, the address's left edge
    beside = 10 + logo + 4 if logo else 10
    for row in range(CARDS):
        top = row * tall
        stamp = Box(width - 28, top + 9, 19, 22)
        cells.append(
            (
                Box(width - 60, top + 66, 51, 3.5),
                Box(right, top + 70, 40, 4),
                Box(width - 9 - CODE, top + 70, CODE, CODE),
                Box(right, top + 40, width - right - 9, 24),
                Box(10, top + 9, logo or 1, 13),
                Box(beside, top + 9, middle - beside - 9, 13, True),
                Box(10, top + 24, across, 19, True),
                Box(10, top + 44.5, across, 20, True),
                Box(10, top + 67, across, 16, fill=ACCENT),
                Box(15, top + 67, across - 64, 16, True),
                Box(middle - 67, top + 67, 53, 16, True),
                Box(right, top + 9, stamp.x - right - 3, 24),
                Box(stamp.x, stamp.y, stamp.width, stamp.height, True),
                Box(right, top + 75, width - right - 9 - CODE - 4, 8),
            )
        )
        lines.append(Line(middle, top + 9, middle, top + 83, 0.2, "#d9d2c4"))
        lines += stamp.edges(0.2, dashed=True)
        if row:
            lines += [Line(4.5, top, 9.5, top), Line(width - 9.5, top, width - 4.5, top)]
    return Sheet(width, height, tuple(cells), (), tuple(lines), dx=paper.dx, dy=paper.dy)
