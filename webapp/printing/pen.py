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


Run = tuple[str, str]  # a font, and what is written with it
Line = tuple[float, float, Sequence[Run]]  # where it begins


class Pen:
    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.types: dict[str, _Type] = {}

    def write(self, lines: Sequence[Line], size: float, colour: Color) -> None:
        """Lines of one `size` in points and one `colour`."""
        try:
            written = [f"1 0 0 1 {x:.5f} {y:.5f} Tm {self._runs(runs, size)}" for x, y, runs in lines]
        except _InAnother:
            self._slowly(lines, size, colour)
            return
        red, green, blue = colour.rgb()
        self.canvas._code.append(f"q {red:.6g} {green:.6g} {blue:.6g} rg BT {' '.join(written)} ET Q")

    def _runs(self, runs: Sequence[Run], size: float) -> str:
        return " ".join([self._run(self._type(font), letters, size) for font, letters in runs])

    @staticmethod
    def _run(font: _Type, letters: str, size: float) -> str:
        return f"{font.known_as} {size:.6g} Tf ({letters.translate(font)}) Tj"

    def _type(self, font: str) -> _Type:
        if font not in self.types:
            self.types[font] = _Type(self.canvas, font)
        return self.types[font]

    def _slowly(self, lines: Sequence[Line], size: float, colour: Color) -> None:
        for x, y, runs in lines:
            words = self.canvas.beginText(x, y)
            words.setFillColor(colour)
            for font, letters in runs:
                words.setFont(font, size)
                words.textOut(letters)
            self.canvas.saveState()
            self.canvas.drawText(words)
            self.canvas.restoreState()
