"""The part of a batch's page that tells of its mailings."""

from __future__ import annotations

from datetime import datetime

from webapp.batches.queries.panels import Panel
from webapp.mailings.queries import showing
from webapp.models import Batch, BatchPart

POSITION = 10


def mailings(batch: Batch, part: BatchPart | None, now: datetime) -> Panel | None:
    """Always there, unless the type of reminder is for colleagues only."""
    shown = showing.of_batch(batch, part, now)
    if shown["internal"] and not shown["lead"]:
        return None
    return Panel(POSITION, "mailings/panel.html", shown)
