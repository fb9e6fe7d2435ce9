"""Blocks one under the other, in a box or over several sheets. Heights and widths of boxes are millimetres."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from webapp.printing.sheets import Box

_MOST_SHEETS = 20  # that one content may fill: what never ends is a fault
_LEAST = 40.0  # of text on a further sheet: it is not begun for a signature

Size = tuple[float, float, float]  # the space that it keeps above, its height, the space below


class Block:
    """What the library laid out, as it comes."""

    def __init__(self, inner: Flowable) -> None:
        self.inner = inner

    def size(self, canvas: Canvas, width: float) -> Size:
        """In points, as `width` is."""
        _width, tall = self.inner.wrapOn(canvas, width, 1e6)
        return float(self.inner.getSpaceBefore()), tall, float(self.inner.getSpaceAfter())

    def draw(self, canvas: Canvas, x: float, y: float, width: float) -> None:
        """On the canvas, its lower left corner at `x` and `y`, as wide as `width`."""
        self.inner.drawOn(canvas, x, y)

    def cut(self, canvas: Canvas, width: float, height: float) -> "Sequence[Block]":
        """Across two sheets; fewer than two where it cannot be."""
        return [Block(each) for each in self.inner.splitOn(canvas, width, height)]


class Stencil(Block):
    """A block that returns: measured and drawn once for each width, then referred to."""

    def __init__(self, inner: Flowable, name: str) -> None:
        super().__init__(inner)
        self.name = name
        self.sizes: dict[float, Size] = {}
        self.forms: dict[float, tuple[str, str]] = {}

    def size(self, canvas: Canvas, width: float) -> Size:
        """As it was found the first time."""
        if width not in self.sizes:
            self.sizes[width] = super().size(canvas, width)
        return self.sizes[width]

    def draw(self, canvas: Canvas, x: float, y: float, width: float) -> None:
        """By reference to a form; at the first `x` and `y` of each `width` the canvas gets the form too."""
        if width not in self.forms:
            name = f"{self.name}.{len(self.forms)}"
            across, tall = self.inner.wrapOn(canvas, width, 1e6)
            canvas.beginForm(name, -20, -20, across + 20, tall + 20)
            self.inner.drawOn(canvas, 0, 0)
            canvas.endForm()
            self.forms[width] = name, canvas._doc.getXObjectName(name)
        name, known_as = self.forms[width]
        canvas._code.append(f"q 1 0 0 1 {x:.5f} {y:.5f} cm /{known_as} Do Q")
        canvas._formsinuse.append(name)


def stacked(canvas: Canvas, blocks: Iterable[Block], width: float) -> Iterator[tuple[Block, float, float]]:
    """Each with how far down it begins and ends, in points; the space between two is the larger of theirs."""
    down, below = 0.0, 0.0
    for place, block in enumerate(blocks):
        above, tall, after = block.size(canvas, width)
        top = down + (max(below, above) if place else 0)
        down, below = top + tall, after
        yield block, top, down


def height(canvas: Canvas, blocks: Iterable[Block], width: float) -> float:
    """Of them all, in points, as `width` is."""
    return max((low for _block, _top, low in stacked(canvas, blocks, width)), default=0.0)


def draw(canvas: Canvas, blocks: Iterable[Block], width: float, x: float = 0.0, y: float = 0.0) -> None:
    """The blocks on the canvas from the point `x`, `y` down, each as wide as `width`."""
    for block, _top, low in stacked(canvas, blocks, width):
        block.draw(canvas, x, y - low, width)


def sheets(canvas: Canvas, blocks: list[Block], first: Box, rest: Box) -> list[list[Block]]:
    """What stands in the box `first` and on further sheets in `rest`; none where it never ends.

    So much goes on that the last one has something to say.
    """
    boxes = [first, *[rest] * (_MOST_SHEETS - 1)]
    found = _cut(canvas, boxes, blocks)
    if len(found) > 1:
        lacking = _LEAST - height(canvas, found[-1], rest.width * mm) / mm
        if lacking > 0:
            before = len(found) - 2
            boxes[before] = replace(boxes[before], height=boxes[before].height - lacking)
            found = _cut(canvas, boxes, blocks)
    return found


def _cut(canvas: Canvas, boxes: Sequence[Box], blocks: list[Block]) -> list[list[Block]]:
    found: list[list[Block]] = []
    for box in boxes:
        sheet, blocks = _fill_up(canvas, box, blocks)
        found.append(sheet)
        if not blocks:
            return found
    return []


def _fill_up(canvas: Canvas, box: Box, blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """What the box holds, and what is left."""
    width, tall = box.width * mm, box.height * mm + 0.01
    sheet: list[Block] = []
    for place, (block, top, low) in enumerate(stacked(canvas, blocks, width)):
        if low > tall:
            halves = block.cut(canvas, width, tall - top)
            if len(halves) > 1:
                return [*sheet, halves[0]], [*halves[1:], *blocks[place + 1 :]]
            return sheet, blocks[place:]
        sheet.append(block)
    return sheet, []
