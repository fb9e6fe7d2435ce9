"""What every page is made of is there, comes from here, and keeps to the policy that pages are served under."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.serving import make_server

import config
from tests.conftest import HOST
from webapp import assets, navigation

STATIC = config.ROOT / "static"
TEMPLATES = config.ROOT / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
SHEETS = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
DRAWINGS = sorted((STATIC / "icons").glob("*.svg"))

COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "inline style": re.compile(r"""\sstyle\s*=|<style\b""", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)|javascript:", re.IGNORECASE),
    "handler in an attribute": re.compile(r"""\s(?:hx-)?on[a-z:-]+\s*=\s*["']""", re.IGNORECASE),
    "eval for HTMX": re.compile(
        r"""hx-(?:vals|headers|vars)\s*=\s*["']js:|hx-trigger\s*=\s*"(?:[^"]*,\s*)?[a-z:]+\["""
    ),
}
ELSEWHERE = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//(?!\{)""", re.IGNORECASE)


def name(path: Path) -> str:
    return str(path.relative_to(config.ROOT))


def wrong(paths: Sequence[Path], look: Callable[[Path], object]) -> dict[str, object]:
    """What is wrong in each file, by its name."""
    return {name(path): found for path in paths if (found := look(path))}


@cache
def symbols() -> set[str]:
    sprite = (STATIC / "icons" / "sprite.svg").read_text(encoding="utf-8")
    return set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', sprite))


def test_it_serves_every_file_that_a_page_names(app: Flask) -> None:
    page = app.test_client().get("/there-is-no-such-page").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"#]+)', page)
    assert {".css", ".js", ".svg", ".woff2"} <= {Path(address.partition("?")[0]).suffix for address in addresses}
    for address in set(addresses):
        with app.test_client().get(address) as response:
            assert response.status_code == 200, address


def test_it_sends_the_sheets_of_every_page_as_one(app: Flask) -> None:
    page = app.test_client().get("/there-is-no-such-page").text
    address = "".join(re.findall(r'<link rel="stylesheet" href="([^"]+)"', page))  # one, and no other
    answer = app.test_client().get(address)
    assert answer.text == "".join((STATIC / "css" / f"{sheet}.css").read_text("utf-8") for sheet in assets.SHARED)
    assert answer.text.startswith("@layer reset, tokens, base, layout, components, utilities, print;")
    assert answer.mimetype == "text/css"
    assert answer.cache_control.max_age == 31_536_000
    again = app.test_client().get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    for named in set(re.findall(r'url\("([^"]+)"\)', answer.text)):
        with app.test_client().get(urljoin(address, named)) as response:
            assert response.status_code == 200, named


def test_it_changes_the_address_of_the_one_sheet_with_any_of_its_parts(tmp_path: Path, fresh_app: Flask) -> None:
    static_url = fresh_app.jinja_env.globals["static_url"]
    with fresh_app.test_request_context():
        before = static_url("css/shared.css")
        shutil.copytree(STATIC, tmp_path / "static")
        (tmp_path / "static" / "css" / "rows.css").write_text("@layer components {}\n", encoding="utf-8")
        fresh_app.static_folder = str(tmp_path / "static")
        assert static_url("css/shared.css") != before


def test_it_sends_every_style_sheet_once() -> None:
    rooms = {folder.name for folder in TEMPLATES.iterdir() if folder.is_dir()}
    assert {sheet.stem for sheet in SHEETS} - set(assets.SHARED) <= rooms
    assert not set(assets.SHARED) & rooms
    assert len(set(assets.SHARED)) == len(assets.SHARED)


def test_it_names_only_the_sheet_of_its_own_room() -> None:
    known = {sheet.stem for sheet in SHEETS}

    def others(path: Path) -> set[str]:
        named = set(re.findall(r"css/([^']+)\.css", path.read_text(encoding="utf-8")))
        own = {path.relative_to(TEMPLATES).parts[0]} if path.parent != TEMPLATES else {"shared"}
        return (named - own) | (named - {"shared"} - known)

    assert not wrong(PAGES, others)


def test_it_names_every_sheet_of_a_room() -> None:
    named = {sheet for path in PAGES for sheet in re.findall(r"css/([^']+)\.css", path.read_text(encoding="utf-8"))}
    assert {sheet.stem for sheet in SHEETS} - set(assets.SHARED) <= named


def test_it_changes_an_address_with_what_it_holds(app: Flask) -> None:
    page = app.test_client().get("/there-is-no-such-page").text
    assert re.search(r"/static/icons/favicon\.svg\?v=[0-9a-f]{10}", page)
    assert re.search(r"/static/js/[0-9a-f]{10}/app\.js", page)


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_it_finds_every_module_at_the_version_of_the_one_that_imports_it(app: Flask, path: Path) -> None:
    with app.test_request_context():
        address = app.jinja_env.globals["static_url"](f"js/{path.name}")
    for imported in re.findall(r'(?:from|import) "([^"]+)"', path.read_text(encoding="utf-8")):
        with app.test_client().get(urljoin(address, imported)) as response:
            assert response.status_code == 200, imported
            assert response.mimetype == "text/javascript"
            assert response.cache_control.max_age == 31_536_000


def test_it_changes_the_addresses_of_all_modules_with_one_of_them(tmp_path: Path, fresh_app: Flask) -> None:
    static_url = fresh_app.jinja_env.globals["static_url"]
    with fresh_app.test_request_context():
        before = static_url("js/app.js")
        shutil.copytree(STATIC, tmp_path / "static")
        fresh_app.static_folder = str(tmp_path / "static")
        assert static_url("js/app.js") == before
        shutil.copytree(STATIC, tmp_path / "changed")
        (tmp_path / "changed" / "js" / "dom.js").write_text("export {};\n", encoding="utf-8")
        fresh_app.static_folder = str(tmp_path / "changed")
        assert static_url("js/app.js") != before


