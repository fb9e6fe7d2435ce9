"""Modules that few processes need, imported when they are: what sets type holds 60 MiB in each that has it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


class Later:
    """A module by its name; the first thing that is asked of it imports it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


def shown(package: str, **modules: str) -> Callable[[str], Any]:
    """The `__getattr__` of a package: of each module the names that are shown; to ask for one reads the module."""
    place = {name: module for module, names in modules.items() for name in names.split()}

    def find(name: str) -> Any:
        if name not in place:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{place[name]}"), name)

    return find
