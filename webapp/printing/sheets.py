"""What is to be drawn: a sheet with its boxes, and what stands in them. Millimetres from the upper left corner.

A content fills one cell: a label, a card, the whole sheet of a letter. A cell may have several boxes (the address, the
text), and the content has as many areas: each is plain lines, a square code, or a list of blocks. A block is one
element of HTML: `<p>…</p>`, `<ul>…</ul>`. Blocks that return from content to content are parsed and drawn only once, so
cut where the words differ. Colours are written "#0b6b57".
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

PAPERS = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}
TOO_LONG = "something is too long for its place"  # what DrawingFailed then says


class DrawingFailed(Exception):
    """A PDF could not be made; the message says why, in the words of the library."""


def paragraph(*lines: str, kind: str = "") -> str:
    """One block of plain text, a line each."""
    inside = "<br/>".join(html.escape(line) for line in lines)
    return f'<p class="{kind}">{inside}</p>' if kind else f"<p>{inside}</p>"


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the paper. `middle`: what is in it stands half-way up. `fill`: the colour under it."""

    x: float
    y: float
    width: float
    height: float
    middle: bool = False
    fill: str = ""

    def edges(self, thick: float = 0.1, *, dashed: bool = False) -> "list[Line]":
        """Its four sides as lines, `thick` in millimetres."""
        right, low = self.x + self.width, self.y + self.height
        sides = (self.x, self.y, right, self.y), (self.x, low, right, low), (self.x, self.y, self.x, low)
        return [Line(*side, thick, dashed=dashed) for side in (*sides, (right, self.y, right, low))]


@dataclass(frozen=True, slots=True)
class Line:
    """A hairline: where to cut or fold."""

    x1: float
    y1: float
    x2: float
    y2: float
    thick: float = 0.1
    colour: str = "#8c8c8c"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """What stands on every sheet: the letterhead."""

    box: Box
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Plain text, drawn as it is without being parsed: an address, a number. A line that is too wide is folded."""

    lines: tuple[str, ...]
    size: float = 10.5  # points
    leading: float = 12.0
    align: str = "left"  # left, right, middle
    colour: str = "#000000"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A square code that says `text` (printing.codes), as large as its box."""

    text: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Blocks that may go on on further sheets; each of those begins with what stands on its left and on its right, in
    which {page} and {pages} are filled."""

    blocks: tuple[str, ...]
    left: str = ""
    right: str = ""


Area = Sequence[str] | Lines | Code | Flow
Cell = tuple[Box, ...]
Content = Sequence[Area]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper, and where things stand on it. What is too long for its box is made smaller, save where `rest` says
    on which place of another sheet the last box goes on."""

    width: float
    height: float
    cells: tuple[Cell, ...]
    fixed: tuple[Fixed, ...] = ()
    lines: tuple[Line, ...] = ()
    rest: Box | None = None
    onward: Box | None = None  # where a further sheet says whose it is
    dx: float = 0.0  # the printer's fault: everything moves by so much, to the right and down
    dy: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """One PDF, or one part of it."""

    sheet: Sheet
    css: str
    contents: Sequence[Content]
    first_cell: int = 0  # cells of the first sheet that stay empty: labels that are used up
    title: str = ""
    language: str = "fr"
    pictures: str = ""  # the folder that `<img src>` is read from; nothing else is ever read

    def parts(self, size: int) -> "Iterator[Document]":
        """The same cut into parts of about `size` contents, each ending with a full sheet."""
        size = max(size - size % len(self.sheet.cells), len(self.sheet.cells))
        start, first = 0, self.first_cell
        while start < len(self.contents):
            end = start + size - first
            yield replace(self, contents=self.contents[start:end], first_cell=first)
            start, first = end, 0
