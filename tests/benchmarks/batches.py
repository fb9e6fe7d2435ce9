"""The screen of criteria against an empty signed-in page: `python -m tests.benchmarks.batches`.

The screen of every scenario, and its live count, each as it is asked for the first time. The lists of lots are among
those of tests.benchmarks.pages, the lots themselves have tests.benchmarks.lots.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask.testing import FlaskClient

from tests.benchmarks import pages
from tests.benchmarks.pairs import Row, pairs, rounds, row, told
from webapp import clock
from webapp.batches.forms import typed
from webapp.batches.queries import counting, scenarios
from webapp.models import ReminderType

SCREEN, COUNT = 3.0, 4.0
CARD = {"HX-Request": "true"}


def addresses() -> Iterator[tuple[str, str, bool]]:
    """A name and an address of each, and whether it is a count."""
    kind, today = ReminderType.get(ReminderType.code == "antiparasitic"), clock.now().date()
    for each in scenarios.every(today):
        query = typed.of_document(each.document, today).query()
        yield f"count of a scenario, {each.key}", f"/batches/new/count?{query}&type={kind.id}", True
    yield "screen of criteria, fresh", "/batches/new", False
    for each in scenarios.every(today):
        yield f"screen of criteria, {each.key}", f"/batches/new?scenario={each.key}", False
    yield "screen of criteria, options", "/batches/new/options?picker=products_in&products_in_add=bra", False


def measured(browser: FlaskClient, name: str, address: str, *, counts: bool) -> Row:
    """A page beside the empty one."""
    headers = {} if "scenario" in address or address == "/batches/new" else CARD
    answer = browser.get(address, headers=headers)
    assert answer.status_code == 200, (address, answer.status)

    def first() -> None:
        counting.forget()
        browser.get(address, headers=headers)

    turns = pairs({"page": first, "empty": lambda: browser.get(pages.EMPTY)}, rounds=rounds(21))
    kind = "count of a scenario" if counts else "screen of criteria"
    return row(f"{name}, × an empty page", turns, "page", "empty", goal=COUNT if counts else SCREEN,
               among=f"{kind}, × an empty page")  # fmt: skip


def main() -> int:
    """Print the table; 1 if a page does not hold."""
    browser = pages.signed_in(pages.application())
    return told([measured(browser, name, address, counts=counts) for name, address, counts in addresses()])


if __name__ == "__main__":
    raise SystemExit(main())
