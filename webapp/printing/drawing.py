"""A document drawn as PDF: xhtml2pdf reads HTML and lays out its blocks, ReportLab sets them in their places.

Each distinct block is parsed once, and one that returns is drawn once, as a form that later sheets refer to: of three
thousand letters nearly all words are the same. xhtml2pdf keeps its state in globals, so one drawing at a time.
"""

import html
import logging
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, PageBreak
from xhtml2pdf.config.resources import ResourceAccessPolicy, render_budget, use_policy
from xhtml2pdf.context import pisaContext
from xhtml2pdf.document import pisaStory
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.util import reset_caches

from webapp.printing import fonts
from webapp.printing.sheets import Box, Cell, Content, Document, Lines

_BETWEEN = "<pdf:nextpage></pdf:nextpage>"  # comes out as a PageBreak, by which the story is cut again
TOO_LONG = "something is too long for its place"  # what DrawingFailed then says
_MOST_SHEETS = 20  # that one content may fill: what never ends is a fault
_SCALES = [1 - step / 25 for step in range(18)]  # how much smaller something is made so that it fits
_one_at_a_time = threading.Lock()


class DrawingFailed(Exception):
    """A PDF could not be made; the message says why, in the words of the library."""


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


def draw(document: Document, target: Path) -> int:
    """Write the PDF; how many pages it has. Raises DrawingFailed, OSError."""
    fonts.register()
    with _one_at_a_time:
        try:
            return _Drawing(document, target).run()
        finally:
            cleanFiles()
            reset_caches()


