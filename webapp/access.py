"""Who may use an endpoint, said on the view itself and enforced in one place.

`@allow(Role.RECEPTION)` stands right above the function. An endpoint that says nothing is closed to all, and a test
walks the whole map of routes to find it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What a person is at the clinic. Each may do what those before it may."""

    RECEPTION = "reception"
    VETERINARIAN = "veterinarian"
    MANAGER = "manager"

    @property
    def rank(self) -> int:
        """For comparing: a higher rank may do what a lower one may."""
        return list(Role).index(self)


@dataclass(frozen=True)
class Guard:
    """What an endpoint asks of whoever calls it. `role` None: anyone, signed in or not."""

    role: Role | None
    password: bool = False  # a PIN is not enough: settings, exports, restores

    def admits(self, role: Role | None, by_password: bool) -> bool:
        """Whether someone of this role (None: nobody is signed in), signed in this way, may pass."""
        if self.role is None:
            return True
        if role is None or role.rank < self.role.rank:
            return False
        return by_password or not self.password


def allow(role: Role, *, password: bool = False) -> Callable[[View], View]:
    """Only people of this role or above; with `password`, only those who signed in by password, not by PIN."""

    def mark(view: View) -> View:
        view.__dict__["guard"] = Guard(role, password)
        return view

    return mark


def public(view: View) -> View:
    """Anyone on the network, signed in or not."""
    view.__dict__["guard"] = Guard(None)
    return view


def guard_of(view: Callable[..., Any] | None) -> Guard | None:
    """What the view asks; None if it says nothing, and is therefore closed."""
    return None if view is None else view.__dict__.get("guard")
