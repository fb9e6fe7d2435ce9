"""Which folder is watched, and when it is read at night."""

from __future__ import annotations

from webapp.clinic.actions import configure


def set_watched_folder(*, folder: str, hour: int) -> None:
    """From now on this folder; "" watches none. `hour` is of the clinic's clock."""
    configure(watched_folder=folder, import_hour=hour)
