"""By which channel each client is reached first, as SQL: client.reach, less what is blocked, in the clinic's order."""

from __future__ import annotations

from collections.abc import Sequence

from webapp import channels, db
from webapp.batches.queries.choosing import Clause

PURPOSE = "care"
_BLOCKED = "SELECT address FROM suppression WHERE channel = '{}' AND lifted_at IS NULL AND purpose IN ('', ?)"


def bits(purpose: str = PURPOSE) -> Clause:
    """The channels that reach the client `c` for this purpose, as bits. One statement, to see what is blocked."""
    rows = db.rows(
        "SELECT DISTINCT channel FROM suppression WHERE lifted_at IS NULL AND purpose IN ('', ?)", (purpose,)
    )
    blocked = [channel for (channel,) in rows if channel in channels.codes()]
    if not blocked:
        return Clause("c.reach")
    lost = " | ".join(f"{channels.one(channel).bit} * ({_lost(channel)})" for channel in blocked)
    given = [purpose for channel in blocked for _ in range(_lost(channel).count("?"))]
    return Clause(f"c.reach & ~({lost})", tuple(given))


def _lost(channel: str) -> str:
    blocked = _BLOCKED.format(channel)
    if channel == "email":
        return f"lower(trim(c.email)) IN ({blocked})"
    if channel == "sms":
        return f"c.mobile_phone IN ({blocked})"
    if channel == "phone":  # only where no other number is left
        numbers = ("c.mobile_phone", "c.home_phone", "c.work_phone")
        return " AND ".join(f"({number} = '' OR {number} IN ({blocked}))" for number in numbers)
    # An address on paper is written in too many ways to compare: it is the client who is not written to.
    return f"c.id IN ({blocked.replace('SELECT address', 'SELECT client_id')})"


def first(*, use_preferences: bool) -> str:
    """The bits `b`, or of them only that of the channel which the client `p`refers, where it reaches them."""
    if not use_preferences:
        return "b"
    preferred = " ".join(f"WHEN '{each.code}' THEN iif(b & {each.bit}, {each.bit}, b)" for each in channels.all())
    return f"CASE p WHEN '' THEN b {preferred} ELSE b END"


def sums(order: Sequence[str]) -> str:
    """How many of the rows with the bits `r` are reached by each channel first, in this order."""
    tried, found = 0, []
    for channel in order:
        tried |= channels.one(channel).bit
        found.append(f"ifnull(sum(r & {tried} = {channels.one(channel).bit}), 0)")
    return ", ".join(found)
