"""How many messages an account may send, over rolling windows."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta


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
