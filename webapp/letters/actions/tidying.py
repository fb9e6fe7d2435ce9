"""What lies about: PDFs that nobody opens any more, runs that the queue forgot."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from webapp import queue
from webapp.letters.actions import drawing, runs
from webapp.letters.queries.runs import stale
from webapp.models import PrintRun

KEPT = timedelta(days=90)  # a letter's text stays in the database; its PDF need not
FORGOTTEN = timedelta(minutes=2)


def tidy(*, now: datetime) -> None:
    """Remove the files of old runs, and call the runs that wait for longer than a queue takes."""
    for run in stale(now - KEPT):
        drawing.remove_file(run)
    busy = PrintRun.select().where(PrintRun.state == runs.UNDER_WAY).exists()
    waiting: Any = PrintRun.select(PrintRun.id).where(
        PrintRun.state == runs.WAITING, PrintRun.created_at < now - FORGOTTEN
    )
    for (run_id,) in [] if busy else list(waiting.order_by(PrintRun.id).limit(1).tuples()):
        queue.wake(runs.TASK, run_id)
