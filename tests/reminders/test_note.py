"""A result and its note are one: what stands in the note goes with whatever is pressed, and is never lost."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import sign_in
from tests.reminders.steps import FRAGMENT, again, history, undo_of

SAID = "Boîte vocale pleine"
EVERY = [
    ("post", "done", {"channel": "phone"}), ("post", "answered", {}), ("post", "visited", {}),
    ("post", "cancelled", {"words": "Trop cher"}), ("post", "deleted", {}), ("post", "due", {"due_on": "2026-04-01"}),
    ("post", "responsible", {"member": ""}), ("delete", "done", {}), ("delete", "answered", {}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "verb", "typed"), EVERY)
def test_it_goes_with_every_result(client: FlaskClient, method: str, verb: str, typed: dict[str, str]) -> None:
    due = factories.reminder(note="Avant")
    if method == "delete":
        client.post(f"/reminders/{due.id}/{verb}")
    data = {"note": SAID, "note_was": "Avant", **typed}
    page = client.open(f"/reminders/{due.id}/{verb}", method=method.upper(), data=data, headers=FRAGMENT)
    assert page.status_code == 200 and again(due).note == SAID
    assert ("noted", {"was": "Avant", "note": SAID}) in history(due)
    assert f"Note\u00a0: «\u00a0{SAID}\u00a0»" in client.get(f"/reminders/{due.id}").text


def test_it_stays_when_the_result_is_undone(client: FlaskClient) -> None:
    due = factories.reminder()
    page = client.post(f"/reminders/{due.id}/done", data={"note": SAID, "note_was": ""}, headers=FRAGMENT)
    client.post(undo_of(page.text), headers=FRAGMENT)
    assert again(due).done_at is None and again(due).note == SAID


def test_it_is_not_touched_where_it_stands_as_it_was_shown(client: FlaskClient) -> None:
    due = factories.reminder(note="Sophie l’a changée depuis")
    client.post(f"/reminders/{due.id}/done", data={"note": "Avant", "note_was": "Avant"}, headers=FRAGMENT)
    assert again(due).note == "Sophie l’a changée depuis"


@pytest.mark.parametrize("headers", [FRAGMENT, {}])
@pytest.mark.parametrize("verb", ["done", "visited", "cancelled"])
def test_it_stands_there_again_when_the_result_is_refused(
    client: FlaskClient, app: Flask, verb: str, headers: dict[str, str]
) -> None:
    due = factories.reminder(note="Avant")
    sophie = sign_in(app, factories.staff_member(name="Sophie Nadeau"))
    sophie.post(f"/reminders/{due.id}/{verb}")
    page = client.post(f"/reminders/{due.id}/{verb}", data={"note": SAID, "note_was": "Avant"}, headers=headers)
    assert page.status_code == 422
    assert re.search(rf'<textarea[^>]*name="note"[^>]*data-unsaved="kept"[^>]*>{SAID}</textarea>', page.text)
    assert again(due).note == "Avant"  # nothing was done: both or neither


def test_it_keeps_the_day_and_the_note_when_the_day_is_missing(client: FlaskClient) -> None:
    due = factories.reminder()
    typed = {"due_on": "", "note": SAID, "note_was": "", "words": "Elle déménage"}
    page = client.post(f"/reminders/{due.id}/due", data=typed, headers=FRAGMENT)
    assert page.status_code == 422
    assert f">{SAID}</textarea>" in page.text and 'value="Elle déménage"' in page.text


def test_a_note_for_a_reminder_that_is_gone_is_shown_again(client: FlaskClient, app: Flask) -> None:
    due = factories.reminder()
    sign_in(app, factories.staff_member(name="Sophie Nadeau")).post(f"/reminders/{due.id}/deleted")
    page = client.post(f"/reminders/{due.id}/note?tab=deleted", data={"note": SAID}, headers=FRAGMENT)
    assert page.status_code == 422 and f">{SAID}</textarea>" in page.text and again(due).note == ""


def test_it_goes_on_to_the_appointment_with_the_note_saved(client: FlaskClient) -> None:
    due = factories.reminder()
    page = client.post(f"/reminders/{due.id}/note?when=week", data={"note": SAID, "note_was": "", "book": "1"})
    assert again(due).note == SAID
    to = page.headers["Location"]
    assert to.startswith("/appointments/new?") and f"reminder={due.id}" in to and "when%3Dweek" in to


def test_every_button_of_the_open_reminder_carries_the_note(client: FlaskClient) -> None:
    page = client.get(f"/reminders/{factories.reminder().id}").text
    pane = page[page.index('<article class="pane"') : page.index("</article>")]
    forms = [form for form in re.findall(r"<form[^>]*>", pane) if 'id="result"' not in form]
    assert len(forms) >= 3 and all('hx-include="#note, #note-was"' in form for form in forms)
    assert not re.findall(r"hx-delete", pane)  # which would put it into the address
    for field in re.findall(r'<(?:textarea|input)[^>]*name="note(?:_was)?"[^>]*>', pane):
        assert 'form="result"' in field


@pytest.mark.parametrize(("method", "verb", "typed"), EVERY)
def test_it_is_taken_whole_or_nothing_is_done(
    client: FlaskClient, method: str, verb: str, typed: dict[str, str]
) -> None:
    due = factories.reminder()
    if method == "delete":
        client.post(f"/reminders/{due.id}/{verb}")
    before, told = again(due).__data__, history(due)
    for long in ({"note": "é" * 50_000, "note_was": ""}, *([{"words": "é" * 201}] if "words" in typed else [])):
        data = {**typed, **long}
        for headers in (FRAGMENT, {}):
            page = client.open(f"/reminders/{due.id}/{verb}", method=method.upper(), data=data, headers=headers)
            assert page.status_code == 422 and "C’est trop long\u00a0:" in page.text
            assert data[next(iter(long))] in page.text
    assert again(due).__data__ == before and history(due) == told
