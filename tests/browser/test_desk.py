"""The desk at the sizes it is used at: the number and the results in sight, what was done said at the foot, and taken
back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, TABLET, axe, complaints, sign_in, watched

SIZES = ((1280, 800), (1366, 768), (1180, 820), (820, 1180), (390, 844))
# What lies over another, or out of sight, of what one needs during a call.
AMISS = """() => {
  const shown = [...document.querySelectorAll('.callnow .tel, #note, #results > .btn, #results > details > summary')]
  const seen = shown.filter(e => {
    const b = e.getBoundingClientRect(), at = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2)
    return b.top >= 0 && b.bottom <= innerHeight && b.left >= 0 && b.right <= innerWidth && (at === e || e.contains(at))
  })
  return shown.filter(e => !seen.includes(e)).map(e => e.textContent.trim().slice(0, 40)).concat(
    shown.length === 2 + 8 ? [] : [`${shown.length} places`])
}"""


def first(page: Page) -> str:
    """The address of a client who is due and has a number."""
    page.goto("/calls/?when=all&called=not_called")
    return page.locator(".queue .row:not(.held) h3 a").first.get_attribute("href") or ""


def test_the_number_and_the_results_are_in_sight_at_every_size(chromium: Browser, server: str) -> None:
    with watched(chromium, server, DESKTOP) as page:
        sign_in(page)
        address = first(page)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address)
            expect(page.locator("#h-client")).to_be_visible()
            assert not page.evaluate(AMISS), (width, height)
            page.locator("#results summary").click()  # when to call again: the whole panel
            for choice in page.locator(".later-panel .btn").all():
                expect(choice).to_be_in_viewport(ratio=1)
            page.keyboard.press("Escape")
            expect(page.locator("#results summary")).to_be_focused()
        boxes = page.locator('.due input[type="checkbox"]:checked')
        while boxes.count():
            boxes.first.uncheck()
        expect(page.get_by_role("button", name="Message laissé")).to_be_disabled()
        page.set_viewport_size(DESKTOP)
        expect(page.locator("[data-holds-for]")).to_have_text("Cochez au moins un rappel")


def test_what_was_done_is_said_at_the_foot_and_taken_back(chromium: Browser, server: str, data: Path) -> None:
    with closing(sqlite3.connect(data / "relance.db", timeout=30)) as database, database:
        database.execute("UPDATE staff_member SET shortcuts = 1 WHERE login = 'julie.belanger'")
    with watched(chromium, server, DESKTOP) as page:
        page.clock.install()
        sign_in(page)
        page.goto(first(page))
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_contain_text("Défaire le dernier résultat")
        page.keyboard.press("Escape")
        name, count = page.locator("#h-client").inner_text(), page.locator("#n-reminders-index").inner_text()
        page.keyboard.press("n")
        page.keyboard.type("Le 4 ou le 8")  # no key is a result while one types
        page.keyboard.press("Enter")
        expect(page.locator("#h-client")).to_have_text(name)
        page.keyboard.press("2")
        toast = page.locator("#toasts .toast")
        expect(toast).to_contain_text(name)
        expect(page.locator("#h-client")).not_to_have_text(name)
        expect(page.locator("#h-client")).to_be_focused()
        expect(page.locator("#n-reminders-index")).not_to_have_text(count)
        assert page.locator(".toasts").get_attribute("role") == "status"
        box, pane = toast.bounding_box(), page.locator("#pane").bounding_box()
        assert box and pane and box["x"] + box["width"] <= pane["x"] and box["y"] > pane["height"] / 2
        toast.hover()
        page.clock.run_for(11_000)
        expect(toast).to_be_visible()
        page.mouse.move(900, 300)
        page.clock.run_for(11_000)
        expect(toast).to_have_count(0)
        page.keyboard.press("u")
        expect(page.locator("#h-client")).to_have_text(name)
        expect(page.locator("#toasts .toast")).to_contain_text("Défait")
        expect(page.locator("#n-reminders-index")).to_have_text(count)


def test_nothing_stands_in_the_way_in_english_either(chromium: Browser, server: str) -> None:
    with watched(chromium, server, DESKTOP) as page:
        sign_in(page, "emily.clark")
        page.goto(first(page))
        axe(page)
        page.locator(".fold summary").click()
        expect(page.locator(".fold [lang]")).to_be_visible()
        for size in (DESKTOP, TABLET):
            page.set_viewport_size(size)
            assert not complaints(page), size
