"""Making the reminders of a batch."""

from __future__ import annotations

from datetime import date, datetime

from webapp.batches.rules.criteria import Criteria
from webapp.models import Batch, StaffMember


class Nobody(ValueError):
    """No animal answers the criteria. `sentence` says so, or that all have such a reminder already."""

    sentence: str


def generate(
    *,
    criteria: Criteria,
    type_id: int,
    due_on: date,
    description: str,
    spread_days: int = 1,
    allow_doubles: bool = False,
    copy_of: int | None = None,
    now: datetime,
    today: date,
    by: StaffMember | None,
) -> Batch:
    """The batch, numbered for life, with its reminders, in one transaction. Raises NotAccepted, Nobody."""
    raise NotImplementedError
