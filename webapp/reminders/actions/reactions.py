"""How clients reacted, told by the records: visits close reminders, appointments answer them.

Every statement works on all reminders or on those of some animals, and finds nothing to do the second time. A visit
closes what had been reached by then, or existed and was nearly due. What a person took back by hand (this visit was
not for that) is not put back.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from webapp import clock, db, here
from webapp.models.agenda import ANSWERING
from webapp.reminders.rules.transitions import ANSWERED, DAYS_BEFORE_DUE, UNANSWERED, UNVISITED, VISITED

RECENT_DAYS = 60  # how far back visits are looked at again for having been given to another animal


@dataclass(frozen=True)
class Reacted:
    """How many reminders each reaction changed."""

    answered: int = 0
    unanswered: int = 0
    visited: int = 0
    unvisited: int = 0


def apply(*, now: datetime, animal_ids: Sequence[int] | None = None) -> Reacted:
    """Answer and close what visits and appointments answer and close, of these animals (and of their clients), or of
    all; take back what an appointment that was cancelled or missed had answered."""
    zone = here.zone()
    given = {
        "zone": zone.key, "now": db.instant_text(now), "today": clock.day(now, zone).isoformat(),
        "animals": None if animal_ids is None else db.ids(animal_ids),
    }  # fmt: skip
    # The plus hides a column from the index of states, where the animals' index is the better one.
    plus, among = ("", "") if animal_ids is None else ("+", _AMONG)
    kept = f"{plus}reminder.deleted_at IS NULL AND {plus}reminder.cancelled_at IS NULL{among}"
    live = f"{plus}reminder.visited_at IS NULL AND {kept}"
    recent = f"{plus}reminder.visited_at >= datetime(:now, '-{RECENT_DAYS} days') AND {kept}"
    with db.write():
        unvisited = _unvisit(recent, given)
        unanswered = _unanswer(live, given)
        answered = _answer(live, given)
        visited = _visit(live, given, now, zone)
    return Reacted(answered, unanswered, visited, unvisited)


# ---------- Days of the clinic, for SQL.


@db.database.func("clinic_day", 2)
@lru_cache(maxsize=100_000)
def _clinic_day(instant: str, zone: str) -> str:
    """The day on which an instant falls at the clinic."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(zone)).date().isoformat()


@db.database.func("clinic_midnight", 2)
@lru_cache(maxsize=10_000)
def _clinic_midnight(day: str, zone: str) -> str:
    """The instant at which a day begins at the clinic."""
    return db.instant_text(clock.instant(date.fromisoformat(day), time(), ZoneInfo(zone)))


# ---------- Statements.

# Two index look-ups: an OR would read every reminder there is.
_AMONG = """ AND reminder.id IN (
    SELECT id FROM reminder WHERE animal_id IN (SELECT value FROM json_each(:animals))
    UNION ALL SELECT id FROM reminder WHERE animal_id IS NULL AND client_id IN (
        SELECT client_id FROM animal WHERE id IN (SELECT value FROM json_each(:animals))))"""
_OTHER = """(CASE WHEN reminder.animal_id IS NULL THEN animal.client_id <> reminder.client_id
    ELSE animal.id <> reminder.animal_id END)"""
# Of the animal; of a client's reminder, any animal of the client.
_OWN = (
    ("{table}.animal_id = reminder.animal_id", "reminder.animal_id IS NOT NULL"),
    ("{table}.animal_id IN (SELECT own.id FROM animal AS own WHERE own.client_id = reminder.client_id)",
     "reminder.animal_id IS NULL"),
)  # fmt: skip
_NOT_TAKEN_BACK = """NOT EXISTS (
    SELECT 1 FROM reminder_event AS taken WHERE taken.reminder_id = reminder.id AND taken.verb = '{verb}'
    AND taken.by_id IS NOT NULL AND json_extract(taken.details, '$.{what}') = {what}.id)"""
_EVENT = "INSERT INTO reminder_event (reminder_id, at, by_id, verb, details) VALUES (?, ?, NULL, ?, ?)"


def _tell(events: Sequence[tuple[int, dict[str, Any]]], verb: str, at: str) -> None:
    db.database.connection().executemany(_EVENT, [(each, at, verb, json.dumps(details)) for each, details in events])


