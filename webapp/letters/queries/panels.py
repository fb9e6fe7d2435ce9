"""The part of a batch's page that tells of paper."""

from __future__ import annotations

from datetime import datetime

from webapp.batches.queries.panels import Panel
from webapp.letters.queries import runs
from webapp.models import Batch, BatchPart

POSITION = 30


def letters(batch: Batch, part: BatchPart | None, now: datetime) -> Panel | None:
    """Letters that lie there, and the ways to paper; nothing where colleagues alone read the reminders."""
    if batch.type.internal_only:
        return None
    waiting = runs.waiting(batch, part)
    return Panel(
        POSITION,
        "letters/panel.html",
        {
            "planned": sum(count for (state, _language), count in waiting.items() if state == "planned"),
            "printed": sum(count for (state, _language), count in waiting.items() if state == "printed"),
            "runs": [run for run in runs.of_batch(batch, part) if run.posted_at is None][:3],
        },
    )
