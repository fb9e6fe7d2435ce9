from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask

from tests import factories
from webapp import hand_edits
from webapp.models import Client, HandEdit


def kept() -> dict[str, str | None]:
    return {edit.field: edit.file_value for edit in HandEdit.select()}


def record(before: dict[str, object], changed: dict[str, object], now: datetime) -> None:
    hand_edits.record(kind="client", row=7, before=before, changed=changed, now=now)


def test_it_keeps_what_stood_before_the_first_change(app: Flask, now: datetime) -> None:
    record({"email": "file@example.ca"}, {"email": "mine@example.ca"}, now)
    record({"email": "mine@example.ca"}, {"email": "other@example.ca"}, now)
    assert kept() == {"email": "file@example.ca"}


def test_it_forgets_a_field_set_back_to_what_the_file_gave(app: Flask, now: datetime) -> None:
    record({"email": "file@example.ca", "town": "Magog"}, {"email": "", "town": "Orford"}, now)
    record({"email": ""}, {"email": "file@example.ca"}, now)
    assert kept() == {"town": "Magog"}


def test_it_passes_over_what_did_not_change(app: Flask, now: datetime) -> None:
    record({"email": "a@example.ca", "town": "Magog"}, {"email": "a@example.ca"}, now)
    assert kept() == {}


def test_it_keeps_nothing_and_empty_apart(app: Flask, now: datetime) -> None:
    record({"born_on": None, "note": ""}, {"born_on": date(2020, 2, 1), "note": "x"}, now)
    assert kept() == {"born_on": None, "note": ""}
    record({"born_on": date(2020, 2, 1)}, {"born_on": None}, now)
    assert kept() == {"note": ""}


def test_it_keeps_rows_and_tables_apart(app: Flask, now: datetime) -> None:
    for kind, row in (("client", 7), ("client", 8), ("animal", 7)):
        hand_edits.record(kind=kind, row=row, before={"note": kind}, changed={"note": "x"}, now=now)
    assert HandEdit.select().count() == 3


@pytest.mark.parametrize(("number", "remembered"), [("17", {"town": "Magog"}), (None, {})])
def test_it_writes_what_differs_and_remembers_what_a_file_said(
    app: Flask, now: datetime, number: str | None, remembered: dict[str, str]
) -> None:
    row = factories.client(number=number, town="Magog", note="calme")
    values = {"town": "Orford", "note": "calme"}
    assert hand_edits.correct(row, values, now=now, language="en") == {"town": ["Magog", "Orford"]}
    written = Client.get_by_id(row.id)
    assert (written.town, written.note, written.language) == ("Orford", "calme", "en")
    assert kept() == remembered


def test_it_writes_nothing_where_nothing_differs(app: Flask, now: datetime) -> None:
    row = factories.client(number="17", town="Magog", language="fr")
    assert hand_edits.correct(row, {"town": "Magog"}, now=now, language="en") == {}
    assert Client.get_by_id(row.id).language == "fr"
    assert kept() == {}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (True, "1"),
        (False, "0"),
        (12, "12"),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime.fromisoformat("2026-03-05T10:26:00-05:00"), "2026-03-05 15:26:00.000000+00:00"),
        ("Zoë", "Zoë"),
    ],
)
def test_it_writes_values_as_the_database_holds_them(value: object, text: str | None) -> None:
    assert hand_edits.as_text(value) == text
