"""A day in a field stands under it in words: a browser writes it in its own language, not in that of the page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from tests import factories
from webapp import filters, languages
from webapp.models import StaffMember

SAID = re.compile(r'<span class="hint" id="([\w-]+)-day" data-day data-today="2026-03-05">([^<]*)</span>')


@pytest.mark.parametrize(
    ("day", "fr", "en"),
    [
        (date(2026, 12, 5), "samedi 5 décembre 2026", "Saturday, December 5, 2026"),
        (date(2026, 3, 1), "dimanche 1er mars 2026, il y a 4 jours", "Sunday, March 1, 2026, 4 days ago"),
        (date(2026, 3, 4), "mercredi 4 mars 2026, hier", "Wednesday, March 4, 2026, yesterday"),
        (date(2026, 3, 5), "jeudi 5 mars 2026, aujourd’hui", "Thursday, March 5, 2026, today"),
        (date(2026, 3, 6), "vendredi 6 mars 2026, demain", "Friday, March 6, 2026, tomorrow"),
        (date(2026, 3, 7), "samedi 7 mars 2026, dans 2 jours", "Saturday, March 7, 2026, in 2 days"),
        (date(2025, 11, 25), "mardi 25 novembre 2025, il y a 100 jours", "Tuesday, November 25, 2025, 100 days ago"),
        (date(2025, 11, 24), "lundi 24 novembre 2025", "Monday, November 24, 2025"),
        ("2026-03-17", "mardi 17 mars 2026, dans 12 jours", "Tuesday, March 17, 2026, in 12 days"),
        ("le 40", "", ""),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_it_says_the_day_and_how_far_off_it_is(app: Flask, day: date | str | None, fr: str, en: str) -> None:
    for language, words in (("fr", fr), ("en", en)):
        with app.test_request_context():
            languages.speak(language)
            assert filters.day_said(day).replace(filters.NBSP, " ") == words


@pytest.mark.parametrize(
    ("at", "fr", "en"),
    [
        (datetime(2026, 3, 5, 13, 5, 9, tzinfo=UTC), "8 h 5 min 9 s", "8:05:09 am"),
        (datetime(2026, 3, 5, 22, 0, 0, tzinfo=UTC), "17 h 0 min 0 s", "5:00:00 pm"),
    ],
)
def test_it_writes_an_instant_to_the_second(app: Flask, at: datetime, fr: str, en: str) -> None:
    for language, words in (("fr", fr), ("en", en)):
        with app.test_request_context():
            languages.speak(language)
            assert filters.second(at).replace(filters.NBSP, " ") == words


def test_it_stands_under_each_field(manager: FlaskClient, anne: StaffMember) -> None:
    animal = factories.animal()
    page = manager.get("/sales?from=2026-03-01&to=2026-03-05").text.replace(filters.NBSP, " ")
    assert dict(SAID.findall(page)) == {
        "f-from": "Dimanche 1er mars 2026, il y a 4 jours",
        "f-to": "Jeudi 5 mars 2026, aujourd’hui",
    }
    page = manager.get(f"/visits/new?animal={animal.id}").text.replace(filters.NBSP, " ")
    assert SAID.findall(page) == [("visited_on", "Jeudi 5 mars 2026, aujourd’hui")]
    assert 'aria-describedby="visited_on-day"' in page
    StaffMember.update(language="en").where(StaffMember.id == anne.id).execute()
    page = manager.get(f"/animals/{animal.id}/edit").text
    assert SAID.findall(page)[0][0] == "born_on"


def test_it_has_no_field_for_a_day_without_its_words() -> None:
    """A day is drawn by the two macros of components/form.html, which write the words."""
    bare = re.compile(r'type="date"|(?<!_)field\(form\.\w*(?:_on|born)\b|(?<!_)field\(form\.on\b')
    found = [
        f"{path.name}: {line.strip()}"
        for path in (config.ROOT / "templates").rglob("*.html")
        if path.name != "form.html" or path.parent.name != "components"
        for line in path.read_text("utf-8").splitlines()
        if bare.search(line) and "date_field(" not in line and 'id="due"' not in line
    ]
    assert not found
