"""What the guard of workbooks costs: `python -m tests.benchmarks.workbooks [DIRECTORY]`.

100,000 rows of sales tried (`--dry-run`) as they are, opened in a process of their own with a memory limit and handed
over, against calamine opening them in the command itself without a look. Turn by turn; the processor's time of the
command and of the processes that it waited for.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from itertools import islice
from pathlib import Path

import xlsxwriter

from tests.benchmarks import clinic, pairs
from tests.benchmarks.pairs import Spent
from webapp.spreadsheets import sniffing

LIMIT = 1.05  # reading a workbook with its guard, of reading it without
ROWS, ROUNDS = 100_000, 5

UNGUARDED = """
from webapp.spreadsheets import container, guarded, workbook

def bare(path):
    return workbook.Workbook(path, container.Contents())

guarded.open_book = bare
"""


def write_workbook(source: Path, target: Path) -> None:
    """The first rows of a CSV as a workbook, numbers as numbers."""
    with (
        source.open(encoding=sniffing.encoding(source).name, newline="") as file,
        xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_numbers": True}) as book,
    ):
        sheet = book.add_worksheet()
        for place, row in enumerate(islice(csv.reader(file, delimiter=";"), ROWS + 1)):
            sheet.write_row(place, 0, row)


def tried(path: Path, data: Path, before: str) -> Spent:
    """What the command takes."""
    code = f"{before}\nfrom webapp.cli import main\nmain()"
    command = [sys.executable, "-c", code, "import", "--dry-run", "--json", str(path)]
    return clinic.spent(command, clinic.environment(data))


def main(arguments: list[str]) -> int:
    """The table; 1 if the limit does not hold."""
    directory = Path(arguments[0]) if arguments else clinic.files()
    with tempfile.TemporaryDirectory() as folder:
        path, data = Path(folder) / "sales.xlsx", Path(folder) / "data"
        write_workbook(directory / "sales.csv", path)
        turns = pairs.pairs(
            {"guarded": lambda: tried(path, data, ""), "without": lambda: tried(path, data, UNGUARDED)},
            rounds=pairs.rounds(ROUNDS),
        )
    work = f"a workbook of {ROWS} rows tried, its guard × without"
    return pairs.told([pairs.row(work, turns, "guarded", "without", goal=LIMIT)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
