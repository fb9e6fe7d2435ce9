"""All that passed between the clinic and a client, newest first: written, said, noted, seen, planned, changed."""

import functools
import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from webapp import channels, db, here
from webapp.agenda import rules as agenda
from webapp.dossiers import rules
from webapp.dossiers.queries import told
from webapp.dossiers.queries.told import BOOKINGS, Line
from webapp.dossiers.rules import Counts, Wanted
from webapp.paging import Page, offset, pages_of
from webapp.reminders.rules import transitions

# What of a reminder's own history is told nowhere else: by a message, a call, an appointment, a visit or what happened
# to the animal and its client.
EVENTS = ("created", "cancelled", "uncancelled", "deleted", "restored", "moved", "contacted", "noted")
FOLLOWED = (transitions.DECEASED, transitions.GIVEN_AWAY, transitions.NEW_OWNER, transitions.ARCHIVED)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{each}'" for each in names)


# Every line of the client `:client`, in as few columns as it takes to choose among them. A visit has no hour: noon.
# What was done to several animals at one visit is one line; an appointment that was kept is told by its visit; what
# followed from a call by the call.
_LINES = f"""
SELECT channel AS kind, 'out' AS way, coalesce(sent_at, ended_at, created_at) AS at, 'message' AS source, id
FROM message WHERE client_id = :client
UNION ALL
SELECT 'call', iif(incoming, 'in', 'out'), at, 'contact', id
FROM contact WHERE client_id = :client AND undone_at IS NULL
UNION ALL
SELECT 'note', '', at, 'note', id FROM client_note WHERE client_id = :client AND undone_at IS NULL
UNION ALL
SELECT 'visit', '', datetime(visited_on, :noon), 'visit', min(visit.id)
FROM animal JOIN visit ON visit.animal_id = animal.id WHERE animal.client_id = :client
GROUP BY visited_on, visit.reason, veterinarian_id
UNION ALL
SELECT 'appointment', '', starts_at, 'appointment', appointment.id
FROM animal JOIN appointment ON appointment.animal_id = animal.id WHERE animal.client_id = :client
    AND (status IN ('{agenda.CANCELLED}', '{agenda.MISSED}') OR NOT EXISTS (SELECT 1 FROM visit
        WHERE visit.animal_id = animal.id AND visited_on = date(starts_at, :offset)))
UNION ALL
SELECT iif(verb IN ({_listed(BOOKINGS)}), 'appointment', 'change'), '', at, 'history', id
FROM history_entry WHERE client_id = :client
UNION ALL
SELECT iif(verb = 'noted', 'note', 'change'), '', at, 'event', reminder_event.id
FROM reminder JOIN reminder_event ON reminder_event.reminder_id = reminder.id
WHERE reminder.client_id = :client AND verb IN ({_listed(EVENTS)})
    AND NOT (verb = 'cancelled' AND json_extract(details, '$.because') IN ({_listed(FOLLOWED)}))
    AND at NOT IN (SELECT at FROM contact WHERE client_id = :client
        UNION ALL SELECT undone_at FROM contact WHERE client_id = :client AND undone_at IS NOT NULL)"""

_WHO = "(SELECT name FROM staff_member WHERE staff_member.id = {}.by_id)"
_VET = "(SELECT name FROM veterinarian WHERE veterinarian.id = {}.veterinarian_id)"
_ABOUT = """(SELECT json_group_array(DISTINCT animal.name) FROM {0}_reminder
    JOIN reminder ON reminder.id = {0}_reminder.reminder_id JOIN animal ON animal.id = reminder.animal_id
    WHERE {0}_reminder.{0}_id = {0}.id)"""
