"""When the next thing may be due, for whoever asks again then."""

from __future__ import annotations

from datetime import datetime

from webapp.outbox.actions import sending, waves
from webapp.outbox.actions.run import Run
from webapp.outbox.queries import due
from webapp.outbox.rules import quotas


def next_at(run: Run) -> datetime | None:
    """The first moment, not before now, at which a message or a wave may be due; None if none ever is.

    Nobody knows when fresh data will come in: what waits for them has no moment.
    """
    now = run.now
    stale = sending.stale(now=now)
    free = quotas.free_at(_ends(run), run.limits, now)
    if run.account.paused_until is not None:
        free = max(free, run.account.paused_until)
    mailings = {} if stale else {mailing.id: mailing for mailing in due.under_way()}
    moments: list[datetime | None] = []
    for mailing_id, first in due.firsts():
        at = max(free, first or now)
        if mailing_id is None:
            moments.append(at)
        elif mailing_id in mailings:
            mailing = mailings[mailing_id]
            moments.append(run.hours(mailing).next(max(at, mailing.held_until or at)))
    planned = due.waves_of(list(mailings))
    for mailing_id, of_it in planned.items():
        opening = waves.next_opening(run, mailings[mailing_id], of_it, now)
        moments.append(opening and run.hours(mailings[mailing_id]).next(max(opening, free)))
    return min((at for at in moments if at is not None), default=None)


def _ends(run: Run) -> list[datetime]:
    most = max(run.limits.values(), default=0)
    return due.latest_ends(run.account.id, most) if most else []
