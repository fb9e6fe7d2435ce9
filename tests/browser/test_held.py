"""What is to be verified: many at once by their value, taken back by the toast; one on the page of whom it is about."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LEAST = 44  # pixels that a thumb hits


def test_many_are_settled_at_once_by_their_value_and_taken_back(julie: Page) -> None:
    row = julie.locator("#regler .unfolds", has_text=re.compile("fiches à vérifier"))
    row.locator("summary").click()
    expect(row.get_by_role("button", name=re.compile("décédés")).first).to_be_visible()
    row.get_by_role("link", name="Tout voir").click()
    julie.wait_for_url("**/held")
    tab = julie.locator(".tabs [aria-current] .n")
    before = int(tab.inner_text())
    alike = julie.locator("section.group", has=julie.get_by_role("heading", name=re.compile("dans .*Statut")))
    expect(alike.locator(".val")).to_have_text("D")
    buttons = alike.locator("button.option")
    assert buttons.count() == 3 and julie.evaluate(TOO_WIDE) <= 0
    for button in buttons.all():
        box = button.bounding_box()
        assert box and box["height"] >= LEAST
    buttons.filter(has_text="6\u00a0décédés").click()
    toast = julie.locator("#toasts .toast")
    expect(toast).to_contain_text("6\u00a0animaux sont décédés.")
    expect(tab).to_have_text(str(before - 6))
    expect(alike).to_have_count(0)
    toast.get_by_role("button", name="Défaire").click()
    expect(tab).to_have_text(str(before))
    expect(alike.locator("button.option")).to_have_count(3)


def test_one_is_settled_where_it_is_met_and_taken_back(julie: Page) -> None:
    julie.goto("/held")
    sold = julie.locator("section.group", has=julie.get_by_role("heading", name=re.compile("a été vendu")))
    sold.locator("h3 a").click()
    julie.wait_for_url("**/animals/*")
    waiting = julie.locator(".waiting")
    expect(waiting).to_contain_text("Crémation individuelle")
    assert julie.evaluate(TOO_WIDE) <= 0
    waiting.get_by_role("button", name=re.compile("^Vivant")).click()
    julie.wait_for_url("**/animals/*")
    expect(waiting).to_have_count(0)
    julie.locator("#toasts .toast").get_by_role("button", name="Défaire").click()
    julie.wait_for_url("**/animals/*")
    expect(waiting).to_be_visible()


def test_what_was_said_stands_for_a_month_and_is_taken_back_there(julie: Page) -> None:
    julie.goto("/held")
    named = julie.locator("section.group", has=julie.get_by_role("heading", name=re.compile("Le nom le dit")))
    named.get_by_role("button", name=re.compile("^Vivant")).click()
    expect(named).to_have_count(0)
    julie.get_by_role("link", name=re.compile("Réglés")).click()
    row = julie.locator(".ones > li").first
    expect(row).to_contain_text("(décédé)")
    row.get_by_role("button", name="Défaire").click()
    julie.goto("/held")
    expect(named).to_have_count(1)
