"""How many a batch would be for, how they are reached, and whom which rule leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.batches.rules.criteria import Criteria


@dataclass(frozen=True)
class Count:
    """`reach`: clients, each under the first channel that reaches them: email, sms, post, phone, none."""

    animals: int
    clients: int
    reach: dict[str, int]


@dataclass(frozen=True)
class LeftOut:
    """How many animals are out because of this rule alone. `label` is in words, for the screen."""

    rule: str
    label: str
    animals: int


def count(criteria: Criteria, *, today: date) -> Count:
    """Raises NotAccepted for names that nobody knows."""
    raise NotImplementedError


def left_out(
    criteria: Criteria, *, today: date, type_id: int | None = None, due_on: date | None = None
) -> list[LeftOut]:
    """Those who meet everything but this one rule, the most first; with a type and a day also who would be doubled."""
    raise NotImplementedError
