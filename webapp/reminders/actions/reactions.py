"""How clients reacted, told by the records: visits and sales close reminders, appointments answer them, as the clinic's
table says (reminders.queries.answers).

Every statement works on all reminders or on those of some animals, and finds nothing to do the second time. What a
person took back by hand (this visit was not for that) is not put back, what a person said stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from webapp import db
from webapp.reminders.actions import asking, lives, purchases
from webapp.reminders.queries.answers import (
    APPOINTMENT_ANSWERS,
    APPOINTMENT_IN_TIME,
    APPOINTMENT_IS_GONE,
    APPOINTMENT_NOT_TAKEN_BACK,
    APPOINTMENT_STANDS,
    OWN,
    TABLE,
    VISIT_ANSWERS,
    VISIT_IN_TIME,
    VISIT_NOT_TAKEN_BACK,
    given,
)
from webapp.reminders.rules.answers import KEPT, MISSING, PASSED
from webapp.reminders.rules.transitions import ANSWERED, ELSEWHERE, UNANSWERED, UNVISITED, VISITED

RECENT_DAYS = 60  # how far back visits are looked at again for having been given to another animal


@dataclass(frozen=True)
class Reacted:
    """How many reminders each reaction changed."""

    answered: int = 0
    unanswered: int = 0
    visited: int = 0
    unvisited: int = 0


def apply(*, now: datetime, animal_ids: Sequence[int] | None = None) -> Reacted:
    """Of these animals (and of their clients), or of all: answer and close what visits, sales and appointments answer
    and close; take back what no longer is so; ask a person about the rest."""
    said = given(now, animal_ids)
    scope = _scope(animal_ids)
    with db.write():
        unvisited = _unvisit(scope.recent, said) + purchases.take_back(scope.recent, said)
        unanswered = _unanswer(scope.live, said)
        answered = _answer(scope.live, said)
        visited = _visit(scope.live, said, now) + purchases.close(scope.live, scope.among, said, now=now)
        asking.ask(scope.among, said)
    return Reacted(answered, unanswered, visited, unvisited)


def follow_sales(*, now: datetime) -> None:
    """Close what the sales that came in close, and take back what refunds took back."""
    said, scope = given(now), _scope(None)
    with db.write():
        purchases.take_back(scope.recent, said)
        purchases.close(scope.live, scope.among, said, now=now)


def follow_days(*, now: datetime) -> None:
    """A day went by: appointments whose day is over, and of whom nobody came, answer nothing any more."""
    said = given(now)
    found = db.rows(f"{_GIVE_BACK} AND {APPOINTMENT_IS_GONE} LIMIT 1", said)
    if found:
        apply(now=now)


@dataclass(frozen=True)
class _Scope:
    """Conditions on `reminder`: which may still change, which were closed lately, of whom."""

    live: str
    recent: str
    among: str


def _scope(animal_ids: Sequence[int] | None) -> _Scope:
    # The plus hides a column from the index of states, where the animals' index is the better one.
    plus, among = ("", "") if animal_ids is None else ("+", _AMONG)
    kept = f"{plus}reminder.deleted_at IS NULL AND {plus}reminder.cancelled_at IS NULL{among}"
    return _Scope(
        f"{plus}reminder.visited_at IS NULL AND {kept}",
        f"{plus}reminder.visited_at >= datetime(:now, '-{RECENT_DAYS} days') AND {kept}", among,
    )  # fmt: skip


# ---------- Statements.

# Two index look-ups: an OR would read every reminder there is.
_AMONG = """ AND reminder.id IN (
    SELECT id FROM reminder WHERE animal_id IN (SELECT value FROM json_each(:animals))
    UNION ALL SELECT id FROM reminder WHERE animal_id IS NULL AND client_id IN (
        SELECT client_id FROM animal WHERE id IN (SELECT value FROM json_each(:animals))))"""
_OTHER = """(CASE WHEN reminder.animal_id IS NULL THEN animal.client_id <> reminder.client_id
    ELSE animal.id <> reminder.animal_id END)"""


def _said(verb: str) -> str:
    """A person, or the file of reminders, said so last."""
    return f"""(SELECT last.by_id IS NOT NULL OR json_extract(last.details, '$.because') = '{ELSEWHERE}'
        FROM reminder_event AS last WHERE last.reminder_id = reminder.id AND last.verb = '{verb}'
        ORDER BY last.id DESC LIMIT 1)"""


def _kept(what: str) -> str:
    """It stood so before there was a table; `kept` in a further condition."""
    return f"""EXISTS (SELECT 1 FROM question AS kept WHERE kept.reminder_id = reminder.id
        AND kept.because = '{KEPT}' AND kept.{what}_id = {what}.id"""


def _answer(live: str, given: dict[str, Any]) -> int:
    """An answer that a person noted without saying which appointment is given its appointment, and nothing more."""
    found: list[Any] = []
    for own, which in OWN:
        found += db.rows(
            f"""WITH {TABLE}, found AS MATERIALIZED (
                SELECT reminder.id, reminder.answered_at, (
                    SELECT appointment.id FROM appointment
                    LEFT JOIN appointment_type AS kind ON kind.id = appointment.type_id
                    WHERE {own.format(table="appointment")} AND {APPOINTMENT_IN_TIME} AND {APPOINTMENT_STANDS}
                      AND {APPOINTMENT_ANSWERS} = 1 AND {APPOINTMENT_NOT_TAKEN_BACK}
                    ORDER BY appointment.starts_at LIMIT 1) AS appointment
                FROM reminder CROSS JOIN answer ON answer.type_id = reminder.type_id
                WHERE {live} AND {which} AND reminder.appointment_id IS NULL)
            SELECT id, appointment, answered_at FROM found WHERE appointment IS NOT NULL""",
            given,
        )
    db.database.connection().executemany(
        "UPDATE reminder SET answered_at = coalesce(answered_at, ?), appointment_id = ? WHERE id = ?",
        [(given["now"], appointment, reminder) for reminder, appointment, _ in found],
    )
    new = [(reminder, {"appointment": appointment}) for reminder, appointment, before in found if before is None]
    lives.tell(new, ANSWERED, given["now"])
    return len(new)


_ENDED = "appointment.status IN ('cancelled', 'missed', 'unclear')"
_FORMERLY = _kept("appointment")
_NO_LONGER = f"""NOT ({APPOINTMENT_IN_TIME} AND coalesce({APPOINTMENT_ANSWERS}, 0))
    AND NOT coalesce({_said(ANSWERED)}, 0) AND NOT {_FORMERLY})"""
_GONE = f"({APPOINTMENT_IS_GONE} AND NOT {_FORMERLY} AND kept.asked_at > appointment.starts_at))"
# Of what is answered: the appointment was cancelled or missed, is another animal's by now, is gone without a word, or
# was given another reason or day.
_GIVE_BACK = f"""WITH {TABLE}
    SELECT reminder.id, appointment.id, reminder.answered_at, CASE WHEN {_ENDED} THEN appointment.status
        WHEN {_OTHER} THEN 'moved' WHEN {_GONE} THEN iif(appointment.missing_at IS NULL, '{PASSED}', '{MISSING}')
        ELSE 'not_for_this' END
    FROM reminder CROSS JOIN answer ON answer.type_id = reminder.type_id
    CROSS JOIN appointment ON appointment.id = reminder.appointment_id JOIN animal ON animal.id = appointment.animal_id
    LEFT JOIN appointment_type AS kind ON kind.id = appointment.type_id
    WHERE reminder.answered_at IS NOT NULL AND reminder.appointment_id IS NOT NULL
      AND ({_ENDED} OR {_OTHER} OR {_GONE} OR {_NO_LONGER})"""


def _unanswer(live: str, given: dict[str, Any]) -> int:
    found = db.rows(f"{_GIVE_BACK} AND {live}", given)
    asking.ask_what_became([(row[0], row[1], row[3]) for row in found if row[3] in (PASSED, MISSING)], given["now"])
    return _take_back(found, UNANSWERED, "answered_at", "appointment", given["now"])


def _visit(live: str, given: dict[str, Any], now: datetime) -> int:
    """Closed at noon of the day of the visit, or now if that is today."""
    found: list[Any] = []
    for own, which in OWN:
        found += db.rows(
            f"""WITH {TABLE}, found AS MATERIALIZED (
                SELECT reminder.id, (
                    SELECT visit.id FROM visit
                    WHERE {own.format(table="visit")} AND {VISIT_IN_TIME} AND {VISIT_ANSWERS} = 1
                      AND {VISIT_NOT_TAKEN_BACK}
                    ORDER BY visit.visited_on, visit.id LIMIT 1) AS visit
                FROM reminder CROSS JOIN answer ON answer.type_id = reminder.type_id WHERE {live} AND {which})
            SELECT found.id, visit.id, visit.visited_on FROM found JOIN visit ON visit.id = found.visit""",
            given,
        )
    instants = {on: db.instant_text(lives.visited_at(date.fromisoformat(on), now)) for on in {row[2] for row in found}}
    db.database.connection().executemany(
        "UPDATE reminder SET visited_at = ?, visit_id = ? WHERE id = ?",
        [(instants[on], visit, reminder) for reminder, visit, on in found],
    )
    lives.tell([(reminder, {"visit": visit}) for reminder, visit, _ in found], VISITED, given["now"])
    return len(found)


# A person said that another animal came along: that holds while the visit is of the animal that it was of, or at least
# of the same household.
_CAME_ALONG = f"""coalesce((
    SELECT json_extract(last.details, '$.of') = animal.id
        OR json_extract(last.details, '$.of') IS NOT NULL AND animal.client_id = reminder.client_id
    FROM reminder_event AS last WHERE last.reminder_id = reminder.id AND last.verb = '{VISITED}'
    ORDER BY last.id DESC LIMIT 1), 0)"""
_OTHERS_VISIT = f"({_OTHER} AND NOT {_CAME_ALONG})"


def _unvisit(recent: str, given: dict[str, Any]) -> int:
    """The visit was another animal's, or for something else, as somebody corrected meanwhile."""
    found = db.rows(
        f"""WITH {TABLE} SELECT reminder.id, visit.id, reminder.visited_at,
            iif({_OTHERS_VISIT}, 'moved', 'not_for_this')
        FROM reminder CROSS JOIN answer ON answer.type_id = reminder.type_id
        JOIN visit ON visit.id = reminder.visit_id JOIN animal ON animal.id = visit.animal_id
        WHERE {recent} AND ({_OTHERS_VISIT} OR NOT coalesce({_said(VISITED)}, 0) AND NOT {_kept("visit")})
            AND NOT (coalesce({VISIT_ANSWERS}, 0) AND visit.visited_on
                BETWEEN date(reminder.due_on, answer.before) AND date(reminder.due_on, answer.after)))""",
        given,
    )
    return _take_back(found, UNVISITED, "visited_at", "visit", given["now"])


def _take_back(found: Sequence[Any], verb: str, column: str, what: str, now: str) -> int:
    """Empty `column` and the key beside it; the history keeps both. `found`: reminder, key, what stood there, why."""
    db.database.connection().executemany(
        f"UPDATE reminder SET {column} = NULL, {what}_id = NULL WHERE id = ?", [(row[0],) for row in found]
    )
    lives.tell([(row[0], {what: row[1], "was": row[2], "because": row[3]}) for row in found], verb, now)
    return len(found)
