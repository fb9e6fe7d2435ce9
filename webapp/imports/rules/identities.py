"""Keys for rows that their software gives no number: made of what does not change, the same at the next import."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from webapp import text
from webapp.imports.rules.kinds import ANIMALS, APPOINTMENTS, CLIENTS, REMINDERS, SALES, VISITS

MARK = "~"  # before a key of ours: no software numbers so

# Of each kind, the fields that tell one row from all others; of a group in brackets one is enough.
TELLING: Mapping[str, tuple[tuple[str, ...], ...]] = {
    CLIENTS: (("last_name", "full_name", "company"), ("email", "home_phone", "mobile_phone", "work_phone", "phone_1",
                                                     "postal_code")),
    ANIMALS: (("client",), ("name",)),
    SALES: (("sold_on",), ("item",), ("amount_cents",), ("animal", "client")),
    VISITS: (("visited_on",), ("animal",)),
    APPOINTMENTS: (("starts_at",), ("animal",)),
    REMINDERS: (("type",), ("due_on",), ("animal", "client")),
}  # fmt: skip
_MORE = {
    CLIENTS: ("first_name",),
    ANIMALS: ("species", "born_on"),
    SALES: ("invoice", "quantity_milli"),
    VISITS: ("reason",),
    APPOINTMENTS: (),
    REMINDERS: ("client", "animal"),
}


_MAY_BE_NUMBER = re.compile(
    r"(?!.*(?:type|post|zip)).*(?:id|no|num|numero|number|code|identifier|identifiant|ref|reference|key|cle)"
)
_NEVER_NUMBERS = frozenset(
    ("microchipno", "microchipnumber", "microchipid", "lotnumber", "lotno", "nolot", "numerolot", "nopuce",
     "numeropuce", "tattoono", "notatouage", "homeaddresspobox", "barcode", "vatnumber", "rabiestagno",
     "tagnumber", "postcode", "governmentidnumber", "organizationalidnumber")
)  # fmt: skip


def may_be_number(folded_header: str) -> bool:
    """Whether a column that is not known may well be the number: then a person says so, and no key is made up."""
    return bool(_MAY_BE_NUMBER.fullmatch(folded_header)) and folded_header not in _NEVER_NUMBERS


def can_tell(kind: str, fields: Collection[str]) -> bool:
    """Whether rows of this kind with these columns can be told apart without a number."""
    groups = TELLING.get(kind)
    return bool(groups) and all(any(field in fields for field in group) for group in groups or ())


def keys(kind: str, values: Mapping[str, Sequence[Any]], count: int) -> list[str]:
    """A key for each row; "" where too little is said."""
    columns = []
    for group in TELLING[kind]:
        present = [values[field] for field in group if field in values]
        columns.append([next((each for each in row if _plain(each)), "") for row in zip(*present, strict=True)])
    more = [values[field] for field in _MORE[kind] if field in values]
    found = []
    for row in zip(*columns, *more, strict=True):
        parts = [_plain(each) for each in row]
        found.append(_hashed(parts) if all(parts[: len(columns)]) else "")
    return found or [""] * count


def _plain(value: Any) -> str:
    if isinstance(value, tuple):  # a telephone and its extension
        value = value[0] if value else ""
    return "".join(text.words(str(value))) if value not in (None, "") else ""


def _hashed(parts: Sequence[str]) -> str:
    return MARK + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def counted(found: Sequence[str], seen: Callable[[str], int]) -> list[str]:
    """Of rows that may well be the same (two doses on one bill), the second is another: ~ab12, ~ab12/2 …"""
    numbered = []
    for key in found:
        n = seen(key) if key else 1
        numbered.append(key if n == 1 else f"{key}/{n}")
    return numbered
