"""The commands of the clinic, in this process, on a data directory of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.clinic.steps import options, settled
from tests.conftest import NOW
from webapp import clock, db
from webapp.cli import main

Relance = Callable[..., Result]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock."""

    def set_clock(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_clock


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where this test's installation is; nothing is there yet."""
    return tmp_path / "clinic"


@pytest.fixture
def relance(
    data: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch, at: Callable[[datetime], None]
) -> Iterator[Relance]:
    """The command, on `data`, on Thursday 5 March 2026 at 10:26."""
    at(NOW)
    for name, value in (("RELANCE_DATA", str(data)), ("LANG", "fr_CA.UTF-8"), ("LC_ALL", ""), ("LC_MESSAGES", "")):
        monkeypatch.setenv(name, value)

    def run(*arguments: str, **more: Any) -> Result:
        return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False, **more)

    yield run
    if not db.database.is_closed():
        db.database.close()


@pytest.fixture(scope="session")
def begun_once(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic that `relance init` made, to be copied."""
    data = tmp_path_factory.mktemp("begun") / "clinic"
    data.mkdir(mode=0o700)
    shutil.copy(migrated, data / "relance.db")
    (data / "relance.db").chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        done = CliRunner().invoke(main, options(), env={"RELANCE_DATA": str(data), "LANG": "fr_CA.UTF-8"})
    assert done.exit_code == 0, done.output
    db.database.close()
    return data


@pytest.fixture
def begun(relance: Relance, begun_once: Path, data: Path) -> Path:
    """The data directory of a clinic that has begun, at home where it is."""
    return settled(Path(shutil.copytree(begun_once, data)))