class _Drawing:
    def __init__(self, document: Document, target: Path) -> None:
        self.document, self.sheet, self.target = document, document.sheet, target
        size = (self.sheet.width * mm, self.sheet.height * mm)
        self.canvas = Canvas(str(target), pagesize=size, lang=document.language)
        self.canvas.setTitle(document.title)
        self.canvas.setCreator("Relance")
        self.canvas.setAuthor("")
        self.canvas.setSubject("")
        self.policy = ResourceAccessPolicy(
            allow_remote=False,
            base_dir=Path(document.pictures) if document.pictures else None,
            max_local_bytes=20_000_000,
            max_image_pixels=20_000_000,
            max_resources=50,
            max_total_bytes=50_000_000,
            max_render_seconds=120,
            max_document_bytes=50_000_000,
            max_depth=60,
        )

    def run(self) -> int:
        """Parse, then place; how many pages there are. Raises DrawingFailed."""
        with use_policy(self.policy), render_budget(self.policy), _said_aloud():
            self.stories = self._stories()
            self._draw_fixed()
            self._draw_contents()
            self.canvas.save()
        return int(self.canvas.getPageNumber()) - 1

    def _stories(self) -> dict[str, list[Flowable]]:
        """The flowables of each distinct block."""
        areas = [area for content in self.document.contents for area in content]
        blocks = [block for area in areas if not isinstance(area, Lines) for block in area]
        blocks += [block for fixed in self.sheet.fixed for block in fixed.blocks]
        seen = Counter(blocks)
        if not seen:
            return {}
        source = (
            f"<html><head><style>{self.document.css}</style></head><body>{_BETWEEN}"
            f"{_BETWEEN.join(fonts.printable(block) for block in seen)}</body></html>"
        )
        path = str(Path(self.document.pictures or ".") / "document.html")
        context = pisaStory(source, path, context=pisaContext(path), resource_policy=self.policy)
        if context.err or context.warn or any(entry[0] in ("error", "warning") for entry in context.log):
            raise DrawingFailed("; ".join(str(entry[2]) for entry in context.log) or "xhtml2pdf")
        stories: list[list[Flowable]] = [[]]
        for flowable in context.story:
            if isinstance(flowable, PageBreak):
                stories.append([])
            else:
                stories[-1].append(flowable)
        if len(stories) != len(seen) + 1:
            raise DrawingFailed("a block holds a page break")
        return {
            block: [Stencil(each, f"b{number}.{at}") for at, each in enumerate(story)] if count > 1 else story
            for number, ((block, count), story) in enumerate(zip(seen.items(), stories[1:], strict=True))
        }

    def _flowables(self, blocks: Sequence[str]) -> list[Flowable]:
        return [flowable for block in blocks for flowable in self.stories[block]]

    def _draw_fixed(self) -> None:
        """Lines and letterhead, once, as a form."""
        canvas = self.canvas
        canvas.beginForm("fixed", 0, 0, self.sheet.width * mm, self.sheet.height * mm)
        canvas.setStrokeGray(0.55)
        for line in self.sheet.lines:
            canvas.setLineWidth(line.thick * mm)
            canvas.line(*self._point(line.x1, line.y1), *self._point(line.x2, line.y2))
        for fixed in self.sheet.fixed:
            self._fit(fixed.box, self._flowables(fixed.blocks))
        canvas.endForm()

    def _draw_contents(self) -> None:
        at, cells = self.document.first_cell, self.sheet.cells
        self.canvas.doForm("fixed")
        for number, content in enumerate(self.document.contents):
            if number and at % len(cells) == 0:
                self._turn()
            self._draw_content(cells[at % len(cells)], content)
            at += 1
        self.canvas.showPage()

    def _turn(self) -> None:
        self.canvas.showPage()
        self.canvas.doForm("fixed")

    def _draw_content(self, cell: Cell, content: Content) -> None:
        for place, (box, area) in enumerate(zip(cell, content, strict=True)):
            if isinstance(area, Lines):
                self._write(box, area)
                continue
            flowables = self._flowables(area)
            if self.sheet.rest and place == len(cell) - 1:
                self._flow(box, flowables)
            else:
                self._fit(box, flowables)

    def _fit(self, box: Box, flowables: list[Flowable]) -> None:
        """Within the box, smaller if need be."""
        if not flowables:
            return
        width, height = box.width * mm, box.height * mm
        for scale in _SCALES:
            tall = self._stack(flowables, width / scale, draw=False) * scale
            if tall <= height + 0.01:
                break
        else:
            raise DrawingFailed(TOO_LONG)
        x, y = self._point(box.x, box.y)
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(x, y - ((height - tall) / 2 if box.middle else 0))
        canvas.scale(scale, scale)
        self._stack(flowables, width / scale)
        canvas.restoreState()

    def _write(self, box: Box, area: Lines) -> None:
        """Plain lines, smaller if need be."""
        width, height = box.width * mm, box.height * mm
        lines = [fonts.printable(line) for line in area.lines]
        for scale in _SCALES:
            size, leading = area.size * scale, area.leading * scale
            folded = [part for line in lines for part in fonts.folded(line, size, width)]
            if len(folded) * leading <= height + 0.01:
                break
        else:
            raise DrawingFailed(TOO_LONG)
        x, y = self._point(box.x, box.y)
        y -= (height - len(folded) * leading) / 2 if box.middle else 0
        y -= (leading - size) / 2 + 0.8 * size  # to the base line of the first
        canvas = self.canvas
        canvas.setFillGray(area.gray)
        canvas.setFont(fonts.REGULAR, size)
        for number, line in enumerate(folded):
            if area.align == "right":
                canvas.drawRightString(x + width, y - number * leading, line)
            else:
                canvas.drawString(x, y - number * leading, line)
        canvas.setFillGray(0)

    def _stack(self, flowables: list[Flowable], width: float, *, draw: bool = True) -> float:
        """One under the other, the space between two being the larger of theirs; how tall that is."""
        down, after = 0.0, 0.0
        for place, flowable in enumerate(flowables):
            _width, height = flowable.wrapOn(self.canvas, width, 1e6)
            down += (max(after, flowable.getSpaceBefore()) if place else 0) + height
            if draw:
                flowable.drawOn(self.canvas, 0, -down)
            after = flowable.getSpaceAfter()
        return down

    def _flow(self, box: Box, flowables: list[Flowable]) -> None:
        """From the box on to further sheets."""
        rest = self.sheet.rest or box
        for _sheet in range(_MOST_SHEETS):
            frame = self._frame(box)
            frame.addFromList(flowables, self.canvas)
            if not flowables:
                return
            halves = frame.split(flowables[0], self.canvas)
            if len(halves) > 1:
                flowables[0:1] = halves
                frame.addFromList(flowables, self.canvas)
            elif box is rest and frame._atTop:
                raise DrawingFailed(TOO_LONG)
            self.canvas.showPage()
            box = rest
        raise DrawingFailed(TOO_LONG)

    def _frame(self, box: Box) -> Frame:
        x, y = self._point(box.x, box.y + box.height)
        return Frame(x, y, box.width * mm, box.height * mm, 0, 0, 0, 0)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        """From our millimetres, from above, to points, from below; where this printer needs it."""
        return (x + self.sheet.dx) * mm, (self.sheet.height - y - self.sheet.dy) * mm


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _said_aloud() -> Iterator[None]:
    """What xhtml2pdf only notes in its log (a picture that is missing) is a fault here."""
    heard, log = _Heard(), logging.getLogger("xhtml2pdf")
    log.addHandler(heard)
    try:
        yield
    finally:
        log.removeHandler(heard)
    if heard.said:
        raise DrawingFailed("; ".join(dict.fromkeys(heard.said)))


def paragraph(*lines: str, kind: str = "") -> str:
    """One block of plain text, a line each."""
    inside = "<br/>".join(html.escape(line) for line in lines)
    return f'<p class="{kind}">{inside}</p>' if kind else f"<p>{inside}</p>"
