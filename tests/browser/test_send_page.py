"""The page of a mailing, as a hand uses it: what stands in the fields counts, and nothing chosen is lost."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import GENERATE, numbers


def send_button(page: Page) -> Locator:
    """The one that is seen: beside the message, or at the foot of a narrow screen."""
    return page.locator(".btn.primary:visible", has_text="Envoyer").first


def generate(page: Page, title: str) -> tuple[str, int]:
    """A fresh lot, of those too who are in another; its number, and how many reminders it has."""
    page.goto("/batches/new?scenario=antiparasitic")
    page.locator("[name=description]").fill(title)
    page.locator("select[name=type]").select_option(label="Examen annuel")
    page.locator("input[type=checkbox][name=doubles]").check(force=True)
    page.wait_for_load_state("networkidle")
    button = page.locator(GENERATE)
    expect(button).to_contain_text(re.compile(r"Générer\s[\d\s]+rappel"))
    exact = numbers(button.text_content())[0]
    button.click()
    page.wait_for_url(re.compile(r"/batches/\d+$"))
    return page.url.rsplit("/", 1)[1], exact


def opened(page: Page, title: str) -> str:
    """A fresh lot, at the page of its mailing; its number."""
    batch, _ = generate(page, title)
    page.get_by_role("link", name="Écrire par courriel").first.click()
    page.wait_for_url("**/mailings/new**")
    return batch


def test_it_submits_what_stands_in_the_fields(julie: Page) -> None:
    """Typed and pressed at once, without leaving the field; then Back, reload, and Back after the approval."""
    page = julie
    batch = opened(page, "Ce qui est tapé")
    messages = numbers(send_button(page).text_content())[0]
    assert messages > 3
    terms = [numbers(each)[0] for each in page.locator("#sum b").all_text_contents()]
    assert terms[0] == sum(terms[1:])
    assert page.locator("#preview").bounding_box()["y"] < page.viewport_size["height"] / 2  # type: ignore[index]

    size = max(1, messages // 2)
    waves = -(-messages // size)
    page.locator("summary", has_text="En une fois").click()
    page.locator("#wave_size").fill(str(size))
    send_button(page).click()
    page.wait_for_url("**/mailings/confirm**")
    expect(page.get_by_text(re.compile(rf"En\s{waves}\svagues"))).to_be_visible()

    page.go_back()
    expect(page.locator("#wave_size")).to_have_value(str(size))
    page.reload()
    expect(page.locator("#wave_size")).to_have_value(str(size))
    expect(page.locator("#said-when")).to_contain_text(re.compile(rf"En\s{waves}\svagues"))

    page.locator("summary", has_text="vagues").click()
    page.locator("select[name=from_time]").select_option("10:00")
    expect(page.locator("#said-when")).to_contain_text(re.compile(r"entre\s10\sh"))
    page.reload()
    expect(page.locator("select[name=from_time]")).to_have_value("10:00")

    send_button(page).click()
    page.get_by_role("button", name=re.compile(r"Envoyer\s\d+\scourriel")).click()
    page.wait_for_url(re.compile(r"/mailings/\d+$"))
    mailing = page.url
    page.go_back()
    page.go_back()
    page.goto(f"/batches/{batch}/mailings/new")
    page.get_by_role("link", name="Voir l’envoi").click()
    expect(page).to_have_url(mailing)
    page.get_by_role("button", name="Annuler").first.click()


def test_it_splits_by_what_was_typed(julie: Page) -> None:
    page = julie
    batch, reminders = generate(page, "Par morceaux")
    page.goto(f"/batches/{batch}/parts")
    size = max(2, reminders // 3)
    page.locator("#most").fill(str(size))
    page.get_by_role("button", name="Diviser").click()  # at once, before the parts were counted again
    page.wait_for_url(f"**/batches/{batch}")
    counts = [numbers(each)[-1] for each in page.locator("nav.tabs a .n").all_text_contents()]
    assert sum(counts) == reminders and max(counts) <= size
    page.locator(".toast").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Diviser")).to_be_visible()


def test_it_deletes_a_list_after_one_question(julie: Page) -> None:
    page = julie
    batch, reminders = generate(page, "À supprimer")
    page.locator("summary", has_text="Autres actions").click()
    page.get_by_role("button", name=re.compile("Supprimer les .* de cette liste")).click()
    button = page.get_by_role("button", name=re.compile(r"Supprimer\s[\d\s]+rappels"))
    assert numbers(button.text_content())[0] == reminders
    button.click()
    page.wait_for_url(f"**/batches/{batch}**")
    expect(page.get_by_text("Ce lot a été défait")).to_be_visible()
    page.locator(".toast").get_by_role("button").first.click()
    expect(page.locator("#reminders table")).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("À envoyer")).check()
    expect(page).to_have_url(re.compile("state=not_sent"))
    page.get_by_role("checkbox", name=re.compile("À envoyer")).uncheck()
    expect(page).not_to_have_url(re.compile("state=not_sent"))