# What is said of a line, by its source: read for those that are shown.
_TOLD = {
    "message": f"""SELECT json_array(message.channel, message.state, message.reason, message.detail,
        coalesce(message.not_before, wave.not_before), wave.number, batch.number, batch_part.number,
        {_ABOUT.format("message")})
        FROM message LEFT JOIN wave ON wave.id = message.wave_id LEFT JOIN mailing ON mailing.id = message.mailing_id
        LEFT JOIN batch ON batch.id = mailing.batch_id LEFT JOIN batch_part ON batch_part.id = mailing.part_id
        WHERE message.id = line.id""",
    "contact": f"""SELECT json_array(channel, incoming, result, number, note, until, {_WHO.format("contact")},
        {_ABOUT.format("contact")}) FROM contact WHERE contact.id = line.id""",
    "note": f"""SELECT json_array(text, by_id, {_WHO.format("client_note")})
        FROM client_note WHERE client_note.id = line.id""",
    "visit": f"""SELECT json_array(visited_on, reason, {_VET.format("visit")}, (SELECT json_group_array(animal.name)
            FROM animal JOIN visit AS other ON other.animal_id = animal.id
            WHERE animal.client_id = :client AND other.visited_on = visit.visited_on AND other.reason = visit.reason
                AND other.veterinarian_id IS visit.veterinarian_id))
        FROM visit WHERE visit.id = line.id""",
    "appointment": f"""SELECT json_array(status, reason, {_VET.format("appointment")}, animal.name, name_fr, name_en)
        FROM appointment JOIN animal ON animal.id = appointment.animal_id
        LEFT JOIN appointment_type ON appointment_type.id = appointment.type_id WHERE appointment.id = line.id""",
    "history": f"""SELECT json_array(verb, details, {_WHO.format("history_entry")}, animal.name)
        FROM history_entry LEFT JOIN animal ON animal.id = history_entry.animal_id
        WHERE history_entry.id = line.id""",
    "event": f"""SELECT json_array(verb, details, {_WHO.format("reminder_event")}, animal.name, name_fr, name_en)
        FROM reminder_event JOIN reminder ON reminder.id = reminder_event.reminder_id
        JOIN reminder_type ON reminder_type.id = reminder.type_id LEFT JOIN animal ON animal.id = reminder.animal_id
        WHERE reminder_event.id = line.id""",
}
_CASES = " ".join(f"WHEN '{source}' THEN ({told})" for source, told in _TOLD.items())


@functools.lru_cache(maxsize=64)
def _page_of(kinds: tuple[str, ...], way: str) -> str:
    """The statement of a page; `kinds`: these alone, all where there are none."""
    chosen = [f"kind IN ({_listed(kinds)})"] if kinds else []
    chosen += [f"way = '{way}'"] if way else []
    where = f"WHERE {' AND '.join(chosen)}" if chosen else ""
    return f"""SELECT source, id, kind, way, at, CASE source {_CASES} END
    FROM (SELECT * FROM ({_LINES}) {where} ORDER BY at DESC, source, id DESC LIMIT :size OFFSET :start) AS line
    ORDER BY at DESC, source, id DESC"""


class Counted:
    """How many lines there are of each kind and way, as a value of `navigation.scalars`."""

    def __init__(self, client_id: int, now: datetime) -> None:
        self._given = _given(client_id, now)

    def sql(self) -> tuple[str, tuple[Any, ...]]:
        """The statement with its values in their order."""
        return _COUNTS, tuple(self._given[name] for name in _ORDER)


def counts(found: str) -> Counts:
    """`found` is what Counted asked for."""
    return Counts({(kind, way): n for kind, way, n in json.loads(found)}, [each.code for each in channels.written()])


def count(client_id: int, now: datetime) -> Counts:
    """The same, where nothing else is asked."""
    return counts(db.scalars(counts=Counted(client_id, now))["counts"])


def page(client_id: int, wanted: Wanted, counted: Counts, *, me: int, now: datetime) -> Page[Line]:
    """A page of the lines as `wanted`, past the end the last; `me`: who may take back their own notes."""
    total = counted.of(wanted.kind, wanted.way)
    number = min(wanted.page, pages_of(total, rules.SIZE))
    kinds = (*counted.written, rules.CALL) if wanted.kind == rules.SAID else (wanted.kind,) if wanted.kind else ()
    given = _given(client_id, now) | {"size": rules.SIZE, "start": offset(number, rules.SIZE)}
    rows = db.rows(_page_of(kinds, wanted.way), given) if total else []
    return Page([told.line(*row, me=me) for row in rows], number, total, rules.SIZE)


def _given(client_id: int, now: datetime) -> dict[str, Any]:
    away = here.local(now).utcoffset() or timedelta()
    minutes = int(away.total_seconds()) // 60
    return {"client": client_id, "noon": f"{12 * 60 - minutes:+d} minutes", "offset": f"{minutes:+d} minutes"}


_NAMED = re.compile(r":(client|noon|offset)\b")
_COUNTS = _NAMED.sub("?", f"""SELECT json_group_array(json_array(kind, way, n))
    FROM (SELECT kind, way, count(*) AS n FROM ({_LINES}) GROUP BY kind, way)""")  # fmt: skip
_ORDER = _NAMED.findall(_LINES)
