"""Typst: `python -m tests.benchmarks.peers.letters_typst FOLDER`, FOLDER with letters.json and logo.jpg.

The same letters in one compilation, as its manual would have it; without tags, since ours has none.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typst

import config

SOURCE = """
#let given = json("letters.json")
#set page(width: 215.9mm, height: 279.4mm, margin: (left: 24mm, right: 24mm, top: 62mm, bottom: 20mm),
  header: [
    #place(top + right, dy: 10mm, image("logo.jpg", width: 62mm))
    #place(top, dy: 10mm, text(9pt, given.clinic.join(linebreak())))
  ],
  footer: align(center, text(9pt, given.foot)))
#set text(font: "Inter", size: 10.5pt)
#for (place, letter) in given.letters.enumerate() {
  if place > 0 { pagebreak() }
  align(right, text(7pt, letter.number))
  block(below: 18mm, letter.lines.join(linebreak()))
  par(given.date)
  par(strong(letter.subject))
  for words in letter.paragraphs { par(words) }
}
"""


def main(folder: Path) -> None:
    """Write a PDF beside them."""
    source = folder / "letters.typ"
    source.write_text(SOURCE, encoding="utf-8")
    fonts = typst.Fonts(False, False, [str(config.ROOT / "templates" / "documents" / "fonts")])
    typst.Compiler(root=str(folder), font_paths=fonts).compile(
        str(source), output=str(folder / "typst.pdf"), pdf_tags=False
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
