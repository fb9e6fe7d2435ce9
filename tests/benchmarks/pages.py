"""Every page that is a list, by each of its columns, against an empty page: `python -m tests.benchmarks.pages`.

The empty page is the shell alone, as every page has it: who is signed in, the rail with its numbers.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from flask import Flask, render_template
from flask.testing import FlaskClient

import config
from tests.benchmarks.clinic import data
from tests.benchmarks.pairs import QUICK, Row, pairs, rounds, row, told
from webapp import clock
from webapp.access import Role, allow
from webapp.app import create_app
from webapp.models import Client, StaffMember
from webapp.staff import actions

ROUNDS, EACH = 15, 3
GOAL = 3.0
EMPTY = "/benchmark-empty"


def application(folder: Path | None = None) -> Flask:
    """The application on the large clinic, with an empty page: the shell, compiled once like any template."""
    app = create_app(replace(config.load(folder or data()), immediate=True))
    shell = app.jinja_env.from_string('{% extends "base.html" %}')

    @allow(Role.RECEPTION)
    def empty() -> str:
        return render_template(shell)

    app.add_url_rule(EMPTY, view_func=empty, endpoint="benchmark_empty")
    return app


def signed_in(app: Flask) -> FlaskClient:
    """A manager's browser."""
    member = StaffMember.get_or_none(StaffMember.login == "benchmark") or actions.add(
        name="Benchmark", login="benchmark", role=Role.MANAGER, password="", now=clock.now()
    )
    browser = app.test_client()
    token = actions.begin_session(member=member, by_password=True, now=clock.now())
    with browser.session_transaction() as session:
        session["token"] = token
    return browser


def addresses() -> list[str]:
    """Each room's list, with the filters and pages that cost most."""
    client = Client.select().order_by(Client.id.desc()).first()
    sorts = {
        "/clients": ("name", "town", "animals", "last_visit"), "/animals": ("name", "owner", "born", "last_visit"),
        "/catalogue/": ("name", "code", "category", "price"), "/species/1": ("name", "english", "animals"),
        "/sales/": ("day",), "/visits/": ("day",),
    }  # fmt: skip
    sorted_by = [f"{at}?sort={way}{key}" for at, keys in sorts.items() for key in keys for way in ("", "-")]
    plain = [
        "/", "/clients?page=900", f"/clients/{client.id}", "/clients/corrections", "/clients/duplicates",
        "/animals?page=1200", "/sales/?from=2020-01-01&to=2030-01-01", "/visits/?from=2020-01-01&to=2030-01-01",
        "/appointments/", "/reminders", "/reminders?when=all", "/reminders?tab=awaiting_answer",
        "/reminders?tab=closed",
        "/batches", "/batches/reminders?period=all", "/outbox", "/outbox?state=sent", "/outbox/forecast", "/held",
        "/templates", "/people", "/imports", "/imports/1", "/species", "/settings", "/suppressions",
    ]  # fmt: skip
    return [*plain, *([each for each in sorted_by if "=-" not in each] if QUICK else sorted_by)]


# Lists of which something is kept while nothing is written, and what somebody else writes before each is asked.
ONE = "WHERE id = (SELECT min(id) FROM client)"
NOTED = f"UPDATE client SET note = iif(note = '', '.', '') {ONE}"
MOVED = f"UPDATE client SET last_name = last_name {ONE}"
KEEPING = {
    "/clients": NOTED, "/animals": NOTED, "/species": NOTED, "/species/1": NOTED, "/reminders?when=all": NOTED,
    "/reminders?tab=awaiting_answer": NOTED, "/reminders?tab=closed": NOTED, "/batches/reminders?period=all": NOTED,
    "/outbox": NOTED, "/outbox?state=sent": NOTED, "/imports/1": NOTED, "/clients/duplicates": MOVED,
}  # fmt: skip


def measured(browser: FlaskClient, address: str, before: Callable[[], object] = lambda: None) -> Row:
    """A page beside the empty one; `before`: what is done before each."""

    def page(at: str) -> None:
        for _ in range(EACH):
            before()
            answer = browser.get(at)
            assert answer.status_code == 200, (at, answer.status)

    turns = pairs({"page": lambda: page(address), "empty": lambda: page(EMPTY)}, rounds=rounds(ROUNDS))
    work = f"{address}{', after a change' if before() else ''}, × an empty page"
    return row(work, turns, "page", "empty", goal=GOAL, among="a list, × an empty page")


def changed(browser: FlaskClient) -> list[Row]:
    """Those lists while somebody else writes."""
    with closing(sqlite3.connect(data() / "relance.db", isolation_level=None)) as other:
        other.execute("PRAGMA synchronous = off")  # the disk is not what is measured
        return [measured(browser, at, functools.partial(other.execute, change)) for at, change in KEEPING.items()]


def main() -> int:
    """0 if every page holds."""
    app = application()
    browser = signed_in(app)
    return told([*(measured(browser, address) for address in addresses()), *changed(browser)])


if __name__ == "__main__":
    raise SystemExit(main())
