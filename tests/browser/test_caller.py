"""Somebody calls back: answered by the keyboard alone, and with a thumb on a telephone."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, TABLET, sign_in, watched

PHONE: ViewportSize = {"width": 390, "height": 844}


def results(page: Page) -> list[str]:
    """The words of the results that are on the screen, whole."""
    return [
        each.inner_text().split("\n")[0] for each in page.locator("#results .btn:visible").all()
        if (box := each.bounding_box()) and box["y"] + box["height"] <= (page.viewport_size or PHONE)["height"]
    ]  # fmt: skip


def test_by_the_keyboard_alone(chromium: Browser, server: str) -> None:
    with watched(chromium, server, DESKTOP) as page:
        sign_in(page)
        page.goto("/me")
        page.locator("[name=shortcuts]").check()
        page.locator("main form:has([name=shortcuts]) button[type=submit]").click()
        page.goto("/reminders")
        page.keyboard.press("c")
        page.wait_for_url("**/calls/caller")
        figures = page.locator("#n4")
        expect(figures).to_be_focused()
        page.keyboard.type("9999")
        expect(page.get_by_text("Aucun numéro ne finit par 9999")).to_be_visible()
        page.wait_for_function("n4.selectionEnd - n4.selectionStart === 4")  # chosen: one types again
        page.keyboard.type("0148")
        expect(page.locator("#h-client")).to_be_focused()
        name = page.locator("#h-client").inner_text()
        expect(page.locator("input[name=received]")).to_be_checked()
        page.keyboard.press("3")
        expect(page.get_by_role("button", name=re.compile("^Demain"))).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.keyboard.type("Prendra le samedi")
        page.keyboard.press("Escape")
        page.locator("#h-client").focus()
        page.keyboard.press("1")
        toast = page.get_by_text(f"Rendez-vous pris\u00a0: {name}")
        expect(toast).to_be_visible()
        expect(figures).to_be_focused()  # the next may call
        expect(figures).to_have_value("")
        page.locator("#h-queue").focus()
        page.keyboard.press("u")
        expect(page.locator("#h-client")).to_have_text(name)
        expect(page.get_by_text(f"Défait\u00a0: {name}")).to_be_visible()
        expect(page.locator("input[name=received]")).to_have_count(0)  # they have it all the same


def test_with_a_thumb(chromium: Browser, server: str) -> None:
    with watched(chromium, server, PHONE, touch=True) as page:
        sign_in(page)
        page.goto("/calls/caller")
        page.locator("#n4").fill("0148")
        expect(page.locator("#h-client")).to_be_visible()
        expect(page.locator(".queue")).to_be_hidden()
        for size in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size(size)
            assert len(results(page)) == 8, size  # without scrolling
        page.set_viewport_size(PHONE)
        page.get_by_text("Va rappeler", exact=True).tap()
        page.get_by_role("button", name=re.compile("^Une semaine")).tap()
        expect(page.get_by_text("Va rappeler\u00a0:")).to_be_visible()
        expect(page.locator("#n4")).to_be_visible()
