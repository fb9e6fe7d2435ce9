"""A past batch made again: its dates, moved on by the months that have passed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from webapp.periods import months_before


def months_between(then: date, today: date) -> int:
    """Whole months, to the nearest: last year's campaign made again a few days earlier is still a year older."""
    months = (today.year - then.year) * 12 + today.month - then.month
    return max(0, months + (today.day - then.day > 15) - (then.day - today.day > 15))


def moved(document: Mapping[str, Any], *, then: date, today: date) -> dict[str, Any]:
    """The criteria of `then`, as they are asked today. Sales that were looked at up to that day are, up to today."""
    months = months_between(then, today)
    found = dict(document)
    if document.get("sold_between"):
        first, last = (date.fromisoformat(day) for day in document["sold_between"])
        end = today if last == then else months_before(last, -months)
        found["sold_between"] = [months_before(first, -months).isoformat(), end.isoformat()]
    if document.get("last_visit"):
        seen = {key: date.fromisoformat(day) for key, day in document["last_visit"].items()}
        found["last_visit"] = {key: months_before(day, -months).isoformat() for key, day in seen.items()}
    return found


def due(on: date, *, then: date, today: date) -> date | None:
    """When the reminders are due this time; None where that is past."""
    moved_on = months_before(on, -months_between(then, today))
    return moved_on if moved_on >= today else None


LONG_AGO = timedelta(days=365)  # a year that was mistyped, or a batch that nobody can mean any more


def is_long_ago(due_on: date, today: date) -> bool:
    """Whether that day lies so far back that nobody is to be reminded of it."""
    return due_on < today - LONG_AGO


def renamed(description: str, *, then: date, due_on: date) -> str:
    """Its description, of this year: "Antiparasitaires – printemps 2025" → "… 2026"."""
    return description.replace(str(then.year), str(due_on.year)) if then.year < due_on.year else description
