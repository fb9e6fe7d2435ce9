#!/usr/bin/env bash
# python-calamine 0.9.1: a cell that holds an error (#N/A of a look-up that found nothing) comes out of to_python() as
# the empty text, as a cell does in which nothing stands; openpyxl 3.1.5 says '#N/A' of the same workbook. An import that
# takes an empty cell for "nothing any more" would wipe the telephones of all whom the clinic's look-up did not find.
# To tell the two apart, the sheet's own XML has to be asked (t="e").
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q python-calamine==0.9.1 openpyxl==3.1.5 xlsxwriter==3.3.1 2>/dev/null
"$work/venv/bin/python" - "$work/list.xlsx" <<'PYTHON'
import sys
from importlib.metadata import version

import openpyxl
import python_calamine
import xlsxwriter

path = sys.argv[1]
with xlsxwriter.Workbook(path) as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Client", "Telephone"])
    sheet.write(1, 0, "1001")
    sheet.write_formula(1, 1, '=VLOOKUP("1001",D1:E9,2,FALSE)', None, "#N/A")
    sheet.write(2, 0, "1002")  # and no telephone at all

by_calamine = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
by_openpyxl = [list(row) for row in openpyxl.load_workbook(path, data_only=True).active.values]
print("python-calamine", version("python-calamine"), by_calamine)
print("openpyxl", version("openpyxl"), by_openpyxl)
assert by_calamine == [["Client", "Telephone"], ["1001", ""], ["1002", ""]], "this has changed"
assert by_openpyxl == [["Client", "Telephone"], ["1001", "#N/A"], ["1002", None]], "this has changed"
PYTHON
