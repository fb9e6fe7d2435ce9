"""The table of what answers what as a document: a list with a row for each type that the clinic said something of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.reminders.rules.answers import DAYS_AFTER, DAYS_BEFORE, MOST_DAYS

LISTS = ("appointments", "reasons", "items", "never")
DAYS = {"days_before": DAYS_BEFORE, "days_after": DAYS_AFTER}
KEYS = ("type", *LISTS, "group", *DAYS)
LONGEST, MOST = 100, 200  # of a word or name; of a list


@dataclass(frozen=True)
class Row:
    """What the table says of one type."""

    type: str
    appointments: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    group: str = ""
    days_before: int = DAYS_BEFORE
    days_after: int = DAYS_AFTER


class NotAccepted(ValueError):
    """`code` says what is wrong with the document, `row` (from 1, 0 = all of it) and `key` where."""

    def __init__(self, code: str, row: int = 0, key: str = "") -> None:
        super().__init__(code)
        self.code, self.row, self.key = code, row, key


def parse(document: Any) -> list[Row]:
    """The rows of what a file holds, in its order. Raises NotAccepted."""
    if not isinstance(document, list):
        raise NotAccepted("no_list")
    return [_row(each, place) for place, each in enumerate(document, start=1)]


def _row(found: Any, place: int) -> Row:
    if not isinstance(found, dict):
        raise NotAccepted("no_row", place)
    for key in found:
        if key not in KEYS:
            raise NotAccepted("unknown_key", place, str(key))
    group = found.get("group")
    name: Any = found.get("type")
    if not _is_name(name):
        raise NotAccepted("no_type", place, "type")
    if group is not None and not _is_name(group):
        raise NotAccepted("no_name", place, "group")
    lists: dict[str, Any] = {key: _names(found.get(key, []), place, key) for key in LISTS}
    days: dict[str, Any] = {key: _days(found.get(key, usual), place, key) for key, usual in DAYS.items()}
    return Row(type=name.strip(), group=(group or "").strip(), **lists, **days)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST


def _names(value: Any, place: int, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST or not all(map(_is_name, value)):
        raise NotAccepted("no_names", place, key)
    return together(value)


def together(names: Sequence[str]) -> tuple[str, ...]:
    """Each once, without the spaces around it."""
    return tuple(dict.fromkeys(name.strip() for name in names))


def _days(value: Any, place: int, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
        raise NotAccepted("no_days", place, key)
    return value
