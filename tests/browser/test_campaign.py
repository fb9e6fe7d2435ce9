"""A whole campaign, walked as a person walks it: criteria, batch, e-mails in waves, letters, file, calls, rate."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import python_calamine
from playwright.sync_api import Page, expect

from tests.browser.conftest import GENERATE, TABLET, numbers, settled
from tests.processes import relance


def told(data: Path, *arguments: str) -> dict[str, object]:
    """A command beside the server that runs, as a script at night would give it."""
    for _ in range(30):  # the worker may be sending just now
        done = relance(data, *arguments, "--json")
        if done.returncode == 0:
            return dict(json.loads(done.stdout))
    raise AssertionError(done.stderr)


def test_it_runs_a_campaign(anne: Page, data: Path) -> None:
    page = anne
    title = f"Au printemps, {'tablette' if page.viewport_size == TABLET else 'bureau'}"
    batch, generated = generate(page, title)
    first_on, messages = send(page, batch)
    shown = told(data, "batch", "show", batch)
    assert shown["reminders"] == generated and shown["messages"] == {"planned": messages}

    at = f"{first_on}T10:00:00"
    for _ in range(20):  # from wave to wave, whatever closed days lie between
        following = told(data, "tick", "--at", at)["next_at"]
        if following is None:
            break
        at = str(following)
    page.reload()
    shown = told(data, "batch", "show", batch)
    states = dict(shown["messages"])  # type: ignore[call-overload]
    assert sum(states.values()) == messages and states.get("sent", 0) > 0 and "planned" not in states
    assert shown["sent"] == shown["without_visit"]
    page.goto(f"/batches/{batch}")
    expect(page.get_by_text("Trop tôt pour le dire")).to_be_visible()

    print_letters(page, batch, data)
    export(page, batch)
    call(page, batch, data)


def generate(page: Page, title: str) -> tuple[str, int]:
    """Choose, watch the count, generate."""
    page.goto("/batches/new")
    page.get_by_role("button", name=re.compile("Ont acheté un antiparasitaire")).first.click()
    count = page.locator("aside.count .big").first
    everybody = numbers(count.text_content())[0]
    # Other animals on the other screen: who was reached for the same thing lately is not written to again.
    answer = "Non" if page.viewport_size == TABLET else "Oui"
    page.get_by_text("Stérilisé", exact=True).locator("xpath=ancestor::fieldset").get_by_text(answer).click()
    expect(count).not_to_have_text(re.compile(r"\s?".join(str(everybody))))
    chosen = numbers(count.text_content())[0]
    assert 0 < chosen < everybody
    page.locator("[name=description]").fill(title)
    kind = page.locator("select[name=type]")
    courtesy = kind.locator("option", has_text="Courtoisie").get_attribute("value")
    kind.select_option(courtesy)
    page.wait_for_url(re.compile(rf"\bsterile=.*\bdescription=.*\btype={courtesy}\b"))  # it follows what was counted
    settled(page)
    button = page.locator(GENERATE)
    expect(button).to_contain_text(re.compile(r"Générer\s[\d\s]+rappel"))
    exact = numbers(button.text_content())[0]
    button.click()
    page.wait_for_url(re.compile(r"/batches/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page.url.rsplit("/", 1)[1], exact


def send(page: Page, batch: str) -> tuple[date, int]:
    """What would happen, the agreement, the hold: then it waits for its first day."""
    page.get_by_role("link", name="Écrire par courriel").first.click()
    page.locator("summary", has_text="En une fois").click()
    page.locator("#wave_size").fill("10")
    button = page.locator(".btn.primary:visible", has_text="Envoyer").first
    messages = numbers(button.text_content())[0]
    first_on = date.fromisoformat(page.locator("#first_on").input_value())
    button.click()
    page.get_by_role("button", name=re.compile("Envoyer\\s" + r"\s?".join(str(messages)) + "\\scourriel")).click()
    page.wait_for_url(re.compile(rf"/mailings/\d+|/batches/{batch}"))
    expect(page.get_by_role("button", name="Annuler").first).to_be_visible()
    return first_on, messages


def print_letters(page: Page, batch: str, data: Path) -> None:
    """The PDF, drawn while one looks on; posted when a person says so."""
    before = told(data, "batch", "show", batch)
    page.goto(f"/batches/{batch}/letters/new")
    page.locator("main .btn.primary").first.click()
    page.wait_for_url(re.compile(r"/print-runs/\d+"))
    expect(page.get_by_role("link", name=re.compile("PDF"))).to_be_visible(timeout=60_000)
    address = page.get_by_role("link", name=re.compile("PDF")).get_attribute("href")
    begins = page.evaluate("url => fetch(url).then(answer => answer.text()).then(text => text.slice(0, 4))", address)
    assert begins == "%PDF"
    page.get_by_role("button", name=re.compile("[Pp]ost")).first.click()
    page.wait_for_load_state("networkidle")
    after = told(data, "batch", "show", batch)
    assert int(str(after["sent"])) > int(str(before["sent"]))


def export(page: Page, batch: str) -> None:
    """The file for the printer's shop, read with another library."""
    page.goto(f"/batches/{batch}/export")
    page.locator("main input[type=radio][value=all]").first.check(force=True)
    said = numbers(page.get_by_text(re.compile(r"\d\slignes")).first.text_content())[0]
    with page.expect_download() as download:
        page.locator("main .btn.primary").first.click()
    book = python_calamine.load_workbook(str(download.value.path()))
    assert book.sheet_names == ["Français", "Anglais"]
    rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert rows[0][0][:4] == ["Titre", "Prénom", "Nom", "Adresse"]
    assert sum(len(sheet) - 1 for sheet in rows) == said > 0


def call(page: Page, batch: str, data: Path) -> None:
    """Those who are left are called; one has booked."""
    before = int(str(told(data, "batch", "show", batch)["answered"]))
    page.goto(f"/reminders?batch={batch}&period=all")
    if page.locator("main .rows .row").count() == 0:
        return  # everybody was reached by then
    page.locator("main .rows .row a").first.click()
    page.get_by_role("button", name="Rendez-vous pris").first.click()
    expect(page.locator(".toast")).to_be_visible()
    after = told(data, "batch", "show", batch)
    assert int(str(after["answered"])) in (before, before + 1)
