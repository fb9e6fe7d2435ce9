"""Recording and correcting visits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp import db, hand_edits
from webapp.models import StaffMember, Visit


def add(*, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> Visit:
    """A visit that the practice software does not know."""
    with db.write():
        return Visit.create(**values)


def correct(*, visit_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Write the columns that differ."""
    with db.write():
        visit = Visit.get_by_id(visit_id)
        changed = {name: value for name, value in values.items() if visit.__data__[name] != value}
        if not changed:
            return
        Visit.update(**changed).where(Visit.id == visit_id).execute()
        if visit.number is not None:
            before = {name: visit.__data__[name] for name in changed}
            hand_edits.record(kind="visit", row=visit_id, before=before, changed=changed, now=now)
