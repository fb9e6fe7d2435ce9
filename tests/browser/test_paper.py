"""Letters and labels by hand: what stands in the fields is printed, and only as many as the button said."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

_DIGITS = re.compile(r"\d+")


def said(page: Page) -> int:
    """How many the button would print: "Imprimer les 12 lettres", "Imprimer la lettre"."""
    found = _DIGITS.search(page.locator("main button.primary").inner_text())
    return int(found[0]) if found else 1


def test_it_reads_the_name_that_stands_in_the_field(julie: Page) -> None:
    """Typed and pressed before anything was counted anew: it counts."""
    julie.goto("/batches/3/letters/new?who=all&order=name")
    assert said(julie) > 0
    julie.evaluate("document.querySelector('#from_name').value = 'zz'; document.querySelector('main .primary').click()")
    expect(julie.get_by_text("Aucune lettre ne reste avec ces choix.").first).to_be_visible()
    expect(julie.locator("#from_name")).to_have_value("zz")


def test_it_counts_while_one_types(julie: Page) -> None:
    julie.goto("/batches/3/letters/new?who=all&order=name")
    everybody = said(julie)
    julie.locator("#from_name").press_sequentially("Z")
    expect(julie.locator("main button.primary, #letters .empty").first).not_to_contain_text(str(everybody))
    with julie.expect_navigation(url=re.compile("from_name=Z")):  # and nothing is printed
        julie.locator("#from_name").press("Enter")


def test_it_prints_as_many_labels_as_the_button_says(julie: Page) -> None:
    julie.goto("/batches/3/labels")
    before = said(julie)
    julie.evaluate(
        "document.querySelector('[name=who][value=all]').checked = true;document.querySelector('main .primary').click()"
    )
    expect(julie.get_by_text("Rien n’est encore imprimé")).to_be_visible()
    everybody = said(julie)
    assert everybody > before
    julie.goto("/batches/3/labels")
    julie.locator("[name=who][value=all]").check(force=True)
    expect(julie.locator("main button.primary")).to_contain_text(str(everybody))


def test_it_shows_the_offset_that_was_saved(anne: Page) -> None:
    anne.goto("/letters/settings")
    anne.locator("[name=offset_x]").fill("1,5")
    for _time in range(2):
        anne.locator("form.letters-form button.primary").first.click()
        expect(anne.get_by_text("Enregistré.")).to_be_visible()
        expect(anne.locator("[name=offset_x]")).to_have_value("1,5")
    anne.locator("[name=offset_x]").fill("0")
    anne.locator("form.letters-form button.primary").first.click()


def test_it_counts_the_letters_of_all_batches_on_the_first_screen(julie: Page) -> None:
    julie.goto("/")
    row = julie.locator("#imprimer")
    expect(row).to_contain_text("Lettres à imprimer")
    shown = _DIGITS.search(row.get_by_role("link").first.inner_text())
    row.get_by_role("link").first.click()
    julie.wait_for_url("**/letters/week")
    assert shown
    assert said(julie) == int(shown[0])


def test_it_prints_the_list_by_its_button(julie: Page) -> None:
    julie.goto("/reminders/sheet")
    julie.evaluate("window.print = () => { document.title = 'imprimé' }")
    julie.get_by_role("button", name="Imprimer").click()
    expect(julie).to_have_title("imprimé")
