"""Modules that few processes need, imported when they are: what sets type holds 60 MiB in each that has it."""

from importlib import import_module
from typing import Any


class Later:
    """A module by its name; the first thing that is asked of it imports it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
