"""A clinic of its own for each test, people to sign in as, and no way out of the machine."""

from __future__ import annotations

import gc
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

import config
from tests import factories, plans
from webapp import clock, db, ground, serving
from webapp.access import Role
from webapp.app import create_app
from webapp.models import StaffMember
from webapp.staff import actions as staff_actions

NOW = datetime(2026, 3, 5, 15, 26, tzinfo=UTC)  # Thursday 5 March 2026, 10:26 in Montréal
SECRET = "for the tests only"
SYNCHRONOUS = db.PRAGMAS["synchronous"]

HOST = "relance.clinique.test"  # not localhost: nothing may depend on what browsers keep for that
# Chromium without its windows does in half the time what the whole does; either will do.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {HOST} 127.0.0.1, MAP * ~NOTFOUND",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--first-case", action="store_true", help="of each parametrised test, run the first case alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.first_case:
        kept = first_cases(items)
        config.hook.pytest_deselected(items=list(set(items).difference(kept)))
        items[:] = kept


def first_cases(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of each test the first of its cases, in their order."""
    found: dict[str, pytest.Item] = {}
    for item in items:
        found.setdefault(item.nodeid.partition("[")[0], item)
    return list(found.values())


def pytest_collection_finish() -> None:
    """What stands for the whole run is not walked again by each collection of garbage."""
    gc.collect()
    gc.freeze()


class AClinicForEachWalk(LoadScopeScheduling):
    """Any test goes to any worker, but a file of tests/browser to one, which builds its clinic once. Those come first:
    they take the longest, and with them at the end one worker would wait for the other."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> AClinicForEachWalk:
    """In place of the marks `xdist_group`, which pytest-xdist 3.8.0 does not hear under pytest 9.2 (its issue 1386)."""
    return AClinicForEachWalk(config, log)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of xdist says which reasons for slow statements it needed; a whole run that needed one no more fails."""
    used = [WATCHES[0].used] if WATCHES else []
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["reasons"] = sorted(set().union(*used))
    elif USED and whole(session.config) and (unused := plans.REASONS.keys() - set().union(*used, USED)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print("\nREASONS of tests/plans.py that no statement needs:", *sorted(unused), sep="\n  ")


def pytest_testnodedown(node: Any) -> None:
    """A worker has ended."""
    USED.update(map(tuple, getattr(node, "workeroutput", {}).get("reasons", ())))


USED: set[tuple[str, str, str]] = set()


def whole(asked: pytest.Config) -> bool:
    narrowed = asked.option.keyword or asked.option.markexpr or asked.option.first_case
    return not narrowed and asked.args == asked.getini("testpaths")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Where CI runs, a test that is skipped has failed: the machine lacks what .ci/run should have installed."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection to another machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(
            ("127.", "::1", "localhost")
        ):
            pytest.fail(f"the code under test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def says_that_it_starts_processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that starts Relance in a process takes seconds; it is marked, and the quick run leaves it out."""
    if any(request.node.get_closest_marker(mark) for mark in ("process", "browser")):
        return
    start = subprocess.Popen.__init__

    def guarded(self: Any, args: Any, *more: Any, **options: Any) -> None:
        told = " ".join(str(part) for part in args)
        if "webapp" in told and not re.search(r"webapp\.(printing|spreadsheets)", told):
            pytest.fail("this test starts a process of Relance: mark it with pytest.mark.process")
        start(self, args, *more, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", guarded)


@pytest.fixture(scope="session", autouse=True)
def waits_for_no_disk() -> Iterator[None]:
    """What the system has taken survives any process, and no test cuts the power: most of a run was waiting for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(db.PRAGMAS, "synchronous", "off")
        yield


@pytest.fixture
def as_durable_as_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite writes as it does for a clinic."""
    monkeypatch.setitem(db.PRAGMAS, "synchronous", SYNCHRONOUS)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A migrated database, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "relance.db"
    db.bind(path)
    db.prepare()
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.database.close()
    WATCHES.append(plans.Watch(path))
    with plans.watched(WATCHES[0]):
        yield path


WATCHES: list[plans.Watch] = []  # none before the first test that has a database


@pytest.fixture
def watch(app: Flask) -> plans.Watch:
    """What looks at every statement of this run."""
    return WATCHES[0]


@pytest.fixture(autouse=True)
def asks_nothing_slow() -> Iterator[None]:
    """A statement that would be slow in a large clinic fails the test that asked it first (tests.plans)."""
    yield
    for each in WATCHES:
        if each.found:
            found, each.found = each.found, []
            pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> config.Config:
    """Where this test's clinic lives."""
    data = tmp_path / "instance"
    data.mkdir()
    shutil.copy(migrated, data / "relance.db")
    return replace(config.load(data), immediate=True, secret_key=SECRET)


@pytest.fixture(scope="session")
def house(migrated: Path) -> Flask:
    """The application, put together once: its hundred and thirty routes take longer than most tests."""
    return create_app(replace(config.load(migrated.parent), immediate=True, secret_key=SECRET))


@pytest.fixture(scope="session", autouse=True)
def shared_by_commands() -> Iterator[None]:
    """Another application, that commands would each put together: it moves from one's data directory to the next's."""
    made = cache(ground.lay)

    def again(settings: config.Config, *, prepare: bool = True) -> Flask:
        ground.settle(made(), settings, prepare=prepare)
        return made()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ground, "make", again)
        patch.setattr(serving, "pages", SimpleNamespace(furnish=lambda _app: None))  # none is served from there
        yield


@contextmanager
def at_work(application: Flask, settings: config.Config) -> Iterator[Flask]:
    """The application in this test's clinic."""
    ground.move_in(application, settings)
    db.connect()
    with application.app_context():
        yield application
    db.database.close()
    db.database.init(None)  # a test without a clinic of its own looks into no other's


@pytest.fixture
def app(house: Flask, settings: config.Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application, on Thursday 5 March 2026 at 10:26."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    before = dict(house.config)
    house.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with at_work(house, settings):
        yield house
    house.config.clear()
    house.config.update(before)


@pytest.fixture
def fresh_app(settings: config.Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application of its own, for a test that adds to it."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    application = create_app(settings)
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with at_work(application, settings):
        yield application


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; .ci/run installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def now() -> datetime:
    """The instant at which the test plays."""
    return NOW


def sign_in(app: Flask, member: StaffMember, *, by_password: bool = True) -> FlaskClient:
    """A browser in which this person is signed in."""
    browser = app.test_client()
    token = staff_actions.begin_session(member=member, by_password=by_password, now=clock.now())
    with browser.session_transaction() as session:
        session["token"] = token
    return browser


@pytest.fixture
def julie(app: Flask) -> StaffMember:
    """Julie, of reception."""
    return factories.staff_member(name="Julie Bélanger", role=Role.RECEPTION)


@pytest.fixture
def anne(app: Flask) -> StaffMember:
    """Dr Anne Gagnon, who manages the clinic."""
    return factories.staff_member(name="Dre Anne Gagnon", role=Role.MANAGER)


@pytest.fixture
def client(app: Flask, julie: StaffMember) -> FlaskClient:
    """Julie's browser."""
    return sign_in(app, julie)


@pytest.fixture
def manager(app: Flask, anne: StaffMember) -> FlaskClient:
    """Anne's browser, opened by password."""
    return sign_in(app, anne)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def asked(app: Flask) -> Iterator[Callable[[Callable[[], object]], list[str]]]:
    """The statements that SQLite is given while something is done, but for those that begin and end transactions."""
    connection = db.database.connection()

    def ask(action: Callable[[], object]) -> list[str]:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        action()
        connection.set_trace_callback(None)
        return [each for each in statements if not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE", each)]

    yield ask
    connection.set_trace_callback(None)


@pytest.fixture
def counted(app: Flask) -> Iterator[Callable[[Callable[[], object]], int]]:
    """How many statements SQLite is given while something is done."""
    connection = db.database.connection()

    def count(action: Callable[[], object]) -> int:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        action()
        connection.set_trace_callback(None)
        return len(statements)

    yield count
    connection.set_trace_callback(None)
