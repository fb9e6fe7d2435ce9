"""What waits for a worker, and why a file was left out: a worker looks each minute, and reads no more than this."""

import json
from collections.abc import Mapping
from typing import Any

from webapp import db, queue
from webapp.models import ImportFile, ImportRun
from webapp.models.imports import FAILED, PREPARED, RUNNING, WAITING

RUN_TASK = "imports.run"
LOOK_TASK = "imports.look"
OPENING = "spreadsheets.open"  # the process that opens a workbook, among those that can die
UNSEEN = (ImportFile.encoding == "", ImportFile.error == "")


def failure(code: str, details: Mapping[str, Any]) -> str:
    """Why a file was left out, as its row keeps it."""
    return json.dumps({"code": code, **details}, ensure_ascii=False)


def set_aside_unseen() -> None:
    """Whoever looked at these died of it, and would again."""
    looked_at = ImportFile.select(ImportFile.id).join(ImportRun)
    dead = looked_at.where(ImportRun.state == PREPARED, ImportFile.state == RUNNING)
    with db.write():
        ImportFile.update(state=FAILED, path="", error=failure("died", {})).where(ImportFile.id << dead).execute()


def wake_forgotten() -> None:
    """The queue may lose what it holds: what waits while nothing is read is called again. Twice does no harm."""
    if ImportRun.select().where(ImportRun.state == RUNNING).exists():
        return
    for run in ImportRun.select(ImportRun.id).where(ImportRun.state == WAITING, ImportRun.source == "browser"):
        queue.wake(RUN_TASK, run.id)
    unseen = ImportFile.select(ImportFile.run).join(ImportRun).where(ImportRun.state == PREPARED, *UNSEEN).distinct()
    for file in unseen:
        queue.wake(LOOK_TASK, file.run_id)
