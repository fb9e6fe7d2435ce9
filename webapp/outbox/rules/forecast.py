"""What will leave on which day if nothing changes: waves, hours, closed days and limits played forward."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from webapp.accounts.rules.hours import Hours
from webapp.outbox.rules.rest import free_at
from webapp.outbox.rules.waves import Unopened, opens_at

A_DAY = 86_400  # seconds


@dataclass(frozen=True)
class Window:
    """At most `n` messages in any `seconds`."""

    n: int
    seconds: int


@dataclass(frozen=True)
class Pace:
    """How fast the account may send: its windows, its smallest gap, what it has sent of late, and since when it may."""

    windows: Sequence[Window] = ()
    gap_seconds: int = 0
    ended: Sequence[datetime] = ()  # the attempts of the longest window, oldest first
    from_at: datetime | None = None  # a pause of the account ends then


@dataclass(frozen=True)
class Coming:
    """A wave of which something is still to leave."""

    number: int
    messages: int
    not_before: datetime
    opened_at: datetime | None = None


@dataclass(frozen=True)
class Campaign:
    """A mailing that may send: its waves in the order of their numbers."""

    id: int
    hours: Hours
    waves: Sequence[Coming]
    every_days: int = 1
    last_opened_at: datetime | None = None  # of the waves that opened already
    from_at: datetime | None = None  # the end of its hold


@dataclass(frozen=True)
class Contested:
    """A message that may leave later than its wave: its client was, or will be, written to by another mailing, or it
    was refused for the moment."""

    id: int
    mailing: int
    wave: int
    client: int | None  # None: it waits for nobody's rest
    from_at: datetime | None = None  # before that it is not tried
    written_at: datetime | None = None  # when another mailing last wrote to the client


@dataclass(frozen=True)
class Leaving:
    """So many messages of a wave on one day, and why then."""

    on: date
    mailing: int
    wave: int
    messages: int
    first_at: datetime
    last_at: datetime
    # "opens" on that day; "goes_on" since earlier; "limit", "hours": the rest of the day before did not fit; "later":
    # clients who are left in peace until then, and what is tried again
    why: str
    spaced_from: date | None = None  # the day on which the wave before it opened or opens
    late_by: int = 0  # days that its opening is pushed off by closed days and hours


@dataclass
class _Wave:
    campaign: Campaign
    coming: Coming
    available: datetime
    left: int
    spaced_from: date | None
    late_by: int
    started: bool = False
    later: bool = False  # of a wave, what may leave only after the others
    held_by: str = ""
    parts: list[Leaving] = field(default_factory=list)


def forecast(
    campaigns: Iterable[Campaign],
    pace: Pace,
    *,
    now: datetime,
    until: datetime,
    contested: Sequence[Contested] = (),
    rest_days: int = 0,
) -> list[Leaving]:
    """What leaves from `now` until that instant, in order of time. `rest_days` lie between two messages to a client."""
    start = max(now, pace.from_at or now)
    waves = [wave for campaign in campaigns for wave in _opened(campaign, now)]
    waves += _later(waves, contested, rest_days, now)
    account = _Account(pace, start)
    while True:
        ready = [(at, n) for n, wave in enumerate(waves) if wave.left and (at := account.next(wave))]
        if not ready:
            break
        at, n = min(ready)
        if at >= until:
            break
        _burst(waves[n], account, at)
    found = [part for wave in waves for part in wave.parts if part.first_at < until]
    return sorted(found, key=lambda part: (part.on, part.first_at, part.mailing, part.wave))


def _opened(campaign: Campaign, now: datetime) -> list[_Wave]:
    """When each wave opens if all goes well."""
    found, before = [], campaign.last_opened_at
    start = max(now, campaign.from_at or now)
    zone = campaign.hours.timezone
    for coming in campaign.waves:
        spaced_from = before.astimezone(zone).date() if before else None
        if coming.opened_at is not None:
            found.append(_Wave(campaign, coming, start, coming.messages, None, 0, started=True))
            continue
        unopened = Unopened(coming.number, coming.not_before)
        at = opens_at(
            unopened, previous_opened_at=before, every_days=campaign.every_days, hours=campaign.hours, now=start
        )
        if at is None:
            break
        on = at.astimezone(zone).date()
        wanted = spaced_from + timedelta(days=max(1, campaign.every_days)) if spaced_from else on
        found.append(_Wave(campaign, coming, at, coming.messages, spaced_from, max(0, (on - wanted).days)))
        before = at
    return found


def _later(waves: Sequence[_Wave], contested: Sequence[Contested], rest_days: int, now: datetime) -> list[_Wave]:
    """What of these waves leaves only after its client has been left in peace, taken out of them. As the sender does
    it: in the order of time, then of numbers."""
    found = {(wave.campaign.id, wave.coming.number): wave for wave in waves}
    waiting = []
    for each in contested:
        if wave := found.get((each.mailing, each.wave)):
            waiting.append((max(wave.available, each.from_at or now), each.id, each, wave))
    written: dict[int, list[tuple[datetime, int | None]]] = {}  # client → when, by which mailing
    parts: dict[tuple[int, int, datetime], _Wave] = {}
    for at, _, each, wave in sorted(waiting, key=lambda one: one[:2]):
        if each.client is not None:
            before = written.setdefault(each.client, [(each.written_at, None)] if each.written_at else [])
            last = max((then for then, mailing in before if mailing != each.mailing), default=None)
            at = (last and free_at(last, rest_days, wave.campaign.hours, at)) or at
            before.append((at, each.mailing))
        if at > wave.available:
            wave.left -= 1
            key = (each.mailing, each.wave, at)
            part = parts.setdefault(key, _Wave(wave.campaign, wave.coming, at, 0, None, 0, started=True, later=True))
            part.left += 1
    return list(parts.values())


class _Account:
    """What the limits allow, as time goes on."""

    def __init__(self, pace: Pace, start: datetime) -> None:
        self.windows = [(window, timedelta(seconds=window.seconds)) for window in pace.windows]
        self.gap = timedelta(seconds=pace.gap_seconds)
        self.ended = list(pace.ended)
        self.start = start
        self.bound = 0  # seconds of the window that held the last message back; 0 = none did

    def free(self, at: datetime) -> datetime:
        """The first instant from `at` on at which the limits let one more leave."""
        self.bound = 0
        at = max(at, self.start)
        if self.ended and self.gap:
            at = max(at, self.ended[-1] + self.gap)
        for window, length in self.windows:
            if len(self.ended) >= window.n and (then := self.ended[-window.n] + length) > at:
                at, self.bound = then, window.seconds
        return at

    def next(self, wave: _Wave) -> datetime | None:
        """When the next message of this wave may leave: by the limits and by its hours."""
        return wave.campaign.hours.next(self.free(wave.available))

    def sent(self, at: datetime) -> None:
        self.ended.append(at)


def _burst(wave: _Wave, account: _Account, at: datetime) -> None:
    """As many of the wave as leave on one day without a stop, from `at` on."""
    on, closing = at.astimezone(wave.campaign.hours.timezone).date(), wave.campaign.hours.closing(at)
    count, first, last = 0, at, at
    while wave.left and at < closing:
        account.sent(at)
        wave.left -= 1
        count, last = count + 1, at
        if not account.windows and not account.gap:
            count, wave.left = count + wave.left, 0
        at = account.free(at)
    why = wave.held_by or ("later" if wave.later else "goes_on" if wave.started else "opens")
    part = Leaving(on, wave.campaign.id, wave.coming.number, count, first, last, why, wave.spaced_from, wave.late_by)
    if wave.parts and wave.parts[-1].on == on:
        before = wave.parts.pop()
        part = replace(before, messages=before.messages + count, last_at=last)
    wave.parts.append(part)
    wave.started = True
    wave.held_by = "limit" if account.bound >= A_DAY else "hours"