def _answer(live: str, given: dict[str, Any]) -> int:
    """An answer that a person noted without saying which appointment is given its appointment, and nothing more."""
    states = ", ".join(f"'{status}'" for status in ANSWERING)
    taken_back = _NOT_TAKEN_BACK.format(verb=UNANSWERED, what="appointment")
    found: list[Any] = []
    for own, which in _OWN:
        found += db.rows(
            f"""WITH found AS MATERIALIZED (
                SELECT reminder.id, reminder.answered_at, (
                    SELECT appointment.id FROM appointment
                    WHERE {own.format(table="appointment")} AND appointment.status IN ({states})
                      AND appointment.starts_at >= clinic_midnight(max(clinic_day(reminder.created_at, :zone),
                        date(reminder.due_on, '-{DAYS_BEFORE_DUE} days')), :zone) AND {taken_back}
                    ORDER BY appointment.starts_at LIMIT 1) AS appointment
                FROM reminder WHERE {live} AND {which} AND reminder.appointment_id IS NULL)
            SELECT id, appointment, answered_at FROM found WHERE appointment IS NOT NULL""",
            given,
        )
    db.database.connection().executemany(
        "UPDATE reminder SET answered_at = coalesce(answered_at, ?), appointment_id = ? WHERE id = ?",
        [(given["now"], appointment, reminder) for reminder, appointment, _ in found],
    )
    new = [(reminder, {"appointment": appointment}) for reminder, appointment, before in found if before is None]
    _tell(new, ANSWERED, given["now"])
    return len(new)


def _unanswer(live: str, given: dict[str, Any]) -> int:
    """The appointment was cancelled or missed, or is another animal's by now."""
    found = db.rows(
        f"""SELECT reminder.id, appointment.id, reminder.answered_at,
            CASE WHEN appointment.status IN ('cancelled', 'missed') THEN appointment.status ELSE 'moved' END
        FROM reminder JOIN appointment ON appointment.id = reminder.appointment_id
        JOIN animal ON animal.id = appointment.animal_id
        WHERE {live} AND reminder.answered_at IS NOT NULL
          AND (appointment.status IN ('cancelled', 'missed') OR {_OTHER})""",
        given,
    )
    return _take_back(found, UNANSWERED, "answered_at", "appointment", given["now"])


def _visit(live: str, given: dict[str, Any], now: datetime, zone: ZoneInfo) -> int:
    """Closed at noon of the day of the visit, or now if that is today."""
    taken_back = _NOT_TAKEN_BACK.format(verb=UNVISITED, what="visit")
    found: list[Any] = []
    for own, which in _OWN:
        found += db.rows(
            f"""WITH found AS MATERIALIZED (
                SELECT reminder.id, (
                    SELECT visit.id FROM visit
                    WHERE {own.format(table="visit")} AND visit.visited_on <= :today
                      AND visit.visited_on >= CASE WHEN reminder.done_at IS NOT NULL
                        THEN clinic_day(reminder.done_at, :zone)
                        ELSE max(clinic_day(reminder.created_at, :zone),
                                 date(reminder.due_on, '-{DAYS_BEFORE_DUE} days')) END AND {taken_back}
                    ORDER BY visit.visited_on, visit.id LIMIT 1) AS visit
                FROM reminder WHERE {live} AND {which})
            SELECT found.id, visit.id, visit.visited_on FROM found JOIN visit ON visit.id = found.visit""",
            given,
        )
    instants = {on: db.instant_text(visited_at(date.fromisoformat(on), now, zone)) for on in {row[2] for row in found}}
    db.database.connection().executemany(
        "UPDATE reminder SET visited_at = ?, visit_id = ? WHERE id = ?",
        [(instants[on], visit, reminder) for reminder, visit, on in found],
    )
    _tell([(reminder, {"visit": visit}) for reminder, visit, _ in found], VISITED, given["now"])
    return len(found)


def visited_at(on: date, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant that stands for a visit of that day: now if it is today, else its noon."""
    return now if on == clock.day(now, zone) else clock.instant(on, time(12), zone)


def _unvisit(recent: str, given: dict[str, Any]) -> int:
    """The visit was another animal's, as somebody corrected meanwhile."""
    found = db.rows(
        f"""SELECT reminder.id, visit.id, reminder.visited_at, 'moved' FROM reminder
        JOIN visit ON visit.id = reminder.visit_id JOIN animal ON animal.id = visit.animal_id
        WHERE {recent} AND {_OTHER}""",
        given,
    )
    return _take_back(found, UNVISITED, "visited_at", "visit", given["now"])


def _take_back(found: Sequence[Any], verb: str, column: str, what: str, at: str) -> int:
    """Empty `column` and the key beside it; the history keeps both. `found`: reminder, key, what stood there, why."""
    db.database.connection().executemany(
        f"UPDATE reminder SET {column} = NULL, {what}_id = NULL WHERE id = ?", [(row[0],) for row in found]
    )
    _tell([(row[0], {what: row[1], "was": row[2], "because": row[3]}) for row in found], verb, at)
    return len(found)
