"""The criteria screen by keyboard and thumb: pickers, the live count, what is wrong beside its field."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def counted(page: Page) -> int:
    """How many animals the count says."""
    return int(re.sub(r"\D", "", page.locator("#count .big").inner_text()))


def test_it_counts_while_one_chooses(anne: Page) -> None:
    page = anne
    page.goto("/batches/new")
    everybody = counted(page)
    page.locator("#species_in_add").click()
    expect(page.locator("#species_in_found a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".chip", has_text="Canin")).to_be_visible()
    expect(page.locator("#species_in_add")).to_be_focused()
    assert "species_in=CAN" in page.url
    dogs = counted(page)
    assert 0 < dogs < everybody

    page.locator("[name=min_years]").fill("5")
    expect(page.locator("#count .big")).not_to_have_text(str(dogs))
    expect(page).to_have_url(re.compile("min_years=5"))
    page.locator("[name=max_years]").fill("2")
    expect(page.locator("#error-age")).to_contain_text("il ne reste personne")
    expect(page.locator("#count")).to_contain_text("Le compte attend")
    expect(page.locator("[name=max_years]")).to_be_focused()
    page.locator("[name=max_years]").fill("")
    expect(page.locator("#error-age")).to_be_empty()

    address, old_dogs = page.url, counted(page)
    page.goto(address)
    assert counted(page) == old_dogs
    page.get_by_role("button", name="Retirer Canin").click()
    expect(page.locator(".chip", has_text="Canin")).to_have_count(0)
    assert counted(page) > old_dogs


def test_it_offers_whole_categories_and_puts_the_list_away(anne: Page) -> None:
    page = anne
    page.goto("/batches/new")
    page.locator("#products_in_add").fill("antipara")
    page.get_by_role("link", name=re.compile("Toute la catégorie Antiparasitaires")).click()
    expect(page.locator(".chip", has_text="Toute la catégorie Antiparasitaires")).to_be_visible()
    page.locator("#services_in_add").fill("zzzz")
    expect(page.locator("#services_in_found")).to_contain_text("Rien ne s’appelle")
    page.keyboard.press("Escape")
    page.locator("#h-count").evaluate("e => e.scrollIntoView()")
    page.locator("h1").click()
    expect(page.locator("#services_in_found")).to_be_hidden()
