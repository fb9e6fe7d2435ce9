"""Pages of a document that differ in nothing but what is written on them.

ReportLab describes each page anew, entry by entry, with all that it refers to. Here they share what they refer to, and
what is written on them is pressed when the page is turned: a document holds no more of it than that.
"""

import zlib

from reportlab.pdfbase.pdfdoc import PDFObject, PDFResourceDictionary
from reportlab.pdfgen.canvas import Canvas

_SHARED = "leaves"  # what they refer to, by its name in the document


class _Pressed(PDFObject):  # type: ignore[misc]
    """What is written on a page."""

    __RefOnly__ = 1

    def __init__(self, code: str) -> None:
        self.pressed = zlib.compress(code.encode())

    def format(self, _document: object) -> bytes:
        """As it stands in the file."""
        return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\n" % (len(self.pressed), self.pressed)


class _Leaf(PDFObject):  # type: ignore[misc]
    """A page."""

    __RefOnly__ = 1

    def __init__(self, contents: str, width: float, height: float) -> None:
        self.contents, self.size = contents, (width, height)

    def format(self, document: object) -> bytes:
        """As it stands in the file."""
        number = document.idToObjectNumberAndVersion  # type: ignore[attr-defined]
        return b"<< /Type /Page /Parent %d 0 R /MediaBox [ 0 0 %b %b ] /Resources %d 0 R /Contents %d 0 R >>" % (
            document.Reference(document.Pages) and number[document.Pages.__InternalName__][0],  # type: ignore[attr-defined]
            *(f"{each:.6g}".encode() for each in self.size),
            number[_SHARED][0],
            number[self.contents][0],
        )


class Leaves:
    """The pages of one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.used: set[str] = set()

    def turn(self) -> None:
        """The page is written; the next one begins."""
        canvas, document = self.canvas, self.canvas._doc
        special = canvas._annotationrefs, canvas._extgstate.getState(), canvas._colorsUsed, canvas._shadingUsed
        if any(special):
            canvas.showPage()
            return
        self.used.update(canvas._formsinuse)
        code = _Pressed("\n".join([canvas._preamble, *canvas._code, ""]))
        leaf = _Leaf(document.Reference(code).name, *canvas._pagesize)
        document.addPage(leaf)
        canvas._startPage()

    def save(self) -> None:
        shared = PDFResourceDictionary()
        shared.basicFonts()
        shared.allProcs()
        document = self.canvas._doc
        if self.used:
            shared.XObject = document.xobjDict(sorted(self.used))
        document.Reference(shared, _SHARED)
        self.canvas.save()
