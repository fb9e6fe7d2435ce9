"""A document drawn as PDF: xhtml2pdf reads HTML and lays out its blocks, ReportLab sets them in their places.

xhtml2pdf keeps its state in globals, so one drawing at a time.
"""

import functools
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from xhtml2pdf.config.resources import ResourceAccessPolicy, render_budget, use_policy
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.util import reset_caches

from webapp.printing import codes, fonts, stacking, stories
from webapp.printing.leaves import Leaves
from webapp.printing.pen import Pen
from webapp.printing.sheets import TOO_LONG, Area, Box, Cell, Code, Content, Document, DrawingFailed, Flow, Lines
from webapp.printing.stacking import Block

_SCALES = [1 - step / 25 for step in range(18)]  # how much smaller something is made so that it fits
# Lines are rather a little smaller than folded; if that does not do, folded.
_SCALES_OF_LINES = [*((scale, True) for scale in _SCALES if scale > 0.85), *((scale, False) for scale in _SCALES)]
_one_at_a_time = threading.Lock()


def ready() -> None:
    """What every drawing needs is there."""
    fonts.register()


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
        # Each page begins with a type: ReportLab's own would be Helvetica, which it does not embed.
        self.canvas = Canvas(str(target), pagesize=size, lang=document.language, initialFontName=fonts.REGULAR)
        self.canvas.setTitle(document.title)
        self.canvas.setCreator("Relance")
        self.canvas.setAuthor("")
        self.canvas.setSubject("")
        self.pen, self.leaves = Pen(self.canvas), Leaves(self.canvas)
        self.fitted: dict[tuple[Box, Area], list[str]] = {}
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
            areas = [area for content in self.document.contents for area in content]
            blocks = [block for area in areas for block in _blocks(area)]
            blocks += [block for fixed in self.sheet.fixed for block in fixed.blocks]
            self.stories = stories.Reader(self.document, self.pen, self.policy).read(blocks)
            self._draw_fixed()
            self._draw_contents()
            self.leaves.save()
        return int(self.canvas.getPageNumber()) - 1

    def _laid(self, blocks: Sequence[str]) -> list[Block]:
        return [each for block in blocks for each in self.stories[block]]

    def _draw_fixed(self) -> None:
        """Lines and letterhead, once, as a form."""
        canvas = self.canvas
        canvas.beginForm("fixed", 0, 0, self.sheet.width * mm, self.sheet.height * mm)
        for line in self.sheet.lines:
            canvas.setStrokeColor(_colour(line.colour))
            canvas.setLineWidth(line.thick * mm)
            canvas.setDash([3, 2] if line.dashed else [])
            canvas.line(*self._point(line.x1, line.y1), *self._point(line.x2, line.y2))
        for fixed in self.sheet.fixed:
            self._fit(fixed.box, fixed.blocks)
        canvas.endForm()

    def _draw_contents(self) -> None:
        at, cells = self.document.first_cell, self.sheet.cells
        self.canvas.doForm("fixed")
        for number, content in enumerate(self.document.contents):
            if number and at % len(cells) == 0:
                self._turn()
            self._draw_content(cells[at % len(cells)], content)
            at += 1
        self.leaves.turn()

    def _turn(self) -> None:
        self.leaves.turn()
        self.canvas.doForm("fixed")

    def _draw_content(self, cell: Cell, content: Content) -> None:
        for place, (box, area) in enumerate(zip(cell, content, strict=True)):
            if box.fill:
                self._fill(box)
            if isinstance(area, Lines):
                self._write(box, area)
            elif isinstance(area, Code):
                self._encode(box, area)
            elif self.sheet.rest and place == len(cell) - 1:
                self._flow(box, area if isinstance(area, Flow) else Flow(tuple(area)))
            else:
                self._fit(box, tuple(_blocks(area)))

    def _fill(self, box: Box) -> None:
        x, y = self._point(box.x, box.y + box.height)
        self.canvas.setFillColor(_colour(box.fill))
        self.canvas.rect(x, y, box.width * mm, box.height * mm, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def _encode(self, box: Box, area: Code) -> None:
        """As a picture of one bit a dot within the page: an object of its own would be several times as long."""
        x, y = self._point(box.x, box.y + box.height)
        self.canvas._code.append(
            f"q 0 g {box.width * mm:.2f} 0 0 {box.height * mm:.2f} {x:.2f} {y:.2f} cm BI /W {codes.DOTS} "
            f"/H {codes.DOTS} /BPC 1 /CS /G /D [1 0] /F /AHx ID {codes.dots(area.text)}> EI Q"
        )

    def _fit(self, box: Box, area: tuple[str, ...]) -> None:
        """Within the box, smaller if need be; what returns in its place is written only once."""
        if not area:
            return
        code = self.canvas._code
        if known := self.fitted.get((box, area)):
            code += known
            return
        blocks, begin = self._laid(area), len(code)
        width, height = box.width * mm, box.height * mm
        for scale in _SCALES:
            tall = stacking.height(self.canvas, blocks, width / scale) * scale
            if tall <= height + 0.01:
                break
        else:
            raise DrawingFailed(TOO_LONG)
        x, y = self._point(box.x, box.y)
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(x, y - ((height - tall) / 2 if box.middle else 0))
        canvas.scale(scale, scale)
        stacking.draw(self.canvas, blocks, width / scale)
        canvas.restoreState()
        if all(isinstance(block, stacking.Stencil) for block in blocks):
            self.fitted[box, area] = code[begin:]

    def _write(self, box: Box, area: Lines) -> None:
        """Plain lines, smaller if need be."""
        width, height = box.width * mm, box.height * mm
        font = fonts.BOLD if area.bold else fonts.REGULAR
        lines = [fonts.printable(line) for line in area.lines]
        for scale, whole in _SCALES_OF_LINES:
            size, leading = area.size * scale, area.leading * scale
            folded = [part for line in lines for part in fonts.folded(line, size, width, font)]
            if (len(folded) == len(lines) or not whole) and len(folded) * leading <= height + 0.01:
                break
        else:
            raise DrawingFailed(TOO_LONG)
        x, y = self._point(box.x, box.y)
        y -= (height - len(folded) * leading) / 2 if box.middle else 0
        y -= (leading - size) / 2 + 0.8 * size  # to the base line of the first
        part = {"left": 0.0, "middle": 0.5, "right": 1.0}[area.align]
        places = [
            (x + part * (width - fonts.width(line, font, size)) if part else x, y - number * leading, [(font, line)])
            for number, line in enumerate(folded)
        ]
        self.pen.write(places, size, _colour(area.colour))

    def _flow(self, box: Box, area: Flow) -> None:
        """From the box on to further sheets."""
        rest = self.sheet.rest or box
        sheets = stacking.sheets(self.canvas, self._laid(area.blocks), box, rest)
        if not sheets:
            raise DrawingFailed(TOO_LONG)
        for page, blocks in enumerate(sheets, start=1):
            if page > 1:
                self.leaves.turn()
                self._say_whose(area, page=page, pages=len(sheets))
                box = rest
            stacking.draw(self.canvas, blocks, box.width * mm, *self._point(box.x, box.y))

    def _say_whose(self, area: Flow, **counted: int) -> None:
        """At the head of a further sheet."""
        box = self.sheet.onward
        if box is None:
            return
        for words, align in ((area.left, "left"), (area.right, "right")):
            self._write(box, Lines((words.format(**counted),), 8.5, 11, align, "#504b43"))
        self.canvas.setStrokeColor(_colour("#bdb6a8"))
        self.canvas.setLineWidth(0.2 * mm)
        low = box.y + box.height
        self.canvas.line(*self._point(box.x, low), *self._point(box.x + box.width, low))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        """From our millimetres, from above, to points, from below; where this printer needs it."""
        return (x + self.sheet.dx) * mm, (self.sheet.height - y - self.sheet.dy) * mm


_colour = functools.cache(HexColor)


def _blocks(area: Area) -> Sequence[str]:
    """The blocks of HTML in it."""
    if isinstance(area, Flow):
        return area.blocks
    return () if isinstance(area, Lines | Code) else area


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
