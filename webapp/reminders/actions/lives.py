"""The lives of reminders, many at a time: each change is one conditional UPDATE and one line of history each.

A reminder that the change cannot follow (rules.transitions), or on which somebody else was quicker, is passed over:
every function returns how many changed. The statements are plain SQL because the outbox runs them for each message.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from webapp import clock, composed, db, here
from webapp.composed import Kept, Part
from webapp.models import Animal, Reminder, ReminderEvent, StaffMember
from webapp.reminders.queries.answers import TABLE
from webapp.reminders.rules import transitions as changes


@dataclass(frozen=True)
class Seen:
    """How a reminder stood when shown (transitions.standing), and whose it was where that matters (0 = nobody's)."""

    standing: str
    responsible: int | None = None

    def still(self, now: "Seen") -> bool:
        """Whether it stands like this."""
        return self.standing == now.standing and self.responsible in (None, now.responsible or 0)


AMONG = "id IN (SELECT value FROM json_each(:ids))"


def _condition(change: str) -> str:
    """The rule of rules.transitions as SQL. The `+`: of those that are named each is looked up by its id, where SQLite
    would go through all that are in such a state."""
    parts = [f"+{column} IS NULL" for column in changes.STOPPED_BY[change]]
    if column := changes.COLUMN.get(change):
        parts.append(f"+{column} IS {'NULL' if change in changes.FILLS else 'NOT NULL'}")
    return " AND ".join(parts)


CONDITIONS = {change: _condition(change) for change in changes.CHANGES}


def tell(events: Iterable[tuple[int, Mapping[str, Any]]], verb: str, at: str) -> None:
    """Lines of history that the clock writes: reminder, details. `at` as the database holds it."""
    db.database.connection().executemany(
        "INSERT INTO reminder_event (reminder_id, at, by_id, verb, details) VALUES (?, ?, NULL, ?, ?)",
        [(reminder, at, verb, json.dumps(details)) for reminder, details in events],
    )


def visited_at(on: date, now: datetime) -> datetime:
    """The instant that stands for a visit of that day: now if it is today, else its noon."""
    return now if on == here.day(now) else clock.instant(on, time(12), here.zone())


def change(
    *,
    verb: str,
    columns: str,
    reminder_ids: Iterable[int],
    now: datetime,
    by: StaffMember | None,
    condition: str = "",
    details: Mapping[str, Any] | None = None,
    was: str = "",
    **values: Any,
) -> int:
    """Set `columns` on those of `reminder_ids` that meet `condition` (that of the verb, unless another is given), each
    with its line of history; how many changed.

    Within the caller's transaction if there is one. `was` is SQL for pairs of json_object: what stands there before
    and would be lost. `values` are named in the SQL.
    """
    condition = condition or CONDITIONS[verb]
    told = ":details" if not was else f"json_patch(json_object({was}), :details)"
    given = {
        **values, "ids": db.ids(reminder_ids), "at": db.instant_text(now), "by": db.id_of(by),
        "verb": verb, "details": json.dumps(dict(details or {}), ensure_ascii=False),
    }  # fmt: skip
    insert = (
        "INSERT INTO reminder_event (reminder_id, at, by_id, verb, details) "
        f"SELECT id, :at, :by, :verb, {told} FROM reminder WHERE {AMONG} AND {condition}"
    )
    with nullcontext() if db.database.in_transaction() else db.write():  # a savepoint for each message is too much
        if not db.database.execute_sql(insert, given).rowcount:
            return 0
        cursor = db.database.execute_sql(f"UPDATE reminder SET {columns} WHERE {AMONG} AND {condition}", given)
        return int(cursor.rowcount)


def as_seen(*, seen: Mapping[int, Seen], act: Callable[[], int]) -> int:
    """Do this if the reminders still stand as whoever asks for it saw them; how many changed, none if one does not.

    The transaction holds the only right to write: between the look and the change nobody else comes.
    """
    with db.write():
        return 0 if moved_on(seen) else act()


def many_as_seen(
    *, seen: Mapping[int, Seen], act: Callable[..., int], reminder_ids: Sequence[int], now: datetime,
    by: StaffMember | None,
) -> tuple[int, list[int]]:  # fmt: skip
    """Do this to those of `reminder_ids` that stand as they were `seen`; how many changed, and which do not."""
    with db.write():
        moved = moved_on({each: seen[each] for each in reminder_ids if each in seen})
        still = [each for each in reminder_ids if each not in set(moved)]
        return (act(reminder_ids=still, now=now, by=by) if still else 0), moved


def moved_on(seen: Mapping[int, Seen]) -> list[int]:
    """Those of them that no longer stand as they were seen."""
    return _moved(seen, _standing.rows(db.ids(seen)))


def moved_on_beside(seen: Mapping[int, Seen]) -> Part:
    """The same, beside other things."""
    return _standing.part(db.ids(seen)).then(lambda found: _moved(seen, found))


_standing = Kept(
    lambda: Reminder.select(
        Reminder.id, Reminder.responsible, *(getattr(Reminder, changes.COLUMN[each]) for each in changes.FILLS)
    ).where(Reminder.id << composed.AMONG)
)


def _moved(seen: Mapping[int, Seen], found: Iterable[Reminder]) -> list[int]:
    now = {row.id: Seen(changes.standing(row), row.responsible_id) for row in found}
    return [each for each, was in seen.items() if each not in now or not was.still(now[each])]


def create(
    *,
    type_id: int,
    due_on: date,
    client_id: int,
    animal_id: int | None = None,
    note: str = "",
    responsible_id: int | None = None,
    now: datetime,
    by: StaffMember | None,
) -> Reminder:
    """One reminder, made by hand, of an animal or (without `animal_id`) of the client."""
    with db.write():
        made = Reminder.create(
            type=type_id, due_on=due_on, client=client_id, animal=animal_id, note=note, responsible=responsible_id,
            created_at=now,
        )  # fmt: skip
        ReminderEvent.create(reminder=made, at=now, by=by, verb=changes.CREATED)
    return made


def mark_done(
    *,
    reminder_ids: Sequence[int],
    channel: str,
    now: datetime,
    by: StaffMember | None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """The clients were reached, by `channel` (a code) or by another of its ways; how many changed."""
    return change(
        verb=changes.DONE, columns="done_at = :at, done_by = :channel",
        reminder_ids=reminder_ids, now=now, by=by, channel=channel, details={"channel": channel, **(details or {})},
    )  # fmt: skip


def reopen(*, reminder_ids: Sequence[int], now: datetime, by: StaffMember | None) -> int:
    """Not reached after all: back in the to-do list; how many. The history keeps when and how they had been."""
    return change(
        verb=changes.REOPENED, columns="done_at = NULL, done_by = ''", was="'was', done_at, 'channel', done_by",
        reminder_ids=reminder_ids, now=now, by=by,
    )  # fmt: skip


def answer(
    *,
    reminder_ids: Sequence[int],
    now: datetime,
    by: StaffMember | None,
    appointment_id: int | None = None,
) -> int:
    """An appointment is booked: `appointment_id`, where it is known; how many changed."""
    return change(
        verb=changes.ANSWERED, columns="answered_at = :at, appointment_id = :appointment", reminder_ids=reminder_ids,
        now=now, by=by, appointment=appointment_id, details={"appointment": appointment_id},
    )  # fmt: skip


def book(*, reminder_ids: Sequence[int], channel: str, now: datetime, by: StaffMember | None) -> int:
    """The clients have an appointment, and were reached, by `channel` if not before; how many changed.

    Both in one pair of statements: a result of a call is what one waits for.
    """
    given = {
        "ids": db.ids(reminder_ids), "at": db.instant_text(now), "by": db.id_of(by), "channel": channel,
        "reached": json.dumps({"channel": channel}), "booked": json.dumps({"appointment": None}),
    }  # fmt: skip
    told = "SELECT id, :at, :by, '{}', {} FROM reminder WHERE " + f"{AMONG} AND {CONDITIONS[changes.ANSWERED]}"
    insert = (
        "INSERT INTO reminder_event (reminder_id, at, by_id, verb, details) "
        f"{told.format(changes.DONE, ':reached')} AND +done_at IS NULL "
        f"UNION ALL {told.format(changes.ANSWERED, ':booked')}"
    )
    columns = "done_by = iif(done_at IS NULL, :channel, done_by), done_at = coalesce(done_at, :at), answered_at = :at"
    with db.write():
        if not db.database.execute_sql(insert, given).rowcount:
            return 0
        found = f"{AMONG} AND {CONDITIONS[changes.ANSWERED]}"
        return int(db.database.execute_sql(f"UPDATE reminder SET {columns} WHERE {found}", given).rowcount)


def unanswer(*, reminder_ids: Sequence[int], now: datetime, by: StaffMember | None) -> int:
    """There is no appointment after all; how many of `reminder_ids` had one."""
    return change(
        verb=changes.UNANSWERED, columns="answered_at = NULL, appointment_id = NULL",
        was="'was', answered_at, 'appointment', appointment_id", reminder_ids=reminder_ids, now=now, by=by,
    )  # fmt: skip


def visit(
    *,
    reminder_ids: Sequence[int],
    now: datetime,
    by: StaffMember | None,
    visit_id: int | None = None,
    at: datetime | None = None,
    along: Animal | None = None,
) -> int:
    """What was due has been done: at the visit `visit_id`, at the instant `at` (now unless told).

    `along`: the animal whose visit it was, where these are of others of the household, who came along.
    """
    with_whom = {"of": along.id, "with": along.name} if along else {}
    return change(
        verb=changes.VISITED, columns="visited_at = :visited_at, visit_id = :visit", reminder_ids=reminder_ids,
        now=now, by=by, visit=visit_id, visited_at=db.instant_text(at or now),
        details={"visit": visit_id, **with_whom},
    )  # fmt: skip


def unvisit(*, reminder_ids: Sequence[int], now: datetime, by: StaffMember | None) -> int:
    """They did not come for this after all; how many had been marked so."""
    return change(
        verb=changes.UNVISITED, columns="visited_at = NULL, visit_id = NULL",
        was="'was', visited_at, 'visit', visit_id", reminder_ids=reminder_ids, now=now, by=by,
    )  # fmt: skip


def spare(*, reminder_ids: Sequence[int], visit_id: int, now: datetime, by: StaffMember | None) -> None:
    """A person says that `visit_id` was not for these: its day will not close them (reminders.actions.reactions)."""
    given = {
        "ids": db.ids(reminder_ids), "at": db.instant_text(now), "by": db.id_of(by),
        "verb": changes.UNVISITED, "visit": visit_id,
    }  # fmt: skip
    db.database.execute_sql(
        f"INSERT INTO reminder_event (reminder_id, at, by_id, verb, details) WITH {TABLE} "
        "SELECT reminder.id, :at, :by, :verb, json_object('visit', :visit, 'because', 'not_for_this') FROM reminder "
        f"JOIN answer ON answer.type_id = reminder.type_id WHERE reminder.{AMONG} AND visited_at IS NULL "
        "AND (SELECT visited_on FROM visit WHERE id = :visit) "
        "BETWEEN date(reminder.due_on, answer.before) AND date(reminder.due_on, answer.after) "
        "AND NOT EXISTS (SELECT 1 FROM reminder_event AS said WHERE said.reminder_id = reminder.id "
        "AND said.verb = :verb AND json_extract(said.details, '$.visit') = :visit)",
        given,
    )


def cancel(*, reminder_ids: Iterable[int], because: str, now: datetime, by: StaffMember | None) -> int:
    """No longer needed; how many. `because`: a code of changes.CANCELLED_BECAUSE, or a person's words."""
    return change(
        verb=changes.CANCELLED, columns="cancelled_at = :at, cancelled_because = :because", reminder_ids=reminder_ids,
        now=now, by=by, because=because, details={"because": because},
    )  # fmt: skip


def uncancel(*, reminder_ids: Iterable[int], now: datetime, by: StaffMember | None, because: str | None = None) -> int:
    """Needed after all; with `because`, only those that were cancelled for that reason."""
    condition = CONDITIONS[changes.UNCANCELLED] + ("" if because is None else " AND cancelled_because = :because")
    return change(
        verb=changes.UNCANCELLED, columns="cancelled_at = NULL, cancelled_because = ''", condition=condition,
        was="'was', cancelled_at, 'because', cancelled_because", reminder_ids=reminder_ids, now=now, by=by,
        because=because,
    )  # fmt: skip


def delete(*, reminder_ids: Sequence[int], now: datetime, by: StaffMember | None) -> int:
    """Hidden from all but the deleted ones, where it can be restored."""
    return change(verb=changes.DELETED, columns="deleted_at = :at", reminder_ids=reminder_ids, now=now, by=by)


def restore(*, reminder_ids: Sequence[int], now: datetime, by: StaffMember | None) -> int:
    """As it stood before it was deleted."""
    return change(verb=changes.RESTORED, columns="deleted_at = NULL", reminder_ids=reminder_ids, now=now, by=by)
