"""The ways on from a stop that asks, walked as a manager walks them; what reception sees of it."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.processes import relance


def ask(data: Path, sql: str, *given: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "relance.db", timeout=30)) as database, database:
        return database.execute(sql, given).fetchall()


def tick(data: Path) -> subprocess.CompletedProcess[str]:
    """Once the worker leaves the sender's lock."""
    for _ in range(30):
        done = relance(data, "tick")
        if "relance sending resume" in done.stderr:
            return done
    raise AssertionError(done.stderr)


def lose_the_journal(data: Path) -> None:
    (data / "outbox.journal").unlink()
    assert tick(data).returncode == 1


def let_a_wave_be_due(data: Path) -> int:
    """Since yesterday; how many messages it has, of which nobody can know whether they left."""
    wave = ask(data, "SELECT id FROM wave WHERE opened_at IS NULL AND closed_at IS NULL ORDER BY number LIMIT 1")[0][0]
    then = (datetime.now(UTC) - timedelta(days=1)).isoformat(" ", "microseconds")
    ask(data, "UPDATE wave SET not_before = ?, planned_at = ? WHERE id = ?", then, then, wave)
    planned = "SELECT count(*) FROM message WHERE wave_id = ? AND state = 'planned'"
    return int(str(ask(data, planned, wave)[0][0]))


def count(data: Path, state: str) -> int:
    return int(str(ask(data, "SELECT count(*) FROM message WHERE state = ?", state)[0][0]))


def test_it_is_decided_on_the_page(page: Page, data: Path) -> None:
    """On one screen what was due is held in doubt, on the other it is sent: each with its exact number."""
    holds = page.viewport_size == {"width": 1280, "height": 800}
    lose_the_journal(data)
    due = let_a_wave_be_due(data)
    assert due > 0
    doubts = count(data, "in_doubt")
    sign_in(page)
    page.goto("/outbox")
    expect(page.locator("#sending")).to_contain_text("le journal d’envoi n’est plus là")
    expect(page.locator("#sending")).to_contain_text("Un gestionnaire doit s’en occuper")
    expect(page.locator("#sending").get_by_role("button")).to_have_count(0)
    page.context.clear_cookies()

    sign_in(page, "anne.gagnon")
    page.goto("/outbox")
    page.get_by_role("link", name="Voir ce qui s’est passé").click()
    expect(page.get_by_text(re.compile(r"On ne sait pas ici ce qui a été envoyé après le .+\sh\b"))).to_be_visible()
    expect(page.get_by_text(re.compile(rf"{due}\smessages? étai(en)?t à envoyer depuis"))).to_be_visible()
    label = "Mettre" if holds else "Envoyer"
    page.get_by_role("button", name=re.compile(rf"{label}\s{due}\smessage")).click()
    page.wait_for_url("**/outbox")
    said = rf"{due}\smessages? (est|sont) en doute" if holds else rf"{due}\smessages? part(ent)? comme prévu"
    expect(page.locator(".toast")).to_contain_text(re.compile(said))
    expect(page.locator("#sending")).not_to_contain_text("Rien ne part")
    assert count(data, "in_doubt") == doubts + (due if holds else 0)
    assert ask(data, "SELECT paused_at FROM sending") == [(None,)]


def test_what_changed_meanwhile_is_shown(anne: Page, data: Path) -> None:
    """Another tab has decided: nothing is done a second time."""
    lose_the_journal(data)
    anne.goto("/sending/resume")
    button = anne.get_by_role("button", name=re.compile(r"Mettre\s\d+\smessage|Reprendre ici")).first
    expect(button).to_be_visible()
    ask(data, "UPDATE sending SET pause_reason = 'put_back'")
    doubts = count(data, "in_doubt")
    button.click()
    expect(anne.get_by_text("La situation a changé depuis l’ouverture de cette page")).to_be_visible()
    assert count(data, "in_doubt") == doubts
    anne.get_by_role("button", name=re.compile(r"Envoyer\s\d+\smessage|Reprendre ici")).first.click()
    anne.wait_for_url("**/outbox")
