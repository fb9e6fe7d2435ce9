"""How far a mailing is, from its waves and the states of its messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# As the models write them.
DRAFT, APPROVED, RUNNING, PAUSED, CANCELLED, FINISHED = (
    "draft", "approved", "running", "paused", "cancelled", "finished",
)  # fmt: skip
WAITING = ("planned", "claimed")
LEFT = ("sent", "bounced")
# What a person asks for first stands first; "planned" takes those in flight, "sent" only those that did not come back.
OUTCOMES: dict[str, tuple[str, ...]] = {
    "in_doubt": ("in_doubt",),
    "failed": ("failed",),
    "bounced": ("bounced",),
    "cancelled": ("cancelled",),
    "expired": ("expired",),
    "sent": ("sent",),
    "planned": WAITING,
}
AGAIN = ("failed", "bounced", "expired", "cancelled")  # who may be written to once more
SOON = timedelta(minutes=3)  # a wave that opens within it is waited for
IDLE = timedelta(minutes=5)  # nothing has left for so long: hours, limits or a pause of the account hold it up
ENOUGH = 5  # messages, from which a pace can be told


@dataclass(frozen=True)
class WaveRow:
    """A wave as it lies in the database."""

    id: int
    number: int
    not_before: datetime
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Cell:
    """One wave on the screen. `state`: done, going, planned, or stopped (nothing of it left)."""

    number: int
    at: datetime  # opened, or to be opened
    state: str
    left: int
    total: int


class OfWaves:
    """What the waves of a mailing say: the one that is leaving, and the next."""

    cells: Sequence[Cell]

    @property
    def going(self) -> Cell | None:
        """The wave that is leaving."""
        return leaving(self.cells)

    @property
    def following(self) -> Cell | None:
        """The next wave to open."""
        return next((cell for cell in self.cells if cell.state == "planned"), None)


def leaving(cells: Sequence[Cell]) -> Cell | None:
    """The wave that is leaving."""
    return next((cell for cell in cells if cell.state == "going"), None)


@dataclass(frozen=True)
class Progress(OfWaves):
    """All that the fragment shows."""

    state: str
    counts: Mapping[str, int]  # of messages, by state
    cells: Sequence[Cell]
    held: int  # seconds that the hold still lasts; 0 when it is over
    every: int  # seconds after which to look again; 0 when nothing moves
    stopped: bool  # everything is stopped, of all mailings
    idle: bool = False  # a wave is open, and nothing of it has left for a while
    resting: int = 0  # messages of open waves that wait until their client has been left in peace
    rests_until: datetime | None = None  # when the first of them goes on
    ends_at: datetime | None = None  # when the wave that is leaving will be over, at its pace so far
    late: int = 0  # messages so long past their planned day that somebody decides
    late_since: datetime | None = None  # the earliest of these days

    @property
    def total(self) -> int:
        """Every message of the mailing."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Messages that were sent, also those that came back."""
        return sum(self.counts.get(state, 0) for state in LEFT)

    @property
    def waiting(self) -> int:
        """Messages that may still leave."""
        return sum(self.counts.get(state, 0) for state in WAITING)

    @property
    def over(self) -> bool:
        """Whether nothing of it will leave any more."""
        return self.state in (FINISHED, CANCELLED) or not self.waiting

    def outcomes(self) -> dict[str, int]:
        """How many messages ended in each way, those that occur; what needs a person first."""
        found = {name: sum(self.counts.get(state, 0) for state in states) for name, states in OUTCOMES.items()}
        return {name: count for name, count in found.items() if count}


def progress(
    *,
    state: str,
    held_until: datetime | None,
    stopped: bool,
    waves: Sequence[WaveRow],
    counts: Mapping[tuple[int | None, str], int],
    last_at: datetime | None,
    now: datetime,
    resting: int = 0,
    rests_until: datetime | None = None,
    late: int = 0,
    late_since: datetime | None = None,
) -> Progress:
    """From the waves, the number of messages by wave and state (`counts`), and when the last one of an open wave left

    (`last_at`). `stopped`: nothing leaves at all. So many of the open waves are `resting`, the first `rests_until`; so
    many are `late`, and wait for a decision.
    """
    by_wave: dict[int | None, dict[str, int]] = {}
    by_state: dict[str, int] = {}
    for (wave, one), count in counts.items():
        by_wave.setdefault(wave, {})[one] = count
        by_state[one] = by_state.get(one, 0) + count
    cells = [cell(wave, by_wave.get(wave.id, {})) for wave in waves]
    held = max(0, round((held_until - now).total_seconds())) if held_until and state == APPROVED else 0
    going = leaving(cells)
    under_way = state in (APPROVED, RUNNING) and not stopped
    at_rest = bool(going and resting >= sum(by_state.get(one, 0) for one in WAITING) - _unopened(cells))
    idle = bool(under_way and going and not at_rest and now - max(last_at or going.at, going.at) > IDLE)
    return Progress(
        state, by_state, cells, held,
        _every(held, under_way and not late, idle, None if at_rest else going, cells, now), stopped,
        idle, resting, rests_until, ends(going, last_at) if under_way and not idle and not at_rest else None,
        late, late_since,
    )  # fmt: skip


def _unopened(cells: Sequence[Cell]) -> int:
    """Messages whose wave has not opened."""
    return sum(cell.total for cell in cells if cell.state == "planned")


def _every(held: int, under_way: bool, idle: bool, going: Cell | None, cells: Sequence[Cell], now: datetime) -> int:
    """Each second while one may still cancel; seldom while hours or limits hold it up."""
    if held:
        return 1
    soon = any(cell.state == "planned" and cell.at <= now + SOON for cell in cells)
    if not under_way or not (going or soon):
        return 0
    return 60 if idle else 3


def ends(going: Cell | None, last_at: datetime | None) -> datetime | None:
    """When the wave that is leaving will be over, at its pace so far."""
    if going is None or last_at is None or going.left < ENOUGH or last_at <= going.at:
        return None
    return last_at + (last_at - going.at) * (going.total - going.left) / going.left


def cell(wave: WaveRow, counts: Mapping[str, int]) -> Cell:
    """A wave, with how many of its messages are in each state."""
    total = sum(counts.values())
    left = sum(counts.get(state, 0) for state in LEFT)
    waiting = sum(counts.get(state, 0) for state in WAITING)
    if wave.opened_at is None:
        state = "planned" if waiting else "stopped"
    else:
        state = "going" if waiting else "done" if left else "stopped"
    return Cell(wave.number, wave.opened_at or wave.not_before, state, left, waiting if state == "planned" else total)
