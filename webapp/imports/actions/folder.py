"""Which folder is watched, and when it is read at night."""

from __future__ import annotations

from webapp import db
from webapp.models import Clinic


def set_watched_folder(*, folder: str, hour: int) -> None:
    """From now on this folder; "" watches none. `hour` is of the clinic's clock."""
    with db.write():
        Clinic.update(watched_folder=folder, import_hour=hour).where(Clinic.id == 1).execute()
