"""The clinic's own row."""

from __future__ import annotations

from webapp.models import Clinic


def clinic() -> Clinic:
    """The one row, made when it is first asked for."""
    found = Clinic.get_or_none(Clinic.id == 1)
    return found or Clinic.get_or_create(id=1)[0]
