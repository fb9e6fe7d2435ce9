"""Platypus: `python -m tests.benchmarks.peers.letters_platypus FOLDER FROM TO`, FOLDER with letters.json and logo.jpg.

The letters from FROM to before TO as anybody would write the script: a list of paragraphs, a letterhead on each page,
the same words, the same type, the same logo. No square code, no mark where to fold, nothing that is made to fit.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from reportlab.lib.fonts import addMapping
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

import config

FONTS = config.ROOT / "templates" / "documents" / "fonts"
REGULAR, BOLD = "Inter-Regular", "Inter-Bold"


def main(folder: Path, first: int, end: int) -> None:
    """Write a PDF beside them."""
    for bold, name in enumerate((REGULAR, BOLD)):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
        addMapping(REGULAR, bold, 0, name)
    plain = ParagraphStyle("p", fontName=REGULAR, fontSize=10.5, leading=14.2, spaceAfter=3.2 * mm)
    small = ParagraphStyle("n", parent=plain, fontSize=7, leading=8, alignment=2, spaceAfter=0)
    to = ParagraphStyle("to", parent=plain, leading=12, spaceAfter=18 * mm)
    subject = ParagraphStyle("b", parent=plain, fontName=BOLD)
    given = json.loads((folder / "letters.json").read_text(encoding="utf-8"))

    def letterhead(canvas: Any, _document: object) -> None:
        canvas.drawImage(str(folder / "logo.jpg"), 129 * mm, 247 * mm, 62 * mm, 20.7 * mm)
        canvas.setFont(REGULAR, 9)
        for place, line in enumerate(given["clinic"]):
            canvas.drawString(24 * mm, (262 - 4 * place) * mm, line)
        canvas.drawCentredString(108 * mm, 14 * mm, given["foot"])

    story: list[object] = []
    for letter in given["letters"][first:end]:
        story += [Paragraph(letter["number"], small), Paragraph("<br/>".join(letter["lines"]), to)]
        story += [Paragraph(given["date"], plain), Paragraph(letter["subject"], subject)]
        story += [Paragraph(words, plain) for words in letter["paragraphs"]]
        story.append(PageBreak())
    document = SimpleDocTemplate(
        str(folder / f"platypus-{first}.pdf"), pagesize=(215.9 * mm, 279.4 * mm),
        leftMargin=24 * mm, rightMargin=24 * mm, topMargin=62 * mm, bottomMargin=20 * mm,
    )  # fmt: skip
    document.build(story, onFirstPage=letterhead, onLaterPages=letterhead)
    assert document.page == len(given["letters"][first:end]), document.page


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
