"""What a page asks of the database: twelve statements at most, whatever stands on it. Walks every page of a clinic
with its campaigns, with each tab, order and page that they offer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.house.walk import guarded, methods
from webapp import clock, models
from webapp.demo import actions as demo

MOST = 12
# What has more, and why: a lot, the first time, for what it gave and how far its mailing is; asked again it has twelve.
# A mailing, for what is written in place of its type's text.
MORE = {"batches.show": 27, "mailings.new": 13}
# What a number in an address is the number of, where it is not the table of that name; by the room, too.
ROWS = {
    "member_id": models.StaffMember, "category_id": models.RevenueCategory, "contact_id": models.ContactPerson,
    "file_id": models.ImportFile, "first_id": models.Client, "second_id": models.Client,
    "run_id letters": models.PrintRun, "run_id imports": models.ImportRun,
    "type_id agenda": models.AppointmentType, "type_id reminders": models.ReminderType,
    "view_id": models.SavedView, "text_id": models.ActText,
}  # fmt: skip
HERE = re.compile(r'(?:href|hx-get)="([^"#]*\?[^"#]+)"')


def row_of(name: str, room: str) -> type[models.Table]:
    kind = ROWS.get(name) or ROWS.get(f"{name} {room}")
    return kind or getattr(models, "".join(word.title() for word in name.removesuffix("_id").split("_")))


def filled(app: Flask, rule: Rule) -> str | None:
    """The address of a page about something that there is."""
    values: dict[str, object] = {}
    room = rule.endpoint.partition(".")[0]
    for name in rule.arguments:
        if name == "number" and room in ("batches", "letters", "mailings"):
            values[name] = "1"
        elif name == "number":
            values[name] = 1
        elif name.endswith("_id"):
            first = row_of(name, room).select().first()
            if first is None:
                return None
            values[name] = first.id
        else:
            return None
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def offered(address: str, page: str) -> Iterator[str]:
    """The same page by another tab, in another order, cut elsewhere."""
    for found in HERE.findall(page):
        there = urljoin(address, unescape(found))
        if there.partition("?")[0].rstrip("/") == address.partition("?")[0].rstrip("/"):
            yield there


def test_it_asks_little(app: Flask, manager: FlaskClient, asked: Callable[[Callable[[], object]], list[str]]) -> None:
    zone = app.config["RELANCE"].timezone
    demo.build(clients=120, today=clock.day(clock.now(), zone), zone=zone)
    demo.campaign(now=clock.now(), zone=zone)
    too_many, seen = {}, 0
    for rule, _guard in guarded(app):
        first = filled(app, rule) if "GET" in methods(rule) else None
        todo = [first] if first else []
        for address in todo:  # grows
            answers: list[TestResponse] = []
            statements = asked(partial(lambda at, into: into.append(manager.get(at, buffered=True)), address, answers))
            seen += answers[0].status_code == 200
            if len(statements) > MORE.get(rule.endpoint, MOST):
                too_many[address] = len(statements)
            if answers[0].mimetype == "text/html" and len(todo) < 30:
                todo += {each: None for each in offered(address, answers[0].text) if each not in todo}
            answers[0].close()
    assert not too_many
    assert seen > 200
