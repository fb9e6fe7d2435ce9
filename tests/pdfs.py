"""Eyes for PDFs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PdfReader

MM = 72 / 25.4


class Piece(NamedTuple):
    """Text where it stands: millimetres from the upper left corner to the beginning of its base line."""

    page: int
    x: float
    y: float
    text: str


def read(pdf: bytes | Path) -> PdfReader:
    return PdfReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf)


def pieces(pdf: bytes | Path) -> list[Piece]:
    """Every piece of text of a PDF with its place. What stands in a form is told too, but not where."""
    found: list[Piece] = []
    for number, page in enumerate(read(pdf).pages):
        height = float(page.mediabox.height)

        def see(text: str, cm: Any, tm: Any, _font: Any, _size: Any, page: int = number, tall: float = height) -> None:
            if text.strip():
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                found.append(Piece(page, x / MM, (tall - y) / MM, text.strip()))

        page.extract_text(visitor_text=see)
    return found


def texts(pdf: bytes | Path) -> list[str]:
    """The text of each page."""
    return [page.extract_text().replace("\u00a0", " ") for page in read(pdf).pages]
