"""What stands in the columns of a sheet beside their heads: one in which nothing stands numbers no row."""

from webapp.imports.rules import headers
from webapp.imports.rules.headers import Recognised
from webapp.spreadsheets import Sheet

_KEYS = ("number", "code")


def without_empty_key(sheet: Sheet, found: Recognised) -> Recognised:
    """As it was found, but that a wholly empty column is not the key of its rows, whoever said so.

    Raises headers.NotRecognised where they cannot be told apart without.
    """
    key = next((field for field in _KEYS if field in found.places), "")
    if not key or _is_filled(sheet, found.places[key]):
        return found
    read = {name: field for name, field in found.columns.items() if field and field != key}
    empty = sheet.header[found.places[key]]
    return headers.recognise(sheet.header, "", found.kind, {**read, empty: ""})


def _is_filled(sheet: Sheet, place: int) -> bool:
    """Whether something stands in the column; of a sheet without rows nobody can say that nothing does."""
    rows = 0
    for chunk in sheet.chunks():
        if any(row[place].strip() for row in chunk.rows):
            return True
        rows += len(chunk.rows)
    return not rows
