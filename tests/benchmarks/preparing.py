"""Preparing a mailing, and watching it: `python -m tests.benchmarks.preparing`.

Three thousand messages composed, rendered, frozen and committed, against rendering the same messages alone (subject,
text and whole page, by the product's own renderer); against that and one `executemany` of each table's rows, which is
the least that there is to do; then the fragment that tells how far it is, half through its waves, against an empty
signed-in page. In turn, on a copy of the large clinic.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

import config
from tests.benchmarks import pages
from tests.benchmarks.clinic import data
from tests.benchmarks.pairs import Row, Spent, pairs, ratio, rounds, row, spent, told
from webapp import clock, db
from webapp.composition.queries import wording
from webapp.composition.queries.candidates import Scope
from webapp.mailings.actions import approving
from webapp.mailings.queries import composing
from webapp.mailings.queries.composing import Wish
from webapp.models import Batch, Clinic, MailAccount, Mailing, Message, ReminderType, Wave
from webapp.outbox import actions as outbox

MESSAGES, ROUNDS = 3000, rounds(9)
GOAL, FRAGMENT_GOAL = 1.8, 2.0
KEPT = ("message_body", "message", "message_reminder")

_REMINDERS = """
INSERT INTO reminder (type_id, client_id, animal_id, due_on, batch_id, created_at, done_by, cancelled_because, note)
SELECT ?, a.client_id, min(a.id), '2026-04-01', ?, '2026-01-05 14:00:00.000000+00:00', '', '', ''
FROM animal a JOIN client c ON c.id = a.client_id
WHERE c.reach & 1 AND c.archived_at IS NULL AND NOT a.deceased AND a.given_away_on IS NULL
  AND a.id NOT IN (SELECT animal_id FROM appointment WHERE animal_id IS NOT NULL)
GROUP BY lower(trim(c.email)) LIMIT ?
"""


def application(folder: Path) -> Flask:
    """On a copy of the large clinic, which may write by e-mail."""
    shutil.copy(data() / "relance.db", folder / "relance.db")
    pages.data = lambda: folder  # type: ignore[assignment]
    app = pages.application()
    app.config["RELANCE"] = replace(app.config["RELANCE"], smtp_url=None)
    return app


def ready() -> Scope:
    """A batch with a reminder for each of three thousand households."""
    Clinic.insert(id=1).on_conflict_ignore().execute()
    Clinic.update(
        name="Clinique des Érables", address="1420, rue des Érables", town="Montréal", phone="+15145550100",
        email="info@erables.example",
    ).execute()  # fmt: skip
    MailAccount.create(host="127.0.0.1", port=9, security="none", auth="none")
    kind = ReminderType.get(ReminderType.code == "antiparasitic")
    batch = Batch.create(number=999_999, type=kind, due_on="2026-04-01", created_at=clock.now())
    with db.write():
        db.database.execute_sql(_REMINDERS, (kind.id, batch.id, MESSAGES))
    return Scope(batch=batch)


def forget() -> None:
    """As if nothing had been approved."""
    with db.write():
        for statement in ("message_reminder", "message_body", "message", "wave", "mailing"):
            db.database.execute_sql(f"DELETE FROM {statement}")
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")  # what was forgotten is not written again meanwhile


def write(rows: dict[str, list[tuple[object, ...]]]) -> None:
    """These rows into tables without an index, by one statement and one transaction each."""
    for name, some in rows.items():
        places = ", ".join("?" * len(some[0]))
        with db.write():
            db.database.execute_sql(f"CREATE TABLE IF NOT EXISTS bare_{name} AS SELECT * FROM {name} LIMIT 0")
            db.database.cursor().executemany(f"INSERT INTO bare_{name} VALUES ({places})", some)


def preparing(scope: Scope) -> list[Row]:
    """What approving takes, and the page before it, beside rendering alone and beside the least there is to do."""
    outbox.wake = lambda: None  # nothing is sent
    now, zone = clock.now(), config.load().timezone
    first_on = composing.first_day("email", now)
    version = wording.version_of(wording.default(scope.batch, "email"))
    given = {"scope": scope, "channel": "email", "version": version, "now": now, "timezone": zone,
             "wish": Wish(first_on=first_on, wave_size=250, recently_too=True)}  # fmt: skip
    plan = composing.plan(**given)
    assert plan.messages == MESSAGES, (plan.messages, plan.composition.left_out.keys())

    def render() -> None:
        for group in plan.groups:
            writer = plan.filled.writers[group.language]
            writer.email(writer.said(group.rows, today=first_on), unsubscribe_url="mailto:info@erables.example")

    def approve() -> Spent:
        forget()  # is not counted
        return spent(lambda: approving.approve(**given, by=None, hold=False))

    approve()
    rows = {name: db.rows(f"SELECT * FROM {name}") for name in KEPT}

    def least() -> Spent:
        forget()
        for name in KEPT:
            db.database.execute_sql(f"DROP TABLE IF EXISTS bare_{name}")
        return spent(lambda: (render(), write(rows)))

    turns = pairs({"approve": approve, "render": render, "least": least}, rounds=ROUNDS)
    found = row(f"preparing {MESSAGES:,} e-mails, × rendering alone", turns, "approve", "render", goal=GOAL)
    return [replace(found, told=f"{found.told}; rendering and the rows alone: {ratio(turns, 'least', 'render')}")]


def half_way() -> Mailing:
    """The mailing with six waves gone and the seventh leaving."""
    mailing = Mailing.get()
    now = clock.now()
    Mailing.update(state="running").execute()
    for wave in Wave.select().where(Wave.number <= 7):
        opened = now - timedelta(days=7 - wave.number, minutes=2)
        Wave.update(opened_at=opened, closed_at=None if wave.number == 7 else opened).where(
            Wave.id == wave.id
        ).execute()
        ids = [row.id for row in Message.select(Message.id).where(Message.wave == wave).order_by(Message.id)]
        gone = ids if wave.number < 7 else ids[:100]
        Message.update(state="sent", sent_at=now, ended_at=now).where(Message.id << gone).execute()
    return mailing


def watching(browser: FlaskClient, mailing: Mailing) -> Row:
    """The fragment that a page of the mailing asks for every three seconds."""
    headers = {"HX-Request": "true", "HX-Target": f"mailing-{mailing.id}"}
    address = f"/mailings/{mailing.id}"
    answer = browser.get(address, headers=headers)
    assert answer.status_code == 200 and 'hx-trigger="every 3s"' in answer.text, answer.text[:300]
    turns = pairs(
        {"fragment": lambda: browser.get(address, headers=headers), "empty": lambda: browser.get(pages.EMPTY)},
        rounds=pages.ROUNDS,
    )
    return row("progress of a mailing, × an empty page", turns, "fragment", "empty", goal=FRAGMENT_GOAL)


def main() -> int:
    """Print the table; 1 if a row does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder))
        with app.app_context():
            db.connect()
            rows = preparing(ready())
            rows.append(watching(pages.signed_in(app), half_way()))
            db.database.close()
    return told(rows)


if __name__ == "__main__":
    sys.exit(main())
