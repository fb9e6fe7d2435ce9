"""A migration as a module, to take an installation back by it and forward again."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from playhouse.migrations import Runner

import config
from webapp import db


def migration(name: str) -> ModuleType:
    """`name`: of its file, without `.py`."""
    spec = importlib.util.spec_from_file_location(name, config.ROOT / "migrations" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def before(name: str) -> Iterator[None]:
    """The installation as it was before this step; afterwards it moves over by itself, as at any start."""
    Runner(db.database, str(db.MIGRATIONS)).down(name)
    yield
    db.prepare()
    assert not db.pending()
    assert db.rows("PRAGMA integrity_check") == [("ok",)] and not db.rows("PRAGMA foreign_key_check")


@contextmanager
def without(name: str) -> Iterator[None]:
    """As `before`, with this step alone taken back: what the application of today asks of later ones is there."""
    step = migration(name)
    step.down(None, db.database)
    yield
    step.up(None, db.database)
    assert db.rows("PRAGMA integrity_check") == [("ok",)] and not db.rows("PRAGMA foreign_key_check")


def indexes(table: str) -> set[str]:
    """The names of what a table is found by."""
    return {
        name for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table,))
    }
