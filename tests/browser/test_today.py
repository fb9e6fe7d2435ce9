"""The first screen ends after two screens of a tablet, and nothing sticks out of it; a toast names whom it is about and
covers nothing; the rail follows at once; what is stopped says how it goes on, after a reload too.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, TABLET, sign_in, watched

TWO_SCREENS = 2 * TABLET["height"]
HEIGHT = "document.documentElement.scrollHeight"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Whether two elements share a point of the window.
MEET = """([one, other]) => {
  const [a, b] = [one, other].map(s => document.querySelector(s).getBoundingClientRect());
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""


def test_it_ends_after_two_screens_of_a_tablet(julie: Page) -> None:
    """As it is all day: once what waits is read."""
    read = julie.get_by_role("button", name="C’est lu")
    if read.count():
        read.click()
        expect(julie.locator("#resume")).to_have_count(0)
    assert julie.evaluate(HEIGHT) <= TWO_SCREENS
    for rows in ("#joindre .rows > li", "#rendez-vous .rows > li", "#regler > .rows > li"):
        assert julie.locator(rows).count() <= 5
    expect(julie.locator("#encours .card").first).to_be_visible()
    top = {each: julie.locator(each).bounding_box() for each in ("#encours", "#rendez-vous", "#revenu")}
    assert all(top.values())
    if julie.viewport_size == TABLET:
        assert top["#encours"]["y"] < top["#rendez-vous"]["y"] < top["#revenu"]["y"]  # type: ignore[index]
    else:
        assert top["#encours"]["y"] < DESKTOP["height"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("width", "text"), [(390, "100%"), (320, "100%"), (820, "200%"), (1280, "200%")], ids=str
)  # fmt: skip
def test_nothing_of_it_sticks_out(chromium: Browser, server: str, width: int, text: str) -> None:
    with watched(chromium, server, {"width": width, "height": 800}) as page:
        sign_in(page)
        page.evaluate(f"document.documentElement.style.fontSize = '{text}'")
        assert page.evaluate(TOO_WIDE) <= 0
        wide = page.evaluate(
            "[...document.querySelectorAll('.sentence, .sentence a')]"
            ".filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.textContent)"
        )
        assert not wide


def test_a_toast_names_whom_and_covers_nothing_and_the_rail_follows(julie: Page) -> None:
    julie.goto("/reminders")
    julie.locator(".row.reminder .whole").first.click()
    name = julie.locator("#h-client").inner_text()
    badge = julie.locator("#n-reminders-index")
    before = int(badge.inner_text())
    julie.get_by_role("button", name=re.compile("Joint par téléphone|Fait, par téléphone")).last.click()
    toast = julie.locator("#toasts .toast")
    expect(toast).to_contain_text(f"Joint par téléphone\u00a0: {name}")
    expect(badge).to_have_text(str(before - 1 or ""))
    expect(julie.locator("#reminder-tabs [aria-current] .n")).to_have_text(str(before - 1))
    for needed in (".dock", ".nav a[aria-current]"):
        if julie.locator(needed).count():
            assert not julie.evaluate(MEET, ["#toasts .toast", needed])
    undo = toast.get_by_role("button", name="Défaire")
    undo.focus()
    julie.keyboard.press("Enter")
    expect(badge).to_have_text(str(before))
    expect(julie.locator("#toasts .toast")).to_be_visible()
    julie.locator("#toasts [data-dismiss]").focus()
    julie.keyboard.press("Escape")
    expect(julie.locator("#toasts .toast")).to_have_count(0)


def test_buttons_name_how_many_are_ticked(julie: Page) -> None:
    julie.goto("/reminders")
    boxes = julie.locator(".tick-box input[type=checkbox]")
    boxes.nth(0).check(force=True)
    expect(julie.get_by_role("button", name="Annuler le rappel").first).to_be_visible()
    boxes.nth(1).check(force=True)
    expect(julie.get_by_role("button", name=re.compile(r"^Annuler les 2\srappels$"))).to_be_visible()
    expect(julie.get_by_role("button", name=re.compile(r"^Supprimer les 2\srappels$"))).to_be_visible()
    julie.locator(".many").get_by_role("button", name="Fermer").click()
    expect(julie.locator(".many")).to_be_hidden()
    assert julie.locator(".tick-box input:checked").count() == 0


def test_it_pauses_one_mailing_and_lets_it_go_on(julie: Page) -> None:
    julie.locator("#encours .card").first.get_by_role("button", name="Mettre en pause").click()
    expect(julie.locator("#toasts .toast")).to_contain_text("L’envoi est en pause")
    expect(julie.locator("#encours .card").first).to_contain_text("En pause")
    julie.locator("#toasts .toast").get_by_role("button", name="Reprendre").click()
    expect(julie.locator("#encours .card").first.get_by_role("button", name="Mettre en pause")).to_be_visible()


def test_the_band_stays_while_all_is_stopped(julie: Page) -> None:
    julie.locator("#encours").get_by_role("button", name="Tout arrêter").click()
    expect(julie.locator("#toasts .toast").get_by_role("button", name="Reprendre")).to_be_visible()
    julie.reload()
    band = julie.locator("#sending .banner.warn").first
    expect(band).to_contain_text("Tout est arrêté.")
    box = band.bounding_box()
    assert box and box["y"] < 500  # at the top, under the sentence
    band.get_by_role("button", name="Reprendre").click()
    julie.reload()
    expect(julie.get_by_text("Tout est arrêté.")).to_have_count(0)
