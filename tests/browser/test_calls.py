"""The desk: fifty calls by keyboard and fifty by touch at once, and what happens when two want one client, when what is
typed is wrong, or when the network goes."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import ExitStack, closing, nullcontext
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

import config
from tests.browser.conftest import AXE, DESKTOP, TABLET, clinic_day, settled, sign_in, watched
from tests.conftest import HOST
from tests.waiting import wait_for

CALLS = 50
NOTED = 5  # every fifth with a note
LOST = "Connexion perdue"


def ask(data: Path, sql: str, *given: object) -> list[Any]:
    with closing(sqlite3.connect(data / "relance.db", timeout=30)) as database, database:
        return database.execute(sql, given).fetchall()


def like(database: sqlite3.Connection, table: str, **columns: object) -> int:
    """A row as the first one of its table is, but for these columns."""
    found = database.execute(f"SELECT * FROM {table} ORDER BY id LIMIT 1")
    row = {name: value for (name, *_), value in zip(found.description, found.fetchone(), strict=True)} | columns
    del row["id"]
    made = database.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
    )
    return made.lastrowid or 0


def waiting(data: Path, name: str, count: int) -> str:
    """The address of a queue of its own: so many clients, each with an animal for which one reminder is to do."""
    fresh = dict.fromkeys(
        ("done_at", "answered_at", "visited_at", "cancelled_at", "deleted_at", "snoozed_until", "batch_id", "part_id",
         "appointment_id", "visit_id", "responsible_id", "number")
    ) | {"done_by": "", "cancelled_because": "", "note": "", "promised": 0}  # fmt: skip
    alive = {"deceased": 0, "deceased_on": None, "given_away_on": None, "other_clinic": 0, "number": None}
    with closing(sqlite3.connect(data / "relance.db", timeout=30)) as database, database:
        kind = like(database, "reminder_type", code=name, name_fr=name, name_en=name, internal_only=0)
        for each in range(count):
            called, number = f"{name}{each:03}", f"+1514555{len(name)}{each:03}"
            owner = like(
                database, "client", first_name=called, last_name="Roy", sort_name=f"roy, {called}", number=None,
                mobile_phone=number, home_phone="", work_phone="", archived_at=None, accepts_phone=1, language="fr",
            )  # fmt: skip
            patient = like(database, "animal", client_id=owner, name="Rex", sort_name="rex", **alive)
            due = (clinic_day() - timedelta(days=2 + each % 30)).isoformat()
            like(database, "reminder", type_id=kind, client_id=owner, animal_id=patient, due_on=due, **fresh)
    return f"/calls/?type={kind}"


def contacts(data: Path, name: str) -> list[Any]:
    """What was written down of the clients of that queue: client, by whom, result, note."""
    return ask(
        data, "SELECT client.first_name, by_id, result, contact.note FROM contact JOIN client ON client.id = client_id "
        "WHERE client.first_name LIKE ? AND undone_at IS NULL ORDER BY contact.id", f"{name}%",
    )  # fmt: skip


def opened(page: Page) -> str:
    return page.locator("#h-client").inner_text().partition(" ")[0]


# From a key or a finger to the next client on the screen.
CLOCK = """() => {
  window.waits = [];
  window.presses = 0;
  let since = 0;
  const begun = ({ target }) => { since = performance.now(); window.presses += 1; };
  document.addEventListener("keydown", begun, true);
  document.addEventListener("pointerdown", begun, true);
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.id === "desk") requestAnimationFrame(() => window.waits.push(performance.now() - since));
  });
}"""


def told(how: str, *pages: Page) -> None:
    """What a call took, for whoever reads what the tests print."""
    waits = [each / 1000 for page in pages for each in page.evaluate("window.waits")]
    late, presses = quantiles(waits, n=20)[-1], sum(page.evaluate("window.presses") for page in pages)
    print(
        f"{how}: {median(waits):.2f} s a call at the median, {late:.2f} s the slowest of twenty; "
        f"{presses} presses for {len(waits)} calls, of which {len(waits) // NOTED} with a note"
    )


def begin(page: Page, login: str, queue: str) -> None:
    """At the queue, with the first client whom nobody else calls."""
    sign_in(page, login)
    with page.expect_response("**/calling*") if page.viewport_size == DESKTOP else nullcontext():
        page.goto(queue)
    if page.viewport_size == TABLET:
        with page.expect_response("**/calling*"):
            page.locator(".queue .row:not(.held) h3 a").first.tap()
    page.evaluate(CLOCK)


def result(page: Page, name: str) -> None:
    """Press it. In the place of the last tap, what has just come takes none for a moment: tests press another."""
    button = page.get_by_role("button", name=name)
    button.tap() if page.viewport_size == TABLET else button.click()


def press(page: Page, number: int, seen: list[str]) -> str:
    """The result of a call, by key or by finger, now and then with a note; the next client is not waited for."""
    name = opened(page)
    seen.append(name)
    with_note, touch = number % NOTED == 0, page.viewport_size == TABLET
    if with_note and touch:
        page.locator("#note").tap()
        page.keyboard.insert_text("Le soir")
    elif with_note:
        page.keyboard.press("n")
        page.keyboard.insert_text("Samedi matin")
        page.keyboard.press("Escape")
    if touch:
        result(page, ("Rendez-vous pris", "Joint, va y penser", "Ne veut pas")[number % 3])
    else:
        page.keyboard.press("12347"[number % 5])
    return name


def done(page: Page, name: str) -> None:
    """It is said, with whom it was about, and the next one stands there."""
    page.locator("#toasts p", has_text=name).wait_for()
    settled(page)


def test_fifty_calls_by_keyboard_and_fifty_by_touch_at_once(chromium: Browser, server: str, data: Path) -> None:
    """One at the keyboard, two with tablets, at one queue: each presses before anybody has an answer."""
    queue = waiting(data, "Appel", 2 * CALLS + 3)  # the last of each is whom they would call next
    ask(data, "UPDATE staff_member SET shortcuts = 1 WHERE login = 'julie.belanger'")
    seen: list[str] = []
    with ExitStack() as stack:
        keys = stack.enter_context(watched(chromium, server, DESKTOP))
        fingers = [stack.enter_context(watched(chromium, server, TABLET, touch=True)) for _ in range(2)]
        begin(keys, "julie.belanger", queue)
        for finger, login in zip(fingers, ("sophie.nadeau", "luc.belanger"), strict=True):
            begin(finger, login, queue)
        for number in range(CALLS // 2):
            pressed = [(finger, press(finger, number, seen)) for finger in fingers]
            for turn in (2 * number, 2 * number + 1):
                done(keys, press(keys, turn, seen))
            for finger, name in pressed:
                done(finger, name)
        assert keys.evaluate("window.presses") == CALLS + CALLS // NOTED * 2  # n and Escape
        assert sum(finger.evaluate("window.presses") for finger in fingers) == CALLS + CALLS // NOTED
        told("by keyboard", keys)
        told("by touch", *fingers)
    assert not [each for each, times in Counter(seen).items() if times > 1], seen
    assert len(seen) == 2 * CALLS
    noted = contacts(data, "Appel")
    assert sorted(name for name, *_ in noted) == sorted(seen)
    assert sorted(note for *_, note in noted if note) == ["Le soir"] * 10 + ["Samedi matin"] * 10
    assert Counter(by for _, by, *_ in noted) == {1: CALLS, 2: CALLS // 2, 4: CALLS // 2}


# ---------- Two who want the same client.


@pytest.fixture
def axe() -> str:
    """What looks for whatever stands in the way of people who see, hear or move less."""
    return next((config.ROOT / "tests" / "vendor").glob("axe-*.min.js")).read_text(encoding="utf-8") + "; null"


def complaints(page: Page, script: str) -> list[str]:
    page.evaluate(script)
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in page.evaluate(AXE)["violations"]]


def test_it_is_taken_over_with_one_tap_and_said(chromium: Browser, server: str, data: Path, axe: str) -> None:
    queue = waiting(data, "Deux", 3)
    with watched(chromium, server, DESKTOP) as julie, watched(chromium, server, TABLET, touch=True) as sophie:
        julie.clock.install()
        sign_in(julie)
        sign_in(sophie, "sophie.nadeau")
        with julie.expect_response("**/calling*"):
            julie.goto(queue)
        name = opened(julie)
        julie.locator("#note").fill("Nerveux en salle d’attente")

        sophie.goto(queue)
        row = sophie.locator(".queue .row", has_text=name)
        expect(row).to_contain_text("Julie appelle")
        row.locator("h3 a").tap()
        expect(sophie.locator("#holding")).to_contain_text("Julie appelle depuis")
        expect(sophie.get_by_role("button", name="Joint, va y penser")).to_be_disabled()
        assert not complaints(sophie, axe)
        sophie.get_by_role("button", name="Prendre la suite").tap()
        expect(sophie.get_by_role("button", name="Joint, va y penser")).to_be_enabled()
        expect(sophie.locator("#holding")).not_to_contain_text("appelle")

        julie.locator("#note").focus()
        julie.clock.fast_forward(31_000)  # the page asks by itself
        expect(julie.locator("#holding")).to_contain_text("Sophie a pris la suite à")
        expect(julie.get_by_role("button", name="Joint, va y penser")).to_be_disabled()
        expect(julie.locator("#note")).to_have_value("Nerveux en salle d’attente")
        expect(julie.locator("#note")).to_be_focused()
        assert not complaints(julie, axe)

        result(sophie, "Joint, va y penser")
        expect(sophie.locator("#toasts")).to_contain_text(name)
        julie.get_by_role("button", name="Prendre la suite").click()
        result(julie, "Ne veut pas")
        told = julie.locator("#refusal")
        expect(told).to_contain_text("Déjà fait par Sophie Nadeau, aujourd’hui à")
        expect(told).to_be_focused()
        expect(julie.locator("#note")).to_have_value("Nerveux en salle d’attente")
        assert not complaints(julie, axe)
        assert [(who, what) for who, _, what, _ in contacts(data, "Deux")] == [(name, "reached")]

        going = julie.locator(".queue .row:not(.held) h3 a").first
        julie.once("dialog", lambda dialog: dialog.accept())  # the note is worth a question
        going.click()
        expect(julie.locator("#h-client")).not_to_contain_text(name)


def test_who_leaves_gives_the_client_back_at_once(chromium: Browser, server: str, data: Path) -> None:
    queue = waiting(data, "Libre", 1)
    with watched(chromium, server, DESKTOP) as page:
        sign_in(page)
        with page.expect_response("**/calling*"):
            page.goto(queue)
        held = "SELECT count(*) FROM calling JOIN client ON client.id = client_id WHERE first_name = 'Libre000'"
        assert ask(data, held) == [(1,)]
        page.goto("/appointments")
        wait_for(lambda: ask(data, held) == [(0,)], 5, "the client to be free")


# ---------- What is typed wrong, and what happens meanwhile.


def test_what_cannot_be_is_said_and_nothing_is_lost(chromium: Browser, server: str, data: Path, axe: str) -> None:
    queue = waiting(data, "Faux", 4)
    with watched(chromium, server, TABLET, touch=True) as page:
        sign_in(page)
        page.goto(queue)
        page.locator(".queue .row h3 a").first.tap()
        note, later = page.locator("#note"), page.locator("details.later summary")

        note.fill("é" * 50_000)
        result(page, "Pas de réponse")
        expect(page.locator("#note-error")).to_contain_text("Cette note compte 50 000 caractères, et 2 000 au plus")
        assert note.input_value() == "é" * 50_000
        assert not complaints(page, axe)

        note.fill("Le samedi")
        later.tap()
        past = (clinic_day() - timedelta(days=1)).isoformat()
        page.locator("#later-on").fill(past)
        page.locator("#later-at").fill("midi et quart")
        page.locator(".atdate button").tap()
        expect(page.locator("#later-on-error")).to_have_text("Ce jour est passé")
        expect(page.locator("#later-at-error")).to_contain_text("« midi et quart » n’est pas une heure")
        assert (page.locator("#later-on").input_value(), note.input_value()) == (past, "Le samedi")
        assert not complaints(page, axe)
        later.tap()

        closed = opened(page)
        whose = "client_id = (SELECT id FROM client WHERE first_name = ?)"
        ask(
            data,
            f"UPDATE reminder SET done_at = '2026-11-30 12:00:00+00:00', done_by = 'counter' WHERE {whose}",
            closed,
        )
        result(page, "Message laissé")
        expect(page.locator("#refusal")).to_contain_text("ce que vous avez tapé reste")
        expect(note).to_have_value("Le samedi")
        ask(data, f"UPDATE reminder SET done_at = NULL, done_by = '' WHERE {whose}", closed)
        assert contacts(data, "Faux") == []


def test_a_client_made_one_with_another_leads_to_who_remains(chromium: Browser, server: str, data: Path) -> None:
    queue = waiting(data, "Pareil", 2)
    (gone, kept) = (each for (each,) in ask(data, "SELECT id FROM client WHERE first_name LIKE 'Pareil%' ORDER BY id"))
    with watched(chromium, server, DESKTOP) as page, watched(chromium, server, DESKTOP) as anne:
        sign_in(page)
        page.goto(f"/calls/{gone}{queue.removeprefix('/calls/')}")
        page.locator("#note").fill("Le samedi")
        sign_in(anne, "anne.gagnon")
        anne.goto(f"/clients/{gone}/merge?with={kept}")
        anne.locator(f"[name=kept][value='{kept}']").check()
        anne.locator(".pair [name=sure]").check()
        anne.locator(".pair .btn.primary").click()
        anne.wait_for_url(f"**/clients/{kept}")
        result(page, "Rendez-vous pris")
        expect(page.locator("#refusal")).to_contain_text("Deux fiches de ce client n’en font plus qu’une")
        expect(page.locator("#h-client")).to_contain_text("Pareil001")
        expect(page.locator("#note")).to_have_value("Le samedi")
        page.wait_for_url(f"**/calls/{kept}*")
        result(page, "Joint, va y penser")
        expect(page.locator("#toasts")).to_contain_text("Pareil001")
    assert [(name, note) for name, _, _, note in contacts(data, "Pareil")] == [("Pareil001", "Le samedi")]


def stopped(route: Route) -> None:
    route.abort()


def arrives_unanswered(route: Route) -> None:
    route.fetch(url=route.request.url.replace(HOST, "127.0.0.1"))
    route.abort()


def test_the_network_goes_in_the_middle_of_a_tap(chromium: Browser, server: str, data: Path) -> None:
    """What was asked arrived, its answer did not: the second tap notes it no second time. Then nothing arrives."""
    queue = waiting(data, "Coupé", 2)
    context = chromium.new_context(base_url=server, viewport=TABLET, locale="fr-CA", has_touch=True)
    context.set_default_timeout(8000)
    try:
        page = context.new_page()
        sign_in(page)
        page.goto(queue)
        page.locator(".queue .row h3 a").first.tap()
        lost = page.locator("#connection")
        for arrives, words in ((True, "Rendez-vous pris"), (False, "Ne veut pas")):
            name = opened(page)
            page.locator("#note").fill(f"Vers {name}")
            page.route("**/contacts*", arrives_unanswered if arrives else stopped)
            page.route("**/healthz", stopped)
            result(page, words)
            expect(lost).to_be_visible()
            expect(page.get_by_role("button", name=words)).to_be_disabled()
            expect(page.locator("#note")).to_have_value(f"Vers {name}")
            assert opened(page) == name and len(contacts(data, "Coupé")) == 1
            page.unroute("**/contacts*")
            page.unroute("**/healthz")
            page.get_by_role("button", name="Réessayer").tap()
            expect(lost).to_be_hidden()
            result(page, words)
            expect(page.locator("#toasts")).to_contain_text(name)
    finally:
        context.close()
    assert sorted((name, note) for name, _, _, note in contacts(data, "Coupé")) == [
        (name, f"Vers {name}") for name in ("Coupé000", "Coupé001")
    ]
