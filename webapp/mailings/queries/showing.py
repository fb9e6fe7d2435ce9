"""What the page of a mailing, its fragment and the panel on the batch's page show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.composition.queries.candidates import Scope
from webapp.mailings.queries import checks, progress, rest
from webapp.mailings.rules.labels import STATES
from webapp.models import Batch, BatchPart, Mailing


def fragment_id(mailing: Mailing) -> str:
    """The id of the element that polls."""
    return f"mailing-{mailing.id}"


def moving(mailing: Mailing, now: datetime) -> dict[str, Any]:
    """What the fragment needs: the first paint and every update are given the same."""
    return {
        "mailing": mailing,
        "progress": progress.progress(mailing, now),
        "fragment_id": fragment_id(mailing),
        "state_words": str(STATES.get(mailing.state, mailing.state)),
        "now": now,
    }


def of_batch(batch: Batch, part: BatchPart | None, now: datetime) -> dict[str, Any]:
    """What the panel needs: the newest e-mail mailing with how far it is, the others, and whom none reaches."""
    mailings = [each for each in progress.of_batch(batch, part) if each.channel != "post"]
    open_first = sorted(mailings, key=lambda each: each.state not in ("approved", "running", "paused"))
    lead = open_first[0] if open_first else None
    return {
        "lead": moving(lead, now) if lead else None,
        "others": [each for each in mailings if each is not lead],
        "rest": rest.of(batch, part, now),
        "states": STATES,
        "free": not batch.type.internal_only and not checks.under_way(Scope(batch=batch, part=part), "email"),
        "internal": batch.type.internal_only,
    }
