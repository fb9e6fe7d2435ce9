"""The editor of templates: a tag put in by a tap, the preview that follows, a version saved."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect


def test_it_writes_a_template(julie: Page) -> None:
    julie.goto("/templates/new?kind=card&plain=1")
    julie.locator("[name=name_fr]").fill(
        f"Carte de printemps {julie.viewport_size['width'] if julie.viewport_size else ''}"
    )
    text = julie.locator("[name=body_fr]")
    text.fill("Bonjour ")
    julie.get_by_role("button", name="d’Azur / de Heidi").first.click()
    expect(text).to_have_value("Bonjour {{\u00a0animal.de_nom\u00a0}}")
    expect(text).to_be_focused()
    expect(julie.locator("#examined .paper mark").first).to_be_visible()
    expect(julie.locator("#examined")).to_contain_text("Il n’y a pas de texte anglais")

    julie.get_by_role("button", name="Exemple suivant").click()
    expect(julie.locator("#examined")).to_contain_text("2 sur\u00a08")
    expect(text).to_have_value("Bonjour {{\u00a0animal.de_nom\u00a0}}")

    text.press_sequentially(" et {{ animal.nmo }}")
    expect(julie.locator("#examined")).to_contain_text("est inconnue")
    julie.get_by_role("button", name="Enregistrer").first.click()
    expect(julie.locator("#body_fr-error")).to_contain_text("Vouliez-vous dire")
    julie.locator("[name=body_fr]").fill("Bonjour {{ animal.nom }}")
    julie.get_by_role("button", name="Enregistrer").first.click()
    expect(julie.locator(".page-head .sub")).to_contain_text("Version\u00a01")


def test_it_shows_an_email_as_it_leaves(julie: Page) -> None:
    julie.goto("/templates/1?plain=1")
    with julie.context.expect_page() as opened:
        julie.get_by_role("link", name="exactement comme elle part").click()
    mail = opened.value
    expect(mail.locator("table.rl-card")).to_be_visible()
    expect(mail.get_by_text("Ne plus recevoir ces rappels")).to_be_visible()
    mail.set_viewport_size({"width": 375, "height": 700})
    assert not mail.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_it_writes_a_bilingual_email_of_blocks_by_keys(julie: Page) -> None:
    """Words, a tag by a brace, a block moved and another added, English copied to be translated, saved, looked at."""
    julie.goto("/templates/new?kind=email")
    julie.locator("[name=name_fr]").fill(f"Blocs {julie.viewport_size['width'] if julie.viewport_size else ''}")
    keys = julie.keyboard
    julie.locator("[name=subject_fr] + .rich .ql-editor").click()
    keys.type("Le vaccin {")
    expect(julie.locator("#tag-menu")).to_be_visible()
    keys.type("d’Azur")
    keys.press("Enter")
    expect(julie.locator("[name=subject_fr]")).to_have_value("Le vaccin {{\u00a0animal.de_nom\u00a0}}")
    julie.locator(".add-last summary").focus()
    keys.press("Enter")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(julie.locator("#bloc-b1 .ql-editor").first).to_be_focused()
    keys.type("Bonjour, il est temps.")
    english = julie.locator("#bloc-b1")
    julie.locator(".add-last summary").focus()
    keys.press("Enter")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(julie.locator("#bloc-b2 .ql-editor").first).to_be_focused()
    keys.type("Bientôt")
    keys.press("Alt+ArrowUp")
    expect(julie.locator("#blocks-said")).to_have_text("Titre, bloc 1 sur 2")
    assert julie.locator("[name=block]").evaluate_all("all => all.map(each => each.value)") == ["b2:heading", "b1:text"]
    julie.locator("[data-undo]").click()
    expect(julie.locator("[name=block]").first).to_have_value("b1:text")
    julie.locator("[data-redo]").click()
    expect(julie.locator("[name=block]").first).to_have_value("b2:heading")
    for each in ("b1", "b2"):
        julie.wait_for_load_state("networkidle")  # what was found stands above the text, and moves it when it changes
        if julie.locator(".lang-switch").is_visible():  # a narrow screen shows one language at a time
            julie.locator("label:has(#l-en)").click()
        expect(julie.locator(f"#bloc-{each} .cell.en")).to_be_visible()
        julie.locator(f'#bloc-{each} [value="translate:{each}"]').click()
        expect(julie.locator(f"[name=en-{each}]")).not_to_have_value("")
    expect(english.locator("[name=en-b1]")).to_have_value("Bonjour, il est temps.")
    julie.locator("[name=subject_en] + .rich .ql-editor").click()
    keys.type("The vaccine")
    expect(julie.frame_locator("iframe.s-light").get_by_text("Bonjour, il est temps.")).to_be_visible()
    julie.get_by_role("button", name="Enregistrer").first.click()
    expect(julie.locator(".bench-head .meta")).to_contain_text("Version\u00a01")
    expect(julie.locator("[name=block]").first).to_have_value("b2:heading")


def test_it_puts_a_picture_in_by_touch(julie: Page, tmp_path: Path) -> None:
    picture = tmp_path / "chat.png"
    Image.new("RGB", (640, 320), "#0b6b57").save(picture)
    julie.goto("/templates/1")
    julie.locator(".add-last summary").click()
    julie.locator(".add[open] button", has_text="Photo").click()
    julie.locator("[data-upload]").set_input_files(picture)
    expect(julie.locator(".bloc.selected .photo")).to_be_visible()
    julie.locator(".bloc.selected [name^=fr-]").fill("Un chat")
    julie.locator(".bloc.selected [name^=en-]").fill("A cat")
    expect(julie.frame_locator("iframe.s-light").locator('img[alt="Un chat"]')).to_be_visible()
    julie.locator("label:has(#p-text)").click()
    expect(julie.locator(".s-text")).to_contain_text("se désabonner")
