"""What an import tells other rooms. Filled by create_app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from flask_babel import gettext

from webapp import history
from webapp.models import StaffMember


class AboutAnimals(Protocol):
    """Told of animals, inside the transaction that changed them."""

    def __call__(self, *, animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> Any: ...


class AboutClients(Protocol):
    """Told of clients whose records or animals changed, in a transaction; None = so many that all may have."""

    def __call__(self, *, client_ids: Sequence[int] | None) -> Any: ...


after_deaths: list[AboutAnimals] = []  # newly deceased in the file: everything about them stops
after_revivals: list[AboutAnimals] = []  # the file takes a death back
after_clients_changed: list[AboutClients] = []  # once, at the end of a run

# How the history shows what a file changed.
history.phrases["imported"] = history.Phrase(
    "file-up",
    lambda details: str(gettext("From the file: %(changes)s", changes=history.phrases["corrected"].words(details))),
)

Progress = Callable[[str, int, int, int], None]  # file, rows read, bytes read, bytes in all
