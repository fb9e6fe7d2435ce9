"""How many messages an account may send, over rolling windows."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta


def free_at(nth_end: Callable[[int], datetime | None], limits: Mapping[int, int], now: datetime) -> datetime:
    """When one more message may leave, every window considered. `nth_end(n)`: when the n-th of those before it left,
    counted from the last; None where there are not as many.

    `limits`: seconds → n.
    """
    free = now
    for seconds, n in limits.items():
        end, window = nth_end(n), timedelta(seconds=seconds)
        if end and now - window < end:
            free = max(free, end + window)
    return free
