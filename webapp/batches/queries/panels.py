"""What higher rooms show on the page of a batch: each adds a source here (app.py)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webapp.hooks import Hook
from webapp.models import Batch, BatchPart


@dataclass(frozen=True)
class Panel:
    """A part of the page: 10 mailings, 20 the rate (this room's), 30 letters.

    The template is rendered by itself with `context`, and with `batch`, `part`, `number` ("253-2") and `now`: it may be
    the very fragment that an update of the panel answers.
    """

    position: int
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)  # what the panels of the same page may say too


Source = Callable[[Batch, BatchPart | None, datetime], Panel | None]
sources: Hook[Source] = Hook("batches.queries.panels.sources")


def panels_of(batch: Batch, part: BatchPart | None, now: datetime, *own: Panel) -> list[Panel]:
    """The panels of a batch or of one part, from top to bottom; `own` are this room's."""
    found = [panel for source in sources if (panel := source(batch, part, now))]
    return sorted([*own, *found], key=lambda panel: panel.position)
