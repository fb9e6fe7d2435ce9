"""Every page that is a list, against an empty signed-in page in the same run: `python -m tests.benchmarks.pages`.

The two are asked for in turn, so that a slow moment of the machine falls on both.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Flask, render_template
from flask.testing import FlaskClient

import config
from tests.benchmarks.clinic import data, median, table, timed
from webapp import clock
from webapp.access import Role, allow
from webapp.app import create_app
from webapp.models import Client, StaffMember
from webapp.staff import actions

ROUNDS = 41
LIMIT = 6.0
EMPTY = "/benchmark-empty"


def application() -> Flask:
    """The application on the large clinic, with an empty page: the shell, compiled once like any template."""
    app = create_app(replace(config.load(data()), immediate=True))
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


def addresses(app: Flask) -> list[str]:
    """Each room's list, with the filters and pages that cost most."""
    client = Client.select().order_by(Client.id.desc()).first()
    plain = [
        "/", "/clients/", "/clients/?sort=town", "/clients/?page=900", f"/clients/{client.id}", "/clients/corrections",
        "/animals/", "/animals/?sort=owner", "/animals/?page=1200", "/catalogue/", "/sales/",
        "/sales/?from=2020-01-01&to=2030-01-01", "/visits/", "/visits/?from=2020-01-01&to=2030-01-01", "/appointments/",
        "/imports/", "/species/", "/settings/",
    ]  # fmt: skip
    adapter = app.url_map.bind("localhost")
    return [address for address in plain if adapter.test(address.split("?")[0])]


def main() -> bool:
    """Print the table; whether every page holds."""
    app = application()
    browser = signed_in(app)
    rows: list[tuple[str, ...]] = [("page", "empty ms", "page ms", "worst ms", "ratio", f"≤ {LIMIT:g}")]
    holds = True
    for address in addresses(app):
        answer = browser.get(address)
        assert answer.status_code == 200, (address, answer.status)
        bare, full = [], []
        for _ in range(ROUNDS):
            bare += timed(lambda: browser.get(EMPTY), 1)
            full += timed(lambda url=address: browser.get(url), 1)  # type: ignore[misc]
        ratio = median(full) / median(bare)
        holds = holds and ratio <= LIMIT
        rows.append(
            (
                address,
                f"{median(bare):.2f}",
                f"{median(full):.2f}",
                f"{max(full):.2f}",
                f"{ratio:.2f}",
                "yes" if ratio <= LIMIT else "NO",
            )
        )
    print(table(rows))
    return holds


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
