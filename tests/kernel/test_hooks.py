"""What lower rooms ask of higher ones: filled in one place, by names."""

from __future__ import annotations

import re
import sys
from itertools import chain

from flask import Flask

import config
from webapp import wiring
from webapp.app import create_app
from webapp.hooks import Hook, named


def hooks() -> dict[str, list[object]]:
    """By the module and the name that offer them, of every room that has to do with one."""
    for name in chain(wiring.HOOKS, *wiring.HOOKS.values()):
        named(name)
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


def test_each_stands_where_its_name_says_and_no_other_is_offered() -> None:
    offered = hooks()
    for name, functions in wiring.HOOKS.items():
        hook = named(name)
        assert isinstance(hook, Hook) and hook.name == name and f"webapp.{name}" in offered
        assert all(callable(named(function)) for function in functions)
    offering = [module for name, module in sys.modules.items() if name.startswith("webapp.")]
    names = {each.name for module in offering for each in vars(module).values() if isinstance(each, Hook)}
    assert names == wiring.HOOKS.keys()


def test_every_task_stands_in_a_room_that_is_named() -> None:
    rooms = {f"webapp.{path.parent.name}.tasks" for path in (config.ROOT / "webapp").glob("*/tasks.py")}
    assert rooms == set(wiring.TASKS)


def test_nothing_registers_itself_where_it_is_imported() -> None:
    """A statement of a module, not of a function, that adds to what another module offers."""
    adds = re.compile(r"^@[\w.]+\.append$|^\w+\.[\w.]+\.(append|insert|fill|update)\(", re.M)
    for path in (config.ROOT / "webapp").rglob("*.py"):
        assert not adds.search(path.read_text(encoding="utf-8")), path
