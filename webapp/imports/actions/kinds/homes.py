"""Addresses that stand together in one cell, or in numbered lines as on an envelope."""

from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds.contact_data import to_note
from webapp.imports.rules import town_lines
from webapp.imports.rules.kinds import LINES

TOWN = ("town", "province", "postal_code")
HOME = ("address", "address_2", *TOWN)


def apart(batch: Batch) -> None:
    """A town with its province and code, and lines of an envelope, into the fields that the row has empty."""
    values = batch.values
    nothing = [""] * len(batch)
    towns = values.pop("town_line", nothing)
    blocks = [values.pop(f"line_{n}", nothing) for n in LINES]
    if towns is nothing and all(block is nothing for block in blocks):
        return
    for name in HOME:
        values.setdefault(name, list(nothing))
    notes = values.setdefault("note", list(nothing))
    for place, row in enumerate(zip(towns, *blocks, strict=True)):
        lines = [line for line in row[1:] if line]
        if len(lines) > 1 and not any(letter.isdigit() for letter in lines[0]):
            del lines[0]  # whom it is for
        town = row[0] or (lines.pop() if len(lines) > 1 else "")
        found = town_lines.part(town) if town else None
        if town and found is None:
            to_note(notes, place, town)
        given = dict(zip(TOWN, found or (), strict=False)) | dict(zip(("address", "address_2"), lines, strict=False))
        for name, value in given.items():
            values[name][place] = values[name][place] or value
