"""What hands do: typing and pressing at once, tapping twice, leaving in the middle. Nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, TABLET, watched

DONE = re.compile(r"Joint par téléphone\s:|\d+ rappels? ")


@pytest.fixture(params=[(DESKTOP, False), (TABLET, True)], ids=["desktop", "tablet"])
def page(request: pytest.FixtureRequest, chromium: Browser, server: str) -> Iterator[Page]:
    """A desktop screen with a mouse, a tablet with fingers."""
    size, touch = request.param
    with watched(chromium, server, size, touch=touch) as opened:
        yield opened


def calls(page: Page) -> None:
    """The list of calls, with its first reminder open."""
    page.goto("/reminders?when=all")
    page.locator(".row.reminder .whole").first.click()
    page.wait_for_url(re.compile(r"/reminders/\d+"))
    expect(page.locator("#pane")).to_be_visible()
    page.wait_for_timeout(450)  # where one tapped the page is inert for a moment (static/js/steady.js)


def tap(page: Page, name: str) -> tuple[float, float]:
    """Where the middle of a button is, once it is in sight."""
    button = page.get_by_role("button", name=name).first
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def press(page: Page, x: float, y: float) -> None:
    touch = page.evaluate("navigator.maxTouchPoints > 0")
    page.touchscreen.tap(x, y) if touch else page.mouse.click(x, y)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


# ---------- The list of calls.


def test_the_note_goes_with_the_result(julie: Page) -> None:
    calls(julie)
    opened = julie.url
    julie.locator("#note").fill("NOTE625 boîte vocale")
    julie.get_by_role("button", name="Joint par téléphone").click()
    expect(julie.locator(".toast").filter(has_text=DONE)).to_be_visible()
    julie.goto(opened)
    expect(julie.locator("#pane .timeline")).to_contain_text("NOTE625 boîte vocale")


@pytest.mark.parametrize("pause", [40, 200, 350])
def test_a_second_tap_does_not_mark_the_next_client(julie: Page, pause: int) -> None:
    calls(julie)
    sent: list[str] = []
    julie.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    x, y = tap(julie, "Joint par téléphone")
    press(julie, x, y)
    julie.wait_for_timeout(pause)
    press(julie, x, y)
    expect(julie.locator(".toast").filter(has_text=DONE)).to_be_visible()
    julie.wait_for_timeout(500)
    assert len(sent) == 1, sent
    press(julie, *tap(julie, "Joint par téléphone"))  # and then the next one can be marked
    julie.wait_for_timeout(500)
    assert len(sent) == 2


def test_the_keyboard_goes_on_at_the_next_client(julie: Page) -> None:
    calls(julie)
    before = julie.locator("#h-client").inner_text(), julie.url
    julie.get_by_role("button", name="Joint par téléphone").press("Enter")
    expect(julie.locator(".toast").filter(has_text=DONE)).to_be_visible()
    expect(julie.locator("#h-client")).to_be_focused()
    assert julie.url != before[1]
    expect(julie.locator("#h-client")).to_be_in_viewport()


def test_the_keyboard_never_starts_again_at_the_top(julie: Page) -> None:
    calls(julie)
    julie.get_by_role("button", name="Enregistrer la note").press("Enter")
    expect(julie.get_by_text("La note est enregistrée.")).to_be_visible()
    julie.wait_for_function("document.activeElement !== document.body")  # set when htmx has settled, just after it


def test_what_was_just_done_hides_neither_the_next_client_nor_the_results(julie: Page) -> None:
    calls(julie)
    result = julie.get_by_role("button", name="Joint par téléphone")
    before = dict(result.bounding_box() or {})
    assert in_sight(julie, before)
    result.click()
    toast = julie.locator(".toast").filter(has_text=DONE)
    expect(toast).to_be_visible()
    box = dict(toast.bounding_box() or {})
    assert box["height"] < 64  # one line
    for needed in ("#h-client", "#pane .tel", ".dock"):
        other = dict(julie.locator(needed).first.bounding_box() or {})
        assert other["y"] + other["height"] <= box["y"] or box["y"] + box["height"] <= other["y"], needed
    assert in_sight(julie, dict(result.bounding_box() or {}))


def test_a_link_skips_to_the_open_reminder(julie: Page) -> None:
    calls(julie)
    julie.goto(julie.url)
    julie.keyboard.press("Tab")
    julie.keyboard.press("Tab")
    expect(julie.locator(":focus")).to_have_text("Aller au rappel ouvert")
    julie.keyboard.press("Enter")
    assert focused(julie) == "h-client"


def test_the_appointment_is_booked_from_the_call_and_comes_back(julie: Page) -> None:
    calls(julie)
    julie.locator("#note").fill("Veut venir mardi")
    opened = julie.url
    julie.get_by_role("button", name="Inscrire le rendez-vous").click()
    expect(julie.locator("[name=on]")).to_be_visible()
    kind = julie.locator("#type option:checked").inner_text() != "Aucun type"
    assert kind or julie.locator("[name=reason]").input_value()
    julie.locator("[name=on]").fill("2031-03-11")
    julie.locator("[name=at]").fill("09:30")
    julie.locator("main button.primary").click()
    expect(julie.locator("[data-toast]")).to_contain_text(re.compile(r"Rendez-vous inscrit pour .+, le 11.mars.2031"))
    assert "/reminders" in julie.url
    julie.goto(opened)
    expect(julie.locator("#pane .timeline")).to_contain_text("Veut venir mardi")


# ---------- Leaving what is not saved.


def leaving(page: Page, answer: bool) -> list[str]:
    """What is asked before the page is left; each time it is answered so."""
    asked: list[str] = []

    def said(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept() if answer else dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", said)
    return asked


def test_another_reminder_is_not_opened_over_a_note_without_asking(julie: Page) -> None:
    calls(julie)
    asked = leaving(julie, False)
    here = julie.url
    half = f"À moitié tap {julie.viewport_size}"
    julie.locator("#note").fill(half)
    if julie.viewport_size == DESKTOP:
        julie.locator("a[id^=open-]").nth(2).click()
        assert asked == ["confirm"]
        julie.wait_for_timeout(300)
    else:
        julie.locator("#pane .back").click()
        julie.wait_for_timeout(300)
        assert asked == ["beforeunload"]
    assert julie.url == here
    expect(julie.locator("#note")).to_have_value(half)
    julie.get_by_role("button", name="Enregistrer la note").click()
    expect(julie.get_by_text("La note est enregistrée.")).to_be_visible()
    asked.clear()
    julie.goto("/")
    assert not asked


# ---------- A new batch.


def in_sight(page: Page, box: dict[str, float] | None) -> bool:
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= (page.viewport_size or {})["height"]


def test_the_button_that_generates_is_in_sight_and_says_what_is_missing(julie: Page) -> None:
    julie.goto("/batches/new?scenario=vaccinated")
    button = julie.get_by_role("button", name=re.compile("Générer [0-9]"))
    expect(button).to_have_count(1)
    assert in_sight(julie, dict(button.bounding_box() or {}))
    button.click()
    summary = julie.locator("[data-errors]")
    expect(summary).to_be_focused()
    assert in_sight(julie, dict(summary.bounding_box() or {}))
    expect(summary).to_contain_text("Choisissez le type de rappel.")
    summary.locator("a").first.click()
    assert focused(julie) == "type"


def test_beginning_with_something_loses_nothing(julie: Page) -> None:
    julie.goto("/batches/new")
    julie.locator("#description").fill("Printemps 2031")
    julie.locator("#type").select_option(index=1)
    kind = julie.locator("#type").input_value()
    julie.locator("#spread").fill("4")
    julie.get_by_role("button", name="Ont acheté un antiparasitaire").click()
    expect(julie.locator("[name=scenario]")).to_have_value("antiparasitic")
    for place, value in (("#description", "Printemps 2031"), ("#type", kind), ("#spread", "4")):
        expect(julie.locator(place)).to_have_value(value)
    expect(julie.locator("input[name=species_in]")).to_have_count(2)
    julie.reload()
    expect(julie.locator("#description")).to_have_value("Printemps 2031")


def test_no_list_of_choices_is_cut_off(julie: Page) -> None:
    for page in (
        "/reminders",
        "/clients",
        "/animals",
        "/batches",
        "/catalogue",
        "/outbox",
        "/batches/new",
        "/batches/3/mailings/new",
    ):
        julie.goto(page)
        julie.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        cut = julie.evaluate(
            """() => [...document.querySelectorAll('main select')].filter(each => each.offsetParent).map(each => {
                const style = getComputedStyle(each), pen = document.createElement('canvas').getContext('2d')
                pen.font = style.font
                const words = each.selectedOptions[0]?.textContent.trim() ?? ''
                const room = each.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
                return pen.measureText(words).width > room + 1 ? [each.name, words, room] : null
            }).filter(Boolean)"""
        )
        assert not cut, (page, cut)


@pytest.mark.parametrize("where", ["/templates/1?plain=1", "/clients/1/edit"])
def test_what_is_typed_and_not_saved_is_asked_about(anne: Page, where: str) -> None:
    anne.goto(where)
    asked = leaving(anne, False)
    if anne.locator("[data-unsaved] textarea").count() == 0:
        anne.goto(anne.locator("main a[href$='/edit']").first.get_attribute("href") or where)
    box = anne.locator("form[data-unsaved] textarea").last
    box.click()  # a browser asks nobody who has touched nothing
    anne.locator("main .back").first.click()
    anne.wait_for_load_state()
    assert not asked  # nothing was changed
    anne.go_back()
    box.click()
    box.press_sequentially("à moitié")
    anne.locator("main .back").first.click()
    anne.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(box).to_have_value(re.compile("à moitié"))
