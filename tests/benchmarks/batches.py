"""The pages of batches against an empty signed-in page in the same run: `python -m tests.benchmarks.batches`.

The counts are those of a criteria screen that is asked for the first time.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient

import config
from tests.benchmarks import pages
from tests.benchmarks.clinic import data, median, table, timed
from webapp import clock, db
from webapp.batches.actions import generate
from webapp.batches.forms import typed
from webapp.batches.queries import counting, scenarios
from webapp.batches.rules import criteria
from webapp.ground import move_in
from webapp.models import Reminder, ReminderType

ROUNDS = 21
SCREEN, COUNT, LIST, SENT = 3.0, 4.0, 3.0, 6.0
CARD = {"HX-Request": "true"}


def addresses() -> Iterator[tuple[str, str, dict[str, str], float]]:
    """A name, an address and headers of each: the screen for every scenario, whole and as the live count asks it."""
    kind = ReminderType.get(ReminderType.code == "antiparasitic")
    yield "fresh screen", "/batches/new", {}, SCREEN
    for each in scenarios.every(clock.now().date()):
        yield f"screen, {each.key}", f"/batches/new?scenario={each.key}", {}, SCREEN
        query = typed.of_document(each.document, clock.now().date()).query()
        yield f"count, {each.key}", f"/batches/new/count?{query}&type={kind.id}", CARD, COUNT
    yield "options", "/batches/new/options?picker=products_in&products_in_add=bra", CARD, SCREEN
    yield "list of batches", "/batches", {}, LIST
    yield "reminders in the files", "/batches/reminders?period=all", {}, LIST
    yield "a batch of 8,000, half sent", "/batches/1", {}, SENT


def campaign() -> None:
    """Twelve batches of about eight thousand reminders, half of them sent over eight weeks, a quarter of those seen."""
    now = clock.now()
    kind = ReminderType.get(ReminderType.code == "antiparasitic")
    dogs = criteria.parse({"species": {"include": ["CAN"]}, "age": {"at_least": "3.0.0", "younger_than": "9.0.0"}})
    for _ in range(12):
        batch = generate(
            criteria=dogs, type_id=kind.id, due_on=now.date(), description="Benchmark", allow_doubles=True, now=now,
            today=now.date(), by=None,
        )  # fmt: skip
        for week in range(8):
            sent = now - timedelta(days=60 - 7 * week)
            mine = (Reminder.batch == batch.id) & (Reminder.id % 16 == week)
            Reminder.update(done_at=sent, done_by="email").where(mine).execute()
            Reminder.update(visited_at=sent).where(mine, Reminder.id % 4 == 0).execute()


def ratio(browser: FlaskClient, address: str, headers: dict[str, str]) -> tuple[float, float]:
    """The medians of an empty page and of this one, asked for in turn."""
    bare, full = [], []
    for _ in range(ROUNDS):
        bare += timed(lambda: browser.get(pages.EMPTY), 1)
        counting.forget()  # as asked for the first time
        full += timed(lambda: browser.get(address, headers=headers), 1)
    return median(bare), median(full)


def main() -> bool:
    """Print the table; whether every page holds. On a copy: what is generated here is gone afterwards."""
    app = pages.application()
    with tempfile.TemporaryDirectory(dir=data().parent) as directory:
        shutil.copy(data() / "relance.db", Path(directory) / "relance.db")
        move_in(app, replace(config.load(Path(directory)), immediate=True))
        with app.app_context():
            db.prepare()
            browser = pages.signed_in(app)
            campaign()
            rows: list[tuple[str, ...]] = [("page", "empty ms", "page ms", "ratio", "at most", "holds")]
            holds = True
            for name, address, headers, most in addresses():
                answer = browser.get(address, headers=headers)
                assert answer.status_code == 200, (address, answer.status)
                bare, full = ratio(browser, address, headers)
                holds = holds and full / bare <= most
                verdict = "yes" if full / bare <= most else "NO"
                rows.append((name, f"{bare:.2f}", f"{full:.2f}", f"{full / bare:.2f}", f"{most:g}", verdict))
            print(table(rows))
    return holds


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
