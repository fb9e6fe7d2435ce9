"""A second campaign, run by hand on the silent clients of the first one, over other channels than the first."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

import config
from tests.browser.conftest import AXE, TABLET, clinic_day, numbers, sign_in, watched
from tests.processes import relance


def complaints(page: Page) -> list[str]:
    script = next((config.ROOT / "tests" / "vendor").glob("axe-*.min.js")).read_text(encoding="utf-8")
    page.evaluate(script + "; null")
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in page.evaluate(AXE)["violations"]]


def ticked(page: Page) -> int:
    return numbers(page.locator("[data-again=all]").text_content())[0]


def tick(data: Path, *at: str) -> dict[str, int]:
    """What leaves now or `--at` that moment, beside the server that runs."""
    for _ in range(30):  # the worker may be sending just now
        done = relance(data, "tick", *at, "--json")
        if done.returncode == 0:
            return dict(json.loads(done.stdout))
    raise AssertionError(done.stderr)


def test_it_runs_a_second_campaign(chromium: Browser, server: str, data: Path) -> None:
    with watched(chromium, server, TABLET, touch=True) as page:
        sign_in(page)
        page.goto("/reminders?tab=awaiting_answer")
        page.get_by_role("link", name="Deuxième contact").click()
        page.locator("#batch").select_option("1")  # the first campaign
        page.wait_for_url(re.compile("batch=1"))
        everybody = ticked(page)
        silent, proposed = numbers(page.locator(".summing strong").first.text_content())[0], everybody
        assert silent >= proposed > 5
        choose(page)
        letters, emails, calls = ask(page)
        confirm(page, letters, emails, calls)
        at = leaves(page, data, emails)
        again(page, data, at)


def choose(page: Page) -> None:
    """None of a group, some of it again; one moved to another channel; the counts follow at once."""
    everybody = ticked(page)
    post = page.locator('[data-group="post"]')
    head, boxes = post.locator("[data-tick-group]"), post.locator("input[name=client]")
    in_group = boxes.count()
    head.click()
    assert ticked(page) == everybody - in_group
    boxes.nth(0).click()
    boxes.nth(1).click()
    assert ticked(page) == everybody - in_group + 2
    assert head.evaluate("box => box.indeterminate") is True
    page.get_by_role("button", name="Tout cocher").click()
    assert ticked(page) == everybody and head.is_checked()
    before = numbers(page.locator('[data-again="post"]').text_content())[0]
    post.locator(".via select").first.select_option("email")
    assert numbers(page.locator('[data-again="post"]').text_content()) == [before - 1]
    boxes.nth(2).click()  # and one of them is left alone
    assert ticked(page) == everybody - 1


def ask(page: Page) -> tuple[int, int, int]:
    """The sentence has the numbers of the bar and the focus; a change takes it away."""
    bar = {
        code: numbers(page.locator(f'[data-again="{code}"]').text_content())[0] for code in ("post", "email", "phone")
    }
    button = page.get_by_role("button", name="Les relancer…")
    button.click()
    sentence = page.locator("#h-confirm")
    expect(sentence).to_be_focused()
    assert numbers(sentence.text_content()) == [bar["email"], bar["post"], bar["phone"]]
    assert not complaints(page)
    page.locator('[data-group="phone"] input[name=client]').first.click()
    expect(page.locator("#confirm")).to_have_count(0)
    button.click()
    expect(sentence).to_contain_text(f"remettre {bar['phone'] - 1}")
    return bar["post"], bar["email"], bar["phone"] - 1


def confirm(page: Page, letters: int, emails: int, calls: int) -> None:
    page.get_by_role("button", name=re.compile(rf"Relancer {letters + emails + calls} clients")).click()
    page.wait_for_url(re.compile("/reminders/second/done"))
    expect(page.get_by_role("heading", name=re.compile(f"{letters}\\slettre"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(f"{emails}\\scourriel"))).to_be_visible()
    assert not complaints(page)


def leaves(page: Page, data: Path, emails: int) -> str:
    """The e-mails are held, and leave by themselves; the letters are printed, and in the post once somebody says so."""
    done = page.url
    page.get_by_role("link", name="Voir l’envoi").click()
    expect(page.get_by_role("button", name="Annuler").first).to_be_visible()
    tick(data)  # or the sender would take the days since it last looked for a stop of its clock
    opens = (clinic_day() + timedelta(days=7)).isoformat()  # whatever closed days lie between
    assert tick(data, "--at", f"{opens}T10:00:00")["sent"] >= emails
    page.goto(done)
    page.get_by_role("link", name="Imprimer").click()
    expect(page.get_by_role("link", name=re.compile("PDF"))).to_be_visible(timeout=60_000)
    page.get_by_role("button", name=re.compile("[Pp]ost")).first.click()
    page.wait_for_load_state("networkidle")
    return opens


def again(page: Page, data: Path, at: str) -> None:
    """Whoever was written to a moment ago is left in peace, with both contacts in the history."""
    page.goto("/reminders/second?batch=1")
    expect(page.locator("#recent summary")).to_contain_text("joints il y a moins de 30")
    page.locator("#recent summary").click()
    page.locator("#recent a").first.click()
    expect(page.get_by_text(re.compile("Lettre postée|Courriel envoyé")).first).to_be_visible()
