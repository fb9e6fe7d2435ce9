"""Blocks one under the other, in a box or over several sheets. Heights and widths of boxes are millimetres."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from webapp.printing.sheets import Box

_MOST_SHEETS = 20  # that one content may fill: what never ends is a fault
_LEAST = 40.0  # of text on a further sheet: it is not begun for a signature


class Stencil(Flowable):  # type: ignore[misc]
    """A block that returns: drawn once, then referred to."""

    def __init__(self, inner: Flowable, name: str) -> None:
        super().__init__()
        self.inner, self.name = inner, name

    def getSpaceBefore(self) -> float:
        """As the block has it."""
        return float(self.inner.getSpaceBefore())

    def getSpaceAfter(self) -> float:
        """As the block has it."""
        return float(self.inner.getSpaceAfter())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The block's size, which for a paragraph is remembered."""
        self.width, self.height = self.inner.wrapOn(self.canv, width, height)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Any]:
        """Across two sheets it is drawn by itself."""
        return list(self.inner.splitOn(self.canv, width, height))

    def draw(self) -> None:
        """By reference; the first time it is drawn into the form."""
        name = f"{self.name}.{round(self.width)}"
        if not self.canv.hasForm(name):
            self.canv.beginForm(name, -20, -20, self.width + 20, self.height + 20)
            self.inner.drawOn(self.canv, 0, 0)
            self.canv.endForm()
        self.canv.doForm(name)


def stacked(canvas: Canvas, flowables: Iterable[Flowable], width: float) -> Iterator[tuple[Flowable, float, float]]:
    """Each with how far down it begins and ends, in points; the space between two is the larger of theirs."""
    down, after = 0.0, 0.0
    for place, flowable in enumerate(flowables):
        _width, tall = flowable.wrapOn(canvas, width, 1e6)
        top = down + (max(after, flowable.getSpaceBefore()) if place else 0)
        down, after = top + tall, flowable.getSpaceAfter()
        yield flowable, top, down


def height(canvas: Canvas, flowables: Iterable[Flowable], width: float) -> float:
    """Of them all, in points, as `width` is."""
    return max((low for _flowable, _top, low in stacked(canvas, flowables, width)), default=0.0)


def draw(canvas: Canvas, flowables: Iterable[Flowable], width: float) -> None:
    """From the canvas's origin down."""
    for flowable, _top, low in stacked(canvas, flowables, width):
        flowable.drawOn(canvas, 0, -low)


def sheets(canvas: Canvas, flowables: list[Flowable], first: Box, rest: Box) -> list[list[Flowable]]:
    """What stands in the box `first` and on further sheets in `rest`; none where it never ends.

    So much goes on that the last one has something to say.
    """
    boxes = [first, *[rest] * (_MOST_SHEETS - 1)]
    found = _cut(canvas, boxes, flowables)
    if len(found) > 1:
        lacking = _LEAST - height(canvas, found[-1], rest.width * mm) / mm
        if lacking > 0:
            before = len(found) - 2
            boxes[before] = replace(boxes[before], height=boxes[before].height - lacking)
            found = _cut(canvas, boxes, flowables)
    return found


def _cut(canvas: Canvas, boxes: Sequence[Box], flowables: list[Flowable]) -> list[list[Flowable]]:
    found: list[list[Flowable]] = []
    for box in boxes:
        sheet, flowables = _fill_up(canvas, box, flowables)
        found.append(sheet)
        if not flowables:
            return found
    return []


def _fill_up(canvas: Canvas, box: Box, flowables: list[Flowable]) -> tuple[list[Flowable], list[Flowable]]:
    """What the box holds, and what is left."""
    width, tall = box.width * mm, box.height * mm + 0.01
    sheet: list[Flowable] = []
    for place, (flowable, top, low) in enumerate(stacked(canvas, flowables, width)):
        if low > tall:
            halves = flowable.splitOn(canvas, width, tall - top)
            if len(halves) > 1:
                return [*sheet, halves[0]], [*halves[1:], *flowables[place + 1 :]]
            return sheet, flowables[place:]
        sheet.append(flowable)
    return sheet, []
