"""When the next wave opens, and when the next thing may be due, for whoever asks again then."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from webapp.accounts.queries import freshness
from webapp.accounts.rules import quotas
from webapp.accounts.rules.hours import Hours
from webapp.models import MailAccount, Mailing, Wave
from webapp.outbox.rules.waves import Unopened, opens_at
from webapp.sender.queries import due

HoursOf = Callable[[Mailing | None], Hours]  # of a mailing; None: of the account


def unopened(waves: Sequence[Wave]) -> list[Unopened]:
    """Those that wait, in their order."""
    return [
        Unopened(wave.number, wave.not_before) for wave in waves if wave.opened_at is None and wave.closed_at is None
    ]


def opening(mailing: Mailing, waves: Sequence[Wave], *, hours: Hours, now: datetime) -> datetime | None:
    """When the next of `waves` opens if nothing else stands in the way: `now` or later; None if there is none left."""
    waiting = unopened(waves)
    if not waiting:
        return None
    return opens_at(
        waiting[0],
        previous_opened_at=max((wave.opened_at for wave in waves if wave.opened_at), default=None),
        every_days=mailing.every_days,
        hours=hours,
        now=max(now, mailing.held_until or now),
    )


def next_run(account: MailAccount, limits: Mapping[int, int], *, hours: HoursOf, now: datetime) -> datetime | None:
    """The first moment, not before now, at which a message or a wave of its channel may be due; None if none ever is.

    `limits`: seconds → n. Nobody knows when fresh data will come in: what waits for them has no moment.
    """
    most = max(limits.values(), default=0)
    free = quotas.free_at(due.latest_ends(account.id, most) if most else [], limits, now)
    if account.paused_until is not None:
        free = max(free, account.paused_until)
    going: dict[int, Mailing | None] = {}
    if not freshness.is_stale(now):
        going = {due.FREE: None} | {mailing.id: mailing for mailing in due.under_way(account.channel)}
    moments: list[datetime | None] = []
    for mailing_id, first in due.firsts(account.channel):
        at = max(free, first or now)
        if mailing_id is None:
            moments.append(at)
        elif mailing_id in going:
            mailing = going[mailing_id]
            held = mailing.held_until if mailing else None
            moments.append(hours(mailing).next(max(at, held or at)))
    mailings = {mailing.id: mailing for mailing in going.values() if mailing}
    for mailing_id, waves in due.waves_of(list(mailings)).items():
        its_hours = hours(mailings[mailing_id])
        opens = opening(mailings[mailing_id], waves, hours=its_hours, now=now)
        moments.append(opens and its_hours.next(max(opens, free)))
    return min((at for at in moments if at is not None), default=None)
