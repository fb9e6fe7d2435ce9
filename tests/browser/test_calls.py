"""The desk: fifty calls by keyboard and fifty by touch at once, and what happens when two want one client, when what is
typed is wrong, or when the network goes."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import ExitStack, closing, nullcontext
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, TABLET, sign_in, watched

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
            due = (date.today() - timedelta(days=2 + each % 30)).isoformat()
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
        page.locator("#results:not([data-fresh])").wait_for()
        page.get_by_role("button", name=("Rendez-vous pris", "Joint, va y penser", "Ne veut pas")[number % 3]).tap()
    else:
        page.keyboard.press("12347"[number % 5])
    return name


def done(page: Page, name: str) -> None:
    """It is said, with whom it was about, and the next one stands there."""
    page.locator("#toasts p", has_text=name).wait_for()


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
