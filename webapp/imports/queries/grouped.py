"""Reports that name a client once and their animals below: told from the heads of the columns and the whole sheet."""

from webapp.imports.rules import headers
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, KINDS, LINES, REMINDERS
from webapp.spreadsheets import Sheet, groups

_NAMES = ("number", "full_name", "last_name", "first_name", "company")
_THEIRS = frozenset(
    ("title", "address", "address_2", "town", "town_line", "province", "postal_code", "country", "home_phone",
     "work_phone", "mobile_phone", "email", "language", *(f"line_{n}" for n in LINES))
)  # fmt: skip
_NUMBER = "No client"  # what the numbers are called that stand behind the names


def opened(sheet: Sheet) -> Sheet:
    """The sheet, filled down if it is such a report."""
    columns = _columns(sheet.header)
    if columns is None or not groups.is_grouped(sheet, columns):
        return sheet
    places = headers.known_as(KINDS[CLIENTS], sheet.header)
    numbered = "number" not in places and groups.are_numbered(sheet, columns.names[0])
    return groups.Grouped(sheet, columns, _NUMBER if numbered else "")


def _columns(header: list[str]) -> groups.Columns | None:
    """Which columns are the client's, if the others are an animal's."""
    clients = headers.known_as(KINDS[CLIENTS], header)
    names = tuple(clients[field] for field in _NAMES if field in clients)
    theirs = {place for field, place in clients.items() if place in names or field in _THEIRS}
    said = dict.fromkeys(theirs, "")
    animals = headers.known_as(KINDS[ANIMALS], header, said)
    if not names or not {"name", "number"} & animals.keys():
        return None
    reminders = headers.known_as(KINDS[REMINDERS], header, said)
    told = animals.keys() & {"species", "breed", "sex", "born_on"} or {"type", "due_on"} <= reminders.keys()
    return groups.Columns(names, tuple(sorted(theirs))) if told else None
