"""What answers what, for statements: the clinic's table as SQL. Every room that must know asks with these.

A statement begins with `WITH {TABLE}`, joins `answer` by the reminder's type, and is given :zone, :now and :midnight
(`given`). `answered_by` is 1, 0, or null where an appointment or a visit says nothing of what it is for.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from webapp import clock, db, here
from webapp.models.agenda import ARRIVED, COMING, DONE
from webapp.reminders.rules.answers import DAYS_AFTER, DAYS_BEFORE, told
from webapp.reminders.rules.transitions import UNANSWERED, UNVISITED


@db.database.func("clinic_day", 2)
@lru_cache(maxsize=10_000)
def _clinic_day(instant: str, zone: str) -> str:
    """The day on which an instant falls at the clinic."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(zone)).date().isoformat()


@db.database.func("clinic_midnight", 2)
@lru_cache(maxsize=10_000)
def _clinic_midnight(day: str, zone: str) -> str:
    """The instant at which a day begins at the clinic."""
    return db.instant_text(clock.instant(date.fromisoformat(day), time(), ZoneInfo(zone)))


@db.database.func("answered_by", 4)
@lru_cache(maxsize=10_000)
def _answered_by(words: str, name_fr: str | None, name_en: str | None, reason: str) -> bool | None:
    return told(words).answered_by((name_fr or "", name_en or ""), reason)


@db.database.func("sold_by", 5)
@lru_cache(maxsize=10_000)
def _sold_by(words: str, kind: str, code: str, name_fr: str, name_en: str) -> bool:
    return told(words).sold_by(kind, code, (name_fr, name_en))


# One row a type, whether the clinic said anything of it or not.
TABLE = f"""answer AS MATERIALIZED (
    SELECT kind.id AS type_id,
        '-' || coalesce(own.days_before, {DAYS_BEFORE}) || ' days' AS before,
        '+' || coalesce(own.days_after, {DAYS_AFTER}) || ' days' AS after,
        '+' || (coalesce(own.days_after, {DAYS_AFTER}) + 1) || ' days' AS over,
        json_object('never', json(coalesce(own.never, '[]')), 'peers', (
            SELECT json_group_array(json_array(
                json_array(peer.name_fr, peer.name_en, coalesce(its.group_name, '')),
                json(coalesce(its.appointments, '[]')), json(coalesce(its.reasons, '[]')),
                json(coalesce(its.items, '[]'))))
            FROM reminder_type AS peer LEFT JOIN answering AS its ON its.type_id = peer.id
            WHERE peer.id = kind.id OR own.group_name <> '' AND its.group_name = own.group_name)) AS words
    FROM reminder_type AS kind LEFT JOIN answering AS own ON own.type_id = kind.id)"""
# The days within which something may be for a reminder: not before there was one, or before its client was reached.
_SINCE_IT_WAS_THERE = "max(clinic_day(reminder.created_at, :zone), date(reminder.due_on, answer.before))"
_SINCE_IT_WAS_SAID = f"""CASE WHEN reminder.done_at IS NULL THEN {_SINCE_IT_WAS_THERE}
    ELSE max(clinic_day(reminder.done_at, :zone), date(reminder.due_on, answer.before)) END"""
# Of an appointment, beside `kind`, its type.
APPOINTMENT_IN_TIME = f"""appointment.starts_at >= clinic_midnight({_SINCE_IT_WAS_THERE}, :zone)
    AND appointment.starts_at < clinic_midnight(date(reminder.due_on, answer.over), :zone)"""
APPOINTMENT_ANSWERS = "answered_by(answer.words, kind.name_fr, kind.name_en, appointment.reason)"
# They came, or are still expected: its day is not over, and the practice software has not dropped it.
_COMING = ", ".join(f"'{each}'" for each in COMING)
APPOINTMENT_STANDS = f"""(appointment.status IN ('{ARRIVED}', '{DONE}') OR appointment.status IN ({_COMING})
    AND appointment.starts_at >= :midnight AND appointment.missing_at IS NULL)"""
APPOINTMENT_IS_GONE = f"""(appointment.status IN ({_COMING})
    AND (appointment.starts_at < :midnight OR appointment.missing_at IS NOT NULL))"""
VISIT_IN_TIME = f"""visit.visited_on >= {_SINCE_IT_WAS_SAID}
    AND visit.visited_on <= min(:today, date(reminder.due_on, answer.after))"""
VISIT_ANSWERS = "answered_by(answer.words, NULL, NULL, visit.reason)"
SALE_IN_TIME = VISIT_IN_TIME.replace("visit.visited_on", "sale.sold_on")

# Of the animal; of a client's reminder, any animal of the client.
OWN = (
    ("{table}.animal_id = reminder.animal_id", "reminder.animal_id IS NOT NULL"),
    ("{table}.animal_id IN (SELECT own.id FROM animal AS own WHERE own.client_id = reminder.client_id)",
     "reminder.animal_id IS NULL"),
)  # fmt: skip
_NOT_TAKEN_BACK = """NOT EXISTS (
    SELECT 1 FROM reminder_event AS taken WHERE taken.reminder_id = reminder.id AND taken.verb = '{verb}'
    AND taken.by_id IS NOT NULL AND json_extract(taken.details, '$.{what}') = {what}.id)"""
APPOINTMENT_NOT_TAKEN_BACK = _NOT_TAKEN_BACK.format(verb=UNANSWERED, what="appointment")
VISIT_NOT_TAKEN_BACK = _NOT_TAKEN_BACK.format(verb=UNVISITED, what="visit")


def given(now: datetime, animal_ids: Sequence[int] | None = None) -> dict[str, Any]:
    """What such statements are given."""
    zone = here.zone()
    today = clock.day(now, zone).isoformat()
    return {
        "zone": zone.key, "now": db.instant_text(now), "today": today, "midnight": _clinic_midnight(today, zone.key),
        "animals": None if animal_ids is None else db.ids(animal_ids),
    }  # fmt: skip
