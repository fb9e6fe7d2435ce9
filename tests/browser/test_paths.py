"""The main paths, walked as a person walks them, on a desktop screen and on a tablet held upright."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TABLET, come_in, sign_in


def test_it_greets_whoever_signs_in(page: Page) -> None:
    come_in(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour, Julie.")
    expect(page.get_by_text("Démonstration")).to_be_visible()


def test_it_refuses_a_wrong_password_and_keeps_the_name(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("[name=login]").fill("sophie.nadeau")
    page.locator("[name=password]").fill("pas celui-là")
    page.keyboard.press("Enter")
    expect(page.locator(".banner.danger[role=alert]")).to_be_visible()
    expect(page.locator("[name=login]")).to_have_value("sophie.nadeau")


def test_it_finds_a_client_as_one_types(julie: Page) -> None:
    box = julie.get_by_role("searchbox")
    box.press_sequentially("d'amours mar")
    found = julie.locator("#search-results a").first
    expect(found).to_contain_text("Marie-Ève D’Amours")
    box.press("ArrowDown")
    julie.keyboard.press("Enter")
    expect(julie.get_by_role("heading", level=1)).to_have_text("Marie-Ève D’Amours")


def test_it_forgives_a_typo(julie: Page) -> None:
    julie.get_by_role("searchbox").press_sequentially("teefe georgai")
    expect(julie.locator("#search-results")).to_contain_text("Georgia O’Teeffe")


def test_it_keeps_what_was_typed_and_says_what_is_wrong(julie: Page) -> None:
    julie.goto("/clients/new")
    julie.locator("[name=first_name]").fill("Zoé")
    julie.locator("[name=last_name]").fill("L’Heureux-Œuvray")
    julie.locator("[name=postal_code]").fill("J1X 99")
    julie.locator("[name=email]").fill("pas de courriel@")
    julie.locator("main button.primary").click()
    expect(julie.locator(".errors a")).to_have_count(2)
    expect(julie.locator("[name=postal_code]")).to_have_attribute("aria-invalid", "true")
    expect(julie.locator("[name=last_name]")).to_have_value("L’Heureux-Œuvray")
    julie.locator("[name=postal_code]").fill("j1x2b3")
    julie.locator("[name=email]").fill("zoe@example.com")
    julie.locator("main button.primary").click()
    if julie.url.endswith("/new"):  # the other screen size added her before: someone like her is there already
        julie.get_by_role("button", name=re.compile("quand même")).click()
    expect(julie.get_by_role("heading", level=1)).to_have_text("Zoé L’Heureux-Œuvray")
    expect(julie.get_by_text("J1X 2B3")).to_be_visible()


def test_it_marks_an_animal_deceased_in_two_taps_and_takes_it_back(julie: Page) -> None:
    julie.goto("/animals")
    julie.locator("main .rows h3 a, main table td a").first.click()
    name = julie.get_by_role("heading", level=1).inner_text()
    address = julie.url
    julie.get_by_role("link", name="Inscrire le décès").click()
    julie.get_by_role("button", name=re.compile("décès")).click()
    expect(julie.locator("main")).to_contain_text(re.compile("Décédé"))
    julie.get_by_role("button", name="Défaire").first.click()
    expect(julie.get_by_role("link", name="Inscrire le décès")).to_be_visible()
    julie.goto(address)
    expect(julie.get_by_role("heading", level=1)).to_contain_text(name.split("\n")[0])
    expect(julie.get_by_role("link", name="Inscrire le décès")).to_be_visible()


def test_it_changes_hands_in_two_taps_and_a_pin(julie: Page) -> None:
    julie.get_by_role("button", name="Passer la main").click()
    julie.get_by_role("link", name=re.compile("Anne Gagnon")).click()
    for digit in "4826":
        julie.get_by_role("button", name=digit, exact=True).click()
    expect(julie.get_by_role("heading", level=1)).to_contain_text("Bonjour, Anne.")
    julie.goto("/settings")  # a PIN does not open these
    expect(julie.locator("[name=password]")).to_be_visible()


def test_it_imports_a_file_after_a_dry_run(anne: Page, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    width = (anne.viewport_size or {"width": 0})["width"]
    file.write_text(
        f"NoClient;Prénom;Nom;CodePostal\nN{width}1;Benoît;Lœwen;H2X 1Y4\nN{width}2;;;\nN{width}3;Zoë;=1+1;12345\n",
        encoding="cp1252",
    )
    anne.goto("/imports")
    anne.locator("input[type=file]").set_input_files(file)
    anne.locator("main button.primary").first.click()
    expect(anne.locator("main")).to_contain_text("clients.csv")
    anne.get_by_role("button", name=re.compile("essai à blanc")).click()
    import_it = anne.get_by_role("button", name=re.compile("Importer 2 "))
    expect(import_it).to_be_visible(timeout=30_000)
    import_it.click()
    expect(anne.locator("main")).to_contain_text("aucun nom", timeout=30_000)
    anne.goto(f"/search?q=N{width}3")
    expect(anne.locator("main")).to_contain_text("=1+1")


def test_it_speaks_english_to_whoever_asks(page: Page) -> None:
    sign_in(page, "emily.clark")
    expect(page.locator("html")).to_have_attribute("lang", "en-CA")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Emily")
    expect(page.get_by_role("navigation").first).to_contain_text("Today")


def test_it_says_that_the_connection_is_lost(julie: Page) -> None:
    julie.context.set_offline(True)
    expect(julie.get_by_text("Connexion perdue")).to_be_visible()
    julie.context.set_offline(False)
    expect(julie.get_by_text("Connexion perdue")).to_be_hidden()


def test_it_works_without_javascript(chromium: Browser, server: str) -> None:
    context = chromium.new_context(base_url=server, viewport=TABLET, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.get_by_role("searchbox").fill("georgia")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("Georgia O’Teeffe")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Georgia O’Teeffe")
    page.goto("/hand-over")
    page.get_by_role("link", name=re.compile("Sophie Nadeau")).click()
    page.locator("input[name=pin]").fill("4826")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour, Sophie.")
    context.close()
