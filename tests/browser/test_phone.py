"""On a telephone: nothing is cut off, the first of a list is on the first screen, and so is what came of a call."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.conftest import TABLET, watched

PHONE: ViewportSize = {"width": 390, "height": 844}
TWO_LINES = 48
LISTS = [
    "/reminders", "/reminders?when=all", "/reminders?tab=awaiting_answer", "/clients", "/animals", "/appointments",
    "/visits", "/sales", "/catalogue", "/batches", "/templates", "/questions",
    "/search?q=tremblay", "/more", "/settings",
]  # fmt: skip
OTHERS = [
    "/", "/reminders/5?when=all", "/clients/3", "/clients/3/edit", "/animals/5", "/appointments/new", "/batches/1",
    "/batches/2", "/batches/reminders?period=all", "/batches/new", "/batches/1/letters/new", "/batches/1/export",
    "/batches/3/mailings/new", "/mailings/1", "/imports", "/outbox", "/outbox/forecast", "/templates/1",
    "/settings/identity", "/sending/settings", "/calls/caller", "/calls/caller?q=0148",
]  # fmt: skip

# What can be seen and reaches over an edge of the screen, but for what one moves sideways by itself (tabs).
BEYOND = """() => {
  const clipped = e => getComputedStyle(e).clipPath !== 'none';
  const moves = e => e.closest('svg') || (function up(n) {
    if (!n || n === document.body) return false
    return /auto|scroll/.test(getComputedStyle(n).overflowX) || clipped(n) || up(n.parentElement)
  })(e);
  return [...document.querySelectorAll('main *')]
    .filter(e => e.checkVisibility({checkVisibilityCSS: true}) && !moves(e))
    .filter(e => { const b = e.getBoundingClientRect(); return b.width && (b.right > innerWidth + .5 || b.left < -.5) })
    .map(e => e.outerHTML.slice(0, 100))
}"""
# Selects whose words do not fit, and buttons that hide a part of theirs.
CUT = """() => [...document.querySelectorAll('main select')].filter(e => e.checkVisibility()).map(e => {
    const style = getComputedStyle(e), pen = document.createElement('canvas').getContext('2d')
    pen.font = style.font
    const words = e.selectedOptions[0]?.textContent.trim() ?? ''
    const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    return pen.measureText(words).width > room + 1 ? words : null
  }).filter(Boolean).concat([...document.querySelectorAll('main .btn')]
    .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.trim()))"""


@pytest.fixture
def page(chromium: Browser, server: str) -> Iterator[Page]:
    """A page as wide as a telephone, under a thumb."""
    with watched(chromium, server, PHONE, touch=True) as opened:
        yield opened


def top(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["y"]


def bottom(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["y"] + box["height"]


def test_nothing_is_cut_off(anne: Page) -> None:
    found = []
    for address in [*LISTS, *OTHERS]:
        answer = anne.goto(address)
        assert answer and answer.status == 200, address
        if anne.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{address}: moves sideways")
        found += [f"{address}: {each}" for each in [*anne.evaluate(BEYOND), *anne.evaluate(CUT)]]
    assert not found, "\n".join(found)


def test_the_first_of_a_list_stands_on_the_first_screen(anne: Page) -> None:
    found = []
    for address in LISTS:
        anne.goto(address)
        rows = ("main .row:visible", "main tbody tr:visible", "main li:visible a.card", "main .tile:visible")
        first = anne.locator(", ".join(rows)).first
        if top(first) + TWO_LINES > top(anne.locator(".nav a:visible").first):
            found.append(f"{address}: {top(first):.0f} px")
    assert not found, "\n".join(found)


def test_what_came_of_a_call_is_under_the_thumb(julie: Page) -> None:
    julie.goto("/reminders")
    julie.locator(".row.reminder .whole").first.click()
    expect(julie.locator("#h-client")).to_be_in_viewport()
    expect(julie.locator("#pane .phones a").first).to_be_in_viewport(ratio=1)
    for result in ("Rendez-vous pris", "Joint par téléphone", "Dit au comptoir"):
        expect(julie.get_by_role("button", name=result)).to_be_in_viewport(ratio=1)
    julie.get_by_role("button", name="Joint par téléphone").click()
    toast = julie.locator("#toasts .toast")
    expect(toast).to_be_visible()
    assert bottom(toast) <= top(julie.locator(".dock"))
    expect(julie.locator("#pane .phones a").first).to_be_in_viewport(ratio=1)
    # The whole of the reminder can still be reached above it.
    last = julie.locator(".ways-out summary").first
    last.scroll_into_view_if_needed()
    julie.mouse.wheel(0, 4000)
    julie.wait_for_timeout(100)
    assert bottom(last) <= top(julie.locator(".dock"))


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_what_is_stopped_stands_apart(julie: Page, size: ViewportSize) -> None:
    julie.set_viewport_size(size)
    julie.locator("#encours").get_by_role("button", name="Tout arrêter").click()
    expect(julie.locator("#toasts .toast")).to_be_visible()
    julie.reload()
    band = julie.locator("#sending .banner").first
    assert top(julie.locator("#regler, #preciser, #joindre").first) - bottom(band) >= 16
    band.get_by_role("button", name="Reprendre").click()
    expect(julie.get_by_text("Tout est arrêté.")).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_the_way_back_stands_apart_from_the_bar(julie: Page, size: ViewportSize) -> None:
    """While a mailing is held for a minute."""
    julie.set_viewport_size(size)
    julie.goto("/batches/3/mailings/new")
    julie.locator(".btn.primary:visible", has_text="Envoyer").first.click()
    julie.get_by_role("button", name=re.compile(r"Envoyer\s(\d+\s|le\s)courriel")).click()
    julie.wait_for_url(re.compile(r"/mailings/\d+$"))
    back, bar = julie.get_by_role("button", name="Annuler l’envoi"), julie.locator("main progress, main svg.bar").first
    one, other = back.bounding_box(), bar.bounding_box()
    assert one and other
    beside = max(one["x"] - other["x"] - other["width"], other["x"] - one["x"] - one["width"])
    above = max(one["y"] - other["y"] - other["height"], other["y"] - one["y"] - one["height"])
    assert max(beside, above) >= 8
    back.click()
    expect(back).to_have_count(0)
