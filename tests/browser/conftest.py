"""A real server on a host name that is not localhost, over plain HTTP, and a real Chromium.

Nothing may depend on what browsers keep for HTTPS and localhost: the clinic's network is plain HTTP.
"""

from __future__ import annotations

import re
import shutil
import signal
import socket
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

import config
from tests.clinic.steps import at_home
from tests.conftest import HOST
from tests.processes import command, wait_for

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
TABLET: ViewportSize = {"width": 820, "height": 1180}
# Only what breaks a rule is worked out in detail and told, without the selectors that nobody reads: half the time.
AXE = """axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
  selectors: false,
}).then(({ violations }) => ({ violations }))"""
GENERATE = "#actionbar .btn.primary"  # of the criteria, at the foot of the screen
# What can be tapped and is lower than 44 pixels; links inside sentences and cells are text, not targets.
SMALL = """() => {
  const shown = e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  const inText = e => e.closest('p, .sentence, td, dd, .skip, label');
  const stretched = style => style.position === 'absolute' && style.content !== 'none';
  return [...document.querySelectorAll('a[href], button, select, input:not([type=hidden]), summary')]
    .filter(e => shown(e) && !inText(e) && getComputedStyle(e).clipPath === 'none')
    .filter(e => getComputedStyle(e).opacity !== '0' && !stretched(getComputedStyle(e, '::after')))
    .filter(e => e.getBoundingClientRect().height < 43.5)
    .map(e => e.outerHTML.slice(0, 120));
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(str(item.path)).parts:
            item.add_marker(pytest.mark.browser)


def clinic_day() -> date:
    """Today where the clinic is, which is not yet today in UTC in the evening."""
    return datetime.now(ZoneInfo("America/Toronto")).date()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demonstrated(data: Path) -> Iterator[str]:
    """The address of a clinic, small, served as `relance demo` does it, and built first where there is none."""
    port = free_port()
    with command(data, "demo", "--port", str(port), "--clients", "120") as serving:

        def answering() -> bool:
            assert serving.poll() is None, serving.ended().stderr
            return answers(f"http://127.0.0.1:{port}/healthz")

        wait_for(answering, 90, "the demonstration")
        yield f"http://{HOST}:{port}"
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(30) == 0, serving.ended().stderr


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration clinic, to be copied."""
    data = tmp_path_factory.mktemp("built") / "instance"

    def backed_up() -> bool:
        with closing(sqlite3.connect(data / "relance.db")) as connection:
            return bool(connection.execute("SELECT count(*) FROM backup_run WHERE ended_at IS NOT NULL").fetchone()[0])

    with demonstrated(data):
        wait_for(backed_up, 60, "the first backup")  # one that is broken off is told of on each copy's first screen
        return data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, built_once: Path) -> Path:
    """Where the demonstration clinic lies: each file of tests has its own, whatever the others do in theirs."""
    return at_home(Path(shutil.copytree(built_once, tmp_path_factory.mktemp("demo") / "instance")))


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[str]:
    """The address of the clinic."""
    KEPT.clear()
    with demonstrated(data) as address:
        yield address


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=2).close()
    except (urllib.error.URLError, OSError):
        return False
    return True


@contextmanager
def watched(chromium: Browser, server: str, viewport: ViewportSize, *, touch: bool = False) -> Iterator[Page]:
    """A page on which nothing may go wrong unnoticed: no script error, no policy violation, no failed request."""
    context = chromium.new_context(
        base_url=server, viewport=viewport, locale="fr-CA", reduced_motion="reduce", has_touch=touch
    )
    context.set_default_timeout(8000)
    page = context.new_page()
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        # Chromium itself reports a 422 as an error of loading; an answer to bad input is none. Nor is it one that a
        # page is left while it asks for something: htmx tells of the request that this aborts.
        if message.type == "error" and not re.search(
            r"status of 4(22|01|03|04)|^htmx:(sendAbort|afterRequest),", message.text
        ):
            complaints.append(message.text)

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "requestfailed",
        lambda failed: None if "ERR_ABORTED" in (failed.failure or "") else complaints.append(failed.url),
    )
    try:
        yield page
    finally:
        context.close()
    assert not complaints, complaints


@pytest.fixture(params=[DESKTOP, TABLET], ids=["desktop", "tablet"])
def page(request: pytest.FixtureRequest, chromium: Browser, server: str) -> Iterator[Page]:
    """A page of each size, watched."""
    with watched(chromium, server, request.param) as opened:
        yield opened


KEPT: dict[str, list[Any]] = {}  # the cookies of whoever came in at this clinic


def sign_in(page: Page, login: str = "julie.belanger") -> None:
    """At the first screen: through the door the first time, then with the cookies of that time while they are good."""
    if login in KEPT:
        page.context.add_cookies(KEPT[login])
        page.goto("/")
        if urlsplit(page.url).path == "/":
            return
        page.context.clear_cookies()
    come_in(page, login)
    KEPT[login] = page.context.cookies()


def come_in(page: Page, login: str = "julie.belanger") -> None:
    """Through the door, as a person does."""
    page.goto("/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill("demo")
    page.locator("main form button[type=submit], form button.primary").first.click()
    page.wait_for_url("**/")


@pytest.fixture
def julie(page: Page) -> Page:
    """Julie, of reception, at the first screen."""
    sign_in(page)
    return page


@pytest.fixture
def anne(page: Page) -> Page:
    """Anne, who manages the clinic, at the first screen."""
    sign_in(page, "anne.gagnon")
    return page


def settled(page: Page) -> None:
    """What htmx was asked for has come, and what has come can be used: a tap before that leaves the page."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def numbers(text: str | None) -> list[int]:
    """The whole numbers in what is read on the screen, with or without spaces inside."""
    return [int(re.sub(r"\s", "", found)) for found in re.findall(r"\d[\d\s]*", text or "")]


def axe(page: Page) -> None:
    """Have it on this page: once, for all sizes."""
    script = next((config.ROOT / "tests" / "vendor").glob("axe-*.min.js")).read_text(encoding="utf-8")
    page.evaluate(script + "; null")


def complaints(page: Page) -> list[str]:
    """What sticks out, what is too small for a thumb, and what axe finds."""
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    found = ["wider than the screen"] if wide else []
    found += [f"too small for a thumb: {element}" for element in page.evaluate(SMALL)]
    return found + [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in page.evaluate(AXE)["violations"]]
