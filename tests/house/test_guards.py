"""Every endpoint of every room: who may pass, and what every answer carries. Walks the whole map of routes."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories
from tests.conftest import sign_in
from tests.house.walk import address, guarded, methods
from webapp import access, clock
from webapp.access import Role
from webapp.models import ImportRun, StaffMember
from webapp.staff import actions

# Whoever is on the clinic's network may ask for these. A new one is added here by hand, with a reason.
PUBLIC = {
    "static",  # style, script, type
    "clinic.healthz",  # whether it lives, for whoever watches the server
    "staff.sign_in", "staff.open_session", "staff.again",  # the door
    "staff.sign_out", "staff.lock", "staff.pass_on",  # end one's own session, which may have ended already
    "staff.hand_over", "staff.keypad", "staff.enter_pin",  # look at the device's own cookie
}  # fmt: skip
CHANGES = ("POST", "PUT", "PATCH", "DELETE")
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://clinique.local/somewhere"}


@pytest.fixture
def pages(app: Flask, manager: FlaskClient) -> list[TestResponse]:
    """Every page of the house as a manager sees it, in a clinic that has one of each."""
    animal = factories.animal()
    factories.sale(to=animal)
    factories.visit(of=animal)
    factories.appointment(of=animal)
    answers = [manager.get(address(app, rule)) for rule, _guard in guarded(app) if "GET" in methods(rule)]
    return [answer for answer in answers if answer.mimetype == "text/html"]


@pytest.fixture
def strict(app: Flask) -> Flask:
    """As in production: every form needs its token."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def test_it_guards_every_endpoint(app: Flask) -> None:
    open_doors = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not ((guard := access.guard_of(app.view_functions[rule.endpoint])) and guard.role)
    }
    assert open_doors == PUBLIC & set(app.view_functions)
    assert all(access.guard_of(app.view_functions[endpoint]) for endpoint in open_doors - {"static"})


def test_it_closes_what_says_nothing(fresh_app: Flask) -> None:
    fresh_app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    manager = sign_in(fresh_app, factories.staff_member(role=Role.MANAGER))
    assert manager.get("/forgotten").status_code == 403


def test_it_sends_strangers_to_the_door(app: Flask, stranger: FlaskClient) -> None:
    for rule, _guard in guarded(app):
        if "GET" not in methods(rule):
            continue
        url = address(app, rule)
        asked = stranger.get(url)
        assert (asked.status_code, asked.headers["Location"].split("?")[0]) == (302, "/sign-in"), url
        piece = stranger.get(url, headers=HTMX)
        assert (piece.status_code, piece.headers["HX-Redirect"].split("?")[0]) == (401, "/sign-in"), url


def test_it_lets_no_stranger_change_anything(app: Flask, stranger: FlaskClient) -> None:
    for rule, _guard in guarded(app):
        for method in set(methods(rule)) & set(CHANGES):
            assert stranger.open(address(app, rule), method=method).status_code == 401, f"{method} {rule}"


def test_it_keeps_each_role_to_its_own(app: Flask) -> None:
    people = {role: sign_in(app, factories.staff_member(name=f"Someone of {role}", role=role)) for role in Role}
    refused = 0
    for rule, guard in guarded(app):
        for role, browser in people.items():
            if guard.role and role.rank < guard.role.rank:
                for method in set(methods(rule)) - {"HEAD", "OPTIONS"}:
                    answer = browser.open(address(app, rule), method=method)
                    assert answer.status_code == 403, f"{method} {rule} for {role}"
                    assert 'type="password"' not in answer.text
                    refused += 1
    assert refused > 20


def test_it_asks_for_a_password_where_a_pin_is_not_enough(app: Flask, anne: StaffMember) -> None:
    by_pin, asked = sign_in(app, anne, by_password=False), 0
    for rule, guard in guarded(app):
        if guard.password:
            for method in set(methods(rule)) - {"HEAD", "OPTIONS"}:
                answer = by_pin.open(address(app, rule), method=method)
                assert answer.status_code == 403 and 'name="password"' in answer.text, f"{method} {rule}"
                asked += 1
    assert asked > 10


def test_it_asks_for_a_password_for_every_setting(app: Flask) -> None:
    settings = [(rule, guard) for rule, guard in guarded(app) if rule.endpoint.startswith(("clinic.", "staff."))]
    assert not [rule.endpoint for rule, guard in settings if guard.role is Role.MANAGER and not guard.password]


def test_it_refuses_every_change_without_a_token(strict: Flask, anne: StaffMember) -> None:
    browsers = (strict.test_client(), sign_in(strict, anne))
    for rule in strict.url_map.iter_rules():
        for method in set(methods(rule)) & set(CHANGES):
            for browser in browsers:
                for fields in ({}, {"csrf_token": "made up"}):
                    answer = browser.open(address(strict, rule), method=method, data=fields)
                    assert answer.status_code == 422, f"{method} {rule}"
    assert browsers[1].get("/me").status_code == 200  # was not signed out by any of them


def test_it_takes_the_token_of_a_form_and_of_a_header(strict: Flask, client: FlaskClient) -> None:
    page = client.get("/me").text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    assert client.post("/me", data={"csrf_token": token, "language": "en"}).status_code == 303
    assert client.post("/me", data={"language": "fr"}, headers={"X-CSRFToken": token}).status_code == 303


