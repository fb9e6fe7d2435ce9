"""The preview beside the columns keeps with the last change, however fast changes come, and the focus stays."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

CLIENTS = "No client;Nom;Ville;Zorglub\n90001;Roy;Magog;vert\n90002;Huot;Granby;bleu\n"


def test_it_keeps_with_the_last_change(page: Page, tmp_path: Path) -> None:
    sign_in(page, "anne.gagnon")
    file = tmp_path / "clients.csv"
    file.write_text(CLIENTS, encoding="utf-8")
    page.goto("/imports")
    page.locator("input[type=file]").set_input_files(file)
    page.locator(".import-drop button").click()
    page.get_by_role("link", name="Corriger les colonnes").click()
    preview, odd = page.locator(".import-preview"), page.locator("[name=column-3]")
    expect(preview).to_contain_text("Ville Magog")
    odd.focus()
    for meaning in ("note", "town", "last_name", "town"):
        odd.select_option(meaning)
    expect(page.locator("p.error:visible")).to_have_text("La colonne « Ville » a déjà cette signification.")
    odd.select_option("note")
    expect(preview).to_contain_text("Note vert")
    expect(page.locator("p.error:visible")).to_have_count(0)
    assert page.evaluate("document.activeElement.name") == "column-3"
