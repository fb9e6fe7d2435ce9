"""A day that is typed stands under its field in words, at once and in the language of the page."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import clinic_day, sign_in


def test_it_says_the_day_as_it_is_typed(page: Page) -> None:
    sign_in(page)
    page.goto("/sales")
    words = page.locator("#f-from-day")
    field = page.locator("#f-from")
    field.fill("2026-12-05")
    expect(words).to_contain_text("Samedi 5 décembre 2026")
    field.fill("2024-03-01")
    expect(words).to_have_text("Vendredi 1er mars 2024")
    field.fill("")
    expect(words).to_be_hidden()
    today = date.fromisoformat(words.get_attribute("data-today") or "")
    for days, said in ((3, "dans 3 jours"), (-12, "il y a 12 jours"), (1, "demain"), (-2, "il y a 2 jours")):
        field.fill((today + timedelta(days=days)).isoformat())
        expect(words).to_contain_text(f", {said}")


def test_it_writes_it_as_the_server_does(page: Page) -> None:
    """What the server wrote stands before any script: the two agree to the letter, in both languages."""
    for login in ("julie.belanger", "emily.clark"):
        page.context.clear_cookies()
        sign_in(page, login)
        for first in ("2026-12-05", "2024-03-01", "2025-08-31"):
            address = f"/sales?from={first}&to={clinic_day()}"
            sent = page.evaluate("address => fetch(address).then(answer => answer.text())", address)
            written = dict(re.findall(r'id="([\w-]+)-day"[^>]*>([^<]+)<', sent))
            page.goto(address)
            for field, said in written.items():
                assert page.locator(f"#{field}").evaluate("e => e.type") == "date"
                page.locator(f"#{field}").dispatch_event("input")
                assert page.locator(f"#{field}-day").text_content() == said
            assert {"f-from", "f-to"} <= written.keys()
