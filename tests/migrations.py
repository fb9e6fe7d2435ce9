"""A migration as a module, to take an installation back by it and forward again."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import config


def migration(name: str) -> ModuleType:
    """`name`: of its file, without `.py`."""
    spec = importlib.util.spec_from_file_location(name, config.ROOT / "migrations" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
