"""The clinic's own row, and what must be told about the installation."""

from __future__ import annotations

from webapp.clinic.queries import backups, health, soundness
from webapp.clinic.queries.overview import SettingsRow, rows
from webapp.clinic.queries.warnings import InstallationWarning, warnings
from webapp.models import Clinic

__all__ = ["InstallationWarning", "SettingsRow", "backups", "clinic", "health", "rows", "soundness", "warnings"]


def clinic() -> Clinic:
    """The one row, made when it is first asked for."""
    found: Clinic | None = Clinic.get_or_none(Clinic.id == 1)
    if found is None:
        Clinic.insert(id=1).on_conflict_ignore().execute()
        found = Clinic.get(Clinic.id == 1)
    return found
