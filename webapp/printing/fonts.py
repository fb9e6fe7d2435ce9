"""The one family of type that every PDF embeds, and the letters that it has."""

import functools
import re
import unicodedata
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf import default

rl_config.useA85 = 0  # bytes as they are: a file is an eighth smaller

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "documents" / "fonts"
FAMILY = "Inter"  # the screens' own; bold is their 650
_FACES = {"Regular": (0, 0), "Bold": (1, 0), "Italic": (0, 1), "BoldItalic": (1, 1)}
REGULAR, BOLD = "Inter-Regular", "Inter-Bold"
# What the libraries ask for unasked (cells of tables, bullets) and would not embed: it is ours under their name.
_THEIRS = {
    "Helvetica": "Regular", "Helvetica-Bold": "Bold", "Helvetica-Oblique": "Italic",
    "Helvetica-BoldOblique": "BoldItalic", "Symbol": "Regular", "ZapfDingbats": "Regular",
}  # fmt: skip


@functools.cache
def register() -> frozenset[int]:
    """Make the family known to this process, once; the characters that all its faces can draw."""
    known: frozenset[int] | None = None
    for face, (bold, italic) in _FACES.items():
        font = TTFont(f"Inter-{face}", str(FOLDER / f"Inter-{face}.ttf"))
        pdfmetrics.registerFont(font)
        addMapping(REGULAR, bold, italic, font.fontName)
        characters = frozenset(font.face.charToGlyph)
        known = characters if known is None else known & characters
    for theirs, face in _THEIRS.items():
        # Not by registerFont: it would make a family of each, whose last face, the bold italic, is then the default.
        pdfmetrics._fonts[theirs] = pdfmetrics.getFont(f"Inter-{face}")
    # xhtml2pdf copies this for each document: with it no document has to read the files anew.
    default.DEFAULT_FONT[FAMILY.lower()] = REGULAR
    return known or frozenset()


_REFERENCE = re.compile(r"&#(x[0-9a-f]{1,6}|\d{1,7});", re.I)
_INSTEAD = {"\u2011": "-", "\u2010": "-", "\u202f": "\u00a0", "\u2007": "\u00a0", "\ufeff": "", "\u00ad": ""}


def _character(found: re.Match[str]) -> str:
    digits = found[1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(number) if 0x7F < number < 0x110000 else found[0]


def printable(text: str) -> str:
    """The text with only what the type can draw: letters that it lacks are taken apart, pictures (🐶) left out."""
    if text.isascii() and "&#" not in text:
        return text
    text = unicodedata.normalize("NFC", _REFERENCE.sub(_character, text))
    lacking = {letter for letter in set(text) if ord(letter) not in register() and letter not in "\n\t"}
    if not lacking and not any(letter in text for letter in _INSTEAD):
        return text
    return text.translate({ord(letter): _apart(letter) for letter in lacking | set(_INSTEAD)})


def _apart(letter: str) -> str:
    if letter in _INSTEAD:
        return _INSTEAD[letter]
    plain = unicodedata.normalize("NFKD", letter)
    parts = (each for each in plain if each != letter and not unicodedata.combining(each))
    return "".join(each for each in parts if ord(each) in register())


@functools.lru_cache(30_000)  # words and lines return from letter to letter
def units(text: str, font: str) -> int:
    """How wide it is, in thousandths of the type's size."""
    face = pdfmetrics.getFont(font).face
    widths, other = face.charWidths, face.defaultWidth
    return sum([widths.get(ord(letter), other) for letter in text])


def width(text: str, font: str, size: float) -> float:
    return 0.001 * size * units(text, font)


def folded(line: str, size: float, most: float, font: str = REGULAR) -> list[str]:
    """The line cut at spaces, and a word at letters where it must be: no part is wider than `most`, in points."""
    if width(line, font, size) <= most:
        return [line]
    parts = [""]
    for word in line.split(" "):
        longer = f"{parts[-1]} {word}" if parts[-1] else word
        if width(longer, font, size) <= most:
            parts[-1] = longer
            continue
        if parts[-1]:
            parts.append("")
        for letter in word:
            if parts[-1] and width(parts[-1] + letter, font, size) > most:
                parts.append("")
            parts[-1] += letter
    return parts
