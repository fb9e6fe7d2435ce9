"""The file for the printer's shop: `python -m tests.benchmarks.export`.

50,000 rows as the workbook that a clinic gets, against XlsxWriter alone writing the same cells to two sheets; in turn.
"""

from __future__ import annotations

import io
import sys

import xlsxwriter

from tests.benchmarks import pairs
from webapp.letters.actions import exporting
from webapp.letters.queries.export import HEADER, SHEETS, Export

ROWS, ROUNDS = 50_000, 5
LIMIT = 1.3


def row(number: int) -> tuple[str, ...]:
    """One reminder."""
    return (
        "Mme", "Marie-Ève", f"D’Amours {number}", f"{number}, rue Principale Ouest", "", "Magog", "QC",
        f"J1X 2A{number % 10}", f"client{number}@exemple.ca", f"Zoë {number}",
        f"Bonjour, Madame. La protection de Zoë {number} contre les puces, les tiques et le ver du cœur est à "
        "renouveler. Appelez-nous au 819\u00a0555-0100 pour choisir un moment.",
    )  # fmt: skip


def bare(rows: dict[str, list[tuple[str, ...]]]) -> None:
    """As its manual says."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(io.BytesIO(), options) as book:
        for language, title in SHEETS.items():
            sheet = book.add_worksheet(title)
            for place, name in enumerate(HEADER):
                sheet.write_string(0, place, name)
            for number, cells in enumerate(rows[language], start=1):
                for place, cell in enumerate(cells):
                    sheet.write_string(number, place, cell)


def main() -> int:
    """The table; 1 if it does not hold."""
    count = pairs.size(ROWS, ROWS // 5)
    rows = {"fr": [row(n) for n in range(count * 7 // 8)], "en": [row(n) for n in range(count // 8)]}
    found = Export(rows)
    turns = pairs.pairs(
        {
            "ours": lambda: exporting.write(target=io.BytesIO(), found=found, format="xlsx"),
            "alone": lambda: bare(rows),
        },
        rounds=pairs.rounds(ROUNDS),
    )
    work = f"a workbook of {count} rows, × XlsxWriter alone"
    return pairs.told([pairs.row(work, turns, "ours", "alone", goal=LIMIT)])


if __name__ == "__main__":
    sys.exit(main())
