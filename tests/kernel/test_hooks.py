"""What lower rooms ask of higher ones: filled by create_app, all in one place."""

from __future__ import annotations

import re
import sys

from flask import Flask

import config
from webapp.app import create_app
from webapp.hooks import Hook


def hooks() -> dict[str, list[object]]:
    """By the module and the name that offer them."""
    rooms = {name: module for name, module in sys.modules.items() if name.startswith("webapp.")}
    return {
        f"{name}.{offered}": list(value)
        for name, module in rooms.items()
        for offered, value in vars(module).items()
        if isinstance(value, Hook)
    }


def test_the_application_fills_every_hook_once(app: Flask, settings: config.Config) -> None:
    filled = hooks()
    assert filled and all(filled.values())
    create_app(settings)
    assert hooks() == filled


def test_nothing_registers_itself_where_it_is_imported() -> None:
    """A statement of a module, not of a function, that adds to what another module offers."""
    adds = re.compile(r"^@[\w.]+\.append$|^\w+\.[\w.]+\.(append|insert|fill|update)\(", re.M)
    for path in (config.ROOT / "webapp").rglob("*.py"):
        assert not adds.search(path.read_text(encoding="utf-8")), path
