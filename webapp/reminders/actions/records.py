"""What the records of an animal or a client mean for its reminders: death, a new owner, a client who is one no more.

Called by the rooms below through their registries, and after an import. Each finds nothing to do the second time.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from webapp import db, filters
from webapp.animals.actions import Consequence
from webapp.languages import pick
from webapp.models import StaffMember
from webapp.reminders.actions import lives, reactions
from webapp.reminders.rules import transitions
from webapp.reminders.rules.transitions import ARCHIVED, DECEASED, ELSEWHERE, GIVEN_AWAY, NEW_OWNER

# Neither closed nor deleted; what an appointment answers is stopped too.
_STANDING = """reminder.deleted_at IS NULL AND reminder.cancelled_at IS NULL AND reminder.visited_at IS NULL
    AND (reminder.answered_at IS NOT NULL OR reminder.done_at IS NULL OR type.follows_answer)"""
_TABLES = """reminder JOIN reminder_type AS type ON type.id = reminder.type_id
    JOIN client ON client.id = reminder.client_id LEFT JOIN animal ON animal.id = reminder.animal_id"""


def cancel_for_deceased(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> Sequence[Consequence]:
    """Cancel what these animals were due for."""
    found = _of_animals(_STANDING, animal_ids)
    lives.cancel(reminder_ids=found, because=DECEASED, now=now, by=by)
    return [
        Consequence(animal, _("Reminder “%(type)s” of %(day)s cancelled", **words)) for animal, words in found.values()
    ]


def restore_for_revived(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> Sequence[Consequence]:
    """The animal lives: what its death had cancelled is due again."""
    found = _of_animals(f"reminder.cancelled_because = '{DECEASED}'", animal_ids)
    lives.uncancel(reminder_ids=found, because=DECEASED, now=now, by=by)
    return [
        Consequence(animal, _("Reminder “%(type)s” of %(day)s to do again", **words))
        for animal, words in found.values()
    ]


def cancel_numbers(*, numbers: Sequence[str], now: datetime) -> int:
    """The practice software has deleted the reminders of these `numbers`; how many were still to be done."""
    found = _ids(f"{_STANDING} AND reminder.number IN (SELECT value FROM json_each(:ids))", {"ids": db.ids(numbers)})
    return lives.cancel(reminder_ids=found, because=ELSEWHERE, now=now, by=None) if found else 0


def cancel_of_the_dead(*, now: datetime) -> int:
    """Reminders that came for animals which had died before: cancelled as those that were there already; how many."""
    found = _ids(f"{_STANDING} AND animal.deceased", {})
    return lives.cancel(reminder_ids=found, because=DECEASED, now=now, by=None) if found else 0


def follow_owners(*, animal_ids: Sequence[int] | None = None, now: datetime, by: StaffMember | None = None) -> int:
    """After a change of owner, of these animals or of any: the reminder of the former client is cancelled, and the new
    one is given his own. Given away without anybody knowing to whom, it is cancelled. How many changed."""
    among = "" if animal_ids is None else " AND animal.id IN (SELECT value FROM json_each(:ids))"
    given = {"ids": db.ids(animal_ids or ())}
    with db.write():
        back = _ids(
            f"reminder.cancelled_because = '{GIVEN_AWAY}' AND animal.given_away_on IS NULL"
            f" AND animal.client_id = reminder.client_id{among}",
            given,
        )
        gone = _ids(f"{_STANDING} AND animal.given_away_on IS NOT NULL{among}", given)
        moved = _ids(f"{_STANDING} AND animal.client_id <> reminder.client_id{among}", given)
        changed = lives.uncancel(reminder_ids=back, because=GIVEN_AWAY, now=now, by=by)
        changed += lives.cancel(reminder_ids=gone, because=GIVEN_AWAY, now=now, by=by)
        changed += lives.cancel(reminder_ids=moved, because=NEW_OWNER, now=now, by=by)
        _again_for_the_new_owner([each for each in moved if each not in set(gone)], now, by)
        if moved and animal_ids is not None:
            reactions.apply(now=now, animal_ids=animal_ids)
    return changed


def follow_clients(*, client_ids: Sequence[int] | None = None, now: datetime, by: StaffMember | None = None) -> int:
    """After clients were archived or put back, these or any: nobody is reminded who is a client no more."""
    among = "" if client_ids is None else " AND client.id IN (SELECT value FROM json_each(:ids))"
    given = {"ids": db.ids(client_ids or ())}
    with db.write():
        back = _ids(f"reminder.cancelled_because = '{ARCHIVED}' AND client.archived_at IS NULL{among}", given)
        gone = _ids(f"{_STANDING} AND client.archived_at IS NOT NULL{among}", given)
        changed = lives.uncancel(reminder_ids=back, because=ARCHIVED, now=now, by=by)
        changed += lives.cancel(reminder_ids=gone, because=ARCHIVED, now=now, by=by)
    return changed


def _ids(condition: str, given: dict[str, Any]) -> list[int]:
    rows = db.rows(f"SELECT reminder.id FROM {_TABLES} WHERE {condition}", given)
    return [row for (row,) in rows]


def _of_animals(condition: str, animal_ids: Sequence[int]) -> dict[int, tuple[int, dict[str, LazyString]]]:
    """The reminders of these animals, by id: whose each is, and its type and day in the language of the reader."""
    rows = db.rows(
        f"SELECT reminder.id, animal.id, type.name_fr, type.name_en, reminder.due_on FROM {_TABLES} "
        f"WHERE {condition} AND reminder.animal_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY +reminder.due_on, reminder.id",
        (db.ids(animal_ids),),
    )
    return {
        reminder: (animal, {"type": LazyString(pick, french, english), "day": LazyString(_day, due_on)})
        for reminder, animal, french, english, due_on in rows
    }


def _day(due_on: str) -> str:
    return filters.day_long(date.fromisoformat(due_on))


def _again_for_the_new_owner(reminder_ids: Sequence[int], now: datetime, by: StaffMember | None) -> None:
    """The need is the animal's: it is due for the new client as it was for the former, who may have been reached."""
    given = {
        "ids": db.ids(reminder_ids), "at": db.instant_text(now), "by": db.id_of(by),
        "verb": transitions.CREATED, "last": 0,
    }  # fmt: skip
    (given["last"],) = db.database.execute_sql("SELECT coalesce(max(id), 0) FROM reminder").fetchone()
    db.database.execute_sql(
        "INSERT INTO reminder (type_id, client_id, animal_id, due_on, created_at, done_by, cancelled_because, "
        "responsible_id, note) SELECT reminder.type_id, animal.client_id, animal.id, reminder.due_on, :at, '', '', "
        "reminder.responsible_id, reminder.note FROM reminder JOIN animal ON animal.id = reminder.animal_id "
        "WHERE reminder.id IN (SELECT value FROM json_each(:ids)) ORDER BY reminder.id",
        given,
    )
    db.database.execute_sql(
        "INSERT INTO reminder_event (reminder_id, at, by_id, verb, details) SELECT id, :at, :by, :verb, "
        f"json_object('because', '{NEW_OWNER}') FROM reminder WHERE id > :last",
        given,
    )
