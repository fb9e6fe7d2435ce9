"""For whoever sees badly: text twice as large, a screen of 320 pixels, a system that forces its own colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, sign_in, watched
from tests.conftest import CHROMIUM, QUIET

NARROW: ViewportSize = {"width": 320, "height": 640}
PAGES = [
    "/", "/reminders", "/reminders/5?when=all", "/clients", "/clients/3", "/animals/5", "/appointments", "/visits",
    "/sales", "/catalogue", "/batches", "/batches/1", "/batches/new", "/batches/1/letters/new", "/mailings/1",
    "/outbox", "/outbox/forecast", "/templates", "/templates/1", "/imports", "/settings", "/sending/settings",
    "/letters/settings", "/search?q=tremblay",
]  # fmt: skip
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def large(chromium: Browser) -> Iterator[Browser]:
    """A browser whose person has set letters of 32 pixels in place of 16."""
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[*QUIET, "--blink-settings=defaultFontSize=32"]
    )
    yield browser
    browser.close()


def too_wide(page: Page) -> list[str]:
    """The pages that must be moved sideways to be read (WCAG 2.2, 1.4.4 and 1.4.10)."""
    found = []
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        if beyond := page.evaluate(BEYOND):
            found.append(f"{address}: {beyond} px")
    return found


def test_it_bears_text_of_twice_the_size(large: Browser, server: str) -> None:
    with watched(large, server, DESKTOP) as page:
        sign_in(page, "anne.gagnon")
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
        assert not too_wide(page)


def test_it_fits_320_pixels(chromium: Browser, server: str) -> None:
    with watched(chromium, server, NARROW) as page:
        sign_in(page, "anne.gagnon")
        assert not too_wide(page)


# What is drawn of an element where backgrounds and shadows are gone.
DRAWN = """e => {
  const s = getComputedStyle(e);
  const underline = s.textDecorationLine.includes('underline');
  return { border: parseFloat(s.borderTopWidth), underline, outline: s.outlineStyle };
}"""


def test_it_shows_in_forced_colours_what_can_be_pressed_and_where_one_is(chromium: Browser, server: str) -> None:
    with watched(chromium, server, DESKTOP) as page:
        page.emulate_media(forced_colors="active")
        sign_in(page, "anne.gagnon")
        page.goto("/reminders?when=all")
        page.locator(".row.reminder .whole").first.click()
        expect(page.locator(".row:has([aria-current])")).to_be_visible()
        bare = [
            button.inner_text() for button in page.locator(".btn:visible").all() if button.evaluate(DRAWN)["border"] < 1
        ]
        assert not bare
        for current in (".nav a[aria-current]", ".tabs a[aria-current]"):
            assert page.locator(current).first.evaluate(DRAWN)["underline"], current
        assert page.locator(".row:has([aria-current])").first.evaluate(DRAWN)["outline"] == "solid"
        icons = "all => all.map(e => [getComputedStyle(e).stroke, getComputedStyle(e.parentElement).color])"
        drawn = page.locator(".nav .icon").evaluate_all(icons)
        assert drawn and all(stroke == word for stroke, word in drawn), "an icon has the colour of its word"
