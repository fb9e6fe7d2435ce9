"""What a lower room asks of the rooms above it, or tells them, without knowing them.

The lower room offers a hook under its own name, `on_deceased: Hook[Room] = Hook("animals.actions.on_deceased")`, says
what its functions are given and answer, and calls each. `webapp.wiring` says which they are, all in one place and by
their names: the room of a function is read when the function is asked for, not before.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Generic, TypeVar

F = TypeVar("F")
_filled: dict[str, Sequence[str]] = {}


class Hook(Generic[F]):
    """Functions of higher rooms, in the order in which they are called."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __iter__(self) -> Iterator[F]:
        return map(named, _filled.get(self.name, ()))


def fill(functions: Mapping[str, Sequence[str]]) -> None:
    """Of each hook its functions, by their names; in place of what was there: a process may make more applications."""
    _filled.clear()
    _filled.update(functions)


def named(name: str) -> Any:
    """What stands under this name in a room: "agenda.actions.cancel_for_deceased"."""
    module, _, attribute = name.rpartition(".")
    return getattr(import_module(f"webapp.{module}"), attribute)
