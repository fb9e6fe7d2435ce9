"""The pages of a lot against an empty signed-in page: `python -m tests.benchmarks.lots`.

Lots of some 2,000, 6,000 and 20,000 open reminders, and those that were sent; each page as it is asked for the first
time, and the largest again while nothing has changed. How much a page grows with the lot is told for the open ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask.testing import FlaskClient

from tests.benchmarks import pages
from tests.benchmarks.clinic import FEW_OPEN, FEW_SENT, OPEN, SENT, SOME_OPEN
from tests.benchmarks.pairs import Row, pairs, rounds, row, told
from webapp import clock, db
from webapp.batches.queries import given
from webapp.composition.queries import sums
from webapp.composition.queries.candidates import PLANNED_ALREADY, REACHED_LATELY, lately
from webapp.models import Batch

PAGE, SENT_PAGE, GROWTH = 8.0, 6.0, 1.25  # flat, but for what the machine does meanwhile
OF_A_LOT = {
    "its page": "/batches/{}",
    "its last reminders": "/batches/{}?page=9999",
    "mailing, before it is sent": "/batches/{}/mailings/new",
    "its messages, one by one": "/mailings/preview?batch={}&place=40",
    "letters, before they are written down": "/batches/{}/letters/new",
    "a letter as it will be printed": "/batches/{}/letters/preview",
    "labels": "/batches/{}/labels",
    "labels for everybody": "/batches/{}/labels?who=all",
    "file for the printer’s shop": "/batches/{}/export",
    "letters of the week": "/letters/week",
}


# What none of these pages can do without, in SQLite alone and without a rule: each open reminder of the lot with its
# animal, whether it is spoken of elsewhere, and its client, counted by who are alike in four columns.
BARE = f"""SELECT client.reach, client.language, client.prefers, n, planned, lately, count(*)
FROM (SELECT reminder.client_id AS whose, count(*) AS n, sum({PLANNED_ALREADY}) AS planned,
        sum({REACHED_LATELY}) AS lately
      FROM reminder LEFT JOIN animal ON animal.id = reminder.animal_id
      WHERE reminder.batch_id = :lot AND reminder.deleted_at IS NULL AND reminder.cancelled_at IS NULL
        AND reminder.visited_at IS NULL AND reminder.answered_at IS NULL AND reminder.done_at IS NULL
        AND NOT animal.deceased AND animal.client_id = reminder.client_id GROUP BY whose)
CROSS JOIN client ON client.id = whose GROUP BY 1, 2, 3, 4, 5, 6"""


def floor(browser: FlaskClient) -> Row:
    """What SQLite alone takes for such an answer."""
    asked = {"lot": Batch.get(Batch.number == OPEN).id, "since": lately(clock.now())}
    turns = pairs(
        {"empty": lambda: browser.get(pages.EMPTY), "bare": lambda: db.rows(BARE, asked)}, rounds=rounds(15)
    )  # fmt: skip
    return row("the bare joins of a lot of 20,000, grouped, × empty page", turns, "bare", "empty", goal=PAGE)


def asked_first(browser: FlaskClient, address: str) -> None:
    """Nothing of what was found before is known any more."""
    for each in (sums, given):
        each.forget()
    browser.get(address)


def of_one(browser: FlaskClient, name: str, address: str) -> Iterator[Row]:
    """A page of the large open lot and of the small one, and how it grows between them."""

    def first(number: int) -> None:
        asked_first(browser, address.format(number))

    turns = pairs(
        {
            "empty": lambda: browser.get(pages.EMPTY),
            "20,000": lambda: first(OPEN),
            "6,000": lambda: first(SOME_OPEN),
            "2,000": lambda: first(FEW_OPEN),
        },
        rounds=rounds(15),
    )
    alike = "a page of a lot of {}, × an empty page"
    for size in ("20,000", "2,000"):
        yield row(f"{name}, {size}, × empty page", turns, size, "empty", goal=PAGE, among=alike.format(size))
    # By themselves: where the turns go backwards, another lot would have had everything forgotten just before.
    kept = pairs(
        {"empty": lambda: browser.get(pages.EMPTY), "20,000 again": lambda: browser.get(address.format(OPEN))},
        rounds=rounds(15),
    )
    size = "20,000 again"
    yield row(f"{name}, {size}, × empty page", kept, size, "empty", goal=PAGE, among=alike.format(size))
    for size, times in (("6,000", 3), ("20,000", 10)):
        alike = f"a page of a lot, {times} × the reminders, × the page of one of 2,000"
        yield row(f"{name}, {size}, × of 2,000", turns, size, "2,000", goal=GROWTH, among=alike)


def main() -> int:
    """Print the table; 0 where every page holds."""
    browser = pages.signed_in(pages.application())
    rows = [floor(browser)]
    for name, address in OF_A_LOT.items():
        if browser.get(address.format(OPEN)).status_code == 200:
            rows += of_one(browser, name, address)
        else:
            rows.append(Row(f"{name}, 20,000 open, × empty page", None, PAGE, told="the page is not there"))
    for size, number in (("20,000", SENT), ("2,000", FEW_SENT)):
        address = f"/batches/{number}"
        turns = pairs(
            {
                "empty": lambda: browser.get(pages.EMPTY),
                "sent": lambda one=address: asked_first(browser, one),  # type: ignore[misc]
                "sent again": lambda one=address: browser.get(one),  # type: ignore[misc]
            },
            rounds=rounds(15),
        )
        rows.append(row(f"a sent lot of {size}, × empty page", turns, "sent", "empty", goal=SENT_PAGE))
        rows.append(row(f"a sent lot of {size} again, × empty page", turns, "sent again", "empty", goal=SENT_PAGE))
    return told(rows)


if __name__ == "__main__":
    raise SystemExit(main())
