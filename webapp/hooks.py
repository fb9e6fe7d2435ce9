"""What a lower room asks of the rooms above it, or tells them, without knowing them.

The lower room offers a hook, `on_deceased: Hook[Stops] = Hook()`, says what its functions are given and answer, and
calls each. `create_app` fills all hooks, in one place.
"""

from typing import TypeVar

F = TypeVar("F")


class Hook(list[F]):
    """Functions of higher rooms, in the order in which they are called."""

    def fill(self, *functions: F) -> None:
        """In place of what was there: a process may make more than one application."""
        self[:] = functions
