"""How old the clinic's data are: with a watched folder, mailings wait when visits and appointments stop coming in."""

from datetime import datetime, timedelta
from typing import Any

from peewee import Select, fn

from webapp import db
from webapp.clinic import queries as clinic_queries
from webapp.models import ImportFile, ImportRun
from webapp.models.imports import DONE

KINDS = ("visits", "appointments")


def last_import() -> Any:
    """The SELECT of when visits and appointments last came in: the older of the two; NULL if neither ever did."""
    ended = fn.MAX(fn.COALESCE(ImportRun.ended_at, ImportRun.started_at)).alias("at")
    each = ImportFile.select(ended).join(ImportRun).group_by(ImportFile.kind)
    each = each.where(ImportFile.kind << KINDS, ImportFile.state == DONE, ~ImportRun.dry_run)
    return Select((each,), (fn.MIN(each.c.at),))


def last_import_at() -> datetime | None:
    return db.instant(db.scalars(at=last_import())["at"])


def is_stale(now: datetime) -> bool:
    """Whether the data are too old to write to anyone: only where a folder is watched."""
    return bool(clinic_queries.clinic().watched_folder) and is_too_old(last_import_at(), now)


def is_too_old(last: datetime | None, now: datetime) -> bool:
    """The same of data that came in at that instant, where a folder is watched."""
    clinic = clinic_queries.clinic()
    return bool(clinic.watched_folder) and (last is None or now - last > timedelta(hours=clinic.fresh_hours))
