"""Setting what answers what; what is there follows at once."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from webapp import db, text
from webapp.models import Answering
from webapp.reminders.actions import reactions
from webapp.reminders.queries import answer_rows
from webapp.reminders.rules.answer_rows import LISTS, NotAccepted, Row


def replace(*, rows: Sequence[Row], now: datetime) -> None:
    """These in place of all that was said. Raises NotAccepted, with nothing changed."""
    with db.write():
        known = answer_rows.type_ids()
        found: dict[int, Row] = {}
        for place, row in enumerate(rows, start=1):
            type_id = known.get(text.fold(row.type))
            if type_id is None:
                raise NotAccepted("unknown_type", place, row.type)
            if type_id in found:
                raise NotAccepted("twice", place, row.type)
            found[type_id] = row
        Answering.delete().execute()
        for type_id, row in found.items():
            Answering.create(type=type_id, **_columns(row))
        reactions.apply(now=now)


def save(*, type_id: int, row: Row, now: datetime) -> None:
    """What is said of one type."""
    with db.write():
        Answering.insert(type=type_id, **_columns(row)).on_conflict(
            conflict_target=[Answering.type], update=_columns(row)
        ).execute()
        reactions.apply(now=now)


def _columns(row: Row) -> Mapping[str, Any]:
    lists = {name: json.dumps(getattr(row, name), ensure_ascii=False) for name in LISTS}
    return {"group_name": row.group, "days_before": row.days_before, "days_after": row.days_after, **lists}
