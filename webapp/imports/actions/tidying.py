"""Uploads that nobody needs any more go from the disk."""

import shutil
from datetime import datetime, timedelta

from config import Config
from webapp import db
from webapp.models import ImportFile, ImportRun
from webapp.models.imports import DONE, RUNNING, WAITING

FOLDER = "uploads"
KEPT_DAYS = 7  # what was not imported by then is tidied away


def tidy(*, settings: Config, now: datetime) -> int:
    """Take away uploads that were imported, and any after seven days; how many runs' files went."""
    folder = settings.under(FOLDER)
    if not folder.is_dir():
        return 0
    runs = {run.id: run for run in ImportRun.select().where(ImportRun.source == "browser")}
    limit = now - timedelta(days=KEPT_DAYS)
    done = 0
    for place in folder.iterdir():
        run = runs.get(int(place.name)) if place.name.isdecimal() else None
        if run and (run.state in (WAITING, RUNNING) or not (_is_over(run) or run.created_at < limit)):
            continue
        with db.write():
            ImportFile.update(path="").where(ImportFile.run == (run.id if run else 0)).execute()
        shutil.rmtree(place, ignore_errors=True)
        done += 1
    return done


def _is_over(run: ImportRun) -> bool:
    """Imported, and no file of it still waits to be corrected."""
    left = ImportFile.select().where(ImportFile.run == run, ImportFile.state != DONE, ImportFile.path != "")
    return not run.dry_run and run.state == DONE and not left.exists()
