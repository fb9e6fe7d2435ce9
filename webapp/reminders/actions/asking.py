"""What only a person knows: whether something without a name was for a reminder, what became of an appointment that is
gone without a word. Asked once, kept up with the records, settled by a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from webapp import db
from webapp.models import Question, StaffMember
from webapp.reminders.actions import lives
from webapp.reminders.queries.answers import (
    APPOINTMENT_ANSWERS,
    APPOINTMENT_IN_TIME,
    APPOINTMENT_IS_GONE,
    APPOINTMENT_NOT_TAKEN_BACK,
    APPOINTMENT_STANDS,
    TABLE,
    VISIT_ANSWERS,
    VISIT_IN_TIME,
    VISIT_NOT_TAKEN_BACK,
)
from webapp.reminders.rules.answers import NAMELESS
from webapp.reminders.rules.transitions import UNANSWERED, UNVISITED

RECENT_DAYS = 60  # what came before that, nobody remembers

# The plus hides a column from the index of states: reminders are read by their animals, or by themselves.
_WAITS = """+reminder.deleted_at IS NULL AND +reminder.cancelled_at IS NULL AND +reminder.visited_at IS NULL
    AND (reminder.answered_at IS NOT NULL OR reminder.done_at IS NULL
        OR (SELECT follows_answer FROM reminder_type WHERE id = reminder.type_id))"""
# What has no name is looked for first, as there is little of it; then its animal's reminders, or its client's own.
_RECENT = {
    "appointment": f"appointment.starts_at >= datetime(:midnight, '-{RECENT_DAYS} days')",
    "visit": f"visit.visited_on >= date(:today, '-{RECENT_DAYS} days')",
}
_NAMELESS = "SELECT id FROM {table} WHERE {recent} AND {table}.reason NOT GLOB '*[A-Za-z0-9]*'{of}"
_AMONG_THEM = "IN (SELECT value FROM json_each(:nameless))"
_WHOSE = ("reminder.animal_id = animal.id", "reminder.client_id = animal.client_id AND reminder.animal_id IS NULL")
_APPOINTMENTS = f"""SELECT reminder.id, appointment.id, NULL FROM appointment
    CROSS JOIN animal ON animal.id = appointment.animal_id
    CROSS JOIN reminder ON {{whose}} CROSS JOIN answer ON answer.type_id = reminder.type_id
    LEFT JOIN appointment_type AS kind ON kind.id = appointment.type_id
    WHERE appointment.id {_AMONG_THEM} AND {_WAITS} AND +reminder.answered_at IS NULL
      AND {APPOINTMENT_IN_TIME} AND {APPOINTMENT_STANDS}
      AND {APPOINTMENT_ANSWERS} IS NULL AND {APPOINTMENT_NOT_TAKEN_BACK}{{among}}"""
_VISITS = f"""SELECT reminder.id, NULL, visit.id FROM visit CROSS JOIN animal ON animal.id = visit.animal_id
    CROSS JOIN reminder ON {{whose}} CROSS JOIN answer ON answer.type_id = reminder.type_id
    WHERE visit.id {_AMONG_THEM} AND {_WAITS} AND {VISIT_IN_TIME}
      AND {VISIT_ANSWERS} IS NULL AND {VISIT_NOT_TAKEN_BACK}{{among}}"""
_OF_THE_ANIMALS = (
    " AND {table}.animal_id IN (SELECT value FROM json_each(:animals) UNION SELECT id FROM animal WHERE client_id IN ("
    "SELECT client_id FROM animal WHERE id IN (SELECT value FROM json_each(:animals))))"
)
_STILL_GONE = f"""EXISTS (SELECT 1 FROM appointment WHERE appointment.id = question.appointment_id
    AND {APPOINTMENT_IS_GONE})"""


def ask(among: str, given: dict[str, Any]) -> None:
    """Ask what is to be asked now, and no more what is not. `among`: of which reminders, "" = all."""
    found: set[tuple[int, int | None, int | None]] = set()
    for table, statement in (("appointment", _APPOINTMENTS), ("visit", _VISITS)):
        of = _OF_THE_ANIMALS.format(table=table) if among else ""
        nameless = db.rows(_NAMELESS.format(table=table, recent=_RECENT[table], of=of), given)
        some = {**given, "nameless": db.ids(id_ for (id_,) in nameless)}
        for whose in _WHOSE if nameless else ():
            found.update(db.rows(f"WITH {TABLE} {statement.format(whose=whose, among=among)}", some))
    stands = db.rows(
        f"""SELECT question.id, question.reminder_id, question.appointment_id, question.visit_id,
            question.because <> '{NAMELESS}' AND {_WAITS} AND reminder.answered_at IS NULL AND {_STILL_GONE}
        FROM question JOIN reminder ON reminder.id = question.reminder_id WHERE question.settled_at IS NULL{among}""",
        given,
    )
    moot = [id_ for id_, *what, still in stands if not still and tuple(what) not in found]
    if moot:
        Question.delete().where(Question.id << moot).execute()
    _insert([(*each, NAMELESS) for each in sorted(found - {tuple(row[1:4]) for row in stands}, key=str)], given["now"])


def ask_what_became(found: Sequence[tuple[int, int, str]], at: str) -> None:
    """Of these reminders' appointments: reminder, appointment, PASSED or MISSING."""
    _insert([(reminder, appointment, None, because) for reminder, appointment, because in found], at)


