"""The editor of templates: a tag put in by a tap, the preview that follows, a version saved."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_it_writes_a_template(julie: Page) -> None:
    julie.goto("/templates")
    julie.get_by_role("link", name="Nouvelle carte").click()
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
    julie.goto("/templates/1")
    with julie.context.expect_page() as opened:
        julie.get_by_role("link", name="exactement comme elle part").click()
    mail = opened.value
    expect(mail.locator("table.rl-card")).to_be_visible()
    expect(mail.get_by_text("Ne plus recevoir ces rappels")).to_be_visible()
    mail.set_viewport_size({"width": 375, "height": 700})
    assert not mail.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
