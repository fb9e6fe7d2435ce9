"""How many messages an account may send, over rolling windows."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta


def full(*, ended: int, under_way: int, n: int) -> bool:
    """Whether one more would be too many: attempts that ended within the window, and those whose end is not known.

    Counted from the end, not from the claim: the provider counts what it took, and that is never later.
    """
    return ended + under_way >= n


def free_at(ends: Sequence[datetime], limits: Mapping[int, int], now: datetime) -> datetime:
    """When one more message may leave, every window considered. `ends`: newest first, as many as the largest n.

    `limits`: seconds → n.
    """
    free = now
    for seconds, n in limits.items():
        window = timedelta(seconds=seconds)
        recent = [end for end in ends[:n] if now - window < end]
        if len(recent) >= n:
            free = max(free, recent[n - 1] + window)
    return free
