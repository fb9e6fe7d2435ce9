"""What is noted of reminders, whose they are and when: each of it leaves them in the state that they have.

As the lives: one conditional UPDATE, one line of history each, and how many changed.
"""

from collections.abc import Sequence
from datetime import date, datetime

from webapp import db, hand_edits
from webapp.models import StaffMember
from webapp.reminders.actions.lives import AMONG, CONDITIONS, change
from webapp.reminders.rules import transitions as changes


def annotate(*, reminder_ids: Sequence[int], note: str, now: datetime, by: StaffMember | None) -> int:
    """What to know when calling: `note` replaces what stood there, which the history keeps; how many changed."""
    condition = CONDITIONS[changes.NOTED] + " AND note <> :note"
    with db.write():
        _remember(reminder_ids, condition, "note", note, now)
        return change(
            verb=changes.NOTED, columns="note = :note", condition=condition, was="'was', note",
            reminder_ids=reminder_ids, now=now, by=by, note=note, details={"note": note},
        )  # fmt: skip


def assign(*, reminder_ids: Sequence[int], member: StaffMember | None, now: datetime, by: StaffMember | None) -> int:
    """Whose it is; None as `member` = nobody's in particular. How many changed hands."""
    return change(
        verb=changes.ASSIGNED, columns="responsible_id = :member",
        condition=CONDITIONS[changes.ASSIGNED] + " AND responsible_id IS NOT :member",
        was="'was', responsible_id", reminder_ids=reminder_ids, now=now, by=by, member=member.id if member else None,
        details={"to": member.name if member else ""},
    )  # fmt: skip


def move(*, reminder_ids: Sequence[int], due_on: date, now: datetime, by: StaffMember | None) -> int:
    """Due on `due_on` instead; how many were not due then already."""
    condition = CONDITIONS[changes.MOVED] + " AND due_on <> :due_on"
    day = due_on.isoformat()
    with db.write():
        _remember(reminder_ids, condition, "due_on", day, now)
        return change(
            verb=changes.MOVED, columns="due_on = :due_on", condition=condition, was="'was', due_on",
            reminder_ids=reminder_ids, now=now, by=by, due_on=day, details={"to": day},
        )  # fmt: skip


def snooze(
    *, reminder_ids: Sequence[int], until: datetime | None, promised: bool = False, now: datetime,
    by: StaffMember | None,
) -> int:  # fmt: skip
    """Not to be done before `until`, midnight at the clinic for whatever hour of a day; None = to be done now.

    `promised`: the client awaits it then. How many changed.
    """
    told = db.instant_text(until) if until else None
    return change(
        verb=changes.SNOOZED, columns="snoozed_until = :until, promised = :promised",
        condition=CONDITIONS[changes.SNOOZED] + " AND (snoozed_until IS NOT :until OR promised IS NOT :promised)",
        was="'was', snoozed_until, 'was_promised', promised", reminder_ids=reminder_ids, now=now, by=by, until=told,
        promised=promised, details={"until": told, "promised": promised},
    )  # fmt: skip


def _remember(reminder_ids: Sequence[int], condition: str, field: str, value: str, now: datetime) -> None:
    """The next import leaves alone what a person changed of a reminder that came from a file."""
    hand_edits.record_many(
        kind="reminder", which=f"{AMONG} AND number IS NOT NULL AND {condition}", field=field, value=value, now=now,
        ids=db.ids(reminder_ids),
    )  # fmt: skip