def _insert(rows: Sequence[tuple[int, int | None, int | None, str]], at: str) -> None:
    db.database.connection().executemany(
        "INSERT INTO question (reminder_id, appointment_id, visit_id, because, asked_at) VALUES (?, ?, ?, ?, ?)",
        [(*row, at) for row in rows],
    )


class AlreadySettled(Exception):
    """Somebody else was quicker, or the records have answered meanwhile."""


def settle(*, question: Question, now: datetime) -> None:
    """Ask no more. Within the caller's transaction. Raises AlreadySettled."""
    standing = Question.update(settled_at=now).where(Question.id == question.id, Question.settled_at.is_null())
    if not standing.execute():
        raise AlreadySettled


def settle_all(*, appointment_id: int, now: datetime) -> list[int]:
    """The same of whatever else is asked about an appointment; of which reminders. Within the caller's transaction."""
    standing = (Question.appointment == appointment_id) & Question.settled_at.is_null()
    found = [each.reminder_id for each in Question.select().where(standing)]
    Question.update(settled_at=now).where(standing).execute()
    return found


_OF_ITS_GROUP = """SELECT other.id, other.reminder_id FROM question AS other
    JOIN reminder ON reminder.id = other.reminder_id JOIN answering AS its ON its.type_id = reminder.type_id
    WHERE other.settled_at IS NULL AND other.appointment_id IS :appointment AND other.visit_id IS :visit
      AND its.group_name <> '' AND its.group_name = (
        SELECT group_name FROM answering JOIN reminder AS asked ON asked.type_id = answering.type_id
        WHERE asked.id = :reminder)"""


def _settle_group(question: Question, now: datetime) -> list[int]:
    """Settle what is asked, and the same of the other types of its group; of which reminders. Raises AlreadySettled."""
    given = {"appointment": question.appointment_id, "visit": question.visit_id, "reminder": question.reminder_id}
    others = [row for row in db.rows(_OF_ITS_GROUP, given) if row[0] != question.id]
    settle(question=question, now=now)
    Question.update(settled_at=now).where(Question.id << [id_ for id_, _ in others]).execute()
    return [question.reminder_id, *(reminder for _, reminder in others)]


def say_yes(*, question: Question, visited_at: datetime, now: datetime, by: StaffMember) -> None:
    """The nameless appointment was for it, or the visit, which took place at `visited_at`. Raises AlreadySettled."""
    with db.write():
        ids = _settle_group(question, now)
        if question.visit_id is not None:
            lives.visit(reminder_ids=ids, visit_id=question.visit_id, at=visited_at, now=now, by=by)
        else:
            lives.answer(reminder_ids=ids, appointment_id=question.appointment_id, now=now, by=by)


def say_no(*, question: Question, now: datetime, by: StaffMember) -> None:
    """It was for something else, and is not asked about again. Raises AlreadySettled."""
    what, verb = ("visit", UNVISITED) if question.visit_id is not None else ("appointment", UNANSWERED)
    with db.write():
        about = [(each, db.instant_text(now), by.id, verb, question.visit_id or question.appointment_id)
                 for each in _settle_group(question, now)]  # fmt: skip
        db.database.connection().executemany(
            "INSERT INTO reminder_event (reminder_id, at, by_id, verb, details) "
            f"VALUES (?, ?, ?, ?, json_object('{what}', ?, 'because', 'not_for_this'))",
            about,
        )
