"""A call by the keyboard alone: from the row to the open reminder, nothing under the dock, nothing pressed unmeant."""

from __future__ import annotations

from playwright.sync_api import Page, expect

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
    row = julie.locator(".row.reminder h3 a").nth(1)
    name = (row.text_content() or "").strip()
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
    julie.goto(julie.locator(".row.reminder h3 a").first.get_attribute("href") or "")
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
