"""The part of a batch's page that tells of its mailings, and what the page of one mailing shows of it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp import channels
from webapp.batches.queries.panels import Panel
from webapp.channels import Channel
from webapp.composition.queries import sums
from webapp.composition.queries.candidates import Scope
from webapp.mailings.queries import preflight, progress
from webapp.mailings.queries.labels import STATES
from webapp.message_templates import queries as wordings
from webapp.models import Batch, BatchPart, Mailing

POSITION = 10


def mailings(batch: Batch, part: BatchPart | None, now: datetime) -> Panel | None:
    """Always there, unless the type of reminder is for colleagues only."""
    shown = of_batch(batch, part, now)
    if shown["internal"] and not shown["lead"]:
        return None
    return Panel(POSITION, "mailings/panel.html", shown, shared={"rest": shown["rest"]})


def of_batch(batch: Batch, part: BatchPart | None, now: datetime) -> dict[str, Any]:
    """The newest mailing that leaves by itself with how far it is, the others, and whom none of them reaches."""
    automatic = [each.code for each in channels.automatic()]
    mailings = [each for each in progress.of_batch(batch, part) if each.channel in automatic]
    open_first = sorted(mailings, key=lambda each: each.state not in ("approved", "running", "paused"))
    lead = open_first[0] if open_first else None
    busy = {each.channel for each in mailings if preflight.is_under_way(each)}
    rests = [remaining(each, batch, part, now, busy) for each in channels.automatic()]
    return {
        "lead": moving(lead, now) if lead else None,
        "others": [each for each in mailings if each is not lead],
        "rests": rests,
        "rest": rests[0],
        "states": STATES,
        "internal": batch.type.internal_only,
    }


def moving(mailing: Mailing, now: datetime) -> dict[str, Any]:
    """What the fragment of a mailing needs: the first paint and every update are given the same."""
    return {
        "mailing": mailing,
        "channel": channels.one(mailing.channel),
        "progress": progress.progress(mailing, now),
        "fragment_id": f"mailing-{mailing.id}",
        "state_words": str(STATES.get(mailing.state, mailing.state)),
        "now": now,
    }


@dataclass(frozen=True)
class Remaining:
    """Messages that could be sent over a channel, and the clients whom it does not reach, by the first that does."""

    channel: Channel
    messages: int
    by_channel: dict[str, int]  # clients by channel that leaves already, or "none"
    awaited: dict[str, int]  # clients who would have what does not leave yet, and are counted under another
    languages: dict[str, int]  # of those a letter reaches
    free: bool  # nothing of it is being sent over this channel


def remaining(
    channel: Channel, batch: Batch, part: BatchPart | None, now: datetime, busy: Collection[str]
) -> Remaining:
    """Those with a reminder to do, about which no message is planned or on its way: what preparing one would show.

    Those of `batch` whom `channel` is to reach, or only of its `part`; `busy`: channels it is being sent over.
    """
    scope = Scope(batch=batch, part=part)
    version = wordings.for_type(batch.type, channel.code)
    found = sums.sums(sums.asked(scope, channel=channel.code, version=version, now=now))
    later = {each.code for each in channels.all() if each.later}
    unreachable = found.unreachable(later)
    awaited = {code: sum(clients.values()) for code, clients in found.unreachable().items() if code in later}
    languages: Counter[str] = Counter()
    for each in channels.all():
        if each.leaves == channels.HAND:
            languages.update(unreachable.get(each.code, {}))
    free = not batch.type.internal_only and channel.code not in busy
    counts = {code: sum(clients.values()) for code, clients in unreachable.items()}
    return Remaining(channel, found.messages, counts, awaited, dict(languages), free)
