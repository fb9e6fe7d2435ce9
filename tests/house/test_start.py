"""What a process brings with it: a command its own room, and nobody what few need."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import config
from webapp.cli import OF_BATCH, ROOMS, main

SETTING_TYPE = {"xhtml2pdf", "reportlab", "PIL", "pypdf"}
# Asked where a password is read, an address or a number is unusual, a workbook is opened, the page goes over TLS.
SELDOM = {"cryptography", "email_validator", "dns", "phonenumbers", "lxml", "python_calamine", "cheroot"}
OF_PAGES = {"wtforms", "flask_wtf", "waitress", "webapp.app", "webapp.navigation"}
_TELL = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def modules_of(code: str) -> set[str]:
    """What is imported once this has run."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\n{_TELL}"], cwd=config.ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(ran.stdout.splitlines()[-1]))


@pytest.mark.process
def test_it_says_its_version_without_the_application() -> None:
    found = modules_of("from webapp.cli import main\nmain(['--version'], standalone_mode=False)")
    assert {name for name in found if name.startswith("webapp")} == {"webapp", "webapp.cli", "webapp.later"}
    assert found.isdisjoint({"flask", "peewee", "babel", "huey", *SETTING_TYPE})


@pytest.mark.process
@pytest.mark.parametrize("module", ["webapp.app", "webapp.worker", "webapp.supervisor", "webapp.serving"])
def test_it_serves_without_what_sets_type_and_without_the_demonstration(module: str) -> None:
    found = modules_of(f"import {module}")
    assert found.isdisjoint({*SETTING_TYPE, "xlsxwriter", *SELDOM})
    assert not {name for name in found if name.startswith("webapp.demo")}


@pytest.mark.process
def test_the_worker_looks_around_without_pages_and_without_what_imports() -> None:
    found = modules_of("from webapp import ground, queue, worker\nground.lay()\nqueue.register()")
    assert found.isdisjoint({*SETTING_TYPE, *SELDOM, *OF_PAGES, "webapp.imports.actions.reading", "rapidfuzz"})
    assert not {name for name in found if name.endswith((".routes", ".forms"))}


@pytest.mark.process
def test_a_trial_of_an_import_reads_nothing_that_acts_on_the_clinic(settings: config.Config, tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text("NoClient;Nom\n1;Roy\n", encoding="utf-8")
    told = f"os.environ['RELANCE_DATA'] = {str(settings.data)!r}\nwith contextlib.suppress(SystemExit):"
    command = ["import", str(tmp_path / "clients.csv"), "--dry-run", "--json"]
    found = modules_of(f"import contextlib, os\nfrom webapp.cli import main\n{told}\n    main({command!r})")
    acting = {name for name in found if name.startswith("webapp.") and ".actions" in name}
    assert {name for name in acting if not name.startswith("webapp.imports.")} == set()
    assert "webapp.imports.actions.undoing" not in found
    assert found & {*SETTING_TYPE, *SELDOM, *OF_PAGES, "rapidfuzz", "smtplib", "statistics"} == set()


COMMANDS = {
    "batch show 1 --json": {"batches", "clinic", "consents", "reminders", "species"},
    "held --json": {"animals", "clinic", "holds"},
    "answers show --json": {"clinic", "consents", "reminders"},
}


@pytest.mark.process
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_reads_its_own_room_and_what_that_stands_on(command: str, settings: config.Config) -> None:
    """Of the rooms. Add to a list here only what its command cannot do without: each start pays for it."""
    told = f"os.environ['RELANCE_DATA'] = {str(settings.data)!r}\nwith contextlib.suppress(click.ClickException):"
    code = f"import click, contextlib, os\nfrom webapp.cli import main\n{told}"
    found = modules_of(f"{code}\n    main({command.split()!r}, standalone_mode=False)")
    rooms = {path.parent.name for path in (config.ROOT / "webapp").glob("*/__init__.py")}
    tools = {"models", "printing", "spreadsheets", "transports"}
    read = {name.split(".")[1] for name in found if name.startswith("webapp.")} & rooms - tools
    assert read <= COMMANDS[command]
    assert found.isdisjoint({*SETTING_TYPE, *SELDOM, *OF_PAGES, "rapidfuzz", "smtplib", "webapp.batches.actions"})


def test_it_finds_every_command_in_its_room() -> None:
    found_in = [*config.ROOT.glob("webapp/*/cli.py"), *config.ROOT.glob("webapp/*/cli/*.py")]
    names = [".".join(path.relative_to(config.ROOT).with_suffix("").parts) for path in found_in]
    for among, known in (("COMMANDS", ROOMS), ("BATCH_COMMANDS", OF_BATCH)):
        modules = [*(name.removesuffix(".__init__") for name in names), "webapp.serving"]
        found = {each.name: name for name in modules for each in getattr(import_module(name), among, ())}
        assert found == known
    assert set(main.commands) <= set(ROOMS)  # type: ignore[attr-defined]
