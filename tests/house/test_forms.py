"""Every form of every page, sent empty and sent with nonsense: what is wrong is said on top, in the person's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import wtforms
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

import config
from tests import factories
from tests.house.walk import address, guarded, methods
from webapp.models import StaffMember

THEIRS = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
ASKED = ("text", "search", "number", "email", "tel", "date", "time", "radio", "password", "file")
NONSENSE = "zzz"


class Forms(HTMLParser):
    """The forms of a page that ask for something: where they go, and the names of their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.fields: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form" and of.get("method") == "post":
            self.fields = {}
            self.found.append((of.get("action", ""), self.fields))
        elif self.fields is not None and tag in ("input", "select", "textarea") and "name" in of:
            kind = of.get("type", "text") if tag == "input" else tag
            self.fields[of["name"]] = kind

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.fields = None


def asking(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    parser = Forms()
    parser.feed(page)
    for action, fields in parser.found:
        if {"select", "textarea", *ASKED} & set(fields.values()) and "_method=" not in action:
            yield action, fields


REFUSALS: dict[str, dict[str, str]] = {}  # of each language: the walk takes seconds, and each test reads it


@pytest.fixture(params=["fr", "en"])
def refusals(request: pytest.FixtureRequest, app: Flask, manager: FlaskClient, anne: StaffMember) -> dict[str, str]:
    """Each answer to a form that was sent empty, or with nonsense, and refused; by where it went and with what."""
    if request.param in REFUSALS:
        return REFUSALS[request.param]
    StaffMember.update(language=request.param).where(StaffMember.id == anne.id).execute()
    animal = factories.animal()
    factories.sale()
    factories.visit(of=animal)
    factories.appointment(of=animal)
    factories.category()
    factories.mailing(of=factories.batch(number=1, animals=[animal]))
    factories.message()
    found = {}
    for rule, _guard in guarded(app):
        if "GET" not in methods(rule):
            continue
        page = address(app, rule)
        answer = manager.get(page)
        if answer.mimetype != "text/html":
            continue
        for action, fields in asking(answer.text):
            for typed in ("", NONSENSE):
                data = {name: typed for name, kind in fields.items() if kind not in ("hidden", "checkbox", "file")}
                sent = manager.post(action or page, data=data)
                if sent.status_code == 422:
                    found[f"{action or page} {typed!r}"] = sent.text
    REFUSALS[request.param] = found
    return found


def theirs() -> list[re.Pattern[str]]:
    """What WTForms says by itself, in English."""
    with THEIRS.open("rb") as file:
        messages = [message.id for message in read_po(file) if message.id]
    sentences = [each for message in messages for each in (message if isinstance(message, tuple) else (message,))]
    return [re.compile(re.sub(r"%\\\(\w+\\\)[sd]|%\(\w+\)[sd]", ".+", re.escape(each))) for each in sentences]


def test_it_says_on_top_what_is_wrong(refusals: dict[str, str]) -> None:
    assert len(refusals) > 30
    without = [where for where, page in refusals.items() if "data-errors" not in page]
    assert not without, "\n".join(sorted(without))


def test_it_never_speaks_as_wtforms(refusals: dict[str, str]) -> None:
    patterns = theirs()
    assert any(each.search("Not a valid choice.") for each in patterns)
    wrong = [
        f"{where}: {pattern.pattern}"
        for where, page in refusals.items()
        for pattern in patterns
        if pattern.search(page)
    ]
    assert not wrong, "\n".join(sorted(wrong))


def test_it_leads_from_each_mistake_to_its_field(refusals: dict[str, str]) -> None:
    lost = [
        f"{where}: #{target}"
        for where, page in refusals.items()
        for summary in re.findall(r'<div class="errors".*?</div>', page, re.DOTALL)
        for target in re.findall(r'href="#([^"]+)"', summary)
        if f'id="{target}"' not in page
    ]
    assert not lost, "\n".join(sorted(lost))


# Nothing is typed there that would be missed: a password, figures, files, ticks, one press; or the address has it all.
NOT_MISSED = {
    "staff/sign_in.html", "staff/_again.html", "staff/hand_over.html", "imports/index.html", "imports/_more_files.html",
    "animals/_row.html", "clients/_correction.html", "letters/export.html", "letters/new.html",
    "catalogue/_list.html", "second_contacts/index.html",
}  # fmt: skip
FORM = re.compile(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", re.DOTALL)


def test_it_asks_before_what_is_typed_is_lost() -> None:
    silent = {
        str(path.relative_to(config.ROOT / "templates"))
        for path in (config.ROOT / "templates").rglob("*.html")
        for form in FORM.findall(re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL))
        if 'method="post"' in form and "novalidate" in form and "data-unsaved" not in form
    }
    assert silent == NOT_MISSED
