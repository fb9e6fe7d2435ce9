"""Whether a column still holds what it is said to hold: dates, addresses, numbers are told by their form."""

from collections.abc import Iterable
from dataclasses import replace

from webapp.imports.rules import cells
from webapp.imports.rules.cells import Customs, Doubt
from webapp.imports.rules.kinds import DATES

_FORMED = ("email", "phone", "money", "quantity", "minutes", *DATES)
_FEW, _MOST, _SHARE = 5, 500, 0.9


def stranger(reads: str, values: Iterable[str], customs: Customs) -> str:
    """A value of a column that holds hardly any of the kind that it `reads`; "" where it does, or nobody can say."""
    if reads not in _FORMED:
        return ""
    found = sorted({value for value in values if value.strip()})[:_MOST]
    orders = ("dmy", "mdy") if reads in DATES else ("",)
    unread = set(found)
    for order in orders:
        read = cells.reader(reads, replace(customs, day_order=order)).column(found)
        unread &= {value for value, each in zip(found, read, strict=True) if each.__class__ is Doubt and not each.taken}
    return min(unread) if len(found) >= _FEW and len(unread) >= _SHARE * len(found) else ""
