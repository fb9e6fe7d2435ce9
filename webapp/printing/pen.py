"""Words written into a page without ReportLab's own text object, which costs more than all else of a letter.

What a page needs is: which font, where, and the letters as the font's subset numbers them. The numbers are ReportLab's
(its fonts embed only what was asked for), but a letter is asked for only once in each document.
"""

from collections.abc import Sequence

from reportlab.lib.colors import Color
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas


class _InAnother(Exception):
    """A letter stands in another subset of the font: after some two hundred different ones."""


class _Type(dict[int, str]):
    """Of one font in one document: how each letter is written, for `str.translate`."""

    def __init__(self, canvas: Canvas, name: str) -> None:
        super().__init__()
        self.font, self.document = pdfmetrics.getFont(name), canvas._doc
        self.font.splitString(" ", self.document)
        self.known_as = self.font.getSubsetInternalName(0, self.document)

    def __missing__(self, code: int) -> str:
        ((subset, written),) = self.font.splitString(chr(code), self.document)
        if subset:
            raise _InAnother
        found = self[code] = str(escapePDF(written))
        return found


class Pen:
    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.types: dict[str, _Type] = {}

    def write(self, lines: Sequence[tuple[float, float, str]], font: str, size: float, colour: Color) -> None:
        """Lines of one `font`, `size` in points and `colour`; of each of `lines` where it begins, and its words."""
        if font not in self.types:
            self.types[font] = _Type(self.canvas, font)
        each = self.types[font]
        try:
            written = [f"1 0 0 1 {x:.5f} {y:.5f} Tm ({line.translate(each)}) Tj" for x, y, line in lines]
        except _InAnother:
            self._slowly(lines, font, size, colour)
            return
        red, green, blue = colour.rgb()
        self.canvas._code.append(
            f"q {red:.6g} {green:.6g} {blue:.6g} rg BT {each.known_as} {size:.6g} Tf {' '.join(written)} ET Q"
        )

    def _slowly(self, lines: Sequence[tuple[float, float, str]], font: str, size: float, colour: Color) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillColor(colour)
        canvas.setFont(font, size)
        for x, y, line in lines:
            canvas.drawString(x, y, line)
        canvas.restoreState()
