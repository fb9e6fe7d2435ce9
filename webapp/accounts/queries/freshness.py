"""How old the clinic's data are: with a watched folder, mailings wait when visits and appointments stop coming in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from webapp.clinic import queries as clinic_queries
from webapp.models import ImportFile, ImportRun
from webapp.models.imports import DONE

KINDS = ("visits", "appointments")


def last_import_at() -> datetime | None:
    """When visits and appointments last came in: the older of the two; None if neither ever did."""
    ended = fn.MAX(fn.COALESCE(ImportRun.ended_at, ImportRun.started_at))
    found: Any = (
        ImportFile.select(ImportFile.kind, ended)
        .join(ImportRun)
        .where(ImportFile.kind << KINDS, ImportFile.state == DONE, ~ImportRun.dry_run)
        .group_by(ImportFile.kind)
        .tuples()
    )
    ends = [datetime.fromisoformat(str(at)) for _, at in found if at]
    return min(ends, default=None)


def is_stale(now: datetime) -> bool:
    """Whether the data are too old to write to anyone: only where a folder is watched."""
    clinic = clinic_queries.clinic()
    if not clinic.watched_folder:
        return False
    last = last_import_at()
    return last is None or now - last > timedelta(hours=clinic.fresh_hours)
