"""Paragraphs of nothing but words, some of them bold, set here as xhtml2pdf sets them: of three thousand letters it
would parse, break and draw one or two anew for each, and those are most of its work.

How they look (type, colour, the spaces around) is read from one that it parsed; a look that this cannot do is its own.
"""

import functools
import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from xhtml2pdf.xhtml2pdf_reportlab import PmlParagraph

from webapp.printing import fonts
from webapp.printing.pen import Pen, Run
from webapp.printing.stacking import Block, Size

_PLAIN = re.compile(r'(<p(?: class="[\w-]+")?>)((?:[^<]|<strong>[^<\s](?:[^<]*[^<\s])?</strong>)*)</p>')
_BOLD = re.compile(r"<strong>(.*?)</strong>", re.S)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_SIDES = ("Top", "Bottom", "Left", "Right")
# What a look must not have, by what it is where there is none of it.
_OF_STYLE = {
    "alignment": 0, "leftIndent": 0, "rightIndent": 0, "firstLineIndent": 0, "wordWrap": None, "textOverflow": None,
    "textTransform": None, "letterSpacing": "normal", "wordSpacing": "normal", "backColor": None, "borderWidth": 0,
    "backgroundImage": None, **{f"border{side}Style": None for side in _SIDES},
    **{f"padding{side}": 0 for side in _SIDES},
}  # fmt: skip
_OF_WORDS = ("cbDefn", "link", "underline", "strike", "rise", "splitLongWords", "backColor")

Word = tuple[tuple[bool, str], ...]  # its parts: bold or not, and the letters
Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How such a paragraph is set."""

    fonts: tuple[str, str]  # of words, of bold ones
    size: float
    colour: Color
    above: float
    line: float  # from one line to the next
    ascent: float  # of the first line
    below: float


def apart(block: str) -> tuple[str, Words] | None:
    """Its opening tag and its words, of a paragraph that can be set here."""
    found = _PLAIN.fullmatch(block)
    if not found:
        return None
    words: list[Word] = []
    glued = False  # to the last word
    for place, text in enumerate(_BOLD.split(found[2])):
        said = _SPACES.sub(" ", html.unescape(fonts.printable(text)))
        if not all(map(_is_plain, set(said))):
            return None
        for number, letters in enumerate(said.split(" ")):
            if number:
                glued = False
            if letters:
                part = (place % 2 == 1, letters)
                words[-1:] = [(*words[-1], part)] if glued else [*words[-1:], (part,)]
                glued = True
    return (found[1], tuple(words)) if words else None


@functools.cache
def _is_plain(letter: str) -> bool:
    """Written from left to right, and nothing at which lines break but the space."""
    if letter in " \u00a0":
        return True
    return not (
        letter.isspace()
        or unicodedata.category(letter) in ("Cc", "Cf", "Cs")
        or unicodedata.bidirectional(letter) in ("R", "AL", "AN")
    )


def look_of(canvas: Canvas, story: Sequence[Flowable]) -> Look | None:
    """Of a paragraph with a word and a bold word."""
    if len(story) != 1 or type(story[0]) is not PmlParagraph:
        return None
    paragraph = story[0]
    style, words = paragraph.style, paragraph.frags
    if (
        any(getattr(style, name) != nothing for name, nothing in _OF_STYLE.items())
        or any(getattr(each, name, None) for each in words for name in _OF_WORDS)
        or len({(each.fontSize, each.textColor.rgba()) for each in words}) != 1
        or len({pdfmetrics.getAscentDescent(each.fontName, each.fontSize) for each in words}) != 1
        or paragraph.bulletText
        or paragraph.dir != "ltr"
        or words[0].textColor.alpha != 1
    ):
        return None
    _width, tall = paragraph.wrapOn(canvas, 1e6, 1e6)
    (line,) = paragraph.blPara.lines
    if paragraph.blPara.kind != 1:
        return None
    return Look(
        (words[0].fontName, words[1].fontName), words[0].fontSize, words[0].textColor, paragraph.getSpaceBefore(),
        tall, line.ascent, paragraph.getSpaceAfter(),
    )  # fmt: skip


class Plain(Block):
    def __init__(self, pen: Pen, look: Look, words: Words) -> None:
        self.pen, self.look, self.words = pen, look, words
        self.broken: tuple[float, list[Words]] = 0.0, []

    def lines(self, width: float) -> list[Words]:
        """As many words in each as it holds, one at least."""
        if self.broken[0] != width:
            self.broken = width, [tuple(line) for line in self._break(width)]
        return self.broken[1]

    def _break(self, width: float) -> list[list[Word]]:
        look = self.look
        scale = 0.001 * look.size
        spaces = [fonts.width(" ", font, look.size) for font in look.fonts]
        found: list[list[Word]] = []
        along = width + 1
        for word in self.words:
            wide = scale * sum([fonts.units(letters, look.fonts[bold]) for bold, letters in word])
            along += spaces[word[-1][0]] + wide
            if along > width:
                found.append([word])
                along = wide
            else:
                found[-1].append(word)
        return found

    def _runs(self, line: Words) -> list[Run]:
        """What is written with one font after the other; a space is of the font before it, as the library has it."""
        found: list[Run] = []
        for number, word in enumerate(line):
            for place, (bold, letters) in enumerate(word):
                if number and not place:
                    found[-1] = found[-1][0], found[-1][1] + " "
                if found and found[-1][0] == self.look.fonts[bold]:
                    found[-1] = found[-1][0], found[-1][1] + letters
                else:
                    found.append((self.look.fonts[bold], letters))
        return found

    def size(self, canvas: Canvas, width: float) -> Size:
        return self.look.above, self.look.line * len(self.lines(width)), self.look.below

    def draw(self, canvas: Canvas, x: float, y: float, width: float) -> None:
        """Its lines, as wide as `width`, the last one above the point `x`, `y`."""
        look, lines = self.look, self.lines(width)
        first = y + look.line * len(lines) - look.ascent
        written = [(x, first - look.line * place, self._runs(line)) for place, line in enumerate(lines)]
        self.pen.write(written, look.size, look.colour)

    def cut(self, canvas: Canvas, width: float, height: float) -> Sequence[Block]:
        """No line stands alone below."""
        lines = self.lines(width)
        holds = int((height + 1e-8) / self.look.line)
        if holds < 2:
            return []
        if holds >= len(lines):
            return [self]
        return [Plain(self.pen, self.look, sum(part, ())) for part in (lines[:holds], lines[holds:])]
