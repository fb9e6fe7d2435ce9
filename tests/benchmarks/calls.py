"""The call desk after years of calls, against an empty page: `python -m tests.benchmarks.calls`.

20,000 reminders to do, 200,000 closed, 300,000 contacts (tests.benchmarks.desk_clinic). Each page and each result while
somebody else writes: what is kept as long as nothing is written helps nobody there. A result is the whole of what one
waits for: the contact, and the next client on the screen.
"""

from __future__ import annotations

import functools
import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

from flask.testing import FlaskClient

from tests.benchmarks import desk_clinic, pages
from tests.benchmarks.pairs import QUICK, Row, number, pairs, rounds, row, told
from webapp import db

ROUNDS, EACH = 15, 2
GOAL, STATEMENTS = 3.0, 12
FRAGMENT = {"HX-Request": "true"}
RESULTS = ("no_answer", "reached", "booked", "left", "refused")
LISTS = (
    "/calls/", "/calls/?page=2", "/calls/?type=2", "/calls/?responsible=1", "/calls/?q=tremblay", "/reminders",
    "/reminders?tab=promised", "/reminders?tab=awaiting_answer", "/reminders?tab=awaiting_visit",
)  # fmt: skip
MORE = (
    "/calls/?page=200", "/calls/?responsible=0", "/calls/?tab=promised", "/calls/?language=en", "/calls/?species=1",
    "/calls/?called=not_reached", "/calls/?tried=phone", "/calls/?reach=phone", "/reminders?tab=closed",
    "/reminders?tab=deleted", "/reminders?type=2", "/reminders?responsible=1", "/reminders?q=tremblay",
)  # fmt: skip
NOTED = "UPDATE client SET note = iif(note = '', '.', '') WHERE id = (SELECT min(id) FROM client)"
TO_DO = "done_at IS NULL AND answered_at IS NULL AND visited_at IS NULL AND cancelled_at IS NULL AND deleted_at IS NULL"


class Desk:
    """Somebody at the desk of that clinic, and somebody else who writes."""

    def __init__(self, browser: FlaskClient, other: sqlite3.Connection) -> None:
        self.browser, self.other = browser, other
        whose = "SELECT client_id, mobile_phone FROM reminder JOIN client ON client.id = client_id"
        whose = f"{whose} WHERE mobile_phone <> '' AND {TO_DO} GROUP BY 1 ORDER BY min(due_on), min(reminder.id)"
        self.clients = iter(other.execute(whose).fetchall()[100:])

    def get(self, address: str, *, fragment: bool = False) -> None:
        self.other.execute(NOTED)
        answer = self.browser.get(address, headers=FRAGMENT if fragment else {})
        assert answer.status_code == 200, (address, answer.status)

    def result(self, result: str) -> None:
        """Of a client of whom nothing was said in this run."""
        client, mobile = next(self.clients)
        self.other.execute(NOTED)
        ids = [
            each
            for (each,) in self.other.execute(f"SELECT id FROM reminder WHERE client_id = ? AND {TO_DO}", (client,))
        ]
        form = {
            "result": result,
            "ids": ids,
            "seen": [f"{each}:open" for each in ids],
            "note": "Préfère le samedi",
            "number": mobile,
        }
        answer = self.browser.post(f"/calls/{client}/contacts", data=form, headers=FRAGMENT)
        assert answer.status_code == 200, (result, answer.status, answer.text[-300:])


def measured(desk: Desk, work: str, ask: Callable[[], None], among: str) -> Row:
    def several() -> None:
        for _ in range(EACH):
            ask()

    def empty() -> None:
        for _ in range(EACH):
            desk.get(pages.EMPTY)

    turns = pairs({"page": several, "empty": empty}, rounds=rounds(ROUNDS))
    return row(f"{work}, × an empty page", turns, "page", "empty", goal=GOAL, among=among)


def asked(ask: Callable[[], None]) -> int:
    """How many statements that takes."""
    found: list[str] = []
    execute = type(db.database).execute_sql

    def noted(self: object, sql: str, *more: object) -> object:
        found.append(sql)
        return execute(self, sql, *more)

    type(db.database).execute_sql = noted  # type: ignore[method-assign,assignment]
    try:
        ask()
    finally:
        type(db.database).execute_sql = execute  # type: ignore[method-assign]
    return sum(sql.lstrip()[:6].upper() in ("SELECT", "WITH f") for sql in found)


def rows(desk: Desk) -> Iterator[Row]:
    """Lists, a client, the results; then the most statements of any of them."""
    client, _ = next(desk.clients)
    asks = {address: functools.partial(desk.get, address) for address in (*LISTS, *(() if QUICK else MORE))}
    asks[f"/calls/{client}"] = functools.partial(desk.get, f"/calls/{client}")
    asks["the next client, as a fragment"] = functools.partial(desk.get, f"/calls/{client}", fragment=True)
    results = {f"{each}, and the next client": functools.partial(desk.result, each) for each in RESULTS}
    for work, ask in asks.items():
        yield measured(desk, work, ask, "a page of the call desk, × an empty page")
    for work, ask in itertools.islice(results.items(), 2 if QUICK else None):
        yield measured(desk, work, ask, "a call's result and the next client, × an empty page")
    for work, some in (("a page of the call desk", asks), ("a call's result and the next client", results)):
        most = max((asked(ask), name) for name, ask in some.items())
        yield Row(f"{work}: statements that read", number(most[0]), STATEMENTS, told=most[1])


def main() -> int:
    """0 if each goal is met."""
    app = pages.application(desk_clinic.data())
    with closing(sqlite3.connect(desk_clinic.data() / "relance.db", isolation_level=None)) as other:
        other.execute("PRAGMA synchronous = off")  # the disk is not what is measured
        app.config["WTF_CSRF_ENABLED"] = False
        return told(list(rows(Desk(pages.signed_in(app), other))))


if __name__ == "__main__":
    raise SystemExit(main())
