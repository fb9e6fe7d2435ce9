"""A call by the keyboard alone: from the row to the open reminder, nothing under the dock, nothing pressed unmeant."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, sign_in, watched

COVERED = """() => {
  const focused = document.activeElement;
  const { x, y, width, height } = focused.getBoundingClientRect();
  const seen = document.elementFromPoint(x + width / 2, y + height / 2);
  const its = seen && (focused.contains(seen) || seen.contains(focused) || seen.closest('label')?.contains(focused));
  return focused === document.body || its ? '' : focused.outerHTML.slice(0, 120);
}"""


def covered(page: Page, stops: int) -> list[str]:
    """What one does not see while it has the focus, of so many stops of the Tab key."""
    found = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        found.append(page.evaluate(COVERED))
    return [each for each in found if each]


def test_it_leads_from_the_row_to_the_reminder_and_back(julie: Page) -> None:
    julie.goto("/reminders?when=all")
    row = julie.locator(".row.reminder .whole").nth(1)
    name = (julie.locator(".row.reminder h3 a").nth(1).text_content() or "").strip()
    row.focus()
    julie.keyboard.press("Enter")
    expect(julie.locator("#h-client")).to_have_text(name)
    if (julie.viewport_size or {})["width"] >= 1024:  # beside the list; on a tablet the reminder takes its place
        julie.keyboard.press("Tab")
        julie.keyboard.press("Enter")
        expect(julie.locator("#h-client")).to_be_focused()
    else:
        julie.locator("#h-client").focus()
    assert not covered(julie, 12)
    julie.go_back()
    julie.go_back()


def test_it_ticks_by_enter_and_presses_nothing(julie: Page) -> None:
    julie.goto("/reminders?when=all")
    sent: list[str] = []
    julie.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    box = julie.locator('.tick-box input[name="ids"]').first
    box.focus()
    julie.keyboard.press("Enter")
    expect(box).to_be_checked()
    julie.keyboard.press("Enter")
    expect(box).not_to_be_checked()
    assert not sent


def test_it_shows_each_field_above_the_bar(julie: Page) -> None:
    julie.goto("/batches/new")
    julie.locator("[name=species_in_add]").focus()
    assert not covered(julie, 36)


def test_it_shows_the_whole_note_above_the_dock(julie: Page) -> None:
    """A browser brings into sight the line where one writes, not the whole field."""
    julie.goto("/reminders?when=all")
    julie.goto(julie.locator(".row.reminder .whole").first.get_attribute("href") or "")
    note = julie.locator("#pane textarea[name=note]")
    note.evaluate(
        """note => {
          const form = note.closest(".note-form");  // of a household of many animals
          Object.assign(form.style, { marginBlockStart: "900px", marginBlockEnd: "300px" });
          note.focus({ preventScroll: true });
        }"""
    )
    julie.keyboard.type("x")
    seen, dock = note.bounding_box(), julie.locator("#pane .dock").bounding_box()
    assert seen and dock and seen["y"] + seen["height"] <= dock["y"]
    note.fill("")


@pytest.fixture
def at_a_desk(chromium: Browser, server: str) -> Iterator[Page]:
    """Julie, of reception, where there is a keyboard."""
    with watched(chromium, server, DESKTOP) as page:
        sign_in(page)
        yield page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def written_to(page: Page) -> str:
    """The file of a client whom a message was sent to."""
    page.goto("/outbox?state=sent")
    page.locator("main table a[href^='/messages/']").first.click()
    page.get_by_role("link", name="Ouvrir le dossier").click()
    page.wait_for_url("**/clients/*")
    return page.url


def test_a_client_s_file_is_worked_by_keyboard(at_a_desk: Page) -> None:
    written_to(at_a_desk)
    lines = at_a_desk.locator(".thread > li")

    at_a_desk.locator("#text").focus()
    at_a_desk.keyboard.type("Entre par l’arrière")
    at_a_desk.keyboard.press("Tab")
    at_a_desk.keyboard.press("Enter")
    expect(lines.filter(has_text="Entre par l’arrière")).to_have_count(1)
    expect(at_a_desk.locator("#text")).to_have_value("")
    expect(at_a_desk.locator("#toasts")).to_contain_text("Noté")

    at_a_desk.locator("#text").fill("x" * 2001)
    at_a_desk.locator("#addnote").get_by_role("button", name="Noter").press("Enter")
    expect(at_a_desk.locator("#text-error")).to_contain_text("C’est trop long")
    expect(at_a_desk.locator("#text")).to_have_value("x" * 2001)
    at_a_desk.locator("#text").fill("")

    at_a_desk.locator("#way-all").focus()
    at_a_desk.keyboard.press("ArrowRight")
    expect(at_a_desk.locator("#lines .none")).to_contain_text("Rien de tel n’a été reçu.")
    at_a_desk.wait_for_url(re.compile("way=in"))
    expect(at_a_desk.locator("#way-in")).to_be_focused()
    at_a_desk.locator("#lines").get_by_role("link", name="Tout voir").press("Enter")
    expect(lines.first).to_be_visible()
    expect(at_a_desk.locator("#h-fil")).to_be_focused()

    at_a_desk.locator("#kind").focus()
    at_a_desk.keyboard.press("ArrowDown")
    at_a_desk.wait_for_url(re.compile("kind=said"))
    expect(lines.filter(has_text="Note")).to_have_count(0)
    assert focused(at_a_desk) == "kind"
    text = lines.filter(has_text=re.compile("Courriel envoyé")).first.locator("details")
    text.locator("summary").press("Enter")
    expect(text.locator(".sent-text .mail-text")).not_to_be_empty()

    at_a_desk.locator("#list-past").press("Enter")
    expect(at_a_desk.locator("#list-past")).to_have_attribute("aria-current", "page")
    assert focused(at_a_desk) == "list-past"

    at_a_desk.get_by_role("link", name="Imprimer les rappels").press("Enter")
    at_a_desk.evaluate("window.print = () => { document.title = 'printed' }")
    at_a_desk.get_by_role("button", name="Imprimer").press("Enter")
    assert at_a_desk.title() == "printed"


def test_a_view_is_saved_and_used(julie: Page) -> None:
    """The fold and the focus stay while one chooses; then it is one key away, in the list as well."""
    name = "En français"
    julie.goto("/calls/")
    julie.locator("#narrowing > summary").press("Enter")
    julie.locator("#f-language").press("ArrowDown")
    expect(julie.locator(".chips")).to_contain_text("Parle français")
    expect(julie.locator("#f-language")).to_be_focused()
    julie.keyboard.press("Escape")
    expect(julie.locator("#narrowing > summary")).to_be_focused()
    expect(julie.locator("#f-language")).to_be_hidden()
    julie.keyboard.press("Enter")
    julie.get_by_role("link", name="Enregistrer cette vue").press("Enter")
    expect(julie.locator("[name=name]")).to_be_focused()
    julie.keyboard.press("Enter")
    expect(julie.locator("form .error")).to_have_text("Donnez un nom à la vue")
    julie.locator("[name=name]").fill(name)
    julie.keyboard.press("Enter")
    expect(julie.locator(".views [aria-current]")).to_have_text(name)
    julie.goto("/reminders")
    julie.get_by_role("link", name=name).press("Enter")
    expect(julie.locator(".views [aria-current]")).to_have_text(name)
    assert "language=fr" in julie.url
    julie.goto("/reminders/views")
    julie.locator(".saved-view", has_text=name).get_by_role("button", name="Supprimer").press("Enter")
    expect(julie.locator(".toast")).to_contain_text("est supprimée")
    expect(julie.locator(".saved-view", has_text=name)).to_have_count(0)


def test_a_household_is_given_and_the_note_stays(julie: Page) -> None:
    julie.goto("/calls/")
    row = julie.locator(".queue .row h3 a").nth(3)
    name = (row.text_content() or "").strip()
    row.press("Enter")
    expect(julie.locator("#h-client")).to_have_text(name)
    julie.locator("#note").fill("Le soir")
    julie.locator(".given").get_by_text("À moi", exact=True).press("Enter")
    expect(julie.locator(".given")).to_contain_text("À vous")
    expect(julie.locator("#note")).to_have_value("Le soir")
    julie.locator(".given summary").press("Enter")
    julie.locator("#give-to").select_option(label="Emily Clark")
    julie.locator(".given .card button").press("Enter")
    expect(julie.locator(".given")).to_contain_text("Confié à Emily Clark")
    expect(julie.locator("#note")).to_have_value("Le soir")
    julie.locator("#note").fill("")
