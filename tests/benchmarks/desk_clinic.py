"""The large clinic as a call desk finds it after years, of which `calls` measures: built once beside the plain one.

20,000 reminders to do over some months, 9,000 that wait for an answer or a visit, 200,000 closed over five years,
and 300,000 contacts: ten a client, hundreds for a few.
"""

from __future__ import annotations

import contextlib
import functools
import shutil
import sqlite3
import tempfile
from datetime import date
from pathlib import Path

from filelock import FileLock

from tests.benchmarks import clinic
from webapp import clock
from webapp.access import Role
from webapp.serving import enter
from webapp.staff import actions

TO_DO, ANSWERING, VISITING, CLOSED, CONTACTS = 20_000, 6_000, 3_000, 200_000, 300_000
TALKATIVE, OFTEN = 100, 400  # so many clients have so many contacts more
COLLEAGUES = ("Luc Tremblay", "Sylvie Roy", "Zoé Fortin", "Marc Côté")

# What is open of the lots becomes what is to do; of the rest, what waits, and what is over.
_OPEN = """
CREATE TEMP TABLE chosen AS SELECT id, row_number() OVER (ORDER BY done_at IS NOT NULL, id * 7919 % 100003) AS place
FROM reminder ORDER BY 2"""
_SPREAD = """
UPDATE reminder SET due_on = date(:today, '-' || (place * 37 % 120) || ' days'), done_at = NULL, done_by = '',
    responsible_id = iif(place % 9, NULL, (SELECT min(id) FROM staff_member) + place % 5)
FROM chosen WHERE chosen.id = reminder.id AND place <= :to_do"""
_DONE = """
UPDATE reminder SET due_on = date(:today, '-' || (place % 90) || ' days'), done_by = 'email',
    done_at = strftime('%Y-%m-%d 14:00:00.000000+00:00', :today, '-' || (place % 90) || ' days'),
    answered_at = iif(place > :answering, strftime('%Y-%m-%d 15:00:00.000000+00:00', :today, '-1 day'), NULL)
FROM chosen WHERE chosen.id = reminder.id AND place > :to_do AND place <= :visiting"""
_OVER = """
UPDATE reminder SET due_on = date(:today, '-' || (100 + place % 1700) || ' days'), done_at = coalesce(done_at, :then),
    done_by = 'phone', visited_at = iif(place % 5, :then, NULL), cancelled_at = iif(place % 5, NULL, :then)
FROM chosen WHERE chosen.id = reminder.id AND place > :visiting"""
_CLOSED = """
WITH RECURSIVE turn(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM turn WHERE n < 9)
INSERT INTO reminder (type_id, client_id, animal_id, due_on, created_at, done_at, done_by, visited_at, cancelled_at,
    cancelled_because, note)
SELECT 1 + (animal.id + n) % 3, animal.client_id, animal.id,
    date(:today, '-' || (130 + (animal.id * 7919 + n * 211) % 1700) || ' days'), :then, :then, 'phone',
    iif((animal.id + n) % 5, :then, NULL), iif((animal.id + n) % 5, NULL, :then), '', ''
FROM turn CROSS JOIN animal LIMIT :n"""
_CONTACTS = """
WITH RECURSIVE turn(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM turn WHERE n < :each)
INSERT INTO contact (client_id, at, by_id, channel, result, number, note)
SELECT who, strftime('%Y-%m-%d %H:%M:00.000000+00:00', :today, '-' || ((who * 7919 + n * 104729) % 1300000 + 4000)
    || ' minutes'), (SELECT min(id) FROM staff_member) + (who + n) % 5, iif((who + n) % 11, 'phone', 'counter'),
    (SELECT value FROM json_each('["no_answer","no_answer","left","reached","booked","refused","left","reached"]')
        WHERE key = (who * 31 + n * 17) % 8), mobile_phone, iif((who + n) % 6, '', 'Préfère le samedi, le matin')
FROM turn CROSS JOIN (SELECT id AS who, mobile_phone FROM client WHERE archived_at IS NULL ORDER BY id * 7919 % 100003
    LIMIT :clients) LIMIT :n"""
_ABOUT = """
INSERT INTO contact_reminder (contact_id, reminder_id)
SELECT contact.id, (SELECT min(id) FROM reminder WHERE reminder.client_id = contact.client_id) FROM contact
WHERE contact.client_id IN (SELECT client_id FROM reminder)"""
# Lately in vain, promised, put off, and who is to be called again later today.
_SNOOZED = """
UPDATE reminder SET promised = place % 4 = 0, snoozed_until = strftime('%Y-%m-%d %H:%M:00.000000+00:00', :today,
    iif(place % 3, '-' || place % 40000, '+' || place % 2000) || ' minutes', '+12 hours')
FROM chosen WHERE chosen.id = reminder.id AND place <= :to_do AND place % 40 = 0"""


def grow(folder: Path, today: date) -> None:
    """Make what is open, closed and said of a large clinic that many; from the clinic's own rows, without chance."""
    with enter(data=folder):
        for name in COLLEAGUES:
            actions.add(name=name, role=Role.RECEPTION, password="", now=clock.now())
    told = {
        "today": f"{today}", "then": f"{today.year - 1}-03-05 14:00:00.000000+00:00", "to_do": TO_DO,
        "answering": TO_DO + ANSWERING, "visiting": TO_DO + ANSWERING + VISITING,
    }  # fmt: skip
    with contextlib.closing(sqlite3.connect(folder / "relance.db")) as database, database:
        for statement in (_OPEN, _SPREAD, _DONE, _OVER):
            database.execute(statement, told)
        (over,) = database.execute("SELECT count(*) FROM chosen WHERE place > :visiting", told).fetchone()
        database.execute(_CLOSED, {**told, "n": CLOSED - over})
        few = TALKATIVE * OFTEN
        database.execute(_CONTACTS, {**told, "n": few, "each": OFTEN - 1, "clients": TALKATIVE})
        database.execute(_CONTACTS, {**told, "n": CONTACTS - few, "each": 20, "clients": 10**6})
        database.execute(_ABOUT)
        database.execute(_SNOOZED, told)


def kept() -> Path:
    """That clinic, made today; nobody but its making writes there."""
    plain, today = clinic.kept(), date.today()
    target = plain.parent / f"desk-{plain.name}-{today}"  # what is due depends on the day
    with FileLock(plain.parent / "desk.lock"):
        if not target.exists():
            for old in plain.parent.glob("desk-*-*-*"):
                shutil.rmtree(old)
            with tempfile.TemporaryDirectory(dir=plain.parent) as name:
                made = Path(name) / "desk"
                shutil.copytree(plain, made)
                grow(made, today)
                made.rename(target)
    return target


@functools.cache
def data() -> Path:
    """A copy of it, this process's own until it ends."""
    return clinic.copied(kept())
