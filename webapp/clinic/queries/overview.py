"""The rows of the settings page that other rooms add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from webapp.hooks import Hook


@dataclass(frozen=True)
class SettingsRow:
    """One thing that can be set: where, and how it is set now, in words."""

    url: str
    icon: str
    title: str
    text: str


# A higher room adds a function, called inside a request, that returns its rows.
rows: Hook[Callable[[], list[SettingsRow]]] = Hook()