def carries_the_headers(answer: TestResponse) -> bool:
    said = answer.headers
    policy = said["Content-Security-Policy"]
    wanted = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
    return (
        all(part in policy for part in wanted)
        and "unsafe" not in policy
        and said["X-Content-Type-Options"] == "nosniff"
        and said["X-Frame-Options"] == "DENY"
        and said["Referrer-Policy"] == "same-origin"
    )


def test_it_sends_the_headers_with_every_answer(app: Flask, client: FlaskClient, stranger: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    for answer in (
        client.get("/me"), client.get("/people"), client.get("/no-such-page"), client.put("/me"), client.post("/me"),
        stranger.get("/"), stranger.get("/sign-in"), stranger.get("/me"), stranger.post("/sign-in"),
        stranger.get("/static/css/tokens.css"), stranger.get("/static/no-such-file"),
    ):  # fmt: skip
        assert carries_the_headers(answer), answer.request.path
        answer.close()


def test_it_sends_the_headers_when_it_breaks(fresh_app: Flask) -> None:
    def breaks() -> str:
        raise RuntimeError("broken on purpose")

    fresh_app.add_url_rule("/breaks", "breaks", access.allow(Role.RECEPTION)(breaks))
    fresh_app.testing = fresh_app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = sign_in(fresh_app, factories.staff_member()).get("/breaks")
    assert answer.status_code == 500 and "on purpose" not in answer.text
    assert carries_the_headers(answer)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_it_keeps_nothing_in_any_cache_but_what_is_static(app: Flask, anne: StaffMember, method: str) -> None:
    """Every route, in a clinic that has one of each: pages, reports, exports, PDFs, refusals."""
    animal = factories.animal()
    batch = factories.batch_of((animal.client, animal.name, "F"))
    factories.message()
    ImportRun.create(source="browser", state="done", created_at=clock.now())
    asked, files = 0, set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or method not in methods(rule):
            continue
        url = address(app, rule).replace("/batches/x", f"/batches/{batch.number}")
        for browser in (app.test_client(), sign_in(app, anne)):
            answer = browser.open(url, method=method)
            assert answer.headers["Cache-Control"] == "no-store", f"{method} {url} {answer.status}"
            asked += 1
            if answer.status_code == 200 and answer.mimetype != "text/html":
                files.add(answer.mimetype)
            answer.close()
    assert asked > 50
    assert method != "GET" or {"text/csv", "application/pdf"} <= files, files
    assert any("spreadsheet" in kind for kind in files) or method != "GET", files


def test_it_keeps_no_page_in_any_cache(client: FlaskClient, stranger: FlaskClient) -> None:
    for answer in (client.get("/me"), stranger.get("/sign-in"), client.get("/people")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "HX-Request" in answer.headers["Vary"]


def without_a_token(page: TestResponse) -> tuple[int, list[str]]:
    """How many forms of the page change something; the beginnings of those that have no token."""
    forms = re.findall(r"<form\b.*?</form>", page.text, re.DOTALL)
    posting = [form for form in forms if re.search(r'method="post"', form, re.IGNORECASE)]
    return len(posting), [form[:200] for form in posting if 'name="csrf_token"' not in form]


def active_or_from_elsewhere(page: TestResponse) -> list[str]:
    inside = re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", page.text)
    return inside + re.findall(r'<(?:script|link|img|iframe|form)[^>]+(?:src|href|action)="(?:https?:)?//', page.text)


def test_it_puts_a_token_into_every_form_and_no_script_and_no_style_into_a_page(
    strict: Flask, pages: list[TestResponse], stranger: FlaskClient
) -> None:
    forms = [without_a_token(page) for page in pages]
    assert sum(count for count, _ in forms) > 20
    assert not [bare for _, bare in forms if bare]
    # A mail that is shown as it leaves is a page of its own: it has styles, and a sandbox in which nothing runs.
    shown = [
        page for page in pages if page.status_code == 200 and "sandbox" not in page.headers["Content-Security-Policy"]
    ]
    assert len(shown) > 15
    for page in [*shown, stranger.get("/sign-in")]:
        assert not active_or_from_elsewhere(page), page.request.path


@pytest.mark.parametrize("base", ["http://clinique.local", "http://192.168.1.20:8000", "https://relance.clinique.test"])
def test_it_works_under_any_host_name(strict: Flask, base: str) -> None:
    """Over plain HTTP and over TLS, with the tokens on, and every address that it gives is a path of its own."""
    actions.add(name="Sophie Nadeau", role=Role.RECEPTION, password="trois petits chats", now=clock.now())
    browser = strict.test_client()
    sent = {"base_url": base, "headers": {"Referer": f"{base}/sign-in"}}
    asked = browser.get("/me", base_url=base)
    assert asked.location == "/sign-in?next=/me"
    door = browser.get(asked.location, base_url=base).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', door)[0]
    fields = {"csrf_token": token, "login": "sophie.nadeau", "password": "trois petits chats", "next": "/me"}
    assert browser.post("/sign-in", data=fields, **sent).location == "/me"
    assert "Sophie Nadeau" in browser.get("/me", base_url=base).text
