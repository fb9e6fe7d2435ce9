"""By which channel each client is reached first, as SQL: client.reach, less what is blocked, in the clinic's order."""

from collections.abc import Sequence
from datetime import date

from webapp import channels
from webapp.batches.queries.choosing import Clause
from webapp.consents.queries import reach
from webapp.consents.rules import CARE


def bits(on: date) -> Clause:
    """The channels that may reach the client `c`, as bits. One statement, to see what is blocked at all."""
    found = reach.bits(CARE, on)
    return Clause(found.sql, tuple(found.params))


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
