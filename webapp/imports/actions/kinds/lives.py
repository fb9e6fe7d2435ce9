"""What the columns of a row say of an animal's life, each for itself and a flag and a status together."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webapp.holds.rules import LIFE
from webapp.imports.actions.batch import Batch
from webapp.imports.rules import life
from webapp.imports.rules.cells import ERROR, Column, Doubt

HELD = object()  # in a column: the row contradicts itself


def said(flag: Any) -> Any:
    """A cell of a flag or of a status, for life.judge."""
    return life.Unread(flag.code, flag.value) if flag.__class__ is Doubt else flag


def said_by_day(day: Any) -> Any:
    """A date of death; where it is none, words may stand there: "oui", "décédé"."""
    if day.__class__ is not Doubt:
        return day
    found = life.read(day.value, flag=True, alphabet=(), day=lambda _: None) if day.code != ERROR else None
    return replace(found, word=day.value) if isinstance(found, life.Life) else life.Unread(day.code, day.value)


def says(batch: Batch, headers: Mapping[str, str]) -> tuple[Column, list[str]]:
    """What is said of each life and in which field; where a flag and a status contradict each other, nobody knows."""
    flags = list(batch.values.get("deceased") or [None] * len(batch))
    fields = ["deceased"] * len(batch)
    for place, state in enumerate(batch.values.pop("state", ())):
        if state is None:
            continue
        found = life.both(said(flags[place]), said(state))
        fields[place] = found.field
        if found.contrary:
            batch.hold(place, "deceased, deceased_on", LIFE, found.contrary, column=headers[found.field])
            flags[place] = HELD
        elif found.field == "state":
            flags[place] = state
    return flags, fields
