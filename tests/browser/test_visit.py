"""A visit by touch on a tablet, from opening it to the next appointment: two of a household in one carrier."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import TABLET, axe, complaints, sign_in, watched

# A household of two animals, each of which is due for something.
HOUSEHOLD = """SELECT reminder.client_id, min(animal_id), max(animal_id) FROM reminder
    JOIN animal ON animal.id = reminder.animal_id AND animal.client_id = reminder.client_id
    WHERE NOT animal.deceased AND given_away_on IS NULL AND reminder.deleted_at IS NULL AND cancelled_at IS NULL
    AND visited_at IS NULL AND answered_at IS NULL AND done_at IS NULL AND animal.name > ''
    GROUP BY 1 HAVING count(DISTINCT animal_id) > 1 ORDER BY count(*) DESC, 1 LIMIT 1"""


def ask(data: Path, sql: str, *given: object) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(data / "relance.db")) as database:
        return database.execute(sql, given).fetchall()


def test_from_opening_it_to_the_next_appointment(chromium: Browser, server: str, data: Path) -> None:
    ((client, seen, along),) = ask(data, HOUSEHOLD)
    with watched(chromium, server, TABLET, touch=True) as page:
        sign_in(page)
        page.goto(f"/visits/new?client={client}&animal={seen}")
        page.locator("[name=reason]").fill("Griffes")
        page.locator("[name=note]").tap()  # the boxes follow what was typed
        other = page.locator(f"[role=group][aria-labelledby=of-{along}] input[type=checkbox]").first
        expect(page.locator("#visit-reminders [name=reminders]:checked")).to_have_count(0)
        expect(other).not_to_be_checked()
        other.tap()
        number = int(other.get_attribute("value") or 0)
        axe(page)
        assert not complaints(page)
        page.get_by_role("button", name="Inscrire une visite").tap()

        page.wait_for_url(re.compile(r"/visits/\d+/ahead$"))
        ((visit,),) = ask(data, "SELECT max(id) FROM visit")
        assert ask(data, "SELECT visit_id FROM reminder WHERE id = ?", number) == [(visit,)]
        rows = page.locator(".row.ahead")
        waits = rows.filter(has=page.locator(".btn.primary")).count()
        axe(page)
        assert waits and not complaints(page)
        booking = rows.first.get_by_role("link", name="Prendre rendez-vous")
        booking.tap()
        # Filled in but for the hour.
        assert page.locator("[name=on]").input_value() and page.locator("[name=animal]").input_value()
        page.locator("[name=at]").fill("10:30")
        page.get_by_role("button", name="Donner un rendez-vous").tap()

        page.wait_for_url(re.compile(r"/visits/\d+/ahead$"))
        expect(page.locator("#toasts")).to_contain_text("Rendez-vous inscrit pour")
        expect(page.locator(".row.ahead .btn.primary")).to_have_count(waits - 1)
        expect(page.locator("section[aria-labelledby=h-booked]")).to_contain_text("Répond à")
        axe(page)
        assert not complaints(page)
        page.get_by_role("link", name=re.compile("Passer$|Terminer")).tap()
        page.wait_for_url(f"**/visits/{visit}")
        expect(page.locator(f"[name=reminders][value='{number}']")).to_be_checked()
        page.goto("/appointments/leaving")
        expect(page.locator(".leaving")).to_contain_text(re.compile("visites? sur"))
