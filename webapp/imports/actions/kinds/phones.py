"""Telephones whose type stands in a column beside them: "Cell", "Bureau", "Fax", "Spouse cell"."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from webapp import filters, text
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds.contact_data import PHONES, to_note
from webapp.imports.rules.kinds import PAIRS

_TYPES = tuple(
    (where, re.compile(words))
    for where, words in (
        ("note", r"fax|telecop|pager|teleavert"),
        (
            "second_phone",
            r"spouse|conjoint|husband|wife|partner|mari\b|femme|epou|mere|pere|mother|father",
        ),
        ("mobile_phone", r"cel|mob|portable|gsm|sms|text|handy|iphone"),
        ("work_phone", r"work|office|business|bur|trav|prof|job|employ"),
        ("home_phone", r"home|dom|maison|res|main|principal|house|fixe|landline"),
    )
)
_NOTHING = ("", "")
AREAS = {"home_area": "home_phone", "work_area": "work_phone", "mobile_area": "mobile_phone"}  # columns beside them


def join(columns: list[Sequence[str]], places: Mapping[str, int]) -> None:
    """The area that stands in a column of its own, in front of a number that has none: 450, 555-0101."""
    for area, phone in AREAS.items():
        if area in places and phone in places:
            pairs = zip(columns[places[area]], columns[places[phone]], strict=True)
            columns[places[phone]] = [_joined(code, number) for code, number in pairs]


def _joined(code: str, number: str) -> str:
    area = "".join(filter(str.isdigit, code))
    return f"{area} {number}" if len(area) == 3 and sum(map(str.isdigit, number)) == 7 else number


def where(type_: str) -> str:
    """The field that a type of telephone means, "note" where there is none for it; "" when the word says nothing."""
    folded = text.fold(type_)
    return next((field for field, words in _TYPES if words.search(folded)), "")


def typed(batch: Batch) -> None:
    """Each number into the field of its type; one without a type where there is room, or with its type in the note."""
    values = batch.values
    pairs = [(values.pop(f"phone_{n}"), values.pop(f"phone_type_{n}")) for n in PAIRS if f"phone_type_{n}" in values]
    if not pairs:
        return
    for field in (*PHONES, "second_phone"):
        values.setdefault(field, [_NOTHING] * len(batch))
    notes = values.setdefault("note", [""] * len(batch))
    known: dict[str, str] = {}
    for sure in (True, False):
        for numbers, types in pairs:
            for place, (number, type_) in enumerate(zip(numbers, types, strict=True)):
                if not number or number == _NOTHING:
                    continue
                if type_ not in known:
                    known[type_] = where(type_)
                meant = known[type_]
                if bool(meant) is sure:
                    _put(values, notes, place, number, type_, meant)


def _put(values: dict[str, Any], notes: list[str], place: int, number: Any, type_: str, meant: str) -> None:
    for field in () if meant == "note" else (meant,) if meant else PHONES:
        if not values[field][place] or values[field][place] == _NOTHING:
            values[field][place] = number
            return
    to_note(notes, place, f"{type_} {filters.phone(number[0])}".strip())