def test_it_writes_nothing_that_the_policy_refuses() -> None:
    def refused(path: Path) -> dict[str, str]:
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        return {what: found.group() for what, pattern in FORBIDDEN.items() if (found := pattern.search(text))}

    assert not wrong(PAGES, refused)


def test_it_loads_nothing_from_elsewhere() -> None:
    def elsewhere(path: Path) -> re.Match[str] | None:
        text = COMMENT.sub("", path.read_text(encoding="utf-8")).replace('xmlns="http://www.w3.org/2000/svg"', "")
        return ELSEWHERE.search(text) or re.search(r"@import", text)

    assert not wrong([*PAGES, *SHEETS, *SCRIPTS, *DRAWINGS], elsewhere)


def icons(path: Path) -> set[str]:
    """Those that a template names."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    first = r"(?:icon|banner|status|badge|empty|timeline_item|strip_cell)"
    used = set(re.findall(r"\bicon\(\s*[\"']([a-z0-9-]+)[\"']", text)) | set(re.findall(r"#i-([a-z0-9-]+)", text))
    used |= set(re.findall(rf"\b{first}\(\s*\"[a-z0-9-]*\",\s*\"([a-z]+(?:-[a-z0-9]+)+)\"", text))
    used |= set(re.findall(r"\b(?:empty|timeline_item|strip_cell)\(\s*\"([a-z0-9-]+)\"", text))
    return used


def test_it_draws_only_icons_that_it_has() -> None:
    assert not wrong(PAGES, lambda path: icons(path) - symbols())


def test_it_knows_the_icons_of_the_top_level(app: Flask, client: FlaskClient) -> None:
    page = client.get("/there-is-no-such-page").text
    assert set(re.findall(r"sprite\.svg[^\"]*#i-([a-z0-9-]+)", page)) <= symbols()


def test_it_takes_its_colours_from_the_tokens() -> None:
    def colours(path: Path) -> list[str]:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found = [] if text.lstrip().startswith("@layer") else ["no layer"]
        if path.stem not in {"tokens", "print"}:
            found += re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\boklch\(|\bhsla?\(", text)
        return found

    assert not wrong(SHEETS, colours)


def test_it_uses_only_tokens_that_exist() -> None:
    every = "\n".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    asked = set(re.findall(r"var\((--[a-z0-9-]+)\s*\)", every))
    assert asked <= set(re.findall(r"(--[a-z0-9-]+)\s*:", every))


def test_its_breakpoints_grow_with_the_letters() -> None:
    """In em, so that whoever has set letters twice as large gets the narrow page on a wide screen."""
    assert not wrong(SHEETS, lambda path: re.findall(r"@(?:media|container)[^{]*\dpx[^{]*", path.read_text("utf-8")))


def test_its_templates_ask_only_for_distances_that_exist() -> None:
    def missing(path: Path) -> list[str]:
        return [each for each in re.findall(r"\bm[bt]-\d\b", path.read_text("utf-8")) if each not in there]

    there = set(re.findall(r"\.(m[bt]-\d) \{", (STATIC / "css" / "utilities.css").read_text("utf-8")))
    assert there and not wrong(PAGES, missing)


@pytest.mark.parametrize("folder", [STATIC / "vendor", config.ROOT / "tests" / "vendor"], ids=name)
def test_it_says_the_version_and_the_licence_of_what_is_not_ours(folder: Path) -> None:
    scripts = [path for path in folder.iterdir() if path.suffix == ".js"]
    assert scripts
    for script in scripts:
        version = re.match(r"[a-z-]+-\d+\.\d+\.\d+", script.name)
        assert version, script.name
        assert (folder / f"{version.group()}.LICENSE.txt").is_file()


@pytest.mark.browser
def test_it_is_drawn_by_chromium_under_the_policy(app: Flask, chromium: Browser) -> None:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "404" not in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(f"http://{HOST}:{server.server_port}/there-is-no-such-page", wait_until="networkidle")
        drawn = page.evaluate("[...document.querySelectorAll('main .icon use')].map(use => use.getBBox().width)")
        inter = page.evaluate("document.fonts.check('16px Inter') && getComputedStyle(document.body).fontFamily")
        ready = page.evaluate("htmx.config.allowEval === false && htmx.config.disableInheritance")
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    finally:
        page.close()
        server.shutdown()
        thread.join()
        server.server_close()
    assert not complaints
    assert drawn and all(drawn)
    assert inter.startswith("Inter")
    assert ready
    assert not too_wide


def test_it_finds_the_pages_that_the_shell_leads_to(app: Flask) -> None:
    for endpoint in re.findall(r'has_page\("([a-z_.]+)"\)', (TEMPLATES / "base.html").read_text(encoding="utf-8")):
        assert endpoint in app.view_functions


def test_it_knows_the_place_of_every_room(app: Flask) -> None:
    placed = {room for place in navigation.PLACES for room in place.rooms}
    assert set(app.blueprints) - placed == {"search"}  # reached from a page, in no place of the rail


def test_it_never_gives_the_method_to_url_for() -> None:
    # Flask takes `_method` as a hint for itself and leaves it out of the address: the form would post, not delete.
    hints = [str(path) for path in TEMPLATES.rglob("*.html") if '_method="' in path.read_text(encoding="utf-8")]
    assert not hints
